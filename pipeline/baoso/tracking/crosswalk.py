"""Places of one vintage in terms of another: what a value of the one says about the other, and what it does not.

A value carries over only between units of the same territory. Where several whole units became one, their values
may be added (`Merged`, which `panel` does for counts alone); a unit that was split is never mapped.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from baoso.gazetteer.units import HISTORICAL, NEW, OLD, Unit, all_units, by_code, successors
from baoso.types import Level

How: TypeAlias = Literal["as reported", "renamed", "whole"]
VINTAGES = (OLD, NEW)


@dataclass(frozen=True, slots=True)
class Carried:
    """`unit` has the territory of the place that was asked for: values of the one are values of the other."""

    unit: Unit
    how: How


@dataclass(frozen=True, slots=True)
class Merged:
    """`unit` is made of `parts` alone, each of them whole, and the place that was asked for is one of them."""

    unit: Unit
    parts: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """No unit of the vintage can have the value, and why."""

    reason: str


Mapped: TypeAlias = Carried | Merged | Lost


def find_unit(vintage: str | None, level: str, code: str | None) -> Unit | None:
    """The unit that a place of a record stands for; None where the gazetteer has it not."""
    if vintage is None or code is None:
        return None
    return by_code().get((vintage, level, code))


def mapped(unit: Unit, vintage: str) -> Mapped:
    """What `unit` is in `vintage`, one of `VINTAGES`."""
    if unit.vintage == vintage:
        return Carried(unit, "as reported")
    if unit.vintage == HISTORICAL:
        return _through_old(unit, vintage)
    return _forward(unit) if unit.vintage == OLD else _backward(unit)


def _carried(unit: Unit, heir: Unit, *, back: bool = False) -> Carried:
    """`heir`, which has the territory of the earlier `unit`; `unit` itself where it is asked for `back`."""
    same = (unit.name, unit.kind, unit.level) == (heir.name, heir.kind, heir.level)
    return Carried(unit if back else heir, "whole" if same else "renamed")


def _through_old(unit: Unit, vintage: str) -> Mapped:
    """An ended unit goes on where one with its code took its place; what else a unit took over is not known."""
    heirs = successors(HISTORICAL, unit.level, unit.heirs)
    if len(heirs) != 1 or heirs[0].share != "whole":
        return Lost(f"split among {len(heirs)} units" if heirs else "no successor is known")
    heir = find_unit(OLD, unit.level, heirs[0].code)
    if heir is None or heir.code != unit.code or len(_parts(OLD, unit.level)[heir.code]) > 1:
        return Lost("merged before 2025; what else went into its successor is not known")
    if vintage == OLD:
        return _carried(unit, heir)
    further = _forward(heir)
    return _carried(unit, further.unit) if isinstance(further, Carried) else further


def _forward(unit: Unit) -> Mapped:
    heirs = successors(OLD, unit.level, unit.heirs)
    if not heirs:
        return Lost("no successor is known")
    if len(heirs) > 1 or heirs[0].share != "whole":
        ended = "the district level ended: " if unit.level == "district" else ""
        return Lost(f"{ended}split among {len(heirs)} units")
    level: Level = "commune" if unit.level == "district" else unit.level
    heir = find_unit(NEW, level, heirs[0].code)
    if heir is None:
        return Lost("its successor is not in the gazetteer")
    parts = _parts(NEW, level)[heirs[0].code]
    if any(share != "whole" for _, share in parts):
        return Lost("its successor also took over parts of other units")
    # a district that became one commune, which is made of its own communes
    if len(parts) == 1 or all(part.inside(unit) for part, _ in parts):
        return _carried(unit, heir)
    return Merged(heir, tuple(part for part, _ in parts))


def _backward(unit: Unit) -> Mapped:
    """A present unit is an old one only where it took over that one, whole, and nothing else."""
    parts = _parts(NEW, unit.level)[unit.code]
    if len(parts) == 1 and parts[0][1] == "whole":
        return _carried(parts[0][0], unit, back=True)
    for district in {part.parent for part, _ in parts if part.level == "commune" and part.parent is not None}:
        if _forward(district) == _carried(district, unit):
            return _carried(district, unit, back=True)
    return Lost(f"made of {len(parts)} earlier units, or of parts of them" if parts else "no earlier unit is known")


_Parts: TypeAlias = dict[str | None, list[tuple[Unit, str]]]


@cache
def _parts(vintage: str, level: Level) -> _Parts:
    """Code of a unit of `vintage` and `level` → the earlier units that it took over, and whether whole.

    A district that became one commune counts as a part where no commune does: its own communes are it.
    """
    earlier = OLD if vintage == NEW else HISTORICAL
    found: _Parts = defaultdict(list)
    districts: _Parts = defaultdict(list)
    for unit in all_units():
        if unit.vintage != earlier or unit.level not in (level, "district"):
            continue
        into = found if unit.level == level else districts
        for heir in successors(earlier, unit.level, unit.heirs):
            into[heir.code].append((unit, heir.share))
    if vintage == NEW and level == "commune":
        found.update({c: parts for c, parts in districts.items() if c not in found and parts[0][1] == "whole"})
    return found
