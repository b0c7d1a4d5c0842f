"""The rows of a run's tables: what an `Extraction` and an `ErrorRow` look like on disk."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, Literal, get_type_hints

from pydantic import BaseModel, Field, TypeAdapter, create_model

from baoso.records import RECORD_ADAPTER, ErrorRow, Record, RecordBase, record_id
from baoso.types import Article, Label, Mention

Row = dict[str, Any]
RECORD_MODELS: dict[str, type[RecordBase]] = {
    model.model_fields["record_type"].default: model for model in RecordBase.__subclasses__()
}
COMMON_FIELDS = ("record_id", "record_type", *(n for n in RecordBase.model_fields if n != "record_id"))
_HINTS = get_type_hints(Article)
_ARTICLE: TypeAdapter[Article] = TypeAdapter(Article)
_ARTICLE_FIELDS: dict[str, Any] = {
    "article_id": (str, Field(description="first 16 hex digits of SHA-256 of the text in UTF-8")),
    **{f.name: (_HINTS[f.name], ...) for f in fields(Article)},
    "words": (tuple[tuple[int, int], ...] | None, None),
}

ArticleRow: type[BaseModel] = create_model(
    "ArticleRow",
    __doc__="One article, its text and what was found in it; `words` only where they were asked for.",
    **_ARTICLE_FIELDS,
)


class MentionRow(BaseModel):
    """A labelled stretch of an article's text; `method` says who found it."""

    mention_id: str
    article_id: str
    label: Label
    start: int
    end: int
    text: str
    normalized: str | None = None
    link: str | None = None
    score: float
    method: str


class DuplicateRow(BaseModel):
    """A source that repeats the earlier article `duplicate_of`.

    `kind` is "exact" for the same text, which is no article of its own, and "near" for an article that
    shares most of its runs of five syllables with the earlier one; `similarity` says how many, estimated, 0–1.
    """

    article_id: str
    source: str
    duplicate_of: str
    kind: Literal["exact", "near"] = "exact"
    similarity: float = 1.0


ROW_MODELS: dict[str, type[BaseModel]] = {
    "articles": ArticleRow,
    "mentions": MentionRow,
    "errors": ErrorRow,
    "duplicates": DuplicateRow,
}


# Asked for once: pydantic makes a new mapping at every call.
_OF_MENTION = tuple(n for n in MentionRow.model_fields if n in {f.name for f in fields(Mention)})
_VALUES_OF_MENTION = attrgetter(*_OF_MENTION)


@cache
def own_fields(record_type: str) -> tuple[str, ...]:
    """The fields that only records of this type have, in order."""
    return tuple(n for n in RECORD_MODELS[record_type].model_fields if n not in COMMON_FIELDS)


def printable(text: str) -> str:
    """`text` in what UTF-8 can hold: a file name's undecodable bytes become escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def article_row(article: Article, words: list[tuple[int, int]] | None = None) -> Row:
    """The row of the `articles` table."""
    row: Row = {"article_id": article.article_id, **_ARTICLE.dump_python(article), "words": words}
    for name in ("source", "url", "outlet", "title", "author"):
        row[name] = printable(row[name]) if row[name] is not None else None
    return row


def mention_row(article_id: str, mention: Mention) -> Row:
    """The row of the `mentions` table; equal label and span give an equal `mention_id`."""
    row: Row = dict(zip(_OF_MENTION, _VALUES_OF_MENTION(mention), strict=True))
    # more digits would tell of the machine's arithmetic
    row["score"] = round(mention.score, 3)
    row["mention_id"] = record_id(article_id, mention.label, mention.span)
    row["article_id"] = article_id
    return row


def record_row(record: Record) -> Row:
    """The row of the `records` table: common columns, and one struct column for the record's own type."""
    data = record.model_dump()
    own = {name: data.pop(name) for name in own_fields(record.record_type)}
    return data | {record.record_type: own}


def flat_record(row: Row) -> Row:
    """A record as the data contract has it, own fields beside the common ones, from its row on disk."""
    own: Row = row[row["record_type"]]
    return {n: row[n] for n in COMMON_FIELDS} | own


def exact_row(article_id: str, source: str) -> Row:
    """The row of the `duplicates` table for a source whose very text an earlier one has."""
    return DuplicateRow(article_id=article_id, source=source, duplicate_of=article_id).model_dump()


def error_row(error: ErrorRow) -> Row:
    """The row of the `errors` table."""
    return {name: printable(value) for name, value in error.model_dump().items()}


def json_schema(table: str) -> Row:
    """JSON Schema of one exported row of `table`.

    Raises KeyError for a table that a run does not have.
    """
    if table == "records":
        return RECORD_ADAPTER.json_schema(mode="serialization")
    return ROW_MODELS[table].model_json_schema(mode="serialization")
