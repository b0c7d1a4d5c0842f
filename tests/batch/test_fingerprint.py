"""A run's fingerprint tells what its records depend on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from baoso.artefacts import ENVIRONMENT, find
from baoso.batch.fingerprint import describe


def test_another_tagger_is_another_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = describe({})
    folder = Path(shutil.copytree(find("tagger").path, tmp_path / "tagger"))
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    assert describe({}) == before
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    meta["settings"]["limits"]["EVENT"]["take"] = 1.01
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    assert describe({})["fingerprint"] != before["fingerprint"]
    assert describe({})["models"]["tagger"] != before["models"]["tagger"]
