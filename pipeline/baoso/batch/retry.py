"""A part with some of its inputs done again: as if they had gone well the first time."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from baoso.batch.parts import Key, PartTables, Position
from baoso.batch.rows import exact_row
from baoso.batch.schemas import PART_SCHEMAS, SCHEMAS

_LISTED = ("articles", "errors", "duplicates")
_OF_ARTICLES = ("mentions", "records", "signatures")


def merge(
    earlier: PartTables, again: PartTables, only: frozenset[Key], settled: frozenset[Key] = frozenset()
) -> PartTables | None:
    """`earlier` with what `again` made of the inputs `only`, less the failures `settled`; None where nothing changed.

    Rows keep the order of their inputs. A text that now stands twice in the part stays where it comes first.
    """
    retried = {at for at, key in zip(earlier.positions["errors"], earlier.failed, strict=True) if key in only}
    # A file that could not be read to its end is done anew with all its rows.
    whole = {item for item, row in retried if row == 0}
    fresh = _kept(again, lambda at: at in retried or at[0] in whole)
    answered = {at for table in _LISTED for at in fresh.positions[table]}
    items = {at[0] for at in answered}
    # An input of which nothing came back keeps its old error.
    stale = {at for table in _LISTED for at in earlier.positions[table] if at[0] in whole and at[0] in items}
    stale |= retried & answered
    stale |= {at for at, key in zip(earlier.positions["errors"], earlier.failed, strict=True) if key in settled}
    if _same(_kept(earlier, lambda at: at in stale), fresh):
        return None
    return _joined(_kept(earlier, lambda at: at not in stale), fresh)


def is_complete(part: PartTables) -> bool:
    """Whether every text that is noted as a repetition is there."""
    ids = set(part.tables["articles"].column("article_id").to_pylist())
    return ids.issuperset(part.tables["duplicates"].column("article_id").to_pylist())


def _same(one: PartTables, other: PartTables) -> bool:
    return one.positions == other.positions and all(
        one.tables[name].equals(other.tables[name]) for name in PART_SCHEMAS
    )


def _kept(part: PartTables, wanted: Callable[[Position], bool]) -> PartTables:
    """The rows of `part` at the positions that are wanted."""
    tables, positions = dict(part.tables), dict(part.positions)
    for name in _LISTED:
        mask = [wanted(at) for at in part.positions[name]]
        tables[name] = part.tables[name].filter(pa.array(mask, pa.bool_()))
        positions[name] = [at for at, keep in zip(part.positions[name], mask, strict=True) if keep]
    ids = set(tables["articles"].column("article_id").to_pylist())
    for name in _OF_ARTICLES:
        mask = [i in ids for i in part.tables[name].column("article_id").to_pylist()]
        tables[name] = part.tables[name].filter(pa.array(mask, pa.bool_()))
    failed = [key for at, key in zip(part.positions["errors"], part.failed, strict=True) if wanted(at)]
    return PartTables(tables, positions, failed)


def _joined(one: PartTables, other: PartTables) -> PartTables:
    """The rows of both, in the order of their positions."""
    tables: dict[str, pa.Table] = {}
    positions: dict[str, list[Position]] = {}
    orders: dict[str, list[int]] = {}
    for name in _LISTED:
        both = one.positions[name] + other.positions[name]
        orders[name] = sorted(range(len(both)), key=both.__getitem__)
        positions[name] = [both[i] for i in orders[name]]
        tables[name] = pa.concat_tables([one.tables[name], other.tables[name]]).take(pa.array(orders[name], pa.int64()))
    failed = [(one.failed + other.failed)[i] for i in orders["errors"]]
    split = one.tables["articles"].num_rows
    ids = tables["articles"].column("article_id").to_pylist()
    owners = [(i >= split, article_id) for i, article_id in zip(orders["articles"], ids, strict=True)]
    first = [n for n, article_id in enumerate(ids) if ids.index(article_id) == n]
    for name in _OF_ARTICLES:
        tables[name] = _of_owners(one.tables[name], other.tables[name], [owners[n] for n in first])
    joined = PartTables(tables, positions, failed)
    return joined if len(first) == len(ids) else _repeats_noted(joined, set(first))


def _of_owners(one: pa.Table, other: pa.Table, owners: list[tuple[bool, str]]) -> pa.Table:
    """The mentions or records of articles that came from `one` (False) or `other` (True), article by article."""
    both = pa.concat_tables([one, other])
    rows: dict[tuple[bool, str], list[int]] = {}
    for number, article_id in enumerate(both.column("article_id").to_pylist()):
        rows.setdefault((number >= one.num_rows, article_id), []).append(number)
    return both.take(pa.array([n for owner in owners for n in rows.get(owner, ())], pa.int64()))


def _repeats_noted(part: PartTables, first: set[int]) -> PartTables:
    """The articles but the `first` of each text become rows of duplicates."""
    articles = part.tables["articles"]
    later = [n for n in range(articles.num_rows) if n not in first]
    rows = articles.take(pa.array(later, pa.int64())).select(["article_id", "source"]).to_pylist()
    repeats = [exact_row(**row) for row in rows]
    noted = [part.positions["articles"][n] for n in later]
    both = part.positions["duplicates"] + noted
    order = sorted(range(len(both)), key=both.__getitem__)
    listed = pa.concat_tables([part.tables["duplicates"], pa.Table.from_pylist(repeats, SCHEMAS["duplicates"])])
    tables = part.tables | {
        "articles": articles.take(pa.array(sorted(first), pa.int64())),
        "duplicates": listed.take(pa.array(order, pa.int64())),
    }
    positions = part.positions | {
        "articles": [part.positions["articles"][n] for n in sorted(first)],
        "duplicates": [both[n] for n in order],
    }
    return PartTables(tables, positions, part.failed)
