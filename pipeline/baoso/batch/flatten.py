"""Nested rows as flat ones, for tables of cells: a struct's field becomes the column `struct.field`."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator

import pyarrow as pa

from baoso.batch.rows import COMMON_FIELDS, RECORD_MODELS, Row
from baoso.batch.schemas import SCHEMAS

Cell = str | int | float | bool | datetime.date | None
# A spreadsheet takes such a cell for a formula, or may strip what stands before one.
_FORMULA = re.compile(r"[\t\r\n]|[\s\x00\u200b\ufeff]*[=+\-@＝＋－＠]")


def contract_schema(table: str) -> pa.Schema:
    """The schema of rows as exported: `records` with the own fields of every type beside the common ones."""
    schema = SCHEMAS[table]
    if table != "records":
        return schema
    own = {f.name: f for record_type in RECORD_MODELS for f in schema.field(record_type).type}
    return pa.schema([*(schema.field(n) for n in COMMON_FIELDS), *own.values()])


def columns(table: str) -> dict[str, pa.DataType]:
    """The flat columns of `table` with their nested type, in schema order."""
    return dict(leaf for field in contract_schema(table) for leaf in _leaves(field))


def _leaves(field: pa.Field, prefix: str = "") -> Iterator[tuple[str, pa.DataType]]:
    name = prefix + field.name
    if pa.types.is_struct(field.type):
        for child in field.type:
            yield from _leaves(child, name + ".")
    else:
        yield name, field.type


def flatten(row: Row, prefix: str = "") -> dict[str, Cell]:
    """One exported row flat: lists of words joined by "; ", other lists as JSON, absent structs left out."""
    cells: dict[str, Cell] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            cells |= flatten(value, f"{prefix}{name}.")
        elif isinstance(value, (list, tuple)):
            cells[prefix + name] = _joined(list(value))
        else:
            cells[prefix + name] = value
    return cells


def _joined(values: list[object]) -> str:
    if all(v is None or isinstance(v, str) for v in values):
        return "; ".join(str(v or "") for v in values)
    return to_json(values)


def to_json(value: object) -> str:
    """One line of JSON, dates in ISO form."""
    return json.dumps(value, ensure_ascii=False, default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a row")


def safe_cell(value: Cell) -> Cell:
    """A string that a spreadsheet would run as a formula, with an apostrophe before it."""
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value
