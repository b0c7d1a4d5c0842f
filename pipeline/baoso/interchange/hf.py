"""Hugging Face datasets: one row an article, its text and metadata, mentions, and records in a column a type.

The features come from the standoff models and never from data: a column that is empty everywhere keeps its type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pyarrow as pa
import pyarrow.parquet as pq

from baoso.batch.schemas import arrow_type
from baoso.errors import GoldError
from baoso.standoff import Case, GoldArticle, GoldFocus, GoldMention, GoldRecord, Judged

if TYPE_CHECKING:
    import datasets

# Columns of records, in the order of the contract: "metrics", "offices", …
RECORD_MODELS: dict[str, Any] = {m.model_fields["record_type"].default: m for m in get_args(get_args(GoldRecord)[0])}
METADATA = ("title", "outlet", "url")
_PLURAL = {"difficulty": "difficulties"}


def _column(record_type: str) -> str:
    return _PLURAL.get(record_type, f"{record_type}s")


SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string()),
        pa.field("source", pa.string()),
        pa.field("text", pa.string()),
        *(pa.field(name, pa.string()) for name in METADATA),
        pa.field("published", pa.string()),
        pa.field("author", pa.list_(pa.string())),
        pa.field("synthetic", pa.bool_()),
        pa.field("off_topic", pa.bool_()),
        pa.field("focus", arrow_type(GoldFocus)),
        pa.field("annotator", pa.string()),
        pa.field("reviewed", pa.bool_()),
        pa.field("unmarked", pa.list_(pa.string())),
        pa.field("mentions", pa.list_(arrow_type(GoldMention))),
        *(pa.field(_column(kind), pa.list_(arrow_type(model))) for kind, model in RECORD_MODELS.items()),
        pa.field("judged", pa.list_(arrow_type(Judged))),
        pa.field("cases", pa.list_(arrow_type(Case))),
    ]
)


def to_row(article: GoldArticle, text: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    """One article as a row; `metadata` is its sidecar's."""
    told = metadata or {}
    plain = article.model_dump()
    author = plain["author"]
    records: dict[str, list[Any]] = {_column(kind): [] for kind in RECORD_MODELS}
    for record in plain["records"]:
        records[_column(record["record_type"])].append(record)
    own = {name: plain[name] for name in SCHEMA.names if name in plain} | records
    own |= {"text": text, "author": [author] if isinstance(author, str) else list(author or ())}
    return own | {name: told.get(name) for name in METADATA} | {"synthetic": told.get("synthetic")}


def from_row(row: dict[str, Any]) -> tuple[GoldArticle, str]:
    """The article and its text again."""
    records = [r for kind in RECORD_MODELS for r in row[_column(kind)] or ()]
    # the compiler numbers records in text order, whatever their type
    records.sort(key=lambda r: int(r["id"][1:]))
    authors = row["author"] or []
    author = authors[0] if len(authors) == 1 else tuple(authors) or None
    plain = {name: row[name] for name in GoldArticle.model_fields if name in row}
    return GoldArticle.model_validate(plain | {"records": records, "author": author}), row["text"]


def to_dataset(rows: Iterable[dict[str, Any]]) -> datasets.Dataset:
    """A dataset of such rows, features given by `SCHEMA`."""
    import datasets

    return datasets.Dataset(pa.Table.from_pylist(list(rows), SCHEMA))


def write(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    """Write a Parquet file (`*.parquet`), else a folder by `save_to_disk`; the number of rows."""
    if path.suffix == ".parquet":
        table = pa.Table.from_pylist(list(rows), SCHEMA)
        pq.write_table(table, path, compression="zstd")
        return int(table.num_rows)
    dataset = to_dataset(rows)
    dataset.save_to_disk(str(path))
    return len(dataset)


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of what `write` wrote; raises `GoldError` where it is neither."""
    import datasets

    try:
        if path.suffix == ".parquet":
            dataset = datasets.Dataset.from_parquet(str(path), keep_in_memory=True)
        else:
            dataset = datasets.load_from_disk(str(path))
        missing = set(SCHEMA.names) - set(dataset.column_names)
        if missing:
            raise ValueError(f"it lacks the columns {', '.join(sorted(missing))}")
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: {error}; name what `baoso convert --to hf` wrote") from error
    yield from dataset
