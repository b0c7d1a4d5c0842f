"""Units by date: which of several vintages of a place an article means, and how it is called there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from baoso.gazetteer import HISTORICAL, NEW, OLD, TWO_LEVEL_FROM, Unit, successors
from baoso.gazetteer.units import all_units
from baoso.types import Place, Span

HUE_CITY_FROM = date(2025, 1, 1)


def in_force(unit: Unit, day: date | None) -> bool:
    """Whether the unit was valid on `day`; without a day the three-level system counts."""
    if unit.vintage == NEW:
        return day is not None and day >= TWO_LEVEL_FROM
    if unit.vintage == HISTORICAL:
        return day is not None and (unit.valid_from or date.min) <= day <= (unit.valid_to or date.max)
    if day is None:
        return True
    return _founded().get((unit.level, unit.code), date.min) <= day < TWO_LEVEL_FROM


@lru_cache(maxsize=1)
def _founded() -> dict[tuple[str, str | None], date]:
    """(level, code) of units of the three-level system that took over an ended unit's code → when."""
    return {
        (u.level, u.code): u.valid_to + timedelta(days=1)
        for u in all_units()
        if u.vintage == HISTORICAL and u.valid_to and any(h.startswith(f"{u.code}:") for h in u.heirs.split(";"))
    }


def by_date(units: Sequence[Unit], day: date | None, kind: str | None) -> list[Unit]:
    """The units valid on `day`; where none is, those whose name and type the text uses, latest first."""
    valid = [u for u in units if in_force(u, day)]
    if day is None and kind:
        # "quận Thủ Đức" in an undated text is the unit that was a quận.
        typed = [u for u in units if u.kind == kind and u.vintage != NEW]
        if typed and not any(u.kind == kind for u in valid):
            return typed
    if valid:
        return valid
    for vintage in (OLD, HISTORICAL, NEW):
        found = [u for u in units if u.vintage == vintage]
        if found:
            return found
    return []


def called(unit: Unit, day: date | None) -> tuple[str | None, str | None, str | None]:
    """The unit's path in the names of `day`: before 2025 the province of Huế was Thừa Thiên Huế."""
    province, district, commune = unit.path
    ended = unit.vintage == HISTORICAL and unit.valid_to is not None and unit.valid_to < HUE_CITY_FROM
    before = ended or (day is not None and day < HUE_CITY_FROM)
    if province == "Huế" and unit.vintage != NEW and unit.level != "province" and before:
        province = "Thừa Thiên Huế"
    return province, district, commune


def within(unit: Unit, above: Unit) -> bool:
    """Whether `unit` lies in `above`, which may have ended since: "phường Hiệp Phú, quận 9"."""
    if unit.inside(above):
        return True
    if above.vintage != HISTORICAL or unit.vintage != OLD:
        return False
    heirs = {heir.partition(":")[0] for heir in above.heirs.split(";")}
    found: Unit | None = unit
    while found is not None:
        if found.level == above.level and found.code in heirs:
            return True
        found = found.parent
    return False


def place_of(unit: Unit, day: date | None, mention: Span | None, score: float, above: Unit | None = None) -> Place:
    """The contract's place for a unit; `above` names the district or province that the text gives it."""
    return Place(
        unit.name,
        unit.level,
        unit.code,
        unit.vintage,
        _path(unit, day, above),
        successors(unit.vintage, unit.level, unit.heirs),
        "explicit",
        mention,
        round(score, 3),
        unit.valid_to,
    )


def _path(unit: Unit, day: date | None, above: Unit | None) -> tuple[str | None, str | None, str | None]:
    path = called(unit, day)
    if above is None or unit.inside(above):
        return path
    province, district, _ = called(above, day)
    return (province, district, path[2]) if above.level == "district" else (province, path[1], path[2])
