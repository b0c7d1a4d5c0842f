"""The inline markup: read, written, and refused with file, line and remedy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.annotating.markup import Marked, Markup, parse_markup, read_markup, render_markup
from baoso.errors import GoldError
from marking import FRONT, marked


def test_words_and_spans():
    markup = marked('[UBND [xã A]{LOC #p1 commune code=1}]{ORG n="Ủy ban" !abbreviation} \\[a\\] \\\\\n')
    assert markup.text == "UBND xã A [a] \\\n"
    outer, inner = markup.spans
    assert (outer.label, outer.start, outer.end, outer.kinds) == ("ORG", 0, 9, ("abbreviation",))
    assert outer.get("n") == "Ủy ban"
    assert (inner.id, inner.words, inner.get("code")) == ("p1", ("commune",), "1")


def test_front_matter_keeps_dates_as_written_and_knows_null():
    front = marked("x", "article: a.txt\npublished: 2023-02\nauthor: null\nreviewed: true\n").front
    assert front == {"article": "a.txt", "published": "2023-02", "author": None, "reviewed": True}


def test_a_key_may_come_twice():
    (span,) = marked("[1]{NUM t=#d1 t=2022}").spans
    assert [v for k, v in span.values if k == "t"] == ["#d1", "2022"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("a [b", "never closed"),
        ("a ] b", "closes no span"),
        ("[a]b", "no attributes"),
        ("[]{LOC}", "empty span"),
        ("[a]{}", "begin with no label"),
        ("[a]{#x LOC}", "begin with no label"),
        ("[a]{LOC #x #y}", "two ids"),
        ('[a]{LOC n=Hà Nội"}', "cannot read"),
        ("a \\b", "lone backslash"),
    ],
)
def test_broken_markup_is_told_with_its_line(body, said):
    with pytest.raises(GoldError, match=said) as error:
        marked("first line\n" + body)
    assert "bai.md, line 8" in str(error.value)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("no fence", "front matter"),
        ("---\r\n---\r\n", "carriage"),
        ("---\n: [\n---\nx", "YAML"),
        ("---\n- a\n---\nx", "no keys"),
    ],
)
def test_broken_files_are_told(source, said):
    with pytest.raises(GoldError, match=said):
        parse_markup(source)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(GoldError, match=r"absent\.md"):
        read_markup(tmp_path / "absent.md")


def test_crossing_spans_cannot_be_written():
    spans = (Marked(0, 2, "LOC"), Marked(1, 3, "ORG"))
    with pytest.raises(GoldError, match="cross"):
        render_markup(Markup("a", {}, "abc", spans))


_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
# These words mean nothing, true and false in front matter, quoted or not.
_FRONT_WORDS = _WORDS.filter(lambda w: w.strip() and w not in ("null", "~", "true", "false"))


@st.composite
def markups(draw: st.DrawFn) -> Markup:
    """Texts with spans that nest, and values that need quotes."""
    text = draw(st.text(st.sampled_from('ab [](){}\\\n"#!=đỗ😀'), min_size=1, max_size=30))
    bounds = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(bounds, bounds).filter(lambda p: p[0] < p[1]), max_size=5, unique=True))
    kept: list[tuple[int, int]] = []
    for start, end in pairs:
        if all(not (a < start < b < end or start < a < end < b) for a, b in kept):
            kept.append((start, end))
    kept.sort(key=lambda s: (s[0], -s[1]))
    values = st.lists(st.tuples(st.sampled_from(["n", "v", "t"]), _WORDS), max_size=3).map(tuple)
    spans = tuple(Marked(a, b, "LOC", f"p{i}", ("commune",), draw(values), ("typo",)) for i, (a, b) in enumerate(kept))
    front = {
        "article": "a.txt",
        "author": draw(st.one_of(st.none(), _FRONT_WORDS)),
        "unmarked": [draw(_FRONT_WORDS)],
    }
    return Markup("a.md", front, text, spans)


@given(markups())
def test_what_is_written_is_read_again(markup: Markup):
    again = parse_markup(render_markup(markup), "a.md")
    assert (again.text, again.spans, again.front) == (markup.text, markup.spans, markup.front)


def test_where_names_the_line_of_the_file():
    markup = marked("một\nhai [ba]{CASE !typo}")
    assert markup.where(markup.spans[0].start) == f"bai.md, line {FRONT.count(chr(10)) + 4}"


@pytest.mark.parametrize("word", ["\ufffe", "a\x85b", "\u2028x", "\ufeff", "\x07"])
def test_characters_that_yaml_has_by_number_alone_come_back(word: str):
    markup = Markup("a.md", {"article": "a.txt", "author": word, "unmarked": [word]}, "Tin", ())
    assert parse_markup(render_markup(markup), "a.md").front == markup.front
