"""`baoso train` writes a model and tells its scores, or says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from baoso.artefacts import read
from baoso.cli.main import app
from toy_corpus import write_toy


def _classifiers(toy: dict[str, Path], *more: str) -> list[str]:
    files = {"config": "config.cfg", "corpus": "corpus", "gold": "train.jsonl", "dev": "dev.jsonl", "out": "one"}
    return ["train", "classifiers", *(word for k, v in files.items() for word in (f"--{k}", str(toy[v]))), *more]


def test_classifiers_are_written_and_their_scores_told(tmp_path: Path) -> None:
    toy = write_toy(tmp_path)
    result = CliRunner().invoke(app, _classifiers(toy))
    assert result.exit_code == 0, result.output
    model = read(toy["one"]).checked()
    assert json.loads(result.stdout) == model.meta["scores"]
    assert set(model.meta["scores"]) == {"cross-validated", "dev"}


def test_test_is_scored_where_it_is_named(tmp_path: Path) -> None:
    toy = write_toy(tmp_path)
    result = CliRunner().invoke(app, _classifiers(toy, "--test", str(toy["dev.jsonl"])))
    assert "test" in json.loads(result.stdout)


def test_gold_that_is_missing_is_an_error_of_one_line(tmp_path: Path) -> None:
    toy = write_toy(tmp_path)
    toy["train.jsonl"].unlink()
    result = CliRunner().invoke(app, _classifiers(toy))
    assert result.exit_code == 2
    assert "train.jsonl" in result.output
