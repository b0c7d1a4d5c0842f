"""Whatever is done to a text, nothing of it is lost and every span is its words."""

from __future__ import annotations

import unicodedata
from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

import baoso
import baoso.errors
from baoso.text import decode, normalize
from grounding import assert_grounded, spans_in
from trust import metamorphic
from trust.pieces import TROUBLE
from trust.variants import VARIANTS


@cache
def paragraphs() -> list[str]:
    return [p for article in metamorphic.sample() for p in article.text.split("\n") if len(p) > 150]


@st.composite
def corrupted(draw: st.DrawFn) -> str | bytes:
    """One to four paragraphs under two variants, with a few characters put in, taken out or doubled."""
    text = "\n".join(draw(st.lists(st.sampled_from(paragraphs()), min_size=1, max_size=4)))
    chance = Random(draw(st.integers(0, 2**32)))
    forms = draw(st.lists(st.sampled_from(VARIANTS), min_size=1, max_size=2))
    for at, put, length in draw(
        st.lists(st.tuples(st.floats(0, 1), st.sampled_from(["", *TROUBLE]), st.integers(0, 3)), max_size=12)
    ):
        start = int(at * len(text))
        text = text[:start] + put + text[start + length :]
    for number, variant in enumerate(forms):
        try:
            made = variant.form(text, chance)
        except (UnicodeEncodeError, KeyError):  # the old character set does not have the letter
            continue
        if isinstance(made, bytes):
            if number + 1 == len(forms):
                return made
            continue
        text = made
    return text


@settings(max_examples=150)
@given(corrupted())
def test_every_span_is_its_words(given_text):
    try:
        source = decode(given_text, "a.txt") if isinstance(given_text, bytes) else given_text
    except baoso.errors.DecodingError:
        return
    found = baoso.extract(source)
    text = found.article.text
    ends = source.replace("\r\n", "\n").replace("\r", "\n")
    assert text == unicodedata.normalize("NFC", "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in ends))
    assert_grounded([found.article, found.mentions, found.records], text)
    assert all(text[start:end].strip() == text[start:end] for start, end in found.article.sentences)
    blocks = found.article.blocks
    assert [b.start for b in blocks] == [0, *(b.end for b in blocks)][: len(blocks)]
    assert not blocks or blocks[-1].end == len(text)


@settings(max_examples=60)
@given(corrupted(), st.data())
def test_a_span_leads_back_to_the_source(given_text, data):
    """The same words stand at the mapped place of the file that was read."""
    if isinstance(given_text, bytes):
        return
    made = normalize(given_text)
    spans = list(spans_in([baoso.extract(given_text).mentions]))
    if not spans:
        return
    span = data.draw(st.sampled_from(spans))
    start, end = made.source_span(span.start, span.end)
    assert span.text in normalize(given_text[start:end]).text
