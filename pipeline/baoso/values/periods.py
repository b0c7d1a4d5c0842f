"""Periods in Vietnamese text: where they stand, and which days they mean.

    >>> [(p.rule, str(p.period.end)) for p in find_periods("đến năm 2025")]
    [('until:year', '2025-12-31')]

What is decided here:

- The words that make a boundary ("đến", "tính đến", "hết", "từ", "trước", "sau") belong to the span;
  "trong" and "vào" change nothing and stay outside.
- "trước 30/6" ends the day before, "sau năm 2025" starts the day after: periods are inclusive.
- "đầu năm 2021", "cuối tháng 10" are the whole year or month, as no month or day is ever invented.
- Without a named year the publication date gives it (`basis` "published"); without both, `period` is None.
- "cùng kỳ", "thời gian qua", "những năm gần đây", lunar dates, dates that come back every year ("10-10 hàng
  năm"), centuries and times of day are found, with `period` None.
- A time of day beside a date belongs to its span.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from baoso.types import Period, PublishedGrain, Span
from baoso.values.date_atoms import lex, lower
from baoso.values.date_lists import bare_start, listed, range_bounds, range_end, share
from baoso.values.date_readings import Anchor, Bounds, OpenBounds, Reading, as_period, borrow, place
from baoso.values.date_rules import read_item
from baoso.values.date_scene import BOUNDED, NO_CUE, Item, Scene

_BOUNDARIES = {"F": "from", "T": "until", "t": "until", "B": "before", "A": "after"}
# What may start an expression: atoms that say something alone, and those that need another beside them.
_STARTS = re.compile(r"[ydfgxRkcKLCVjzl]|[FTtBASnwDMQYWHhPsEm](?=[^ ])")
_NO_BOUNDARY = frozenset({"clock", "same_period", "vague", "season"})
_RANGES = frozenset({"days", "months", "years", "rolling"})
_LATER = re.compile(r"A[nwY][YMWDQ]u")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A date expression at `start`:`end` (code points); `period` is None where it cannot be placed in time.

    `rule` names what it is: "day", "month", "year", "until:year", "range", "same_period", "clock"…
    """

    start: int
    end: int
    period: Period | None
    rule: str


@dataclass(frozen=True, slots=True)
class _Phrase:
    """An expression with its boundary, or a range from `item` to `last`; `start` covers cue words too."""

    start: int
    item: Item
    boundary: str = ""
    last: Item | None = None


def find_periods(
    text: str, published: date | None = None, published_grain: PublishedGrain | None = None
) -> list[FoundPeriod]:
    """Every date expression of `text`, longest match, non-overlapping, in text order.

    `published` is the first day of `published_grain` (default "day").
    """
    lowered = lower(text)
    atoms, kinds = lex(text, lowered)
    scene = Scene(text, lowered, atoms, kinds, Anchor(published, published_grain or "day"))
    phrases: list[_Phrase] = []
    index = 0
    while (start := _STARTS.search(kinds, index)) is not None:
        read = _read(scene, start.start(), phrases[-1] if phrases else None)
        phrases += read
        index = _end(read[-1]) if read else start.start() + 1
    return [_placed(scene, phrase) for phrase in phrases]


def _end(phrase: _Phrase) -> int:
    return (phrase.last or phrase.item).end


def _read(scene: Scene, index: int, before: _Phrase | None) -> list[_Phrase]:
    """The expression at atom `index`, with those that go on after it as a list ("tháng 9, 10")."""
    start, boundary = index, ""
    if scene.kinds[index] == "S":
        index += 1
    # "sau 5 năm nữa" is an item of its own.
    while scene.kinds[index : index + 1] in _BOUNDARIES and index < start + 3 and not _LATER.match(scene.kinds, index):
        boundary = _BOUNDARIES[scene.kinds[index]]
        index += 1
    index += index > start and scene.kinds[index : index + 1] == "S"
    first = read_item(scene, index, BOUNDED if start < index else NO_CUE)
    if first is None and boundary == "from":
        first = bare_start(scene, index)
    if first is not None and before is not None and _end(before) == start - 1:
        first = _bracketed(scene, first, start, before.item.reading)
    if first is None or (start < index and first.reading.rule in _NO_BOUNDARY):
        return []
    last = range_end(scene, first) if boundary in ("", "from") else None
    if last is not None:
        return [_Phrase(start, first, "range", last)]
    if scene.kinds[first.start] == "d" and scene.kinds[first.end : first.end + 1] in ("T", "t"):
        return []  # "từ 2/3 đến 3/4 số hộ"
    if scene.kinds[max(0, start - 2) : start].rstrip(",").endswith("X"):  # "hàng năm, trước ngày 25/12"
        first = first._replace(reading=replace(first.reading, dead=True))
    return _phrases(scene, start, boundary, first)


