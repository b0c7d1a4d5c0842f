"""Administrative units and the compact index they are shipped in.

The index (`data/units.csv.gz`) is compiled by `baoso.gazetteer.build`; units that ended before
2025-06-30 come from `lexicon/historical_units.csv`.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import NamedTuple, TypeAlias

from baoso import lexicon
from baoso.errors import LexiconError
from baoso.types import Level, Successor

OLD = "2025-06-30"
NEW = "2025-07-01"
HISTORICAL = "historical"
TWO_LEVEL_FROM = date(2025, 7, 1)

_LEVELS: dict[str, Level] = {"p": "province", "d": "district", "c": "commune"}
UnitKey: TypeAlias = tuple[str, str, str]


class Unit(NamedTuple):
    """One administrative unit of one vintage.

    `name` is the bare official name ("Sông Lô"; a numbered unit keeps its type word, "Quận 1"), `kind` its
    type word ("huyện"), `heirs` the raw crosswalk: "code:whole;code:part" into the next vintage.
    """

    name: str
    kind: str
    level: Level
    code: str | None
    vintage: str
    parent: Unit | None
    heirs: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def province(self) -> Unit:
        """The province-level unit at the root of this one's hierarchy."""
        unit = self
        while unit.parent is not None:
            unit = unit.parent
        return unit

    @property
    def path(self) -> tuple[str | None, str | None, str | None]:
        """Names of province, district and commune, own name included; None where there is none."""
        names: dict[str, str] = {}
        unit: Unit | None = self
        while unit is not None:
            names[unit.level] = unit.name
            unit = unit.parent
        return names.get("province"), names.get("district"), names.get("commune")

    def inside(self, other: Unit) -> bool:
        """Whether `other` is this unit or one of its parents."""
        unit: Unit | None = self
        while unit is not None:
            if unit is other:
                return True
            unit = unit.parent
        return False


@lru_cache(maxsize=1)
def all_units() -> tuple[Unit, ...]:
    """Every unit of both vintages and the historical ones, parents before children.

    Raises `LexiconError` where the shipped index or the table of ended units is damaged.
    """
    units = list(_indexed_units())
    by_code = {(u.vintage, u.level, u.code): u for u in units}
    units.extend(_historical_units(by_code))
    return tuple(units)


def _indexed_units() -> Iterator[Unit]:
    path = resources.files(__package__).joinpath("data/units.csv.gz")
    try:
        rows = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    except (OSError, EOFError) as error:
        raise LexiconError(f"gazetteer/data/units.csv.gz: {error}; reinstall baoso") from error
    parents: dict[str, Unit] = {}
    for number, vintage, level, kind, code, name, parent, heirs in csv.reader(rows):
        unit = Unit(name, kind, _LEVELS[level], code, vintage, parents.get(parent), heirs)
        if level != "c":
            parents[number] = unit
        yield unit


def _historical_units(by_code: dict[tuple[str, Level, str | None], Unit]) -> Iterator[Unit]:
    named = {u.path: u for u in by_code.values() if u.vintage == OLD}
    for row in lexicon.rows("historical_units"):
        parent = named.get((row["province"] or None, row["district"] or None, None))
        level = _LEVELS.get(row["level"][:1])
        if level is None or (parent is None and level != "province"):
            raise LexiconError(f"lexicon/historical_units.csv: {row['name']}: bad level or unknown parent")
        unit = Unit(
            row["name"], row["type"], level, row["code"] or None, HISTORICAL, parent, row["successors"],
            _day(row["valid_from"]), _day(row["valid_to"]),
        )  # fmt: skip
        yield unit


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=1)
def by_code() -> dict[UnitKey, Unit]:
    """Units by (vintage, level, code)."""
    return {(u.vintage, u.level, u.code): u for u in all_units() if u.code is not None}


@lru_cache(maxsize=4096)
def successors(vintage: str, level: Level, heirs: str) -> tuple[Successor, ...]:
    """What became of a unit: the raw crosswalk `heirs` of a unit of `vintage` and `level`, read."""
    if not heirs:
        return ()
    found = []
    target = NEW if vintage == OLD else OLD
    for item in heirs.split(";"):
        code, _, share = item.partition(":")
        heir = _heir(target, level, code)
        if heir is not None:
            found.append(Successor(heir.code, heir.name, heir.province.name, "whole" if share == "whole" else "part"))
    return tuple(found)


def _heir(vintage: str, level: Level, code: str) -> Unit | None:
    # A district's heirs are communes once the district level has gone.
    if vintage == NEW and level == "district":
        level = "commune"
    return by_code().get((vintage, level, code))
