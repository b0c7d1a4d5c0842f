"""Facts of a store as the panel starts from them: one a place, indicator, period and value, with its evidence."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from baoso.errors import StoreError
from baoso.tracking.series import canonical_id

if TYPE_CHECKING:
    import duckdb

_FACTS = """
SELECT
  m.fact_key, m.indicator_key, m.status,
  p.place_id, p.name AS place, p.level, p.code, p.vintage, p.province, p.district,
  m.period_start, m.period_end, m.period_grain AS grain, m.value, m.value_high, m.unit, m.unit_key, m.comparator,
  m.measure, m.direction, m.low, m.high, a.article_id, m.evidence_start, m.evidence_end, m.record_id, a.text,
  a.original_id, a.outlet, a.published, m.confidence
FROM metrics m JOIN articles a USING (article_id) JOIN places_seen p ON p.place_id = m.place_id
WHERE m.indicator_key IN (SELECT unnest(?::VARCHAR[])) AND m.measure = ? AND m.status IN ('achieved', 'target')
ORDER BY m.fact_key, m.confidence DESC, a.published NULLS LAST, m.record_id
"""


@dataclass(frozen=True, slots=True)
class Result:
    """One fact: its values in the unit, the place and period it is of, its sources, and its best evidence."""

    indicator: str
    status: str
    place_id: str
    place: str
    level: str
    code: str | None
    vintage: str | None
    province: str | None
    district: str | None
    start: date | None
    end: date | None
    grain: str | None
    value: float
    value_high: float | None
    unit: str
    unit_key: str
    comparator: str
    measure: str
    direction: str | None
    low: float | None
    high: float | None
    sources: frozenset[str]
    outlets: tuple[str, ...]
    published: date | None
    article_id: str
    evidence_start: int
    evidence_end: int
    evidence: str
    records: tuple[str, ...]

    @property
    def cell(self) -> tuple[str, date | None, date | None, str, str | None]:
        """What two values of one place must share to be values of the same thing."""
        return self.indicator, self.start, self.end, self.unit_key, self.direction


def known_indicators(connection: duckdb.DuckDBPyConnection, wanted: Iterable[str] | None) -> list[str]:
    """The indicator keys for `wanted`: canonical ids, other ids of the table, or folded labels without an id.

    None stands for every canonical id that the store has values of.

    Raises `StoreError` for one that neither the table nor the store knows.
    """
    if wanted is None:
        sql = "SELECT DISTINCT canonical_id FROM metrics WHERE canonical_id IS NOT NULL ORDER BY 1"
        return [key for (key,) in connection.execute(sql).fetchall()]
    keys = [key for (key,) in connection.execute("SELECT DISTINCT indicator_key FROM metrics").fetchall()]
    known = {i for (i,) in connection.execute("SELECT canonical_id FROM indicators").fetchall()} | set(keys)
    found = []
    for name in wanted:
        key = canonical_id(name)
        if key is None or key not in known:
            near = difflib.get_close_matches(name, sorted(known), n=3)
            hint = f"did you mean {', '.join(near)}? " if near else ""
            raise StoreError(f"--indicator {name}: not known; {hint}`baoso track indicators DB` lists what there is")
        found.append(key)
    return list(dict.fromkeys(found))


def results(connection: duckdb.DuckDBPyConnection, keys: list[str], measure: str) -> list[Result]:
    """The achieved and targeted facts of the indicators `keys`, in a fixed order.

    A country's and a hamlet's are among them; facts that belong to no place are not.
    """
    answer = connection.execute(_FACTS, [keys, measure])
    names = [column[0] for column in answer.description or ()]
    groups: dict[str, list[dict[str, Any]]] = {}
    for values in answer.fetchall():
        row = dict(zip(names, values, strict=True))
        groups.setdefault(row["fact_key"], []).append(row)
    return [_result(rows) for rows in groups.values()]


def _result(rows: list[dict[str, Any]]) -> Result:
    best = rows[0]
    return Result(
        indicator=best["indicator_key"],
        start=best["period_start"],
        end=best["period_end"],
        sources=frozenset(row["original_id"] for row in rows),
        outlets=tuple(sorted({row["outlet"] for row in rows if row["outlet"]})),
        published=min((row["published"] for row in rows if row["published"]), default=None),
        evidence=best["text"][best["evidence_start"] : best["evidence_end"]],
        records=tuple(sorted(row["record_id"] for row in rows)),
        **{
            name: best[name]
            for name in (
                "status", "place_id", "place", "level", "code", "vintage", "province", "district", "grain", "value",
                "value_high", "unit", "unit_key", "comparator", "measure", "direction", "low", "high", "article_id",
                "evidence_start", "evidence_end",
            )
        },
    )  # fmt: skip
