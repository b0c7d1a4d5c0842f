"""Intervals of days as the markup writes them: `2022`, `2022-10`, `2022-10-10`, `2022-01-01..2022-09-30`, `..2025`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_OPEN = ".."


def parse_interval(text: str) -> tuple[date | None, date | None]:
    """First and last day; an open side is None.

    >>> parse_interval("2022-03..2022")
    (datetime.date(2022, 3, 1), datetime.date(2022, 12, 31))

    Raises ValueError with the remedy.
    """
    first, dots, last = text.partition(_OPEN)
    if not dots:
        return _days(text)
    start, end = (_days(first)[0] if first else None), (_days(last)[1] if last else None)
    if start is None and end is None:
        raise ValueError(f"{text!r} is open on both sides; leave t= out where the words name no time")
    if start and end and end < start:
        raise ValueError(f"{text!r} ends before it begins")
    return start, end


def _days(text: str) -> tuple[date, date]:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no date; write 2022, 2022-10, 2022-10-10 or two of them with .. between")
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError as error:
        raise ValueError(f"{text!r} is no day of the calendar") from error


def interval_text(start: date | None, end: date | None) -> str:
    """The shortest form that `parse_interval` reads back."""
    for short in (str(start)[:4], str(start)[:7], str(start)):
        if start and end and _days(short) == (start, end):
            return short
    return f"{start or ''}{_OPEN}{end or ''}"
