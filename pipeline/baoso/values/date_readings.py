"""What a date expression says, before and after it is placed in time.

A `Reading` keeps apart what the words name (a day, a month, months 1 to 6) and what they leave
open (the year), so that "từ ngày 1 đến 10-10" can share its month and "tháng 9, 10/2022" its year.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, TypeAlias

from baoso.types import Grain, Period, PublishedGrain

Unit: TypeAlias = Literal["day", "week", "month", "quarter", "year"]
Bounds: TypeAlias = tuple[date, date]
OpenBounds: TypeAlias = tuple["date | None", "date | None"]

# A month without a year that lies further ahead of the publication than this was last year's
# ("tháng 12" in January).
_AHEAD_DAYS = 270
# A day without a year that lies further back than this is next year's ("ngày 5/1" at the end of December).
_BACK_DAYS = 330


@dataclass(frozen=True, slots=True)
class Reading:
    """The content of one date expression; None is what it does not say.

    `fixed` are the bounds of a relative expression, already placed; `dead` one that names no time that can be
    placed (a typo, "những năm gần đây", lunar). `turn` is 1 for "tới", -1 for "vừa qua". `year_step`
    is set by "năm sau" and "năm trước" beside a month, which may refer back to another date.
    """

    rule: str
    grain: Grain
    year: int | None = None
    month: int | None = None
    last_month: int | None = None
    day: int | None = None
    last_day: int | None = None
    fixed: Bounds | None = None
    published: bool = False
    dead: bool = False
    turn: int = 0
    year_step: int = 0


@dataclass(frozen=True, slots=True)
class Anchor:
    """The publication date that relative expressions count from, to its own grain."""

    published: date | None = None
    grain: PublishedGrain = "day"

    @property
    def today(self) -> date | None:
        """The day of publication, where it is known to the day."""
        return self.published if self.grain == "day" else None

    @property
    def now(self) -> Bounds | None:
        """First and last day that "nay" may mean: one day, or the month or year of publication."""
        if self.published is None:
            return None
        if self.grain == "day":
            return self.published, self.published
        return unit_bounds("month" if self.grain == "month" else "year", self.published)

    def step(self, unit: Unit, steps: int) -> Bounds | None:
        """The day, calendar week, month, quarter or year `steps` away; None where publication is coarser."""
        known = {"day": ("day",), "week": ("day",), "month": ("day", "month"), "quarter": ("day", "month")}
        if self.published is None or self.grain not in known.get(unit, ("day", "month", "year")):
            return None
        return step_bounds(unit, self.published, steps)


def unit_bounds(unit: Unit, day: date) -> Bounds:
    """First and last day of the unit that holds `day`; weeks start on Monday."""
    if unit == "day":
        return day, day
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    first = day.month if unit == "month" else (day.month - 1) // 3 * 3 + 1
    return month_bounds(day.year, first, first if unit == "month" else first + 2)


def step_bounds(unit: Unit, day: date, steps: int) -> Bounds | None:
    """The unit `steps` after the one that holds `day`; None outside the calendar."""
    try:
        if unit in ("day", "week"):
            return unit_bounds(unit, day + timedelta(days=steps * (7 if unit == "week" else 1)))
        months = steps * {"month": 1, "quarter": 3, "year": 12}[unit]
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return unit_bounds(unit, date(year, month + 1, 1))
    except (ValueError, OverflowError):
        return None


def month_bounds(year: int, first: int, last: int) -> Bounds:
    """From the first day of month `first` to the last day of month `last`."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def place(reading: Reading, anchor: Anchor) -> tuple[Bounds, bool] | None:
    """The bounds of `reading`, and whether it needed the publication date; None where it has no place."""
    if reading.dead:
        return None
    if reading.fixed is not None:
        return reading.fixed, reading.published
    if reading.year is not None:
        bounds = _in_year(reading, reading.year)
        return (bounds, reading.published) if bounds else None
    if anchor.published is None or (reading.month is None and reading.day is not None):
        return None
    bounds = _in_year(reading, _likely_year(reading, anchor, anchor.published))
    return (bounds, True) if bounds else None


def as_period(bounds: OpenBounds, grain: Grain, published: bool) -> Period:
    """The contract's period; its basis says whether the publication date was needed."""
    return Period(bounds[0], bounds[1], grain, "published" if published else "explicit")


def borrow(reading: Reading, other: Reading) -> Reading:
    """`reading` with the year (and, of a bare day, the month) that its neighbour `other` names."""
    if reading.dead or reading.fixed is not None or other.fixed is not None:
        return reading
    if reading.day is not None and reading.month is None and other.day is not None:
        reading = replace(reading, month=other.month, last_month=other.month)
    if reading.year is None and other.year is not None:
        reading = replace(reading, year=other.year, published=other.published)
    return reading


def _in_year(reading: Reading, year: int) -> Bounds | None:
    try:
        if reading.month is None:
            return (date(year, 1, 1), date(year, 12, 31)) if reading.day is None else None
        last_month = reading.last_month or reading.month
        if reading.day is None:
            return month_bounds(year, reading.month, last_month)
        return date(year, reading.month, reading.day), date(year, last_month, reading.last_day or reading.day)
    except ValueError:
        return None


def _likely_year(reading: Reading, anchor: Anchor, published: date) -> int:
    """The year of publication, except where the neighbouring one is meant."""
    year = published.year
    bounds = _in_year(reading, year)
    if bounds is None or reading.month is None or anchor.grain == "year":
        return year
    if reading.turn:
        late, early = bounds[1] < published, bounds[0] > published
        return year + (reading.turn > 0 and late) - (reading.turn < 0 and early)
    if (bounds[0] - published).days > _AHEAD_DAYS:
        return year - 1
    if reading.day is not None and (published - bounds[1]).days > _BACK_DAYS:
        return year + 1
    return year
