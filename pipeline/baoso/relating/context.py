"""Where a number stands: its sentence, its neighbours and the mentions around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from baoso.doc import mentions_of, sentences_of, text_of
from baoso.relating.cues import masked
from baoso.relating.years import with_lent_years
from baoso.types import Mention, Quantity

_MARK = re.compile(r"[,;:()–—-]")


@dataclass(frozen=True, slots=True)
class Site:
    """One quantity with the bounds inside which its words are looked for.

    `start`:`end` covers the comparator and the number; `low` is the sentence's start or the end of
    the number before, `high` the start of the number after or the sentence's end; `behind` is `low`
    moved on past the noun that the number before counts, `index` its place among the sentence's numbers.
    """

    mention: Mention
    quantity: Quantity
    start: int
    end: int
    low: int
    high: int
    behind: int
    index: int = 0


# A longer stretch without a sentence's end is read in pieces, so that the cost of a text stays linear.
_LONGEST = 1_500


@dataclass(frozen=True, eq=False)
class SentenceContext:
    """A sentence with its quantities and the mentions that touch it; compared by identity.

    `bare` is the text with compounds that merely hold a cue, and marks inside names, blanked out: cues are looked
    for there.
    """

    text: str
    bare: str = field(repr=False)
    start: int
    end: int
    sites: tuple[Site, ...]
    places: tuple[Mention, ...] = ()
    dates: tuple[Mention, ...] = ()
    names: tuple[Mention, ...] = ()
    people: tuple[Mention, ...] = ()


def _sites(mentions: Sequence[Mention], start: int, end: int) -> tuple[Site, ...]:
    bounds = []
    for m in mentions:
        quantity = m.value
        if not isinstance(quantity, Quantity):
            continue
        own = [(m.start, m.end)]
        if quantity.comparator_mention is not None:
            cue = quantity.comparator_mention
            own.append((cue.start, cue.end))
        # A comparator after the unit ("90% hộ trở lên") must not swallow the words between.
        left = min(a for a, _ in own)
        bounds.append((m, quantity, left, m.end))
    sites = []
    for i, (m, quantity, a, b) in enumerate(bounds):
        low = bounds[i - 1][3] if i else start
        high = bounds[i + 1][2] if i + 1 < len(bounds) else end
        unit = bounds[i - 1][1].unit_mention if i else None
        behind = min(max(low, unit.end), max(a, low)) if unit is not None else low
        sites.append(Site(m, quantity, max(a, low), b, low, max(high, b), behind, i))
    return tuple(sites)


def _without_marks(text: str, bodies: Sequence[Mention]) -> str:
    """`text` with the marks inside names of bodies blanked out: "Bộ Văn hóa, Thể thao và Du lịch" is one noun."""
    pieces, at = [], 0
    for m in bodies:
        if m.start >= at:
            pieces += [text[at : m.start], _MARK.sub("\u00b7", text[m.start : m.end])]
            at = m.end
    return "".join([*pieces, text[at:]])


class _Row:
    """Mentions in text order, asked for by where they begin."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = mentions
        self._starts = [m.start for m in mentions]

    def inside(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that begin in `start`:`end`."""
        first = bisect_left(self._starts, start)
        return tuple(self._mentions[first : bisect_left(self._starts, end, lo=first)])


def sentence_contexts(doc: Doc) -> Iterator[SentenceContext]:
    """The sentences of `doc` down to its last quantity, each with its mentions, in text order."""
    quantities = mentions_of(doc, "QUANTITY")
    if not quantities:
        return
    text = text_of(doc)
    bare = _without_marks(masked(text), mentions_of(doc, "ORGANISATION"))
    rows = (
        _Row(mentions_of(doc, "LOCALITY")),
        _Row(with_lent_years(mentions_of(doc, "DATE"))),
        _Row(mentions_of(doc, "DOCUMENT", "PROGRAMME", "EVENT")),
        _Row(mentions_of(doc, "PERSON")),
    )
    numbers = _Row(quantities)
    for sentence in sentences_of(doc):
        if sentence[0] > quantities[-1].start:
            return
        for start, end in _pieces(text, *sentence):
            places, dates, names, people = (row.inside(start, end) for row in rows)
            sites = _sites(numbers.inside(start, end), start, end)
            yield SentenceContext(text, bare, start, end, sites, places, dates, names, people)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`start`:`end`, cut at white space where it is too long for one sentence."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST) + 1 or start + _LONGEST
        yield start, cut
        start = cut
    yield start, end
