"""Models are found, and nothing that was altered or lies elsewhere is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baoso import artefacts
from baoso.errors import ModelError


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "models" / "toy"
    folder.mkdir(parents=True)
    (folder / "weights.bin").write_bytes(b"1234")
    artefacts.write_meta(folder, model="toy", files=["weights.bin"], data={}, scores={"f1": 0.5})
    return folder


def _with_meta(folder: Path, **changes: object) -> None:
    path = folder / artefacts.META
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), "utf-8")


def test_a_file_whose_hash_agrees_is_given(model: Path) -> None:
    assert artefacts.read(model).checked().file("weights.bin").read_bytes() == b"1234"


def test_an_altered_file_is_refused(model: Path) -> None:
    (model / "weights.bin").write_bytes(b"1235")
    with pytest.raises(ModelError, match=r"weights\.bin: not the file.*install it again"):
        artefacts.read(model).checked()


def test_a_missing_file_is_refused(model: Path) -> None:
    (model / "weights.bin").unlink()
    with pytest.raises(ModelError, match=r"weights\.bin: missing"):
        artefacts.read(model).file("weights.bin")


def test_a_file_that_is_not_listed_is_refused(model: Path) -> None:
    (model / "other.bin").write_bytes(b"")
    with pytest.raises(ModelError, match=r"lists no file other\.bin"):
        artefacts.read(model).file("other.bin")


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/../../secret", "..\\secret", ""])
def test_a_file_outside_the_folder_is_refused(model: Path, name: str) -> None:
    (model.parent / "secret").write_bytes(b"")
    _with_meta(model, files={name: "0"})
    with pytest.raises(ModelError, match=r"outside the folder|not the file|missing"):
        artefacts.read(model).file(name)


def test_a_link_out_of_the_folder_is_refused(model: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"1234")
    (model / "weights.bin").unlink()
    (model / "weights.bin").symlink_to(secret)
    with pytest.raises(ModelError, match="link out of the model's folder"):
        artefacts.read(model).checked()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"model": 1}', '{"model": "toy", "files": [1]}', "[" * 100_000])
def test_a_broken_meta_is_refused(model: Path, text: str) -> None:
    (model / artefacts.META).write_text(text, "utf-8")
    with pytest.raises(ModelError, match=r"meta\.json.*baoso train"):
        artefacts.read(model)


def test_a_name_is_looked_for_where_the_environment_says_first(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(artefacts.ENVIRONMENT, str(model.parent))
    assert artefacts.find("toy").path == model
    assert {a.name for a in artefacts.installed()} >= {"toy", "relevance"}


def test_an_unknown_name_is_an_error_that_says_where_it_was_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(artefacts.ENVIRONMENT, "/nowhere")
    with pytest.raises(ModelError, match=r"no model 'toy' in /nowhere.*BAOSO_MODELS"):
        artefacts.find("toy")


def test_a_path_is_a_path(model: Path) -> None:
    assert artefacts.find(str(model)).name == "toy"
