"""What was found in a text's running form, put back to where it stands in the text itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from pydantic import BaseModel

from baoso.records import Record, record_id
from baoso.text.normalize import Normalized
from baoso.types import Article, Block, Mention, Span


class Grounding:
    """Moves values found in ``running.text`` to `text`, of which that is the running form."""

    def __init__(self, running: Normalized, text: str) -> None:
        self._running, self._text = running, text

    def article(self, article: Article) -> Article:
        """The article with its own text; blocks cover it, sentences hold no outer white space."""
        moved: Article = self.value(article)
        at = self._running.to_source
        blocks = [Block(b.kind, at(b.start), at(b.end)) for b in article.blocks]
        if blocks:
            blocks[0] = replace(blocks[0], start=0)
            blocks[-1] = replace(blocks[-1], end=len(self._text))
        sentences = tuple(self._extent(start, end) for start, end in article.sentences)
        return replace(moved, text=self._text, blocks=tuple(blocks), sentences=sentences)

    def record(self, record: Record, article_id: str) -> Record:
        """A record with its spans moved, and the identity that belongs to them."""
        moved: Record = self.value(record)
        own = record_id(article_id, moved.record_type, *moved.parts())
        return moved.model_copy(update={"record_id": own, "article_id": article_id})

    def value(self, value: Any) -> Any:
        """`value` with every span inside it moved."""
        if isinstance(value, Span):
            return Span.of(self._text, *self._extent(value.start, value.end))
        if isinstance(value, Mention):
            start, end = self._extent(value.start, value.end)
            return replace(value, start=start, end=end, text=self._text[start:end], value=self.value(value.value))
        if isinstance(value, Block):
            return value
        if isinstance(value, (list, tuple)):
            return type(value)([self.value(item) for item in value])
        if isinstance(value, BaseModel):
            return value.model_copy(update=self._fields(value, type(value).model_fields))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **self._fields(value, [f.name for f in fields(value)]))
        return value

    def _fields(self, value: Any, names: Iterable[str]) -> dict[str, Any]:
        return {name: self.value(getattr(value, name)) for name in names}

    def _extent(self, start: int, end: int) -> tuple[int, int]:
        """The offsets of a span, which takes nothing in that was left out right before or after it."""
        if start >= end:
            return self._running.source_span(start, end)
        return self._running.to_source(start), self._running.to_source(end - 1) + 1
