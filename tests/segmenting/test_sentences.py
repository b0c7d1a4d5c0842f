from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.segmenting.sentences import find_sentences

CASES = [
    line
    for line in (Path(__file__).parents[1] / "cases" / "sentences.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("line", CASES)
def test_sentences_end_where_the_case_says(line):
    expected = [s.strip() for s in line.split("¦") if s.strip()]
    text = line.replace("¦", "")
    assert [text[a:b] for a, b in find_sentences(text)] == expected


def test_sentences_never_cross_a_line_or_a_break():
    text = "Dòng một\nDòng hai Ảnh: Kim An Phần sau"
    spans = find_sentences(text, [18])
    assert [text[a:b] for a, b in spans] == ["Dòng một", "Dòng hai", "Ảnh: Kim An Phần sau"]


@given(st.text(alphabet='aăĐ .,!?…\n\u00a0"”()05/x', max_size=80))
def test_sentences_cover_everything_but_white_space(text):
    spans = find_sentences(text)
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))
    assert sum(len("".join(text[a:b].split())) for a, b in spans) == len("".join(text.split()))


@given(st.text(alphabet='aĐ .!?…\n"/5', max_size=60))
def test_a_run_of_marks_is_tried_once_with_the_same_ends(text):
    from baoso.segmenting import sentences

    found = find_sentences(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sentences, "_MARK", re.compile(r"[\n.!?…]"))
        assert find_sentences(text) == found


@pytest.mark.parametrize("mark", ["!", "…", ".", "?!"])
def test_a_long_run_of_marks_costs_nothing_much(mark):
    text = "Họ và tên" + mark * 100_000 + "x"
    assert len(find_sentences(text)) == 1


def test_white_space_without_a_line_end_costs_nothing_much():
    text = "Một câu." + "\u00a0" * 200_000 + "Câu khác."
    assert [text[a:b] for a, b in find_sentences(text)] == ["Một câu.", "Câu khác."]
