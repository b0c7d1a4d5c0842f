"""Gold on disk, and the reference scorer where it is at hand."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from evaluating_samples import GOLD


@pytest.fixture
def gold_folder(tmp_path: Path) -> Path:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "bai.yaml").write_text(GOLD, encoding="utf-8")
    return tmp_path / "gold"


@pytest.fixture(scope="session")
def reference(shared: Path) -> ModuleType:
    """The scorer that the project's figures are compared by."""
    spec = importlib.util.spec_from_file_location("score_gold", shared / "tools" / "score_gold.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
