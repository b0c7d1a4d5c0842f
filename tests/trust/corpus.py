"""The inputs that the repository keeps of each fuzzed target: JSON lists of texts, or of bytes in base 64."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from pathlib import Path

from trust.targets import TARGETS

FOLDER = Path(__file__).with_name("fuzz_corpus")


def _path(name: str) -> Path:
    return FOLDER / f"{name.replace(' ', '_')}.json"


def kept(name: str) -> list[str | bytes]:
    """The inputs of `name` in the repository."""
    items = json.loads(_path(name).read_text("utf-8")) if _path(name).is_file() else []
    return [base64.b64decode(i) if TARGETS[name].pieces is None else i for i in items]


def keep(name: str, inputs: Iterable[str | bytes]) -> None:
    """Put `inputs` in their place."""
    listed = [base64.b64encode(i).decode() if isinstance(i, bytes) else i for i in inputs]
    _path(name).write_text(json.dumps(listed, indent=0) + "\n", "utf-8")
