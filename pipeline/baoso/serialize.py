"""Our values in msgpack, so that a `Doc` can be sent to another process or kept in a `DocBin`.

Only the types listed here are read back; nothing is ever executed, as unpickling would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import srsly

from baoso import records, types

_TYPE, _RECORD, _DATE = "__baoso_type__", "__baoso_record__", "__baoso_date__"
_TYPES: dict[str, type] = {
    name: value for name, value in vars(types).items() if isinstance(value, type) and is_dataclass(value)
}
_RECORDS = (records.RecordBase,)
Next = Callable[[Any], Any]


def encode(value: Any, chain: Next | None = None) -> Any:
    """msgpack's view of one of our values; any other is left to the next encoder."""
    if is_dataclass(value) and not isinstance(value, type) and type(value).__name__ in _TYPES:
        own = {f.name: getattr(value, f.name) for f in fields(value)}
        return {_TYPE: type(value).__name__, **own}
    if isinstance(value, _RECORDS):
        return {_RECORD: value.model_dump(mode="json")}
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    return value if chain is None else chain(value)


def decode(value: Any, chain: Next | None = None) -> Any:
    """One of our values again, from what `encode` gave."""
    if isinstance(value, dict):
        if _TYPE in value:
            own = {k: tuple(v) if isinstance(v, list) else v for k, v in value.items() if k != _TYPE}
            return _TYPES[value[_TYPE]](**own)
        if _RECORD in value:
            return records.RECORD_ADAPTER.validate_python(value[_RECORD])
        if _DATE in value:
            return date.fromisoformat(value[_DATE])
    return value if chain is None else chain(value)


def register() -> None:
    """Tell srsly of the two, once."""
    srsly.msgpack_encoders.register("baoso", func=encode)
    srsly.msgpack_decoders.register("baoso", func=decode)
