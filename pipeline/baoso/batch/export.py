"""A run's tables in the forms of other tools. Everything streams; each file is whole or not there."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from baoso.batch.flatten import columns, flatten, safe_cell, to_json
from baoso.batch.rows import Row, flat_record
from baoso.batch.schemas import SCHEMAS
from baoso.batch.store import TABLES
from baoso.batch.tables import iter_batches, read_rows, read_run
from baoso.errors import OutputError


def export(out: str | Path, form: str, to: str | Path, *, overwrite: bool = False) -> list[Path]:
    """Write the tables of the run in `out` into the folder `to`; the paths written.

    `form` is one of `FORMS`; a DuckDB store is written by `baoso.tracking.export.export_store`. Raises `OutputError`
    where there is no run, `form` is unknown, or `to` cannot be written, or is not empty and `overwrite` is off; with
    it, files of the same names are replaced.
    """
    out, to = Path(out), Path(to)
    if form == "duckdb":
        raise OutputError("--format duckdb: a store is written by baoso.tracking.export.export_store")
    if form not in FORMS:
        raise OutputError(f"--format {form}: choose one of {', '.join(FORMS)}, duckdb")
    ready_folder(out, to, overwrite=overwrite)
    try:
        return FORMS[form](out, to)
    except OSError as error:
        raise OutputError(f"{to}: {error}; name a folder that can be written") from error


def ready_folder(out: Path, to: Path, *, overwrite: bool) -> None:
    """Make the folder `to` that the run in `out` is to be written into.

    Raises `OutputError` where there is no run, or `to` cannot be made, or is not empty and `overwrite` is off.
    """
    read_run(out)
    if not overwrite and to.is_dir() and any(to.iterdir()):
        raise OutputError(f"{to} is not empty; name a new or an empty folder, or replace what is there by --overwrite")
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{to}: {error}; name a folder that can be written") from error


def contract_rows(out: Path, table: str) -> Iterator[Row]:
    """The rows of `table` as the data contract has them."""
    rows = read_rows(out, table)
    if table == "records":
        yield from map(flat_record, rows)
    elif table == "articles":
        repeats = _repeats(out)
        for row in rows:
            yield row | {"duplicate_of": repeats.get(row["article_id"], row["duplicate_of"])}
    else:
        yield from rows


def _repeats(out: Path) -> dict[str, str]:
    """Which kept article repeats which; a source with the very same text is no article of its own."""
    pairs = ((r["article_id"], r["duplicate_of"]) for r in read_rows(out, "duplicates"))
    return {article_id: earlier for article_id, earlier in pairs if article_id != earlier}


def _jsonl(out: Path, to: Path) -> list[Path]:
    paths = []
    for table in TABLES:
        with _text_file(to / f"{table}.jsonl") as file:
            file.writelines(to_json(row) + "\n" for row in contract_rows(out, table))
        paths.append(to / f"{table}.jsonl")
    return paths


def _csv(out: Path, to: Path) -> list[Path]:
    """With a byte order mark, without which spreadsheets misread Vietnamese."""
    paths = []
    for table in TABLES:
        with _text_file(to / f"{table}.csv", "utf-8-sig") as file:
            writer = csv.DictWriter(file, list(columns(table)), restval="")
            writer.writeheader()
            for row in contract_rows(out, table):
                cells = flatten(row)
                writer.writerow({n: safe_cell(cells[n]) for n in writer.fieldnames if n in cells})
        paths.append(to / f"{table}.csv")
    return paths


def _parquet(out: Path, to: Path) -> list[Path]:
    repeats = _repeats(out)
    paths = []
    for table in TABLES:
        path = to / f"{table}.parquet"
        with _replacing(path) as temporary, pq.ParquetWriter(temporary, SCHEMAS[table]) as writer:
            for batch in iter_batches(out, table, rows=2048):
                writer.write_batch(_with_repeats(batch, repeats) if table == "articles" else batch)
        paths.append(path)
    return paths


def _with_repeats(batch: pa.RecordBatch, repeats: dict[str, str]) -> pa.RecordBatch:
    ids, earlier = batch.column("article_id").to_pylist(), batch.column("duplicate_of").to_pylist()
    joined = [repeats.get(i, e) for i, e in zip(ids, earlier, strict=True)]
    at = batch.schema.get_field_index("duplicate_of")
    return batch.set_column(at, batch.schema.field(at), pa.array(joined, pa.string()))


def _hugging_face(out: Path, to: Path) -> list[Path]:
    import datasets

    def dataset(path: Path) -> datasets.Dataset:
        schema = SCHEMAS[path.stem]
        if not pq.read_metadata(path).num_rows:  # from_parquet refuses what has no rows
            return datasets.Dataset(schema.empty_table())
        features = datasets.Features.from_arrow_schema(schema)
        return datasets.Dataset.from_parquet(str(path), cache_dir=path.parent, features=features)

    with tempfile.TemporaryDirectory() as folder:
        tables = {path.stem: dataset(path) for path in _parquet(out, Path(folder))}
        shards = {name: None if table.num_rows else 1 for name, table in tables.items()}
        datasets.DatasetDict(tables).save_to_disk(str(to), num_shards=shards)
    return [to]


FORMS: dict[str, Callable[[Path, Path], list[Path]]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "hf": _hugging_face,
}


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` that takes its place once the block ends well."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _text_file(path: Path, encoding: str = "utf-8") -> Iterator[IO[Any]]:
    with _replacing(path) as temporary, temporary.open("w", encoding=encoding, newline="") as file:
        yield file
