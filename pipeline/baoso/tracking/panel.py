"""Place × indicator × period: results of one level and vintage, beside their targets and their earlier values.

Nothing is interpolated, and what cannot be mapped is listed with the reason, never dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

from baoso.errors import StoreError
from baoso.gazetteer.units import NEW, OLD, Unit
from baoso.lexicon import table
from baoso.tracking.crosswalk import VINTAGES, Carried, Lost, Mapped, Merged, find_unit, mapped
from baoso.tracking.results import Result, known_indicators, results
from baoso.tracking.series import breaks_of, indicator_rows, regime
from baoso.tracking.store import open_store
from baoso.tracking.targets import Goal, local_goal, national_goal, reached, toward
from baoso.types import Measure

if TYPE_CHECKING:
    import pandas as pd

Row: TypeAlias = dict[str, Any]
LEVELS = ("province", "district", "commune")
COLUMNS = (
    "place_id", "place", "province", "district", "indicator", "indicator_name", "series", "period_start", "period_end",
    "grain", "value", "value_high", "unit", "comparator", "measure", "direction", "sources", "outlets", "values",
    "conflict", "mapped", "target_national", "target_comparator", "target_year", "target_document", "target_verified",
    "target_local", "target_local_end", "distance", "distance_local", "reached", "reached_local", "previous",
    "previous_end", "change",
    "published", "article_id", "evidence_start", "evidence_end", "evidence", "records",
)  # fmt: skip
_TYPES = {
    **dict.fromkeys(
        ("value_high", "target_national", "target_local", "distance", "distance_local", "previous", "change"), "float64"
    ),
    **dict.fromkeys(("target_verified", "reached", "reached_local"), "boolean"),
    "target_year": "Int64",
}
SHOWN = (
    "place", "indicator", "series", "period_start", "period_end", "published", "value", "unit", "comparator", "sources",
    "conflict", "mapped", "target_national", "target_local", "distance", "change",
)  # fmt: skip
UNMAPPED = (
    "place_id", "place", "level", "vintage", "province", "indicator", "status", "period_start", "period_end", "value",
    "unit", "reason", "article_id", "records",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Placed:
    """A result at the unit of the panel's vintage that it is a value of."""

    unit: Unit
    how: str
    result: Result


def panel(
    db: str | Path,
    indicators: str | Iterable[str] | None = None,
    level: str = "province",
    vintage: str = NEW,
    measure: str = "level",
) -> pd.DataFrame:
    """The panel of `indicators` (ids; None for all) over the units of `level` in `vintage`, one row a value reported.

    Columns are `COLUMNS`; several values of one place, indicator and period are several rows. `attrs["unmapped"]`
    is a frame (columns `UNMAPPED`) of the results that no unit of the vintage can have, each with its reason;
    `attrs["breaks"]` lists the breaks of the series asked for. Raises `StoreError` for an unknown indicator, level,
    vintage or measure, or where there is no store.
    """
    import pandas as pd

    _check(level, vintage, measure)
    connection = open_store(db)
    try:
        keys = known_indicators(connection, [indicators] if isinstance(indicators, str) else indicators)
        found = results(connection, keys, measure)
    finally:
        connection.close()
    placed, lost = place_results(found, level, vintage)
    frame: pd.DataFrame = pd.DataFrame(_rows(placed), columns=list(COLUMNS)).astype(_TYPES)
    frame.attrs["unmapped"] = pd.DataFrame(lost, columns=list(UNMAPPED))
    frame.attrs["breaks"] = [row for key in keys for row in breaks_of(key)]
    return frame


def _check(level: str, vintage: str, measure: str) -> None:
    for option, value, choices in (
        ("level", level, LEVELS),
        ("vintage", vintage, VINTAGES),
        ("measure", measure, get_args(Measure)),
    ):
        if value not in choices:
            raise StoreError(f"--{option} {value}: choose one of {', '.join(choices)}")
    if level == "district" and vintage == NEW:
        raise StoreError(f"--level district: there is none since {NEW}; add --vintage {OLD}, or ask for communes")


