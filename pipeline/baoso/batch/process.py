"""One part → its tables: the same function in one process, in workers, and on a cluster."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa

from baoso.batch.config import RunConfig
from baoso.batch.parts import Item, Key, PartTables, Piece, Position, Seconds, Task, stat_of
from baoso.batch.rows import Row, article_row, error_row, exact_row, mention_row, printable, record_row
from baoso.batch.schemas import PART_SCHEMAS
from baoso.batch.signatures import signature
from baoso.batch.timing import timed, timed_extractor
from baoso.errors import ReadingError
from baoso.reading import Context
from baoso.reading.articles import read_file
from baoso.reading.inputs import Found
from baoso.reading.remote import locate
from baoso.records import ErrorRow
from baoso.types import Article

if TYPE_CHECKING:
    from baoso.extraction import Extraction

Extractor: TypeAlias = "Callable[[Article], Extraction]"
Watch: TypeAlias = Callable[[str, Key], None]
"""Told the stage ("read", "extract") and the input that it begins with."""


def process_part(
    task: Task,
    config: RunConfig,
    *,
    extractor: Extractor | None = None,
    watch: Watch = lambda stage, key: None,
) -> PartTables:
    """The rows of `task`, whose inputs are read here; nothing is written.

    Depends on its arguments and the files alone. An input that cannot be read and an article whose extraction
    raises become error rows; a text that the part had before becomes a row of duplicates. `extractor` is
    `baoso.extract` unless given.
    """
    work = _Work(task, config, extractor, watch)
    wanted = None if task.only is None else {item for item, _ in task.only}
    for number, item in enumerate(task.part.items):
        if item is not None and (wanted is None or number in wanted):
            work.do(number, item)
    return work.tables()


class _Work:
    """The state of one part: where it is, what was seen, and the rows so far."""

    def __init__(self, task: Task, config: RunConfig, extractor: Extractor | None, watch: Watch) -> None:
        self._only = task.only
        self._set_aside = task.set_aside or {}
        self._watch = watch
        self._words = config.words
        self._context = Context(self._fail, config.max_chars, dict(config.columns or {}), self._enter)
        self._seconds: Seconds = Counter()
        self._extractor = (
            _clocked(extractor, self._seconds) if extractor else timed_extractor(self._seconds, config.models)
        )
        self._batches: dict[str, list[pa.RecordBatch]] = {name: [] for name in PART_SCHEMAS}
        self._positions: dict[str, list[Position]] = {name: [] for name in ("articles", "errors", "duplicates")}
        self._failed: list[Key] = []
        self._seen: set[str] = set()
        # Where we are: the item, its row, the key of that row, and whether its article has come.
        self._item, self._row, self._key, self._taken = 0, -1, (0, ""), False

    def do(self, number: int, item: Item) -> None:
        """One item, whatever it is."""
        self._item, self._row, self._taken = number, -1, False
        if isinstance(item, ErrorRow):
            self._row, self._key = 0, (number, item.source)
            self._fail(item)
        elif isinstance(item, Article):
            if self._enter(item.source):
                self._extract(item)
        elif item is not None:
            self._piece(item)

    def _piece(self, piece: Piece) -> None:
        articles = self._read(piece)
        while True:
            self._watch("read", (self._item, piece.source))
            try:
                with timed(self._seconds, "read"):
                    article = next(articles)
            except StopIteration:
                return
            except Exception as error:
                self._row, self._key = 0, (self._item, piece.source)
                self._context.fail(piece.source, error)
                return
            # A reader from outside may not have told that it went on.
            if not self._taken or self._enter(article.source):
                self._extract(article)

    def _read(self, piece: Piece) -> Iterator[Article]:
        path = locate(piece.path)
        if piece.stretch is not None and stat_of(path) != (piece.size, piece.modified):
            raise ReadingError(
                piece.source,
                "the file was changed after the run had begun, so that its rows cannot be told from those already "
                "read; put it back as it was, or run it into another folder",
            )
        yield from read_file(Found(path, piece.source), self._context, piece.stretch)

    def _enter(self, source: str) -> bool:
        """Go on to the next row; whether it is wanted. The first is the file itself, without which there are none."""
        self._row += 1
        self._key, self._taken = (self._item, source), False
        if self._row == 0:
            self._all_rows = self._only is None or self._key in self._only
        if self._key in self._set_aside:
            self._fail(self._set_aside[self._key])
            return False
        self._watch("read", self._key)
        return self._row == 0 or self._all_rows or self._key in (self._only or ())

    def _extract(self, article: Article) -> None:
        """One article into rows, or into one error row."""
        self._taken = True
        self._watch("extract", self._key)
        try:
            if article.article_id in self._seen:
                self._repeat(article)
            else:
                self._add(self._extractor(article))
        except Exception as error:  # whatever goes wrong in one article must not lose the others
            self._fail(
                ErrorRow(
                    source=article.source,
                    stage="extract",
                    error_type=type(error).__name__,
                    message=f"{article.source}: {error}; the other inputs were processed; report this one",
                    traceback=traceback.format_exc(),
                )
            )

    def _add(self, found: Extraction) -> None:
        article, article_id = found.article, found.article.article_id
        words = self._words_of(article) if self._words else None
        with timed(self._seconds, "signature"):
            known_by = signature(article.text)
        with timed(self._seconds, "rows"):
            rows = {
                "mentions": [mention_row(article_id, m) for m in found.mentions],
                "records": [record_row(r) for r in found.records],
                "articles": [article_row(article, words)],
                "signatures": [{"article_id": article_id, "signature": known_by}] if known_by else [],
            }
            # All of them or none: what does not fit its schema raises here.
            made = {name: pa.RecordBatch.from_pylist(r, schema=PART_SCHEMAS[name]) for name, r in rows.items() if r}
        for name, batch in made.items():
            self._batches[name].append(batch)
        self._positions["articles"].append((self._item, self._row))
        self._seen.add(article_id)

    def _words_of(self, article: Article) -> list[tuple[int, int]]:
        from baoso.segmenting.words import find_words

        with timed(self._seconds, "words"):
            return find_words(article.text, list(article.sentences))

    def _repeat(self, article: Article) -> None:
        self._append("duplicates", exact_row(article.article_id, printable(article.source)))

    def _fail(self, error: ErrorRow) -> None:
        self._append("errors", error_row(error))
        self._failed.append(self._key)

    def _append(self, table: str, row: Row) -> None:
        self._batches[table].append(pa.RecordBatch.from_pylist([row], schema=PART_SCHEMAS[table]))
        self._positions[table].append((self._item, self._row))

    def tables(self) -> PartTables:
        """All rows, each table in one piece."""
        made = {
            name: pa.Table.from_batches(batches, schema=PART_SCHEMAS[name]).combine_chunks()
            for name, batches in self._batches.items()
        }
        # The context knows this object and this object it: what the batches hold would wait for the garbage collector.
        self._batches.clear()
        return PartTables(made, self._positions, self._failed, self._seconds)


def _clocked(extractor: Extractor, seconds: Seconds) -> Extractor:
    def clocked(article: Article) -> Extraction:
        with timed(seconds, "extract"):
            return extractor(article)

    return clocked
