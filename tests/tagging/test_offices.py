"""Offices: one line a case, from the text to the records; offsets and cost on arbitrary text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from baoso.recording.offices import office_records
from baoso.tagging.offices import find_offices, make_offices
from grounding import assert_grounded
from marked import case_lines

VOCAB = Vocab()
PIECES = [
    "ông", "Bà", "đồng chí", "TS.", "Nguyễn Văn Ba", "Lò Thị Hoa", "Sáu", "Giám đốc", "Phó Chủ tịch",
    "nguyên", "Trưởng phòng", "UBND", "Sở Y tế", "Công ty", "tỉnh", "xã Tân Lập", "Hà Nội", ",", "-",
    "(", ")", ":", ".", "và", "là", "kiêm", "\n", "\xa0", "của", "Ảnh", "HĐQT", "“", "5", "thuộc", "cho biết",
]  # fmt: skip


def tagged(text):
    doc = Doc(VOCAB, words=[text], spaces=[False])
    return make_offices(None, "offices")(doc)


def wanted(line):
    if line == "-":
        return []
    fields = [[f.strip() for f in record.split("|")] for record in line.split("||")]
    return sorted((p, tuple(t.split(";")), None if o == "-" else o) for p, t, o in fields)


@pytest.mark.parametrize("line", case_lines("offices.txt"))
def test_offices_of_a_text(line):
    text, _, expected = line.partition(" => ")
    doc = tagged(text.replace("\\n", "\n"))
    records = office_records(doc, "0" * 16)
    assert_grounded(records, doc.text)
    found = sorted((r.person, tuple(r.titles), r.organisation) for r in records)
    assert found == wanted(expected.strip())


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_offsets_are_exact(text):
    mentions = find_offices(text)
    assert_grounded(mentions, text)
    assert mentions == sorted(mentions, key=lambda m: (m.start, -m.end))
    assert_grounded(office_records(tagged(text), "0" * 16), text) if text else None


@given(st.text(max_size=80))
def test_any_text_is_read(text):
    assert_grounded(find_offices(text), text)


def test_an_office_without_a_name_is_a_title():
    (title,) = find_offices("Giám đốc Sở Nội vụ cho biết hồ sơ đã giảm.")
    assert (title.label, title.text, title.value.person) == ("TITLE", "Giám đốc", None)
    assert title.value.organisation.text == "Sở Nội vụ"


def test_a_given_name_alone_is_an_incomplete_person():
    (person,) = find_offices("Cũng theo bà Sen: mưa đã tạnh.")
    assert (person.text, person.normalized, person.value.honorific) == ("Sen", None, "bà")
    assert not person.value.complete


def test_an_acting_prefix_does_not_reach_over_a_sentence_s_end():
    phrases = [m.value for m in find_offices("Đây là quyền. Giám đốc Lê Văn Bảo dự.") if m.label == "TITLE"]
    assert [t.text for p in phrases for t in p.titles] == ["Giám đốc"]
