"""Fine-tuning learns a toy task, and what is exported is what was trained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

import baoso
from baoso import artefacts
from baoso.cli.main import app


def test_the_task_is_learnt(trained: tuple[Path, dict[str, dict[str, dict[str, dict[str, float]]]]]) -> None:
    _, scores = trained
    assert scores["dev"]["torch"]["PERSON"]["f1"] > 0.9
    assert scores["dev"]["int8"]["PLATFORM"]["f1"] > 0.9


def test_the_model_is_complete_by_its_hashes(trained: tuple[Path, dict[str, object]]) -> None:
    model = artefacts.read(trained[0]).checked()
    assert {"model.onnx", "tokenizer.json"} <= set(model.files)
    assert model.meta["scores"]["dev"]["int8"]["PERSON"]["gold"] == 36


def test_scores_can_be_had_again_without_training(trained: tuple[Path, dict[str, Any]], toy: dict[str, Path]) -> None:
    given = ["train", "encoder-scores", trained[0], "--corpus", toy["corpus"], "--gold", toy["gold"], "--json"]
    run = CliRunner().invoke(app, list(map(str, given)))
    assert run.exit_code == 0, run.output
    again, then = json.loads(run.stdout), trained[1]["dev"]
    assert {name: again[name] for name in ("int8", "rules", "rules+int8")} == {
        name: then[name] for name in ("int8", "rules", "rules+int8")
    }
    assert then["rules+int8"]["PLATFORM"]["r"] >= then["rules"]["PLATFORM"]["r"]


def test_mentions_are_grounded_and_rules_win(trained: tuple[Path, dict[str, object]], toy: dict[str, Path]) -> None:
    nlp = baoso.load(tagger=f"onnx:{trained[0]}")
    text = (toy["corpus"] / "0.txt").read_text("utf-8")
    found = baoso.extract(text, nlp).mentions
    own = [m for m in found if m.method == "encoder"]
    assert own
    assert all(m.text == text[m.start : m.end] and 0.5 <= m.score <= 1 for m in own)
    rules = baoso.extract(text, baoso.load(tagger=None)).mentions
    assert [m for m in found if m.method != "encoder"] == rules
