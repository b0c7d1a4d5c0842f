"""The store: a DuckDB file that runs are loaded into and that everything else asks.

A run is loaded in one transaction. Its rows take the place of all that an earlier run, or an earlier state of the
same run, left of the same articles, so that no version counts twice. Nothing in it depends on the clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baoso.errors import StoreError
from baoso.tracking.copies import COPIED_PAIRS, original_ids
from baoso.tracking.loading import Row, article_place_rows, article_row, place_rows, record_rows
from baoso.tracking.schema import PLACE_OFFICES, RECORD_TABLES, SET_FACT_KEYS, STORE_VERSION, script
from baoso.tracking.series import break_rows, indicator_rows
from baoso.tracking.targets import target_rows

if TYPE_CHECKING:
    import duckdb

_BATCH = 5000
# SQL, be it asked by a user or kept in a store that somebody else made, reads and writes nothing but the store.
_CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "lock_configuration": True,
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What `build` took from one run: how many articles and records, and how many articles replaced earlier rows."""

    path: Path
    articles: int
    records: int
    replaced: int


def build(runs: Iterable[str | Path], db: str | Path) -> list[Loaded]:
    """Load the runs (folders that `baoso extract` wrote) into the store `db`, in order; what each brought.

    Where two runs hold an article, the later one's rows stay. Raises `OutputError` for a folder without a run,
    `StoreError` for a file that is no store or that another process writes to; the runs before it are then loaded.
    """
    from baoso.batch.tables import read_run

    paths = [Path(run) for run in runs]
    described = [read_run(path) for path in paths]
    connection = _connect(Path(db), read_only=False)
    try:
        return [_load(connection, path, run) for path, run in zip(paths, described, strict=True)]
    finally:
        connection.close()


