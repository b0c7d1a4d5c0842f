"""Trained models on disk: found by name or path, every file checked against the hash in `meta.json` before it is read.

A model is a folder with `meta.json` and the files that it names. Weights are plain arrays, safetensors, ONNX or spaCy's
own formats; nothing here, and nothing that reads through it, unpickles.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from baoso import __version__
from baoso.errors import ModelError

if TYPE_CHECKING:
    import numpy.typing as npt

# The learned parts of the pipeline, and the model that each takes where nothing else is said.
DEFAULTS: Mapping[str, str] = {"difficulties": "classifiers", "relations": "relations", "tagger": "tagger"}
# Parts that have no rules behind them: their model is always the packaged one.
FIXED: Mapping[str, str] = {"pillars": "classifiers"}
# A folder of models that comes before those of the package.
ENVIRONMENT = "BAOSO_MODELS"
META = "meta.json"
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_CHUNK = 1 << 20
# Bytes of arrays that one model may have.
MAX_ARRAYS = 2**30


@dataclass(frozen=True, slots=True)
class Artefact:
    """A model's folder and its `meta.json`: `files` maps each file's path inside the folder to its SHA-256."""

    path: Path
    meta: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The model's name as its `meta.json` gives it."""
        return str(self.meta["model"])

    @property
    def files(self) -> Mapping[str, str]:
        """Path inside the folder → SHA-256 (hex) of every file that the model consists of."""
        return dict(self.meta.get("files", {}))

    def file(self, name: str) -> Path:
        """The path of the file `name`, once its content has been found to have the hash in `meta.json`.

        Raises `ModelError` for a file that the model does not list, lies outside its folder, is missing or was altered.
        """
        expected = self.files.get(name)
        if expected is None:
            raise ModelError(f"{self.path}: its {META} lists no file {name}; train the model again")
        path = _inside(self.path, name)
        if not path.is_file():
            raise ModelError(f"{path}: missing; install the model again")
        if sha256(path) != expected:
            raise ModelError(f"{path}: not the file that {META} was written for (its hash differs); install it again")
        return path

    def checked(self) -> Artefact:
        """This model, once all its files have been checked as by `file`."""
        for name in self.files:
            self.file(name)
        return self


def _inside(folder: Path, name: str) -> Path:
    """`folder`/`name`; raises `ModelError` where that is no plain file inside the folder."""
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts or "\\" in name or not parts.parts:
        raise ModelError(f"{folder}: {META} names a file outside the folder: {name!r}; do not use this model")
    path = folder.joinpath(*parts.parts)
    if path.exists() and not path.resolve().is_relative_to(folder.resolve()):
        raise ModelError(f"{path}: a link out of the model's folder; do not use this model")
    return path


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """The arrays of an .npz file by their names, none of them of Python objects.

    Raises `ModelError` where it holds anything else, or more than `MAX_ARRAYS` bytes of them.
    """
    import numpy as np

    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > MAX_ARRAYS:
            raise ValueError(f"unpacks to {size:,} bytes, and no model of ours has more than {MAX_ARRAYS:,}")
        with np.load(path, allow_pickle=False) as stored:
            return dict(stored)
    except (OSError, EOFError, ValueError, KeyError, MemoryError, zipfile.BadZipFile, zlib.error) as error:
        raise ModelError(f"{path}: {error!r}; install the model again, or train it again") from error


def find(model: str | Path) -> Artefact:
    """The model of that name (looked for in $BAOSO_MODELS, then in the package), or in the folder at that path.

    A plain lower-case name is a name; anything else is a path. Raises `ModelError` where there is none.
    """
    if isinstance(model, Path) or not _NAME.fullmatch(model):
        return read(Path(model))
    places = list(_places())
    for place in places:
        if (place / model / META).is_file():
            return read(place / model)
    raise ModelError(f"no model {model!r} in {', '.join(map(str, places))}; name its folder, or set ${ENVIRONMENT}")


def _places() -> Iterable[Path]:
    if own := os.environ.get(ENVIRONMENT):
        yield Path(own)
    package = Path(__file__).parent
    yield package / "_models"
    # In the source tree the models lie beside the source root.
    yield package.parents[1] / "models"


def read(folder: Path) -> Artefact:
    """The model in `folder`. Raises `ModelError` where its `meta.json` is missing or says no model's name."""
    path = folder / META
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path}: {error}; name the folder of a model that `baoso train` wrote") from error
    files = meta.get("files", {}) if isinstance(meta, dict) else None
    told = isinstance(files, dict) and all(isinstance(v, str) for v in files.values())
    if not told or not isinstance(meta.get("model"), str):
        raise ModelError(f"{path}: holds no model's name and files; name a folder that `baoso train` wrote")
    return Artefact(folder, meta)


def write_meta(
    folder: Path,
    *,
    model: str,
    files: Iterable[str],
    data: Mapping[str, str],
    scores: Mapping[str, Any],
    settings: Mapping[str, Any] | None = None,
    licence: str = "Apache-2.0",
) -> Artefact:
    """Write `meta.json` for the `files` that lie in `folder`, and return the model.

    `data` maps each file that the model was trained on to its SHA-256; `settings` is what its code must know to run it.
    """
    meta = {
        "model": model,
        "code_version": __version__,
        "licence": licence,
        "settings": dict(settings or {}),
        "data": dict(data),
        "scores": dict(scores),
        "files": {name: sha256(folder / name) for name in sorted(files)},
    }
    text = json.dumps(meta, ensure_ascii=False, indent=2)
    (folder / META).write_text(text + "\n", encoding="utf-8", newline="\n")
    return Artefact(folder, meta)


def chosen(models: Mapping[str, str | None] | None = None) -> dict[str, str | None]:
    """The model of each learned part: `DEFAULTS`, but for those in `models` (None: the rules alone).

    Raises ValueError for a part that does not exist.
    """
    unknown = sorted(set(models or ()) - set(DEFAULTS))
    if unknown:
        raise ValueError(f"no learned part {', '.join(unknown)}; the parts are {', '.join(DEFAULTS)}")
    return {**DEFAULTS, **(models or {})}


def hashes(models: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """SHA-256 of the `meta.json` (which holds those of all files) of the model of each part that has one.

    Raises `ModelError` where one is missing.
    """
    named = {part: model for part, model in {**FIXED, **chosen(models)}.items() if model is not None}
    return {part: sha256(find(model.rpartition(":")[2]).path / META) for part, model in named.items()}


def installed() -> list[Artefact]:
    """The models that a name finds, in the order of their names; of two of one name the one that `find` gives."""
    found: dict[str, Path] = {}
    for place in _places():
        if place.is_dir():
            for meta in sorted(place.glob(f"*/{META}")):
                found.setdefault(meta.parent.name, meta.parent)
    return [read(found[name]) for name in sorted(found)]


@lru_cache(maxsize=16)
def checked(model: str) -> Artefact:
    """`find(model)`, all its files checked; once a process."""
    return find(model).checked()
