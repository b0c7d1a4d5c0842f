"""One run over many inputs: articles stream through `extract` into Parquet parts."""

from __future__ import annotations

import shutil
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from baoso.batch.fingerprint import describe
from baoso.batch.rows import article_row, error_row, mention_row, printable, record_row
from baoso.batch.tables import RUN_FILE, TABLES, PartWriter, read_run, write_run
from baoso.errors import OutputError
from baoso.extraction import Extraction, extract
from baoso.reading import MAX_CHARS, read_articles
from baoso.records import ErrorRow
from baoso.segmenting.words import find_words
from baoso.types import Article


@dataclass(frozen=True, slots=True)
class RunConfig:
    """How a run reads and writes.

    `max_chars`: a longer text becomes an error row. `columns`: which column of a table is the text,
    the title and so on (see `baoso.reading`). `words`: add word offsets to the articles. `limit`: stop
    after so many articles. `part_articles`: articles in a part. `overwrite`: replace an earlier run of
    the same fingerprint.
    """

    max_chars: int = MAX_CHARS
    columns: Mapping[str, str] | None = None
    words: bool = False
    limit: int | None = None
    part_articles: int = 500
    overwrite: bool = False

    def settings(self) -> dict[str, Any]:
        """The settings that change what an article's rows hold."""
        return {"max_chars": self.max_chars, "columns": dict(self.columns or {}), "words": self.words}


@dataclass(slots=True)
class RunSummary:
    """Counts of a run; `records` by type, `seconds` of wall time (loading the pipeline is part of it)."""

    articles: int = 0
    duplicates: int = 0
    errors: int = 0
    mentions: int = 0
    records: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def counts(self) -> dict[str, Any]:
        """The counts alone, which are the same each time the same articles are run."""
        return {
            "articles": self.articles,
            "duplicates": self.duplicates,
            "errors": self.errors,
            "mentions": self.mentions,
            "records": dict(sorted(self.records.items())),
        }

    @property
    def rate(self) -> float:
        """Articles a second, repeated ones included."""
        return (self.articles + self.duplicates) / self.seconds if self.seconds else 0.0


def run(
    inputs: str | Path | Article | Iterable[Any],
    out: str | Path,
    config: RunConfig | None = None,
    *,
    extractor: Callable[[Article], Extraction] = extract,
    on_article: Callable[[RunSummary], None] = lambda summary: None,
) -> RunSummary:
    """Extract every article of `inputs`, anything that `read_articles` takes, into the folder `out`.

    An input that cannot be read, and an article whose extraction fails, become rows of the `errors` table; a
    text that was seen before in the run becomes a row of `duplicates`. Memory stays flat: one part is held at
    a time. `on_article` is called after each article with the counts so far.
    Raises `OutputError` where `out` holds another run, or the same one and `config.overwrite` is off.
    """
    config, out = config or RunConfig(), Path(out)
    chosen = {"inputs": _described(inputs), "limit": config.limit, "part_articles": config.part_articles}
    head = describe(config.settings()) | chosen
    _prepare(out, head["fingerprint"], config.overwrite)
    write_run(out, head | {"finished": False})
    job = _Job(PartWriter(out, config.part_articles), config, extractor)
    columns = dict(config.columns) if config.columns else None
    articles = read_articles(inputs, on_error=job.fail, max_chars=config.max_chars, columns=columns)
    started = time.perf_counter()
    for article in islice(articles, config.limit):
        job.process(article)
        job.summary.seconds = time.perf_counter() - started
        on_article(job.summary)
    job.writer.close()
    job.summary.seconds = time.perf_counter() - started
    write_run(out, head | {"finished": True, "counts": job.summary.counts()})
    return job.summary


class _Job:
    """The state of one run: what was seen, what was counted, and where rows go."""

    def __init__(self, writer: PartWriter, config: RunConfig, extractor: Callable[[Article], Extraction]) -> None:
        self.writer = writer
        self.summary = RunSummary()
        self._config = config
        self._extractor = extractor
        self._seen: set[int] = set()

    def process(self, article: Article) -> None:
        """One article into rows, or into one error row."""
        try:
            self._add(self._extractor(article))
        except Exception as error:  # whatever goes wrong in one article must not lose the others
            self.fail(
                ErrorRow(
                    source=article.source,
                    stage="extract",
                    error_type=type(error).__name__,
                    message=f"{article.source}: {error}; the other inputs were processed; report this one",
                    traceback=traceback.format_exc(),
                )
            )
        self.writer.flush_if_full()

    def fail(self, error: ErrorRow) -> None:
        """Count and keep an error row."""
        self.summary.errors += 1
        self.writer.add({"errors": [error_row(error)]})
        self.writer.flush_if_full()

    def _add(self, found: Extraction) -> None:
        article = found.article
        article_id, key = article.article_id, int(article.article_id, 16)
        if key in self._seen:
            source = printable(article.source)
            repeat = {"article_id": article_id, "source": source, "duplicate_of": article_id}
            self.writer.add({"duplicates": [repeat]})
            self.summary.duplicates += 1
            return
        words = find_words(article.text, list(article.sentences)) if self._config.words else None
        self.writer.add(
            {
                "articles": [article_row(article, words)],
                "mentions": [mention_row(article_id, m) for m in found.mentions],
                "records": [record_row(r) for r in found.records],
            }
        )
        self._seen.add(key)
        self.summary.articles += 1
        self.summary.mentions += len(found.mentions)
        self.summary.records.update(r.record_type for r in found.records)


def _described(inputs: object) -> list[str]:
    """Paths as they were given; of anything else, what it is."""
    each = inputs if isinstance(inputs, (list, tuple)) else [inputs]
    return [printable(str(i)) if isinstance(i, (str, Path)) else type(i).__name__ for i in each]


def _prepare(out: Path, fingerprint: str, overwrite: bool) -> None:
    """Make `out` empty of tables, or raise `OutputError` where that would mix or lose a run."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not out.is_dir() or not (out / RUN_FILE).is_file():
        raise OutputError(f"{out} is not empty and holds no run of baoso; name a new or an empty folder")
    earlier = read_run(out)
    if earlier.get("fingerprint") != fingerprint:
        raise OutputError(
            f"{out} holds a run of another version, lexicon or setting (its {earlier.get('fingerprint')}, "
            f"now {fingerprint}); name another folder, or delete that one"
        )
    if not overwrite:
        state = "a finished run" if earlier.get("finished") else "an interrupted run"
        raise OutputError(f"{out} holds {state} of the same fingerprint; --overwrite replaces it")
    for table in TABLES:
        shutil.rmtree(out / table, ignore_errors=True)