def _bracketed(scene: Scene, first: Item, start: int, before: Reading) -> Item:
    """ "năm 2021 (tháng 5 và tháng 8)" names the year of what stands in its brackets."""
    if before.rule != "year" or scene.kinds[start - 1] != "(":
        return first
    return first._replace(reading=borrow(first.reading, before))


def _phrases(scene: Scene, start: int, boundary: str, first: Item) -> list[_Phrase]:
    items = [first, *listed(scene, first)]
    if first.reading.rule == "bare_day" and not (boundary or first.reading.dead or items[1:]):
        return []
    return [
        _Phrase(start if i == 0 else item.start, item, boundary if i == 0 or _shares(scene, item) else "")
        for i, item in enumerate(share(scene, items))
    ]


def _shares(scene: Scene, item: Item) -> bool:
    """Whether a later item of a list stands under the boundary of the first: "đến năm 2025, 2030"."""
    return scene.kinds[item.start] not in "DPjMQY" or scene.kinds[item.start - 1] == "a"


def _placed(scene: Scene, phrase: _Phrase) -> FoundPeriod:
    reading = phrase.item.reading
    if phrase.last is not None:
        found = range_bounds(scene, reading, phrase.last.reading)
        period = as_period(found[0], "span", found[1]) if found else None
        return _at(scene, phrase.start, phrase.last.end, period, "range")
    placed = place(reading, scene.anchor)
    boundary = _boundary(scene, phrase)
    start = phrase.start if phrase.start < phrase.item.start else _after_ordinal(scene, phrase.item, placed)
    rule = f"{boundary}:{reading.rule}" if boundary else reading.rule
    period = _bounded(placed[0], boundary, reading, placed[1]) if placed else None
    return _at(scene, start, phrase.item.end, period, rule)


def _boundary(scene: Scene, phrase: _Phrase) -> str:
    """ "trước cuối quý 2" still holds the quarter: it ends with it."""
    first = scene.atoms[phrase.item.start]
    return "until" if phrase.boundary == "before" and first.kind == "H" and first.value[0] else phrase.boundary


def _at(scene: Scene, start: int, end: int, period: Period | None, rule: str) -> FoundPeriod:
    first, last = scene.atoms[start].start, scene.atoms[end - 1].end
    inside = scene.text[first:last]
    last += inside.count("(") > inside.count(")") and scene.text[last : last + 1] == ")"
    if period is not None:
        period = replace(period, mention=Span.of(scene.text, first, last))
    return FoundPeriod(first, last, period, rule)


def _bounded(bounds: Bounds, boundary: str, reading: Reading, published: bool) -> Period | None:
    first, last = bounds
    if boundary == "from" and reading.rule in _RANGES:  # "từ tháng 1-3/2021"
        boundary = ""
    try:
        sides: dict[str, OpenBounds] = {
            "": (first, last),
            "from": (first, None),
            "until": (None, last),
            "before": (None, first - _ONE_DAY),
            "after": (last + _ONE_DAY, None),
        }
    except OverflowError:
        return None
    return as_period(sides[boundary], reading.grain, published)


def _after_ordinal(scene: Scene, item: Item, placed: tuple[Bounds, bool] | None) -> int:
    """Where the date starts once "kỳ họp thứ tư, ngày…" is known to name no weekday: it is not that day's."""
    weekday = scene.kinds.find("j", item.start, item.end)
    if weekday < 0 or item.reading.rule != "day" or placed is None:
        return item.start
    if placed[0][0].weekday() == scene.atoms[weekday].value[0]:
        return item.start
    following = weekday + 1
    while scene.kinds[following] in ",(":
        following += 1
    return following
