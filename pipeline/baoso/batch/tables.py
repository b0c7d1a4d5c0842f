"""A run's folder: its five tables as Parquet parts, and `run.json`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from baoso.batch.rows import Row
from baoso.batch.schemas import SCHEMAS
from baoso.errors import OutputError

RUN_FILE = "run.json"
# Articles last: a part is complete once its articles are there.
TABLES = ("mentions", "records", "errors", "duplicates", "articles")
# Bounds what waits in memory where articles are very long.
_MAX_PENDING_BYTES = 64 * 2**20


class PartWriter:
    """Collects rows as Arrow batches and writes them out in numbered parts.

    `part_rows` articles, or errors, or duplicates, or 64 MiB make a part full.
    """

    def __init__(self, out: Path, part_rows: int) -> None:
        self._out = out
        self._part_rows = part_rows
        self._batches: dict[str, list[pa.RecordBatch]] = {name: [] for name in TABLES}
        self._pending_bytes = 0
        self._parts = 0

    def add(self, rows: dict[str, list[Row]]) -> None:
        """Take rows by table, all or none of them.

        Raises pyarrow.ArrowException, UnicodeError or TypeError where a row does not fit its schema.
        """
        made = {n: pa.RecordBatch.from_pylist(r, schema=SCHEMAS[n]) for n, r in rows.items() if r}
        for name, batch in made.items():
            self._batches[name].append(batch)
            self._pending_bytes += batch.nbytes

    def flush_if_full(self) -> None:
        """Flush once enough waits."""
        rows_waiting = max(len(self._batches[name]) for name in ("articles", "errors", "duplicates"))
        if rows_waiting >= self._part_rows or self._pending_bytes > _MAX_PENDING_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write what is pending as one part; a table with no rows in it gets no file."""
        if not any(self._batches.values()):
            return
        for name in TABLES:
            if self._batches[name]:
                self._write(name, self._parts, self._batches[name])
                self._batches[name] = []
        self._pending_bytes = 0
        self._parts += 1

    def close(self) -> None:
        """Flush, and leave an empty first part where a table has none, so that each can be read."""
        self.flush()
        for name in TABLES:
            if not part_files(self._out, name):
                self._write(name, 0, [])

    def _write(self, name: str, part: int, batches: list[pa.RecordBatch]) -> None:
        path = self._out / name / f"part-{part:05d}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.tmp")
        table = pa.Table.from_batches(batches, schema=SCHEMAS[name]).combine_chunks()
        pq.write_table(table, temporary, compression="zstd")
        os.replace(temporary, path)


def part_files(out: Path, table: str) -> list[Path]:
    """The parts of `table`, in the order they were written."""
    return sorted((out / table).glob("part-*.parquet"))


def read_run(out: Path) -> dict[str, Any]:
    """What `run.json` says of the run in `out`.

    Raises `OutputError` where there is none, or it is broken.
    """
    path = out / RUN_FILE
    try:
        return cast("dict[str, Any]", json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise OutputError(f"{out}: no {RUN_FILE} there; name a folder that `baoso extract` wrote") from error
    except (OSError, ValueError) as error:
        raise OutputError(f"{path}: {error}; run `baoso extract` again into another folder") from error


def write_run(out: Path, run: dict[str, Any]) -> None:
    """Write `run.json`, whole or not at all."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        temporary = out / f".{RUN_FILE}.tmp"
        temporary.write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(temporary, out / RUN_FILE)
    except OSError as error:
        raise OutputError(f"{out}: cannot write there ({error.strerror}); name another folder with --out") from error


def iter_batches(out: Path, table: str, rows: int = 256) -> Iterator[pa.RecordBatch]:
    """The batches of `table`, at most `rows` rows in memory at once.

    Raises `OutputError` where a part cannot be read.
    """
    for path in part_files(out, table):
        yield from _part_batches(path, rows)


def _part_batches(path: Path, rows: int) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=rows)
    except (OSError, pa.ArrowException) as error:
        raise OutputError(f"{path}: {error}; run `baoso extract` again with --overwrite") from error


def read_rows(out: Path, table: str) -> Iterator[Row]:
    """The rows of `table`, streamed."""
    for batch in iter_batches(out, table):
        yield from batch.to_pylist()
