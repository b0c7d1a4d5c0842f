"""The trained classifier of difficulties: what it finds beside the rules, and what it refuses to read."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.artefacts import META, find, read
from baoso.errors import ModelError
from baoso.language import default_language
from baoso.segmenting.sentences import find_sentences
from baoso.tagging.difficulties import find_difficulties
from baoso.tagging.obstacles import CLAUSES, MODEL, obstacle_model, read_model
from baoso.types import Block, DifficultyRef, Mention
from grounding import assert_grounded

PIECES = [
    "máy in hỏng",
    "chuyển đổi số",
    "khó khăn",
    ":",
    ",",
    ".",
    "“",
    "”",
    "vì",
    "3/9 thôn chưa có sóng",
    "\n",
    "là",
    "İ",
]


def _found(text: str, told: list[Mention] | None = None, threshold: float | None = None) -> list[Mention]:
    model = obstacle_model()
    if threshold is not None:
        model = type(model)(model.clauses, model.topics, threshold, model.name)
    return model.find(text, find_sentences(text), [Block("body", 0, len(text))], told or [])


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return shutil.copytree(find(MODEL).path, tmp_path / MODEL)


# Self-written, with the topic; each in an article of the field.
LED = "Xã đẩy mạnh chuyển đổi số, dịch vụ công trực tuyến. Khó khăn thì còn: "


@pytest.mark.parametrize(
    ("clause", "topic"),
    [
        ("mạng đứt chín lần trong tháng", "infrastructure"),
        ("hai máy in hỏng", "devices"),
        ("4 thôn chưa có sóng", "infrastructure"),
    ],
)
def test_it_finds_what_no_rule_tells(clause: str, topic: str) -> None:
    text = f"{LED}{clause}, cán bộ phải chờ."
    assert not find_difficulties(text)
    (mention,) = [m for m in _found(text) if m.text == clause]
    assert mention.value == DifficultyRef(topic)
    assert mention.method == "classifiers"
    assert obstacle_model().threshold <= mention.score <= 1


def test_the_rules_win_where_both_find() -> None:
    text = f"{LED}kinh phí thiếu, hai máy in hỏng."
    told = find_difficulties(text)
    assert [m.method for m in told] == ["cue pair"]
    found = _found(text, told, threshold=0.01)
    assert found
    assert not any(a.start < b.end and b.start < a.end for a in found for b in told)


def test_a_text_about_other_things_reports_none() -> None:
    assert not _found("Vườn nhà ông trồng bưởi. Khó khăn thì còn: máy bơm hỏng, đường đứt chín lần.", threshold=0.01)


def test_a_stretch_too_long_for_a_clause_is_left_out() -> None:
    clause = "mạng đứt chín lần trong tháng ở các bản " + "xa xôi " * 20 + "của xã"
    assert _found(f"{LED}{clause[:60]}.", threshold=0.01)
    assert all(len(m.text) <= 120 for m in _found(f"{LED}{clause}.", threshold=0.01))


def test_words_of_achievement_are_no_difficulty() -> None:
    assert not _found(f"{LED}cả xã vui, sóng phủ khắp các thôn, 98% hồ sơ đúng hạn.")


def test_a_linking_word_is_no_part_of_it() -> None:
    texts = [m.text for m in _found(f"{LED}thì máy in hỏng, là mạng đứt.", threshold=0.01)]
    assert "máy in hỏng" in texts
    assert "mạng đứt" in texts


def test_the_component_adds_them_with_their_probability_as_confidence() -> None:
    text = f"{LED}hai máy in hỏng, cán bộ phải chờ."
    doc = default_language()(text)
    (record,) = [r for r in doc._.records if r.record_type == "difficulty"]
    (mention,) = [m for m in doc._.mentions if m.label == "DIFFICULTY"]
    assert record.mention.text == "hai máy in hỏng"
    assert record.confidence == mention.score > 0.8
    assert mention.method == "classifiers"


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25))
def test_offsets_are_exact(pieces: list[str]) -> None:
    text = "chuyển đổi số " + " ".join(pieces)
    found = _found(text, threshold=0.01)
    assert_grounded(found, text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_probabilities_of_no_clause_are_none() -> None:
    assert obstacle_model().probabilities([]).shape == (0,)


def test_the_clauses_beside_one_count() -> None:
    model = obstacle_model()
    weights, rows = model.clauses.weights, list(model.clauses.rows)
    loud = rows[int(np.argmax(weights[:, 1]))]
    alone, beside = model.probabilities([["?"], ["?"]])[1], model.probabilities([[loud], ["?"]])[1]
    assert beside > alone


def test_an_altered_array_file_is_refused(copied: Path) -> None:
    path = copied / CLAUSES
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(ModelError, match=r"difficulties\.npz: not the file"):
        read_model(read(copied))


@pytest.mark.parametrize("settings", [{}, {"threshold": 0}, {"threshold": "0.9"}, None])
def test_a_model_without_a_threshold_is_refused(copied: Path, settings: object) -> None:
    meta = json.loads((copied / META).read_text("utf-8"))
    (copied / META).write_text(json.dumps(meta | {"settings": settings}), "utf-8")
    with pytest.raises(ModelError, match="no threshold between 0 and 1"):
        read_model(read(copied))
