"""Targets beside results: national ones from the lexicon, local ones from the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from baoso import lexicon
from baoso.tracking.results import Result


@dataclass(frozen=True, slots=True)
class Goal:
    """What an indicator is to be by a day; `verified` unless the document was not looked up."""

    value: float
    unit: str
    comparator: str
    end: date
    document: str | None = None
    verified: bool = True


@lru_cache(maxsize=1)
def target_rows() -> tuple[dict[str, Any], ...]:
    """The national targets; `canonical_id` is None where the table of indicators has no such measure."""
    return tuple(
        {
            "target_id": row["id"],
            "canonical_id": row["canonical"] or None,
            "document": row["document"],
            "date": date.fromisoformat(row["date"]) if row["date"] else None,
            "year": int(row["year"]),
            "pillar": row["pillar"],
            "indicator": row["indicator"],
            "value": float(row["value"]),
            "unit": row["unit"],
            "comparator": row["cmp"],
            "seen": row["seen"],
        }
        for row in lexicon.rows("targets")
    )


def national_goal(result: Result) -> Goal | None:
    """The national target of the result's indicator for the nearest year that its period does not go beyond.

    Where several documents set one for the same year it is the latest one's. A result without a period is held
    against the year it was published in.
    """
    year = _year(result)
    own = [
        row
        for row in target_rows()
        if row["canonical_id"] == result.indicator and row["unit"] == result.unit and year and row["year"] >= year
    ]
    if not own:
        return None
    row = min(own, key=lambda r: (r["year"], -(r["date"] or date.min).toordinal()))
    end = date(row["year"], 12, 31)
    return Goal(row["value"], row["unit"], row["comparator"], end, row["document"], row["seen"] == "source")


def _year(result: Result) -> int | None:
    day = result.end or result.start or result.published
    return day.year if day else None


def local_goal(goals: list[Result], result: Result) -> Goal | None:
    """Of the targets reported for the same place, indicator and unit, the nearest one not before the result's period.

    Of several for one day it is the one published last.
    """
    day = result.end or result.start or result.published
    own = [g for g in goals if g.end is not None and day is not None and g.end >= day]
    if not own:
        return None
    best = min(own, key=lambda g: (g.end or date.max, -(g.published or date.min).toordinal(), g.records))
    return Goal(best.value, best.unit, best.comparator, best.end or date.max)


def _is_ceiling(goal: Goal) -> bool:
    return goal.unit == "hạng" or goal.comparator in ("lt", "le")


def toward(value: float, goal: Goal) -> float:
    """How far `value` lies beyond the goal, in the unit; negative while it is not reached, ranks counted downwards."""
    return round(goal.value - value if _is_ceiling(goal) else value - goal.value, 6)


def reached(result: Result, goal: Goal) -> bool | None:
    """Whether what was reported reaches the goal; None where its words leave it open ("dưới 90%" of at least 80%)."""
    strict = goal.comparator in ("gt", "lt")
    floor: float | None = result.value
    ceiling: float | None = result.value_high if result.comparator == "between" else result.value
    if result.comparator in ("gt", "ge"):
        ceiling = None
    elif result.comparator in ("lt", "le"):
        floor = None
    if _is_ceiling(goal):
        floor, ceiling = (None if v is None else -v for v in (ceiling, floor))
        wanted = -goal.value
    else:
        wanted = goal.value
    if floor is not None and (floor > wanted or (floor == wanted and (not strict or result.comparator == "gt"))):
        return True
    if ceiling is not None and (ceiling < wanted or (ceiling == wanted and strict)):
        return False
    return None