def place_results(found: list[Result], level: str, vintage: str) -> tuple[list[_Placed], list[Row]]:
    """The results that units of `level` in `vintage` have, and rows of those that were reported but cannot be had."""
    placed: list[_Placed] = []
    lost: list[Row] = []
    merging: dict[tuple[Any, ...], list[tuple[Result, Unit, Merged]]] = defaultdict(list)
    for result in found:
        unit = find_unit(result.vintage, result.level, result.code)
        if unit is None:
            if result.level == level:
                lost.append(_lost(result, "the text does not say which unit of this name it is"))
            continue
        there: Mapped = mapped(unit, vintage)
        if isinstance(there, Lost):
            # A district of before is no commune, but its values are what a reader would look for there.
            if result.level == level or (result.level == "district" and level == "commune" and vintage == NEW):
                lost.append(_lost(result, there.reason))
        elif there.unit.level != level:
            continue
        elif isinstance(there, Carried):
            placed.append(_Placed(there.unit, there.how, result))
        else:
            merging[there.unit.code, result.status, result.cell].append((result, unit, there))
    for group in merging.values():
        total = _summed(group)
        if isinstance(total, str):
            lost.extend(_lost(result, total) for result, _, _ in group)
        else:
            placed.append(_Placed(group[0][2].unit, "summed", total))
    return placed, lost


def is_additive(result: Result) -> bool:
    """Whether values like this one of several places may be added: counts, and no bounds or ranges of them."""
    never = table("tracking")["additive"]["never"]
    units = {result.unit_key, *(row["unit"] for row in indicator_rows() if row["canonical_id"] == result.indicator)}
    return (
        result.measure == "level"
        and result.comparator in ("eq", "approx")
        and not any(unit.lower() in never or "/" in unit or "%" in unit for unit in (result.unit, *units))
    )


def _summed(group: list[tuple[Result, Unit, Merged]]) -> Result | str:
    """The sum over all parts of the merged unit, or why there is none."""
    first, _, merged = group[0]
    names = ", ".join(part.name for part in merged.parts)
    if not all(is_additive(result) for result, _, _ in group):
        return f"merged with others ({names}); such values are never added"
    by_part: dict[str | None, list[Result]] = defaultdict(list)
    for result, unit, _ in group:
        by_part[unit.code].append(result)
    missing = [part.name for part in merged.parts if part.code not in by_part]
    if missing:
        return f"merged with others ({names}); no value of the same period for {', '.join(missing)}"
    if any(len(values) > 1 for values in by_part.values()):
        return f"merged with others ({names}); several values for one of them"
    parts = [values[0] for values in by_part.values()]
    return replace(
        first,
        value=sum(part.value for part in parts),
        comparator="approx" if any(part.comparator == "approx" for part in parts) else "eq",
        low=sum(part.low or 0.0 for part in parts),
        high=sum(part.high or 0.0 for part in parts),
        sources=frozenset().union(*(part.sources for part in parts)),
        outlets=tuple(sorted({outlet for part in parts for outlet in part.outlets})),
        records=tuple(record for part in parts for record in part.records),
    )


def _lost(result: Result, reason: str) -> Row:
    return {
        "place_id": result.place_id,
        "place": result.place,
        "level": result.level,
        "vintage": result.vintage,
        "province": result.province,
        "indicator": result.indicator,
        "status": result.status,
        "period_start": result.start,
        "period_end": result.end,
        "value": result.value,
        "unit": result.unit,
        "reason": reason,
        "article_id": result.article_id,
        "records": "; ".join(result.records),
    }


