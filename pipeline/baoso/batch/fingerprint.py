"""What a run's records depend on: versions, hashes of code, lexicon and models, settings."""

from __future__ import annotations

import hashlib
import json
import platform
from importlib import metadata, resources
from typing import Any

from baoso import __version__
from baoso.artefacts import hashes
from baoso.records import SCHEMA_VERSION

# Packages whose version can change a record.
_PACKAGES = ("spacy", "underthesea", "pyarrow", "pydantic", "pyahocorasick", "trafilatura", "rensa")
# Folders that only read what a run wrote, and that of the models, which are hashed one by one.
_BEHIND = ("_models", "annotating", "evaluating", "interchange", "reporting", "tracking")


def artefact_hashes() -> dict[str, str]:
    """SHA-256 of the package's code, and of the data in each of its folders (`lexicon`, `gazetteer`, …).

    What only reads runs is left out: it changes no record.
    """
    root = resources.files("baoso")
    hashes: dict[str, Any] = {}
    for folder, name, data in _files(root, ""):
        key = "code" if name.endswith(".py") else folder.split("/")[0]
        hashes.setdefault(key, hashlib.sha256()).update(f"{folder}/{name}\0{len(data)}\0".encode() + data)
    return {key: hashes[key].hexdigest() for key in sorted(hashes)}


def _files(folder: Any, path: str) -> Any:  # Traversable moved between Python versions
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            if entry.name != "__pycache__" and (path or entry.name not in _BEHIND):
                yield from _files(entry, f"{path}/{entry.name}".lstrip("/"))
        elif path or entry.name.endswith(".py"):
            yield path, entry.name, entry.read_bytes()


def package_versions() -> dict[str, str]:
    """Versions of Python and of the packages that extraction stands on."""
    return {"python": platform.python_version()} | {name: metadata.version(name) for name in _PACKAGES}


def describe(settings: dict[str, Any]) -> dict[str, Any]:
    """The head of `run.json`; `settings` are those that change what is read or recorded.

    Equal fingerprints mean: the same article gives the same rows.
    """
    head = {
        "version": __version__,
        "schema_version": SCHEMA_VERSION,
        "settings": settings,
        "artefacts": artefact_hashes(),
        "models": hashes(settings.get("models")),
        "packages": package_versions(),
    }
    text = json.dumps(head, sort_keys=True, ensure_ascii=False)
    return head | {"fingerprint": hashlib.sha256(text.encode()).hexdigest()[:16]}
