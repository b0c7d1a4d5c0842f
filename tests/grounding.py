"""The assertion that every test of a span reuses: a slice equals its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from baoso.types import Span


def spans_in(value: Any) -> Iterator[Span]:
    """Every `Span` anywhere inside mentions, dataclasses, records and containers."""
    if isinstance(value, Span):
        yield value
    elif is_dataclass(value):
        for f in fields(value):
            yield from spans_in(getattr(value, f.name))
        if hasattr(value, "span"):
            yield value.span
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from spans_in(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from spans_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from spans_in(item)


def assert_grounded(value: Any, text: str) -> None:
    """Each span in `value` is a non-empty slice of `text`."""
    for span in spans_in(value):
        assert 0 <= span.start < span.end <= len(text), span
        assert text[span.start : span.end] == span.text, span
