"""Lengths of time: "trong 2 tháng", "giai đoạn 5 năm", "sau 30 phút". They are no dates, and no periods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from baoso import lexicon
from baoso.values.date_atoms import lower, read_number_word


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time at `start`:`end` (code points): `count` times `unit`."""

    start: int
    end: int
    count: float
    unit: str


def find_durations(text: str) -> list[Duration]:
    """Every count of years, months, weeks, days, hours, minutes or seconds in `text`, in text order.

    It knows nothing of dates: where `find_periods` finds "6 tháng đầu năm", that reading stands.
    """
    found = []
    for match in _pattern().finditer(lower(text)):
        count = _count(match["count"])
        if count is not None:
            found.append(Duration(match.start(), match.end(), count, lexicon.fold(match["unit"])))
    return found


def _count(words: str) -> float | None:
    if not words[0].isdigit():
        value = read_number_word(words)
        return None if value is None else float(value)
    return float(words.replace(".", "").replace(",", "."))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    table = lexicon.table("dates")
    numbers = [p for phrases in table["numbers"].values() for p in phrases] + ["năm"]
    return re.compile(
        rf"(?<![\w.,/])(?P<count>\d{{1,3}}(?:\.\d{{3}})*(?:,\d{{1,2}})?|{lexicon.alternation(numbers)})"
        rf"\s*(?P<unit>{lexicon.alternation(table['durations']['units'])})(?!\w)"
    )
