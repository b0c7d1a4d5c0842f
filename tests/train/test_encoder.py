"""Fine-tuning learns a toy task, and what is exported is what was trained."""

from __future__ import annotations

from pathlib import Path

import baoso
from baoso import artefacts


def test_the_task_is_learnt(trained: tuple[Path, dict[str, dict[str, dict[str, dict[str, float]]]]]) -> None:
    _, scores = trained
    assert scores["dev"]["torch"]["PERSON"]["f1"] > 0.9
    assert scores["dev"]["int8"]["PLATFORM"]["f1"] > 0.9


def test_the_model_is_complete_by_its_hashes(trained: tuple[Path, dict[str, object]]) -> None:
    model = artefacts.read(trained[0]).checked()
    assert {"model.onnx", "tokenizer.json"} <= set(model.files)
    assert model.meta["scores"]["dev"]["int8"]["PERSON"]["gold"] == 36


def test_mentions_are_grounded_and_rules_win(trained: tuple[Path, dict[str, object]], toy: dict[str, Path]) -> None:
    nlp = baoso.load(tagger=f"onnx:{trained[0]}")
    text = (toy["corpus"] / "0.txt").read_text("utf-8")
    found = baoso.extract(text, nlp).mentions
    own = [m for m in found if m.method == "encoder"]
    assert own
    assert all(m.text == text[m.start : m.end] and 0.5 <= m.score <= 1 for m in own)
    rules = baoso.extract(text).mentions
    assert [m for m in found if m.method != "encoder"] == rules
