"""A finished run to export and to look into."""

from __future__ import annotations

from pathlib import Path

import pytest

from baoso.batch.config import RunConfig
from baoso.batch.run import run
from samples import TEXT, sample_extraction


@pytest.fixture(scope="module")
def finished_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles, one repeated, one that fails; parts of two articles."""
    folder, out = tmp_path_factory.mktemp("in"), tmp_path_factory.mktemp("run") / "out"
    for name, text in {
        "a": TEXT,
        "b": TEXT.split("\n")[0] + " Hết.",
        "c": TEXT,
        "d": "hỏng rồi",
        "e": "=1+1 là hai",
    }.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    run(str(folder), out, RunConfig(part_articles=2, workers=0), extractor=sample_extraction)
    return out
