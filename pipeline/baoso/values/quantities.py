"""Numbers with units, bounds and measures: `find_quantities`.

A fraction "a/b" before a counted noun is a count with a denominator ("132/203 thủ tục"); before "số",
"dân số" and the like, or with b of at most ten before people, households or organisations, it is a share
("3/4 người dân" is 0.75). Spelled numbers need two number words, a multiplier, or "ít nhất" and the like
before them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from baoso.types import Quantity
from baoso.values.acceptance import accepted
from baoso.values.candidates import Candidate, candidate
from baoso.values.digits import Number
from baoso.values.multiples import multiple_words
from baoso.values.nouns import noun_after
from baoso.values.numbers import numbers_in
from baoso.values.ranges import join_parts, join_ranges, mark_baselines
from baoso.values.ranks import spelled_ranks
from baoso.values.reading import extent, quantity_of
from baoso.values.units import UnitKind

QuantityKind: TypeAlias = UnitKind | Literal["rank"]

# How sure a kind is to be a quantity; the guess is an unknown noun.
_SCORES: dict[QuantityKind, float] = {
    "percent": 0.98, "points": 0.98, "money": 0.97, "measure": 0.95, "noun": 0.93, "rank": 0.9,
    "multiple": 0.9, "share": 0.85, "index": 0.8, "time": 0.75, "guess": 0.5,
}  # fmt: skip


class Extent(Protocol):
    """Anything with offsets: a `Span`, a `Mention`, a `Block`."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """Code point after the last."""


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity at `start`:`end`, the extent of its mention; `kind` is what sort of unit it carries."""

    start: int
    end: int
    quantity: Quantity
    kind: QuantityKind
    score: float


def find_quantities(text: str, blocked: Sequence[Extent] = ()) -> list[FoundQuantity]:
    """Every quantity of `text` in text order; none whose number lies in a `blocked` span.

    A blocked span that is no more than a fraction before a counted noun ("12/12 chỉ tiêu", which a date
    tagger may take for a day) does not block it.
    """
    barrier = _Barrier(blocked)
    candidates = join_parts(text, join_ranges(text, _candidates(text, barrier)))
    mark_baselines(text, candidates)
    found = [_found(text, c) for c in candidates if accepted(text, c) and not (c.partner and c.partner.trap)]
    for quantity in multiple_words(text):
        assert quantity.mention is not None
        span = quantity.mention
        if not barrier.covers(span.start, span.end):
            found.append(FoundQuantity(span.start, span.end, quantity, "multiple", _SCORES["multiple"]))
    return _separate(sorted(found, key=lambda f: (f.start, -f.end)))


def parse_quantity(text: str) -> Quantity | None:
    """The first quantity of `text`, or None: for single expressions ("từ 1000 đến 2000 đồng")."""
    found = find_quantities(text)
    return found[0].quantity if found else None


def _candidates(text: str, barrier: _Barrier) -> list[Candidate]:
    numbers = [*numbers_in(text), *spelled_ranks(text)]
    numbers.sort(key=lambda n: (n.start, -n.end))
    found: list[Candidate] = []
    previous: Candidate | None = None
    for number in numbers:
        if barrier.covers(number.start, number.end) and not _fraction_of_nouns(text, number, barrier):
            previous = None
            continue
        previous = candidate(text, number, previous)
        if previous is not None:
            found.append(previous)
    return found


def _fraction_of_nouns(text: str, number: Number, barrier: _Barrier) -> bool:
    if number.denominator is None or not barrier.is_exactly(number.start, number.end):
        return False
    noun = noun_after(text, number.end)
    return noun is not None and noun.kind == "noun"


def _found(text: str, item: Candidate) -> FoundQuantity:
    start, end = extent(item)
    kind: QuantityKind = "rank" if item.rank or item.unit is None else item.unit.kind
    return FoundQuantity(start, end, quantity_of(text, item), kind, _SCORES[kind])


def _separate(found: Iterable[FoundQuantity]) -> list[FoundQuantity]:
    """`found` without those that overlap an earlier one."""
    kept: list[FoundQuantity] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


class _Barrier:
    """Blocked spans, asked in logarithmic time."""

    def __init__(self, spans: Iterable[Extent]) -> None:
        self._spans = sorted((s.start, s.end) for s in spans)
        self._starts = [s for s, _ in self._spans]
        reach = 0
        # furthest end of all spans up to each, so that one look-up answers for nested spans too
        self._reach = [reach := max(reach, end) for _, end in self._spans]

    def covers(self, start: int, end: int) -> bool:
        """Whether a blocked span shares a character with `start`:`end`."""
        i = bisect_right(self._starts, end - 1)
        return i > 0 and self._reach[i - 1] > start

    def is_exactly(self, start: int, end: int) -> bool:
        """Whether one of the spans is `start`:`end`."""
        i = bisect_right(self._spans, (start, end))
        return i > 0 and self._spans[i - 1] == (start, end)
