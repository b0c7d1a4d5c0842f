"""The year of a date said without one, lent by the date before: "Năm 2016 … Trong 6 tháng đầu năm …"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from baoso.lexicon import fold
from baoso.relating.cues import lexicon
from baoso.types import Mention, Period
from baoso.values.periods import find_periods


def with_lent_years(dates: Sequence[Mention]) -> list[Mention]:
    """`dates` (text order), parts of a year without one read in the year named last, basis "inherited".

    Only where that year was named not far before; a day without a year stays unresolved.
    """
    reach = lexicon()["yearless"]["reach"]
    result: list[Mention] = []
    year: int | None = None
    at = 0
    for m in dates:
        if isinstance(m.value, Period):
            day = m.value.end or m.value.start
            year, at = (day.year if day else year), m.end
            result.append(m)
        elif year is not None and m.start - at <= reach:
            result.append(_in_year(m, year))
        else:
            result.append(m)
    return result


def _in_year(mention: Mention, year: int) -> Mention:
    """`mention` read as if `year` stood behind it, where it is a part of a year; else as it is."""
    words = fold(mention.text).split()
    joins: dict[str, str] = lexicon()["yearless"]["joins"]
    # "6 tháng đầu năm" ends in "năm"; "quý I", "tháng 10" begin with their unit.
    unit = "năm" if words[-1] == "năm" else next((w for w in words if w in joins), None)
    if unit is None or "ngày" in words:
        return mention
    found = find_periods(f"{mention.text}{joins[unit]}{year}")
    if len(found) != 1 or found[0].period is None or found[0].period.grain == "day":
        return mention
    period = replace(found[0].period, basis="inherited", mention=mention.span)
    return replace(mention, value=period)
