"""The tile grid: where each province stands, and which tile a place of either vintage belongs to."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources
from typing import Any

from baoso.gazetteer import HISTORICAL, NEW, OLD
from baoso.gazetteer.units import Unit, all_units, by_code


@lru_cache(maxsize=1)
def tile_rows() -> tuple[dict[str, Any], ...]:
    """The tiles of both vintages: vintage, code, name, short, column and row from 1, inset (an archipelago's label)."""
    lines = resources.files(__package__).joinpath("tiles.csv").read_text(encoding="utf-8").splitlines()
    return tuple(
        {
            "vintage": row["vintage"],
            "code": row["code"],
            "name": by_code()[row["vintage"], "province", row["code"]].name,
            "short": row["short"],
            "column": int(row["column"]),
            "row": int(row["row"]),
            "inset": bool(row["inset"]),
        }
        for row in csv.DictReader(line for line in lines if not line.startswith("#"))
    )


def tiles_of(vintage: str | None, province: str | None) -> tuple[str | None, str | None]:
    """Codes of the province `province` (a name of `vintage`) in the old and in the new grid; None where it has no tile.

    What lies in an old province lies in the new one that took it over whole; a new province has no old tile, since
    it can have taken over several.

    >>> tiles_of("2025-06-30", "Hà Giang"), tiles_of("2025-07-01", "Tuyên Quang"), tiles_of("historical", "Hà Tây")
    (('02', '08'), (None, '08'), ('01', '01'))
    """
    unit = _province(vintage, province)
    if unit is None or unit.vintage == NEW:
        return None, unit.code if unit else None
    if unit.vintage == HISTORICAL:
        unit = by_code().get((OLD, "province", _whole_heir(unit) or ""))
    return (unit.code, _whole_heir(unit)) if unit else (None, None)


def _whole_heir(unit: Unit) -> str | None:
    code, _, share = unit.heirs.partition(":")
    return code if share == "whole" else None


@lru_cache(maxsize=1)
def _provinces() -> dict[tuple[str, str], Unit]:
    return {(u.vintage, u.name): u for u in all_units() if u.level == "province"}


def _province(vintage: str | None, name: str | None) -> Unit | None:
    found = _provinces().get((vintage or "", name or ""))
    # A commune that ended earlier can lie in a province that lasted until 2025.
    return found or (_provinces().get((OLD, name or "")) if vintage == HISTORICAL else None)
