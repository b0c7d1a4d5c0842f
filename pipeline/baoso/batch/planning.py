"""Inputs → parts: what is new is added to the plan, what is known stays where it is.

Files are taken in sorted order; those of one article are put together, those of many are cut. Nothing is read for
it but names, sizes, line ends and footers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from baoso.batch.config import RunConfig
from baoso.batch.parts import Item, Piece, address_of, stat_of
from baoso.batch.plan import Plan, rows_of
from baoso.reading import READERS, Context
from baoso.reading.articles import STDIN, each_input
from baoso.reading.inputs import Found, expand, format_of
from baoso.reading.packed import UNPACKERS
from baoso.reading.remote import is_remote, locate, name_of
from baoso.reading.stretches import CUTTERS, ONE_ARTICLE, Stretch
from baoso.records import ErrorRow

# Formats of many articles that cannot be cut, but read in a worker. Readers from outside are known here alone.
_WHOLE = frozenset({".jsonl", ".csv"})
# A file of many articles that cannot be cut is read whole by a worker up to this size, and as a stream above it.
_WHOLE_BYTES = 2**20
# Compressed text unpacks to about so many times its size.
_UNPACKED = 4


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was given, sorted out: `paths` can be planned, `streams` only read through (number, object)."""

    paths: list[str | Path]
    streams: Iterable[tuple[int, Any]]


@dataclass(slots=True)
class Planned:
    """What planning found beside the parts: files to be read as streams, files that are no longer what they were,
    and inputs that failed before they could be read (all of them, known ones too).
    """

    streams: list[Found] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    failures: list[ErrorRow] = field(default_factory=list)


def sort_out(inputs: Any) -> Inputs:
    """Tell paths from what comes as a stream. An iterator is all stream: its end may be far."""
    inputs = each_input(inputs)
    if not isinstance(inputs, (list, tuple)):
        return Inputs([], enumerate(inputs, 1))
    paths = [given for given in inputs if _is_path(given)]
    return Inputs(sorted(paths, key=str), [(n, given) for n, given in enumerate(inputs, 1) if not _is_path(given)])


def _is_path(given: object) -> bool:
    return isinstance(given, (str, Path)) and str(given) != STDIN


def missing(paths: Iterable[str | Path]) -> list[str]:
    """The single local paths among `paths` that do not exist. Globs and addresses show what they are when read."""
    from glob import has_magic

    located = ((given, locate(given)) for given in paths)
    return [str(g) for g, path in located if not is_remote(path) and not has_magic(str(g)) and not path.exists()]


def plan_files(plan: Plan, paths: Iterable[str | Path], config: RunConfig) -> Planned:
    """Add to `plan` what is new among the files that `paths` stand for, up to the limit of inputs."""
    planner = _Planner(plan, config)
    for given in paths:
        planner.take(given)
    planner.close()
    plan.sync()
    return planner.planned


class _Planner:
    """The part that is being filled, and what was found so far."""

    def __init__(self, plan: Plan, config: RunConfig) -> None:
        self.planned = Planned()
        self._plan = plan
        self._config = config
        self._context = Context(self._failed)
        self._items: list[Item] = []
        self._rows = self._bytes = 0
        # Paths in the part that is being filled, which the plan does not know yet, and of those that are streams.
        self._filling: dict[str, Stretch | None] = {}
        self._streams: set[str] = set()

    def take(self, given: str | Path) -> None:
        """Every file that `given` stands for."""
        files = expand(given, None, READERS, self._context.fail)
        while True:
            try:
                found = next(files)
            except StopIteration:
                return
            except Exception as error:
                self._context.fail(str(given), error)
                return
            self._file(found)

    def close(self) -> None:
        """End the part that is being filled."""
        if self._items:
            self._plan.add_files(self._items)
        self._items, self._rows, self._bytes = [], 0, 0
        self._filling.clear()

    def _failed(self, error: ErrorRow) -> None:
        self.planned.failures.append(error)
        if not self._plan.knows_error(error) and error not in self._items:
            self._add(error, 0)

    def _left(self) -> int | None:
        """How many inputs may still be planned."""
        limit = self._config.limit
        return None if limit is None else max(0, limit - self._plan.inputs - self._rows)

    def _file(self, found: Found) -> None:
        try:
            size, modified = stat_of(found.path)
        except OSError:  # told by whoever reads it
            size, modified = 0, 0
        path = address_of(found.path)
        piece = Piece(path, found.source, size, modified)
        state = self._plan.state_of(path, size, modified)
        if state == "changed":
            self.planned.changed.append(found.source)
        is_new = state == "new" and path not in self._filling
        if self._plan.is_stream(path) and (state == "known" or not self._plan.was_read(path)):
            self._stream(found, path)
        elif self._left() != 0 and (is_new or (state != "changed" and self._end_of(path) is not None)):
            self._plan_file(found, piece)

    def _end_of(self, path: str) -> Stretch | None:
        return self._filling.get(path) or self._plan.end_of(path)

    def _stream(self, found: Found, path: str) -> None:
        if path not in self._streams:
            self.planned.streams.append(found)
            self._streams.add(path)

    def _plan_file(self, found: Found, piece: Piece) -> None:
        name = name_of(found.path)
        extension = format_of(name, READERS)
        packed = Path(name).suffix.lower() in UNPACKERS
        if extension is None or extension in ONE_ARTICLE:
            self._add(piece, piece.size * (_UNPACKED if packed else 1))
        elif extension in CUTTERS and (not packed or extension == ".warc"):
            self._cut(found, piece, extension)
        elif extension in _WHOLE and self._left() is None and piece.size * (_UNPACKED if packed else 1) <= _WHOLE_BYTES:
            self._add(piece, piece.size * (_UNPACKED if packed else 1))
        else:
            self._stream(found, piece.path)

    def _cut(self, found: Found, piece: Piece, extension: str) -> None:
        """The stretches of a file that are not planned yet; all of it where it has none."""
        done = self._end_of(piece.path)
        try:
            stretches = self._stretches(found.path, extension, done)
            if stretches is None:
                self._stream(found, piece.path)
                return
            for stretch in stretches:
                done = stretch
                self._add(replace(piece, stretch=stretch), stretch.size)
        except Exception as error:
            # What cannot be cut cannot be read either, and whoever reads it tells why.
            if done is not None:
                self._context.fail(piece.source, error)
        if done is None and self._left() != 0:
            self._add(piece, piece.size)

    def _stretches(self, path: Path, extension: str, done: Stretch | None) -> Iterator[Stretch] | None:
        """The next stretches within the limit; None for a file that must be read as a stream."""
        rows, size = self._config.part_articles, self._config.part_bytes
        stretches = CUTTERS[extension](path, rows, size, done)
        if stretches is None or self._config.limit is None:
            return stretches
        return None if extension == ".warc" else self._within_limit(path, extension, done)

    def _within_limit(self, path: Path, extension: str, done: Stretch | None) -> Iterator[Stretch]:
        while left := self._left():
            rows = min(left, self._config.part_articles)
            stretches = CUTTERS[extension](path, rows, self._config.part_bytes, done)
            done = next(stretches, None) if stretches is not None else None
            if done is None:
                return
            yield done

    def _add(self, item: Item, size: int) -> None:
        rows = rows_of(item)
        full = self._rows + rows > self._config.part_articles or self._bytes + size > self._config.part_bytes
        if self._items and full:
            self.close()
        self._items.append(item)
        if isinstance(item, Piece):
            self._filling[item.path] = item.stretch
        self._rows += rows
        self._bytes += size
