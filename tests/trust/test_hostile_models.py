"""Models that somebody else made, their hashes in order: what does not fit is refused, and nothing of it is run."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from baoso import artefacts
from baoso.errors import ModelError
from baoso.tagging.learned import limits_of, read_chain
from watched import watched

ARRAYS = {"tagger": "weights.npz"}


def load(folder: Path) -> None:
    """Read the whole of a model as the pipeline does."""
    artefacts.checked.cache_clear()
    artefact = artefacts.checked(str(folder))
    read_chain(artefact)
    limits_of(artefact)


@pytest.fixture(params=ARRAYS)
def model(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """A packaged model's name, and a copy of it."""
    folder = tmp_path / request.param
    shutil.copytree(artefacts.find(request.param).path, folder)
    load(folder)
    return request.param, folder


def sign(folder: Path) -> None:
    """Give the changed files the hashes that a forger would give them."""
    path = folder / artefacts.META
    meta = json.loads(path.read_text("utf-8"))
    meta["files"] = {name: artefacts.sha256(folder / name) for name in meta["files"]}
    path.write_text(json.dumps(meta), "utf-8")


class Bomb:
    """Would make a file when it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, ...]:
        return (os.mkdir, (str(self.marker),))


def header(shape: str, kind: str = "<f8") -> bytes:
    """The beginning of an array in a file, with nothing after it."""
    described = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(described).to_bytes(2, "little") + described.encode()


def repacked(path: Path, change: Callable[[str, np.ndarray], object]) -> None:
    with np.load(path, allow_pickle=False) as held:
        arrays = {name: change(name, held[name]) for name in held}
    np.savez_compressed(path, **{name: array for name, array in arrays.items() if array is not None})


def packed(path: Path, data: bytes, name: str = "labels.npy") -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, data)


def pickled(path: Path) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.array([Bomb(path.parent / "hacked")], dtype=object), allow_pickle=True)
    return buffer.getvalue()


FORGERIES: dict[str, Callable[[Path], object]] = {
    "pickled objects": lambda p: repacked(p, lambda n, a: a) or packed(p, pickled(p)),
    "a bare pickle": lambda p: p.write_bytes(pickled(p)),
    "objects in every array": lambda p: np.savez(p, **dict.fromkeys(_names(p), np.array([Bomb(p.parent)], object))),
    "no zip": lambda p: p.write_bytes(b"PK\x03\x04" + bytes(100)),
    "empty": lambda p: p.write_bytes(b""),
    "cut": lambda p: p.write_bytes(p.read_bytes()[: p.stat().st_size // 2]),
    "a byte changed": lambda p: p.write_bytes(_flipped(p.read_bytes())),
    "no arrays": lambda p: packed(p, b"", "readme.txt"),
    "only one": lambda p: repacked(p, lambda n, a: a if n == _names(p)[0] else None),
    "flat": lambda p: repacked(p, lambda n, a: a.ravel()[:3]),
    "one dimension more": lambda p: repacked(p, lambda n, a: a[None]),
    "no rows": lambda p: repacked(p, lambda n, a: a[:0]),
    "words for numbers": lambda p: repacked(p, lambda n, a: np.full(a.shape, "x") if a.dtype.kind in "fi" else a),
    "numbers for words": lambda p: repacked(p, lambda n, a: np.arange(a.size) if a.dtype.kind == "U" else a),
    "claims to be endless": lambda p: packed(p, header("(10000000000000,)")),
    "claims a negative size": lambda p: packed(p, header("(-1,)")),
    "header of code": lambda p: packed(p, header("(__import__('os').mkdir('hacked'),)")),
    "unpacks to gigabytes": lambda p: _bomb(p),
    "names that lead out": lambda p: packed(p, header("(0,)"), "../../hacked/x.npy"),
}  # fmt: skip


def _names(path: Path) -> list[str]:
    with np.load(path, allow_pickle=False) as held:
        return list(held)


def _flipped(data: bytes) -> bytes:
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name in ("labels", "moves"):
            with file.open(f"{name}.npy", "w") as entry:
                entry.write(header("(80000000,)"))
                for _ in range(610):
                    entry.write(bytes(2**20))


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_model_is_refused(model: tuple[str, Path], forgery: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, folder = model
    monkeypatch.chdir(folder)
    FORGERIES[forgery](folder / ARRAYS[name])
    with pytest.raises(ModelError, match="not the file that"):  # its hash tells
        load(folder)
    sign(folder)
    with pytest.raises(ModelError, match=str(folder)):
        load(folder)
    assert not list(folder.parent.rglob("hacked*"))


def test_arrays_that_would_fill_the_memory_are_not_unpacked(tmp_path: Path) -> None:
    _bomb(tmp_path / "bomb.npz")
    assert (tmp_path / "bomb.npz").stat().st_size < 10 * 2**20
    code = """
from pathlib import Path
try:
    artefacts.read_arrays(Path(ARGS[0]))
except ModelError as error:
    RESULT = str(error)
"""
    before = "import numpy; from baoso import artefacts; from baoso.errors import ModelError"
    found = watched(code, tmp_path / "bomb.npz", before=before)
    assert "unpacks to" in found.result
    assert found.megabytes < 30


@pytest.mark.parametrize("name", sorted(ARRAYS.values()))
def test_a_file_beside_the_model_is_not_taken_for_it(tmp_path: Path, name: str) -> None:
    """A name that leads out, a link, a folder and a pipe in the place of the weights."""
    model = next(m for m, arrays in ARRAYS.items() if arrays == name)
    for kind in ("leads out", "link", "folder", "linked folder"):
        folder = tmp_path / kind / model
        shutil.copytree(artefacts.find(model).path, folder)
        weights = folder / name
        outside = weights.rename(tmp_path / kind / name)
        if kind == "leads out":
            meta = json.loads((folder / artefacts.META).read_text("utf-8"))
            meta["files"] = {f"../{name}": artefacts.sha256(outside)}
            (folder / artefacts.META).write_text(json.dumps(meta), "utf-8")
        elif kind == "link":
            weights.symlink_to(outside)
        elif kind == "folder":
            weights.mkdir()
        else:
            weights.symlink_to(tmp_path / kind)
        with pytest.raises(ModelError, match=model):
            load(folder)


@pytest.mark.parametrize("settings", [None, [], "x", {"limits": None}, {"limits": {"EVENT": "x"}}, {"limits": [1]}])
def test_settings_of_another_form_are_refused(tmp_path: Path, settings: object) -> None:
    folder = Path(shutil.copytree(artefacts.find("tagger").path, tmp_path / "tagger"))
    meta = json.loads((folder / artefacts.META).read_text("utf-8"))
    (folder / artefacts.META).write_text(json.dumps(meta | {"settings": settings}), "utf-8")
    with pytest.raises(ModelError, match=str(folder)):
        load(folder)
