"""Reading a run's folder: its five tables, and `run.json`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from baoso.batch.repeats import NEAR_FILE, REPEATS_FILE, repeats_of
from baoso.batch.rows import ROW_MODELS, Row
from baoso.batch.schemas import SCHEMAS
from baoso.batch.store import part_number, part_numbers, part_path
from baoso.errors import OutputError
from baoso.records import SCHEMA_VERSION

RUN_FILE = "run.json"


def part_files(out: Path, table: str) -> list[Path]:
    """The files of `table`, in the order of the parts; of duplicates, those found over the whole run last."""
    files = [part_path(out, table, number) for number in part_numbers(out, table)]
    if table == "duplicates":
        files += [path for path in (out / table / REPEATS_FILE, out / table / NEAR_FILE) if path.is_file()]
    return files


def read_run(out: Path) -> dict[str, Any]:
    """What `run.json` says of the run in `out`.

    Raises `OutputError` where there is none, it is broken, or a newer version of baoso gave the fields other meanings.
    """
    path = out / RUN_FILE
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(run, dict) or not isinstance(run.get("schema_version"), int):
            raise ValueError("it does not say by which schema the run was written")
    except FileNotFoundError as error:
        raise OutputError(f"{out}: no {RUN_FILE} there; name a folder that `baoso extract` wrote") from error
    except (OSError, ValueError, RecursionError) as error:
        raise OutputError(f"{path}: {error}; run `baoso extract` again into another folder") from error
    if run["schema_version"] > SCHEMA_VERSION:
        raise OutputError(
            f"{path}: written by baoso {run.get('version')} with schema version {run['schema_version']}, and this one "
            f"knows those up to {SCHEMA_VERSION}; install that version, or a newer one"
        )
    return run


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

    An article whose exact text an earlier part has is left out, with its mentions and records: it is in the
    table of duplicates. Raises `OutputError` where a part cannot be read.
    """
    repeats = repeats_of(out) if table in ("articles", "mentions", "records") else {}
    for path in part_files(out, table):
        number = part_number(path)
        dropped = repeats.get(number) if number is not None else None
        for batch in _file_batches(path, table, rows):
            yield _without(batch, dropped) if dropped is not None else batch


def _without(batch: pa.RecordBatch, dropped: pa.Array) -> pa.RecordBatch:
    return batch.filter(pc.invert(pc.is_in(batch.column("article_id"), dropped)))


def _file_batches(path: Path, table: str, rows: int) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(path) as file:
            is_own = _names(file.schema_arrow) == _names(SCHEMAS[table])
            for batch in file.iter_batches(batch_size=rows):
                yield batch.replace_schema_metadata(None) if is_own else _brought_up(batch, table)
    except (OSError, pa.ArrowException) as error:
        raise OutputError(f"{path}: {error}; delete it, and run `baoso extract` again") from error


def _names(fields: Any) -> list[Any]:
    """The names of a schema's or struct's fields, at every depth."""
    found: list[Any] = []
    for field in fields:
        kind = field.type
        while pa.types.is_list(kind):
            kind = kind.value_type
        found.append((field.name, _names(kind) if pa.types.is_struct(kind) else None))
    return found


def _brought_up(batch: pa.RecordBatch, table: str) -> pa.RecordBatch:
    """Rows of another version with the same meaning of fields: those added since have their default, else null."""
    fields = ROW_MODELS[table].model_fields if table in ROW_MODELS else {}
    defaults = {name: field.default for name, field in fields.items() if not field.is_required()}
    return pa.RecordBatch.from_pylist([defaults | row for row in batch.to_pylist()], schema=SCHEMAS[table])


def read_rows(out: Path, table: str) -> Iterator[Row]:
    """The rows of `table`, streamed."""
    for batch in iter_batches(out, table):
        yield from batch.to_pylist()
