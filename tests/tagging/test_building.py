"""Learned spans get the values that the grammars give their mentions."""

from __future__ import annotations

import pytest

from baoso.tagging.building import built_mention
from baoso.tagging.syllables import syllables
from baoso.types import NamedRef, PersonName


def _built(text: str, label: str, words: str):
    s = syllables(text)
    start = text.index(words)
    return built_mention(s, label, s.at(start), s.at(start + len(words)), "tagger", 0.75)


@pytest.mark.parametrize(
    ("text", "label", "words", "kind"),
    [
        ("Xã dùng phần mềm kế toán Sao Mai rồi", "PLATFORM", "phần mềm kế toán Sao Mai", "accounting"),
        ("Dân mở VNeID xem", "PLATFORM", "VNeID", "identity"),
        ("Dân mở Sao Mai xem", "PLATFORM", "Sao Mai", "other"),
        ("Triển khai Đề án 01 tại xã", "PROGRAMME", "Đề án 01", "plan"),
        ("Tổ công nghệ số cộng đồng đi", "PROGRAMME", "Tổ công nghệ số cộng đồng", "community team"),
        ("Bà dự lớp tập huấn ban đêm", "EVENT", "lớp tập huấn ban đêm", "training"),
        ("Bà dự ngày vui ban đêm", "EVENT", "ngày vui ban đêm", "conference"),
    ],
)
def test_named_things_have_the_kind_of_their_words(text: str, label: str, words: str, kind: str) -> None:
    mention = _built(text, label, words)
    assert (mention.text, mention.method, mention.score) == (words, "tagger", 0.75)
    assert isinstance(mention.value, NamedRef)
    assert mention.value.kind == kind


def test_a_platform_has_the_stage_of_its_clause() -> None:
    assert _built("Xã thí điểm hệ thống Sao Mai", "PLATFORM", "hệ thống Sao Mai").value.stage == "piloted"


def test_persons_have_their_form_of_address() -> None:
    assert _built("gặp bà Vùi Thị Lả", "PERSON", "Vùi Thị Lả").value == PersonName("bà", True)
    short = _built("gặp anh Páo", "PERSON", "Páo")
    assert (short.value, short.normalized) == (PersonName("anh", False), None)
    assert _built("gặp Vùi  Thị Lả", "PERSON", "Vùi  Thị Lả").normalized == "Vùi Thị Lả"


def test_bodies_have_their_full_name_and_titles_only_their_words() -> None:
    assert _built("ở UBND xã Ấm", "ORGANISATION", "UBND xã Ấm").normalized == "Ủy ban nhân dân xã Ấm"
    assert _built("làm Chủ tịch xã", "TITLE", "Chủ tịch").normalized is None
