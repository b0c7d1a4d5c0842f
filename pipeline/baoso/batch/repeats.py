"""Exact repetitions across the parts of a run: the first in the order of the plan is kept.

Parts are processed independently, so each keeps its first copy of a text. What stands twice in the run is found
afterwards, from the columns `article_id` and `source` alone, and noted in OUT/duplicates; readers leave it out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from baoso.batch.rows import exact_row
from baoso.batch.schemas import SCHEMAS
from baoso.batch.store import part_numbers, part_path, read_table, write_table

REPEATS_FILE = "exact.parquet"
NEAR_FILE = "near.parquet"
_PARTS = b"baoso.parts"

Repeats: TypeAlias = "dict[int, pa.Array]"
"""Part → the article ids whose rows in it are repetitions."""


def repeats_of(out: Path) -> Repeats:
    """The repetitions in the run, as noted, or, in a run that did not come to its end, as found now."""
    path = out / "duplicates" / REPEATS_FILE
    table = pq.read_table(path) if path.is_file() else find_repeats(out)
    parts = json.loads((table.schema.metadata or {}).get(_PARTS, b"[]"))
    ids = table.column("article_id").to_pylist()
    by_part: dict[int, list[str]] = {}
    for part, article_id in zip(parts, ids, strict=True):
        by_part.setdefault(part, []).append(article_id)
    return {part: pa.array(own, pa.string()) for part, own in by_part.items()}


def find_repeats(out: Path) -> pa.Table:
    """Rows of duplicates for the articles that an earlier part has; their parts in the schema's metadata.

    Needs about 30 bytes of memory an article, and time in step with their number (but for a sort of the ids).
    Raises `OutputError` where a part cannot be read.
    """
    numbers = part_numbers(out, "articles")
    columns = [_column(out, number) for number in numbers]
    ends = np.cumsum([len(column) for column in columns])
    ids = np.concatenate(columns) if columns else np.empty(0, np.uint64)
    _, first = np.unique(ids, return_index=True)
    repeated = np.ones(len(ids), bool)
    repeated[first] = False
    rows, parts = [], []
    for at in np.unique(np.searchsorted(ends, np.flatnonzero(repeated), side="right")):
        begin = int(ends[at]) - len(columns[at])
        table = read_table(part_path(out, "articles", numbers[at]), ["article_id", "source"])
        own = table.filter(pa.array(repeated[begin : int(ends[at])])).to_pylist()
        rows += [exact_row(**row) for row in own]
        parts += [numbers[at]] * len(own)
    return pa.Table.from_pylist(rows, schema=SCHEMAS["duplicates"].with_metadata({_PARTS: json.dumps(parts)}))


def _column(out: Path, number: int) -> npt.NDArray[np.uint64]:
    ids = read_table(part_path(out, "articles", number), ["article_id"]).column("article_id").to_pylist()
    return np.fromiter((int(i, 16) for i in ids), np.uint64, len(ids))


def write_repeats(out: Path) -> None:
    """Note the repetitions in OUT/duplicates, for all who read the run."""
    write_table(out / "duplicates" / REPEATS_FILE, find_repeats(out))


def repeated_counts(out: Path) -> Iterator[dict[str, Any]]:
    """How many rows of each part are left out as repetitions, in the form of `PartTables.counts`."""
    for number, ids in repeats_of(out).items():
        kinds = _of_ids(out, "records", number, "record_type", ids)
        yield {
            "articles": len(ids),
            "duplicates": 0,
            "mentions": len(_of_ids(out, "mentions", number, "label", ids)),
            "errors": {},
            "records": dict(Counter(kinds)),
        }


def _of_ids(out: Path, table: str, number: int, column: str, ids: pa.Array) -> list[str]:
    """A column's values in the rows of the articles `ids`."""
    path = part_path(out, table, number)
    if not path.is_file():
        return []
    rows = pq.read_table(path, columns=["article_id", column])
    values: list[str] = rows.filter(pc.is_in(rows.column("article_id"), ids)).column(column).to_pylist()
    return values


def forget_repeats(out: Path) -> None:
    """Take away what was found over the whole run, before it gets more parts."""
    for name in (REPEATS_FILE, NEAR_FILE):
        (out / "duplicates" / name).unlink(missing_ok=True)
