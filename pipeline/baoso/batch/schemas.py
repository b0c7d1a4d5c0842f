"""Arrow schemas of a run's tables, from the row models' annotations and never from data.

A column that is null in every row of a part keeps its type, so that parts of one run, and of
different runs, can always be read together.
"""

from __future__ import annotations

import dataclasses
import datetime
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa
from pydantic import BaseModel

from baoso.batch.rows import COMMON_FIELDS, RECORD_MODELS, ROW_MODELS, own_fields
from baoso.batch.signatures import BYTES

_SCALARS: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime.date: pa.date32(),
}


def arrow_type(annotation: object) -> pa.DataType:
    """The Arrow type of a row model's annotation.

    Raises TypeError for an annotation that no column can hold.
    """
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return arrow_type(args[0])
    if origin is Literal:
        return pa.string()
    if origin in (Union, types.UnionType):
        (some,) = (a for a in args if a is not type(None))
        return arrow_type(some)
    if origin in (list, tuple):
        return pa.list_(arrow_type(args[0]))
    if isinstance(annotation, type):
        return pa.struct(_fields(annotation))
    raise TypeError(f"no Arrow type for {annotation!r}")


def _fields(model: type) -> list[pa.Field]:
    if issubclass(model, BaseModel):
        return [pa.field(name, arrow_type(f.annotation)) for name, f in model.model_fields.items()]
    if dataclasses.is_dataclass(model):
        hints = get_type_hints(model)
        return [pa.field(f.name, arrow_type(hints[f.name])) for f in dataclasses.fields(model)]
    raise TypeError(f"no Arrow type for {model!r}")


def _record_schema() -> pa.Schema:
    """Common columns typed; a record's own fields in the struct column named after its type."""
    common = RECORD_MODELS["metric"].model_fields
    columns = [pa.field(name, arrow_type(common[name].annotation)) for name in COMMON_FIELDS]
    for record_type, model in RECORD_MODELS.items():
        own = [pa.field(n, arrow_type(model.model_fields[n].annotation)) for n in own_fields(record_type)]
        columns.append(pa.field(record_type, pa.struct(own)))
    return pa.schema(columns)


SCHEMAS: dict[str, pa.Schema] = {
    "articles": pa.schema(_fields(ROW_MODELS["articles"])),
    "mentions": pa.schema(_fields(ROW_MODELS["mentions"])),
    "records": _record_schema(),
    "errors": pa.schema(_fields(ROW_MODELS["errors"])),
    "duplicates": pa.schema(_fields(ROW_MODELS["duplicates"])),
}
"""The tables of the data contract."""
PART_SCHEMAS: dict[str, pa.Schema] = {
    "signatures": pa.schema([pa.field("article_id", pa.string()), pa.field("signature", pa.binary(BYTES))]),
    **SCHEMAS,
}
"""All that a part is made of. `signatures` serve to find near copies; an article of very few syllables has none."""
