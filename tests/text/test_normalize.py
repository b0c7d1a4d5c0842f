from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.text import normalize

LETTERS = "aAeoơưđ \n\r\xa0\u0300\u0301\u0302\u0309\u0323\u031b\u1ebf\u212b\u1100\u1161\u11a8\u0958\U0001d15e\U000110ba"
TEXTS = st.text(alphabet=LETTERS, max_size=60) | st.text(max_size=60)


def test_canonical_text_is_the_source_itself() -> None:
    source = "Xã  Tân Lập\xa0hoà thuận, hòa thuận\u200b.\n"
    result = normalize(source)
    assert result.text is source
    assert not result.changed
    assert result.to_source(7) == 7


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("e\u0301", "é"),
        ("ê\u0323", "ệ"),
        ("o\u031b\u0301", "ớ"),
        ("\u212b", "Å"),
        ("\r\n", "\n"),
    ],
)
def test_rewritten(source: str, text: str) -> None:
    assert normalize(source).text == text


def test_offsets_both_ways() -> None:
    result = normalize("ba\u0300 con\r\nha\u0323")
    assert result.text == "bà con\nhạ"
    start = result.text.index("con")
    assert result.source_span(start, start + 3) == (4, 7)
    assert result.text_span(4, 7) == (start, start + 3)
    assert result.source_span(1, 2) == (1, 3)
    assert result.source_span(6, 9) == (7, 12)
    assert result.to_text(2) == 1
    assert result.to_text(2, end=True) == 2


@given(TEXTS)
def test_only_composition_and_line_ends(source: str) -> None:
    ends = source.replace("\r\n", "\n").replace("\r", "\n")
    assert normalize(source).text == unicodedata.normalize("NFC", ends)


@given(TEXTS, st.data())
def test_mapped_span_holds_the_same_text(source: str, data: st.DataObject) -> None:
    result = normalize(source)
    start = data.draw(st.integers(0, len(result.text)))
    end = data.draw(st.integers(start, len(result.text)))
    a, b = result.source_span(start, end)
    assert 0 <= a <= b <= len(source)
    if start < end:
        assert result.text[start:end] in normalize(source[a:b]).text
    assert result.source_span(0, len(result.text)) == (0, len(source))
    assert result.text_span(0, len(source)) == (0, len(result.text))


@given(st.text(alphabet=st.characters(), max_size=40))
def test_the_text_can_always_be_written(source: str) -> None:
    text = normalize(source + "\udc80\ud800x").text
    assert "\ufffd" in text
    text.encode("utf-8")