def open_store(db: str | Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the store `db`; `.sql("SELECT …").df()` gives a frame.

    Its SQL can open no other file and no address.

    Raises `StoreError` where there is no store, or one of another version.
    """
    return _connect(Path(db), read_only=True)


def _connect(db: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    import duckdb

    if read_only and not db.is_file():
        raise StoreError(f"{db}: no store there; make one by `baoso track build RUN… --db {db}`")
    try:
        connection = duckdb.connect(str(db), read_only=read_only, config=_CLOSED)
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise StoreError(
            f"{db}: {first}; name a file that `baoso track build` wrote (or a new one), that no other process writes to"
        ) from error
    try:
        _check_version(connection, db, read_only=read_only)
    except duckdb.Error as error:
        connection.close()
        first = str(error).splitlines()[0]
        raise StoreError(f"{db}: no store of baoso ({first}); name another file with --db") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _check_version(connection: duckdb.DuckDBPyConnection, db: Path, *, read_only: bool) -> None:
    tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables and not read_only:
        connection.execute("BEGIN")
        connection.execute(script("tables"))
        connection.execute("INSERT INTO store VALUES (?)", [STORE_VERSION])
        connection.execute(script("views"))
        connection.execute("COMMIT")
        return
    if "store" not in tables:
        raise StoreError(f"{db}: a DuckDB file, but no store; name another file with --db")
    if connection.execute("SELECT version FROM store").fetchall() != [(STORE_VERSION,)]:
        raise StoreError(f"{db}: made by another version of baoso; delete it, and build it from the runs again")


def _load(connection: duckdb.DuckDBPyConnection, path: Path, described: dict[str, Any]) -> Loaded:
    run = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    connection.execute("BEGIN")
    try:
        loaded = _load_rows(connection, path, run)
        connection.execute("DELETE FROM runs WHERE run = ?", [run])
        values = [run, str(path), described.get("version"), described.get("schema_version")]
        connection.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?, 0, 0)", [*values, described.get("fingerprint")])
        _finish(connection)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return loaded


def _load_rows(connection: duckdb.DuckDBPyConnection, path: Path, run: str) -> Loaded:
    from baoso.batch.export import contract_rows

    earlier = {i for (i,) in connection.execute("SELECT article_id FROM articles").fetchall()}
    own = [i for (i,) in connection.execute("SELECT article_id FROM articles WHERE run = ?", [run]).fetchall()]
    _delete(connection, own)
    seen: set[str] = set()
    for batch in _batches(contract_rows(path, "articles")):
        rows = [article_row(article, run) for article in batch]
        ids = [row["article_id"] for row in rows]
        seen.update(ids)
        _delete(connection, ids)
        _insert(connection, "articles", rows)
        _insert(connection, "article_places", list(article_place_rows(batch)))
        _insert_places(connection, [p for a in batch for p in (a["focus_locality"], *a["localities"])])
    count = 0
    for batch in _batches(contract_rows(path, "records")):
        tables: dict[str, list[Row]] = {}
        for table, row in record_rows(batch):
            tables.setdefault(table, []).append(row)
        for table, rows in tables.items():
            _insert(connection, table, rows)
        _insert_places(connection, [r["locality"] for r in batch])
        count += len(batch)
    return Loaded(path, len(seen), count, len(earlier & seen))


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _delete(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> None:
    for table in ("articles", "article_places", *RECORD_TABLES.values()):
        connection.execute(f"DELETE FROM {table} WHERE article_id IN (SELECT unnest(?::VARCHAR[]))", [ids])


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row], *, or_ignore: bool = False) -> None:
    """Insert rows by column name; what the rows do not name stays null."""
    import pyarrow as pa

    arrow: dict[str, Any] = {"VARCHAR": pa.string(), "VARCHAR[]": pa.list_(pa.string()), "DATE": pa.date32()}
    arrow |= {"DOUBLE": pa.float64(), "INTEGER": pa.int32(), "BOOLEAN": pa.bool_()}
    if not rows:
        return
    described = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [table]
    ).fetchall()
    columns = [(name, kind) for name, kind in described if name in rows[0]]
    schema = pa.schema([(name, arrow[kind]) for name, kind in columns])
    connection.register("incoming", pa.Table.from_pylist(rows, schema))
    names = ", ".join(name for name, _ in columns)
    ignore = "OR IGNORE " if or_ignore else ""
    connection.execute(f"INSERT {ignore}INTO {table} ({names}) SELECT {names} FROM incoming")
    connection.unregister("incoming")


def _insert_places(connection: duckdb.DuckDBPyConnection, places: list[Row | None]) -> None:
    _insert(connection, "places_seen", list(place_rows(places).values()), or_ignore=True)


def _finish(connection: duckdb.DuckDBPyConnection) -> None:
    """What needs the whole store: originals, fact keys, counts of runs, places that are still named, the lexicon."""
    published = dict(connection.execute("SELECT article_id, published FROM articles ORDER BY article_id").fetchall())
    pairs = connection.execute(
        "SELECT article_id, duplicate_of FROM articles WHERE duplicate_of IS NOT NULL ORDER BY article_id"
    ).fetchall()
    originals = original_ids(published, [*pairs, *connection.execute(COPIED_PAIRS).fetchall()])
    connection.execute("UPDATE articles SET original_id = article_id WHERE original_id <> article_id")
    for article, original in originals.items():
        if article != original:
            connection.execute("UPDATE articles SET original_id = ? WHERE article_id = ?", [original, article])
    connection.execute(PLACE_OFFICES)
    connection.execute(SET_FACT_KEYS)
    used = " UNION ".join(f"SELECT place_id FROM {table}" for table in RECORD_TABLES.values())
    connection.execute(
        f"DELETE FROM places_seen WHERE place_id NOT IN (SELECT place_id FROM ({used} UNION SELECT focus_place_id "
        "FROM articles UNION SELECT place_id FROM article_places) WHERE place_id IS NOT NULL)"
    )
    records = " UNION ALL ".join(f"SELECT article_id FROM {table}" for table in RECORD_TABLES.values())
    connection.execute(
        "UPDATE runs SET articles = (SELECT count(*) FROM articles a WHERE a.run = runs.run), records = "
        f"(SELECT count(*) FROM ({records}) r JOIN articles a USING (article_id) WHERE a.run = runs.run)"
    )
    for table, rows in (("indicators", indicator_rows()), ("targets", target_rows()), ("series_breaks", break_rows())):
        connection.execute(f"DELETE FROM {table}")
        _insert(connection, table, list(rows))
