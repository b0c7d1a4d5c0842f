"""Programmes, events and difficulties: one marked-up line a case, and offsets on arbitrary text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.tagging.difficulties import find_difficulties
from baoso.tagging.documents import find_documents
from baoso.tagging.events import find_events
from baoso.tagging.programmes import find_programmes
from baoso.types import DifficultyRef
from grounding import assert_grounded
from marked import case_lines, parse_marked

FINDERS = {
    "programmes.txt": find_programmes,
    "events.txt": find_events,
    "difficulties.txt": find_difficulties,
}
CASES = [(name, line) for name in FINDERS for line in case_lines(name)]
PIECES = [
    "Hội nghị",
    "mô hình",
    "thiếu",
    "kinh phí",
    "chuyển đổi số",
    "đến năm 2025",
    "“x y”",
    ",",
    "và",
    "\n",
    "Tổ công nghệ số cộng đồng",
    "còn hạn chế",
]


def check(name, wanted, mention):
    ref = mention.value
    if isinstance(ref, DifficultyRef):
        found = {"topic": ref.topic}
    else:
        found = {"kind": ref.kind, "stage": ref.stage or "", "who": "; ".join(ref.participants)}
    assert found[name] == wanted, f"{name}: {mention}"


@pytest.mark.parametrize(("name", "line"), CASES)
def test_mentions_of_a_sentence(name, line):
    text, marks = parse_marked(line)
    found = FINDERS[name](text)
    assert_grounded(found, text)
    assert [(m.start, m.end) for m in found] == [(m.start, m.end) for m in marks], [m.text for m in found]
    for mark, mention in zip(marks, found, strict=True):
        for field, wanted in mark.fields.items():
            check(field, wanted, mention)


@pytest.mark.parametrize("find", FINDERS.values())
@given(words=st.lists(st.sampled_from(PIECES), max_size=30))
def test_offsets_are_exact(find, words):
    text = " ".join(words)
    found = find(text)
    assert_grounded(found, text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_an_event_about_a_document_holds_its_whole_name():
    text = "Ông dự họp báo giới thiệu Nghị quyết số 14-NQ/TU hôm qua."
    assert [m.text for m in find_events(text, find_documents(text))] == ["họp báo giới thiệu Nghị quyết số 14-NQ/TU"]


def test_a_document_is_no_event_and_no_programme():
    text = "Xã học Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XX và có Kế hoạch số 5/KH-UBND."
    documents = find_documents(text)
    assert documents
    assert not find_events(text, documents)
    assert not find_programmes(text, documents)