def _rows(placed: list[_Placed]) -> list[Row]:
    goals: dict[tuple[Any, ...], list[Result]] = defaultdict(list)
    cells: dict[tuple[Any, ...], list[_Placed]] = defaultdict(list)
    for one in placed:
        if one.result.status == "target":
            goals[one.unit.code, one.result.indicator, one.result.unit_key].append(one.result)
        else:
            cells[one.unit.code, one.result.cell].append(one)
    names = {row["canonical_id"]: row["name"] for row in indicator_rows()}
    rows = []
    for own in cells.values():
        for one in own:
            result = one.result
            local = local_goal(goals.get((one.unit.code, result.indicator, result.unit_key), []), result)
            rows.append(_row(one, own, names.get(result.indicator, result.indicator), local))
    rows.sort(key=_order)
    _add_trends(rows)
    return rows


def _order(row: Row) -> tuple[str, ...]:
    keys = ("indicator", "province", "place", "place_id", "unit", "period_end", "period_start", "value", "records")
    return tuple(f"{row[k]:020.4f}" if k == "value" else str(row[k] or "") for k in keys)


def _row(one: _Placed, own: list[_Placed], name: str, local: Goal | None) -> Row:
    result = one.result
    national = national_goal(result)
    province, district, _ = one.unit.path
    return {
        "place_id": f"{one.unit.vintage}/{one.unit.code}",
        "place": one.unit.name,
        "province": province,
        "district": district,
        "indicator": result.indicator,
        "indicator_name": name,
        "series": regime(result.indicator, result.start, result.end),
        "period_start": result.start,
        "period_end": result.end,
        **{
            n: getattr(result, n)
            for n in ("grain", "value", "value_high", "unit", "comparator", "measure", "direction")
        },
        "sources": len(result.sources),
        "outlets": "; ".join(result.outlets),
        "values": len(own),
        "conflict": any(_apart(result, other.result) for other in own),
        "mapped": one.how,
        "target_national": national and national.value,
        "target_comparator": national and national.comparator,
        "target_year": national and national.end.year,
        "target_document": national and national.document,
        "target_verified": national and national.verified,
        "target_local": local and local.value,
        "target_local_end": local and local.end,
        "distance": national and toward(result.value, national),
        "distance_local": local and toward(result.value, local),
        "reached": national and reached(result, national),
        "reached_local": local and reached(result, local),
        "previous": None,
        "previous_end": None,
        "change": None,
        "published": result.published,
        **{n: getattr(result, n) for n in ("article_id", "evidence_start", "evidence_end", "evidence")},
        "records": "; ".join(result.records),
    }


def _apart(one: Result, other: Result) -> bool:
    """Whether no value fits what both say; what is tied to no time contradicts nothing."""
    if one.start is None and one.end is None:
        return False
    infinity = float("inf")
    lows = [-infinity if r.low is None else r.low for r in (one, other)]
    highs = [infinity if r.high is None else r.high for r in (one, other)]
    return max(lows) > min(highs)


def _add_trends(rows: list[Row]) -> None:
    """Fill `previous` and `change` from the last earlier period of the same place and series.

    A cell of several values is no ground for a trend; bounds and ranges have no difference; counts are compared
    over periods of one grain alone, since those of nine months and of a year differ by their length.
    """
    series: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        whole = row["comparator"] in ("eq", "approx") and row["period_end"] is not None and row["values"] == 1
        if whole and " | " not in (row["series"] or ""):
            grain = None if row["unit"] in ("%", "điểm", "hạng", "0-1") else row["grain"]
            series[row["place_id"], row["indicator"], row["series"], row["unit"], row["direction"], grain].append(row)
    for own in series.values():
        own.sort(key=lambda r: (r["period_end"], str(r["period_start"])))
        for row in own:
            earlier = [r for r in own if r["period_end"] < row["period_end"]]
            if earlier and sum(r["period_end"] == earlier[-1]["period_end"] for r in earlier) == 1:
                row["previous"], row["previous_end"] = earlier[-1]["value"], earlier[-1]["period_end"]
                row["change"] = round(row["value"] - row["previous"], 6)
