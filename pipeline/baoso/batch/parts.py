"""A part: the inputs that are processed and written together."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from baoso.reading.remote import is_remote
from baoso.reading.stretches import Stretch
from baoso.records import ErrorRow
from baoso.types import Article

if TYPE_CHECKING:
    import pyarrow as pa

Key: TypeAlias = tuple[int, str]
"""Which input of a part: the number of its item, and the source under which it was read."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to read, or a stretch of one. `modified` is in nanoseconds, 0 where the store does not tell."""

    path: str
    source: str
    size: int
    modified: int
    stretch: Stretch | None = None


Position: TypeAlias = tuple[int, int]
"""Item of the part, row of the item: the order of the rows in a part."""
Seconds: TypeAlias = "Counter[str]"
"""Seconds by stage."""
Item: TypeAlias = "Piece | Article | ErrorRow | None"
"""An article may be in memory already; an input that failed before it could be read is its error row;
None stands for an item that is not at hand and is passed over."""


@dataclass(frozen=True, slots=True)
class Part:
    """The part `number` of a run. Can be pickled."""

    number: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What to do with a part: all of it, or, of a part that is there already, `only` what failed.

    `set_aside` holds the error rows of inputs that are not to be tried (again), `settled` the failures that are over
    because their inputs are read otherwise now. `entire` says whether all items of the part are at hand. Can be
    pickled.
    """

    part: Part
    only: frozenset[Key] | None = None
    set_aside: Mapping[Key, ErrorRow] | None = None
    settled: frozenset[Key] = frozenset()
    entire: bool = True


@dataclass(slots=True)
class PartTables:
    """A part's rows by table.

    `positions` are those of the rows of articles, errors and duplicates, `failed` says which inputs the errors
    are of; both in row order.
    """

    tables: dict[str, pa.Table]
    positions: dict[str, list[Position]]
    failed: list[Key]
    seconds: Seconds = field(default_factory=Counter)

    def inputs(self) -> int:
        """How many articles and failures it took."""
        return sum(len(positions) for positions in self.positions.values())

    def counts(self) -> dict[str, Any]:
        """How many rows there are; errors and records by type."""
        return {
            "articles": self.tables["articles"].num_rows,
            "signatures": self.tables["signatures"].num_rows,
            "duplicates": self.tables["duplicates"].num_rows,
            "mentions": self.tables["mentions"].num_rows,
            "errors": _by(self.tables["errors"], "error_type"),
            "records": _by(self.tables["records"], "record_type"),
        }


def _by(table: pa.Table, column: str) -> dict[str, int]:
    return dict(sorted(Counter(table.column(column).to_pylist()).items()))


def stat_of(path: Path) -> tuple[int, int]:
    """Size in bytes and time of the last change in nanoseconds; zeros where the store does not tell."""
    found = path.stat()
    return found.st_size or 0, int(getattr(found, "st_mtime_ns", 0) or 0)


def address_of(path: Path) -> str:
    """By what a file is known from one run to the next."""
    return str(path) if is_remote(path) else os.path.abspath(path)


def part_row(part: Part) -> dict[str, Any]:
    """A part of files as it stands in the plan: paths relative to their common folder, numbers without names."""
    paths = [item.path for item in part.items if isinstance(item, Piece)]
    base = _common(paths)
    return {"part": part.number, "base": base, "items": [_item_row(item, base) for item in part.items]}


def _common(paths: list[str]) -> str:
    folders = os.path.commonprefix(paths)  # noqa: RUF071 - addresses too
    return folders[: folders.rfind("/") + 1]


def _item_row(item: Item, base: str) -> Any:
    if isinstance(item, Piece):
        path = item.path[len(base) :]
        row = [path, item.source if item.source != path else None, item.size, item.modified]
        return [*row, list(astuple(item.stretch))] if item.stretch else row
    if isinstance(item, ErrorRow):
        return item.model_dump()
    raise TypeError(f"a {type(item).__name__} has no place in a plan")


def part_from_row(row: Mapping[str, Any]) -> Part:
    """The part that `part_row` described."""
    return Part(row["part"], tuple(_item(each, row["base"]) for each in row["items"]))


def _item(row: Any, base: str) -> Item:
    if isinstance(row, dict):
        return ErrorRow(**row)
    path, source, size, modified, *stretch = row
    return Piece(base + path, source or path, size, modified, Stretch(*stretch[0]) if stretch else None)
