"""Where clauses begin and end, and what is looked at in them."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from baoso.segmenting.sentences import find_sentences
from baoso.tagging.clause_features import clause_features, kinds_of
from baoso.tagging.clauses import find_clauses
from baoso.tagging.field import field_words
from baoso.types import Block

PIECES = [
    "mạng yếu",
    "vì",
    "cho biết",
    "12,5%",
    "3/6 xã",
    ",",
    ".",
    "“",
    "”",
    "\n",
    "–",
    "3.400",
    "chuyển đổi số",
    ";",
    "İ",
]


def _clauses(text: str) -> list[str]:
    return [text[c.start : c.end] for c in find_clauses(text, find_sentences(text))]


def _features(text: str) -> dict[str, list[str]]:
    clauses = find_clauses(text, find_sentences(text))
    rows = clause_features(text, clauses, [Block("body", 0, len(text))], field_words(text))
    return {text[c.start : c.end]: row for c, row in zip(clauses, rows, strict=True)}


def test_clauses_end_at_punctuation_and_conjunctions() -> None:
    text = "Bà Hoa cho biết mạng yếu vì cột ở xa, máy quét hỏng; “pin chai”."
    assert _clauses(text) == ["Bà Hoa", "mạng yếu", "cột ở xa", "máy quét hỏng", "pin chai"]


def test_a_decimal_comma_and_a_point_inside_a_number_end_nothing() -> None:
    assert _clauses("Chỉ 12,5% hộ trong 3.400 hộ có mạng.") == ["Chỉ 12,5% hộ trong 3.400 hộ có mạng"]


def test_a_sentence_ends_a_clause() -> None:
    text = "Mạng yếu. Máy cũ"
    assert [c.sentence for c in find_clauses(text, find_sentences(text))] == [0, 1]


@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25))
def test_clauses_lie_apart_inside_their_sentences_and_have_words_at_their_edges(pieces: list[str]) -> None:
    text = " ".join(pieces)
    sentences = find_sentences(text)
    clauses = find_clauses(text, sentences)
    assert all(a.end <= b.start for a, b in itertools.pairwise(clauses))
    for clause in clauses:
        low, high = sentences[clause.sentence]
        assert low <= clause.start < clause.end <= high
        assert clause.words
        assert text[clause.start].isalnum() or text[clause.start] == "%"
        assert text[clause.end - 1].isalnum() or text[clause.end - 1] == "%"


def test_the_longest_phrase_of_the_lexicon_gives_the_kind() -> None:
    assert ("wrong", "broken") in kinds_of(("mất", "sóng"))
    assert ("wrong", "burden") not in kinds_of(("mất", "sóng"))
    assert ("thing", "devices") in kinds_of(("điện", "thoại", "thông", "minh"))


def test_what_is_wrong_is_paired_with_the_thing() -> None:
    features = _features("Khi chuyển đổi số, máy quét hỏng.")
    assert "@defect of devices" in features["máy quét hỏng"]
    assert "@fine" not in features["máy quét hỏng"]
    assert "@fine" in features["Khi chuyển đổi số"]


def test_words_that_announce_are_told_of_what_follows_them() -> None:
    features = _features("Khó khăn còn nhiều: mạng yếu. Trời đẹp.\nMáy cũ.")
    assert "@announced here" in features["mạng yếu"]
    assert "@announced before" in features["Trời đẹp"]
    assert "@announced line before" in features["Máy cũ"]
    assert not any(name.startswith("@announced") for name in features["Khó khăn còn nhiều"])


def test_a_share_is_told_in_fifths() -> None:
    assert "@share 0" in _features("Xã có 15% hộ nối mạng.")["Xã có 15% hộ nối mạng"]
    assert "@share 4" in _features("Có 9/10 thôn nối mạng.")["Có 9/10 thôn nối mạng"]


def test_a_word_of_the_field_nearby_is_told() -> None:
    near = _features("Chuyển đổi số ở xã: mạng yếu.")["mạng yếu"]
    assert any(name.startswith("@field") and name.endswith("True") for name in near)
    assert "@field 0 False" in _features("Ở xã, mạng yếu.")["mạng yếu"]


def test_the_edges_of_a_sentence_are_told() -> None:
    features = _features("Xã xa, mạng yếu.")
    assert "@first" in features["Xã xa"]
    assert "@last" in features["mạng yếu"]
    assert "@first" not in features["mạng yếu"]
