"""Dates in metadata, and periods as ISO text."""

from __future__ import annotations

import re
from datetime import date
from typing import cast

from baoso.types import Period, PublishedGrain
from baoso.values.date_atoms import FIRST_YEAR, LAST_YEAR
from baoso.values.periods import find_periods

_ISO = re.compile(r"(?<![\w/.-])(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?=T\d|[^\w/.-]|\.?$)|^\s*(\d{4})\s*$")
_GRAINS = ("day", "month", "year")
OPEN = ".."


def parse_date(text: str) -> tuple[date, PublishedGrain] | None:
    """The date that a metadata field states, as the first day of its grain; None where it states none.

    Reads ISO ("2022-10-10T08:00:00+07:00", "2023-02", "2022") and what Vietnamese pages write
    ("Thứ hai, ngày 10/10/2022", "08:15 | 10/10/2022", "tháng 2/2023").

    >>> parse_date("Thứ hai, ngày 10/10/2022")
    (datetime.date(2022, 10, 10), 'day')
    """
    iso = _ISO.search(text)
    if iso:
        return _iso(int(iso[1] or iso[4]), int(iso[2] or 0), int(iso[3] or 0))
    for found in find_periods(text):
        period = found.period
        if period and period.start and period.end and period.grain in _GRAINS and ":" not in found.rule:
            return period.start, cast("PublishedGrain", period.grain)
    return None


def _iso(year: int, month: int, day: int) -> tuple[date, PublishedGrain] | None:
    """The date of its parts, 0 being one that is not named."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month or 1, day or 1), "day" if day else "month" if month else "year"
    except ValueError:
        return None


def interval(period: Period) -> str:
    """The period as an ISO 8601 interval, ".." for an open side.

    >>> interval(Period(None, date(2025, 12, 31), "year"))
    '../2025-12-31'
    """
    return "/".join(side.isoformat() if side else OPEN for side in (period.start, period.end))
