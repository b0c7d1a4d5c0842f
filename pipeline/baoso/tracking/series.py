"""The measures that several documents name alike, as one canonical id each, and where their series break."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from baoso import lexicon

Row = dict[str, Any]


@lru_cache(maxsize=1)
def _canonical() -> dict[str, str]:
    return {row["id"]: row["canonical"] for row in lexicon.rows("indicators")}


def canonical_id(indicator_id: str | None) -> str | None:
    """The id that stands for the measure of `indicator_id`; an id that the table has not stands for itself."""
    return None if indicator_id is None else _canonical().get(indicator_id, indicator_id)


@lru_cache(maxsize=1)
def indicator_rows() -> tuple[Row, ...]:
    """A row for each canonical id: the name, pillar and unit of its own row, the documents of all that share it."""
    documents: dict[str, list[str]] = {}
    for row in lexicon.rows("indicators"):
        documents.setdefault(row["canonical"], []).append(row["document"])
    return tuple(
        {
            "canonical_id": row["id"],
            "name": row["name"],
            "pillar": row["pillar"],
            "unit": row["unit"],
            "documents": "; ".join(dict.fromkeys(documents[row["id"]])),
            "seen": row["seen"],
        }
        for row in lexicon.rows("indicators")
        if row["id"] == row["canonical"]
    )


@lru_cache(maxsize=1)
def break_rows() -> tuple[Row, ...]:
    """Where a series ends and another begins."""
    return tuple({**row, "date": date.fromisoformat(row["date"])} for row in lexicon.rows("series_breaks"))


@lru_cache(maxsize=1)
def _breaks() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in sorted(break_rows(), key=lambda r: (r["date"], r["canonical_before"])):
        for name in {row["canonical_before"], row["canonical_after"]}:
            found.setdefault(name, []).append(row)
    return found


def breaks_of(canonical: str) -> list[Row]:
    """The breaks that `canonical` ends or begins at, the earliest first."""
    return list(_breaks().get(canonical, ()))


def regime(canonical: str, start: date | None, end: date | None) -> str | None:
    """The name of the series that a value of `canonical` over a period belongs to; None where it has no breaks.

    A period that a break falls into is a series of its own, named after both: nothing may be compared with it.
    """
    name = None
    for row in breaks_of(canonical):
        day = end or start
        if day is None:
            return None
        if start is not None and start < row["date"] <= day:
            return f"{row['series_before']} | {row['series_after']}"
        if day < row["date"]:
            return name or str(row["series_before"])
        name = str(row["series_after"])
    return name
