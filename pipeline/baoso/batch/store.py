"""The files of a run's parts: written whole or not at all, the articles of a part last, as its commit mark."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from baoso.batch.parts import Key, PartTables, Position
from baoso.batch.schemas import PART_SCHEMAS
from baoso.errors import OutputError, StoppedError

TABLES = ("mentions", "records", "errors", "duplicates", "articles")
"""The tables of the data contract."""
# Articles last: a part is complete once its articles are there.
PART_TABLES = ("signatures", *TABLES)
_PART_NAME = re.compile(r"part-(\d+)\.parquet")
_POSITIONS, _FAILED, _COUNTS = b"baoso.positions", b"baoso.failed", b"baoso.counts"


@dataclass(frozen=True, slots=True)
class PartInfo:
    """A committed part's counts, as `PartTables.counts` gave them."""

    number: int
    counts: dict[str, Any]


def part_path(out: Path, table: str, number: int) -> Path:
    """Where the rows of `table` of one part are, if it has any. The first runs had a digit less."""
    earlier = out / table / f"part-{number:05d}.parquet"
    return earlier if earlier.is_file() else out / table / f"part-{number:06d}.parquet"


def part_number(path: Path) -> int | None:
    """The number of the part that a file belongs to; None for any other file."""
    match = _PART_NAME.fullmatch(path.name)
    return int(match[1]) if match else None


def part_numbers(out: Path, table: str) -> list[int]:
    """The parts that have a file of `table`, in order."""
    if not (out / table).is_dir():
        return []
    found = (_PART_NAME.fullmatch(name) for name in os.listdir(out / table))
    return sorted(int(match[1]) for match in found if match)


def write_part(out: Path, number: int, part: PartTables) -> None:
    """Write the tables of a part, the articles last.

    A table without rows gets no file, but in the first part, so that every table of a run can be read.
    Raises `StoppedError` where the files cannot be written; a part that was not there before is then not there.
    """
    made = dict(part.tables)
    notes: dict[str, dict[bytes, Any]] = {
        "errors": {_POSITIONS: part.positions["errors"], _FAILED: part.failed},
        "duplicates": {_POSITIONS: part.positions["duplicates"]},
        "articles": {_POSITIONS: part.positions["articles"], _COUNTS: part.counts()},
    }
    try:
        for name in PART_TABLES:
            path = part_path(out, name, number)
            if made[name].num_rows or number == 0 or name == "articles":
                own = {key: json.dumps(note, separators=(",", ":")) for key, note in notes.get(name, {}).items()}
                write_table(path, made[name].replace_schema_metadata(own))
            else:
                path.unlink(missing_ok=True)
    except (OSError, pa.ArrowException) as error:
        raise StoppedError(
            f"{out}: part {number} cannot be written ({error}); make room or give another disk; "
            "what was finished is kept, and the same command goes on from there"
        ) from error


def write_table(path: Path, table: pa.Table) -> None:
    """Write one Parquet file: to a temporary name, forced to the disk, renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # two machines may be at the same part, where one of them was given up too early
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("wb") as file:
            pq.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def uncommit(out: Path, number: int) -> None:
    """Take a part's commit mark away, before its tables are written anew."""
    part_path(out, "articles", number).unlink(missing_ok=True)
    _sync_folder(out / "articles")


def committed(out: Path) -> dict[int, PartInfo]:
    """The parts that are complete, by number; one whose files are broken or missing counts as none."""
    numbers = {table: set(part_numbers(out, table)) for table in PART_TABLES}
    infos = (_info(out, number) for number in sorted(numbers["articles"]))
    return {i.number: i for i in infos if i and all(i.number in numbers[t] for t in _tables_of(i.counts))}


def _tables_of(counts: dict[str, Any]) -> Iterator[str]:
    return (table for table in PART_TABLES if counts[table])


def _info(out: Path, number: int) -> PartInfo | None:
    try:
        notes = pq.read_schema(part_path(out, "articles", number)).metadata or {}
        return PartInfo(number, json.loads(notes[_COUNTS]))
    except (OSError, pa.ArrowException, KeyError, ValueError):
        return None


def remove_leftovers(out: Path, complete: set[int]) -> None:
    """Delete temporary files, and what was written of parts that are not in `complete`."""
    for table in PART_TABLES:
        if not (out / table).is_dir():
            continue
        for path in list((out / table).iterdir()):
            number = part_number(path)
            leftover = path.name.startswith(".") and path.name.endswith(".tmp")
            if leftover or (number is not None and number not in complete):
                path.unlink()


def read_table(path: Path, columns: list[str] | None = None) -> pa.Table:
    """The rows of one file of a part.

    Raises `OutputError` where it cannot be read.
    """
    try:
        return pq.read_table(path, columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise OutputError(f"{path}: {error}; delete it, and run `baoso extract` again") from error


def read_part(out: Path, number: int) -> PartTables:
    """A committed part as it was made.

    Raises `OutputError` where a file of it cannot be read.
    """
    tables, positions, failed = {}, {}, []
    for name in PART_TABLES:
        path = part_path(out, name, number)
        table = read_table(path) if path.is_file() else PART_SCHEMAS[name].empty_table()
        notes = table.schema.metadata or {}
        if name in ("articles", "errors", "duplicates"):
            positions[name] = [_position(p) for p in json.loads(notes.get(_POSITIONS, b"[]"))]
        if name == "errors":
            failed = [_key(k) for k in json.loads(notes.get(_FAILED, b"[]"))]
        # Parquet has its own names for the inner fields of lists.
        tables[name] = table.cast(PART_SCHEMAS[name])
    return PartTables(tables, positions, failed)


def _position(value: list[int]) -> Position:
    return value[0], value[1]


def _key(value: list[Any]) -> Key:
    return value[0], value[1]


def failed_keys(out: Path, number: int) -> list[Key]:
    """Which inputs of a committed part became error rows."""
    path = part_path(out, "errors", number)
    if not path.is_file():
        return []
    return [_key(k) for k in json.loads((pq.read_schema(path).metadata or {}).get(_FAILED, b"[]"))]
