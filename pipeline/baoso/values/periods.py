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

from dataclasses import dataclass, replace
from datetime import date, timedelta

from baoso.types import Period, PublishedGrain
from baoso.values.date_atoms import lex, lower
from baoso.values.date_lists import elliptical, listed
from baoso.values.date_readings import Anchor, Reading, as_period, borrow, place
from baoso.values.date_rules import read_item
from baoso.values.date_scene import Item, Scene

_BOUNDARIES = {"F": "from", "T": "until", "t": "until", "B": "before", "A": "after"}
_STARTERS = frozenset("FTtBASnydfgxRkcwvDMQYWHhKLPCVXjzlsEm")
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
    found: list[FoundPeriod] = []
    index = 0
    while index < len(kinds):
        phrases = _read(scene, index) if kinds[index] in _STARTERS else []
        found.extend(_placed(scene, phrase) for phrase in phrases)
        index = _end(phrases[-1]) if phrases else index + 1
    return found


def _end(phrase: _Phrase) -> int:
    return (phrase.last or phrase.item).end


def _read(scene: Scene, index: int) -> list[_Phrase]:
    """The expression at atom `index`, with the shortened ones that follow it in a list ("tháng 9, 10")."""
    start, boundary = index, ""
    if scene.kinds[index] == "S":
        index += 1
    while scene.kinds[index : index + 1] in _BOUNDARIES and index < start + 3:
        boundary = _BOUNDARIES[scene.kinds[index]]
        index += 1
    first = read_item(scene, index, bool(boundary)) or _bare_start(scene, index, boundary)
    if first is None or (start < index and first.reading.rule in ("clock", "same_period", "vague")):
        return []
    last = _range_end(scene, first) if boundary in ("", "from") else None
    if last is not None:
        return [_Phrase(start, first, "range", last)]
    if first.reading.rule == "bare_day" and not boundary and scene.kinds[first.end : first.end + 1] not in (",", "a", "X"):
        return []
    items = [first, *listed(scene, first)]
    shared = [replace_reading(item, items[i + 1 :]) for i, item in enumerate(items)]
    return [_Phrase(start if i == 0 else item.start, item, boundary) for i, item in enumerate(shared)]
