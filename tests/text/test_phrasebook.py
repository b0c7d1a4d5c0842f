"""Phrases found at their exact offsets, however they are spelt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baoso.text.phrasebook import Phrasebook, level

BOOK = Phrasebook([("hóa đơn", 1), ("hóa đơn điện tử", 2), ("điện tử số", 3), ("ủy ban", 4)])


def found(text, how="find"):
    return [(text[h.start : h.end], h.value) for h in getattr(BOOK, how)(text)]


def test_case_tone_and_space_do_not_matter():
    assert found("HOÁ\xa0ĐƠN, uỷ ban") == [("HOÁ\xa0ĐƠN", 1), ("uỷ ban", 4)]


def test_a_phrase_inside_a_word_is_none():
    assert found("hóa đơnx, 2hóa đơn") == []


def test_overlaps_by_method():
    text = "hóa đơn điện tử số"
    assert [v for _, v in found(text)] == [1, 2, 3]
    assert [v for _, v in found(text, "maximal")] == [2, 3]
    assert [v for _, v in found(text, "longest")] == [2]


@given(st.text())
def test_levelling_keeps_every_offset(text):
    assert len(level(text)) == len(text)
