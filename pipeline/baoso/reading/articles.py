"""`read_articles`: anything that holds articles → a lazy stream of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from baoso.errors import ReadingError
from baoso.reading.context import MAX_CHARS, Context
from baoso.reading.html import read_html
from baoso.reading.inputs import Found, expand, format_of
from baoso.reading.packed import UNPACKERS
from baoso.reading.plain import read_plain
from baoso.reading.remote import locate, name_of
from baoso.reading.stretches import Stretch
from baoso.reading.tables import read_csv, read_jsonl, read_parquet, read_rows
from baoso.reading.warc import read_warc
from baoso.records import ErrorRow
from baoso.text import decode
from baoso.types import Article

Reader: TypeAlias = Callable[[Path, str, Context], Iterator[Article]]

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_jsonl,
    ".csv": read_csv,
    ".parquet": read_parquet,
    ".warc": read_warc,
}
"""Extension → reader. Register another format by adding it here, from outside too."""

STDIN = "-"


def read_articles(
    inputs: str | Path | Article | Iterable[Any],
    *,
    root: str | Path | None = None,
    on_error: Callable[[ErrorRow], None] | None = None,
    max_chars: int = MAX_CHARS,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Article]:
    """Read articles one by one, in sorted order, holding one at a time.

    `inputs` is one input or an iterable of them: paths of files and folders, globs, addresses that fsspec
    reads ("s3://…", "hdfs://…", "https://…"), "-" (standard input, one plain text), `datasets` objects,
    `Article`s, mappings with a "text". For texts in memory see `articles_from`. Text, pages, lines and CSV may
    be compressed ("a.jsonl.gz", .bz2, .xz, .zst). `root` is the folder that `source` is relative to (by
    default the folder given).
    `columns` names the columns of tables that bear unusual names, as ``{"text": "noidung"}``.

    An input that cannot be read goes to `on_error` as a row, and the rest is read; without `on_error`
    it raises `ReadingError` (`DecodingError`, `TooLargeError`: above `max_chars` code points).
    """
    context = Context(on_error, max_chars, dict(columns or {}))
    base = locate(root) if root is not None else None
    for number, given in enumerate(each_input(inputs), 1):
        yield from read_given(number, given, context, base)


def read_given(number: int, given: Any, context: Context, root: Path | None = None) -> Iterator[Article]:
    """The articles of one input, which goes by its `number` where it has no name."""
    if isinstance(given, (str, Path)):
        yield from _read_path(given, root, context)
    elif isinstance(given, Mapping) and given and all(_is_dataset(v) for v in given.values()):
        for split, dataset in given.items():
            yield from guarded(read_rows(dataset, str(split), context), str(split), context)
    elif _is_dataset(given):
        name = str(getattr(given, "split", None) or "dataset")
        yield from guarded(read_rows(given, name, context), name, context)
    else:
        yield from read_rows([given], f"input {number}", context)


def articles_from(
    items: Iterable[Article | Mapping[str, Any] | str],
    *,
    source: str = "",
    on_error: Callable[[ErrorRow], None] | None = None,
    max_chars: int = MAX_CHARS,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Article]:
    """Articles of what is in memory already: texts, mappings, `Article`s; `source` names the collection."""
    return read_rows(items, source, Context(on_error, max_chars, dict(columns or {})))


def each_input(inputs: str | Path | Article | Iterable[Any]) -> Iterable[Any]:
    """One input alone, or each of several."""
    if isinstance(inputs, (str, Path, Article, Mapping)) or _is_dataset(inputs):
        return [inputs]
    return inputs


def _is_dataset(given: object) -> bool:
    return hasattr(given, "column_names") and hasattr(given, "__iter__")


def _read_path(given: str | Path, root: Path | None, context: Context) -> Iterator[Article]:
    if str(given) == STDIN:
        yield from guarded(_read_stdin(context), STDIN, context)
        return
    files = expand(given, root, READERS, context.fail)
    while True:
        try:
            found = next(files)
        except StopIteration:
            return
        except Exception as error:
            context.fail(str(given), error)
            return
        yield from guarded(read_file(found, context), found.source, context)


def read_file(found: Found, context: Context, stretch: Stretch | None = None) -> Iterator[Article]:
    """The articles of one file, or of a stretch of it.

    Raises `ReadingError` for a format that has no reader, and whatever the reader raises.
    """
    extension = known_format(found)
    if not context.enter(found.source):
        return
    if stretch is None:
        yield from READERS[extension](found.path, found.source, context)
    else:
        yield from _STRETCH_READERS[extension](found.path, found.source, context, stretch)


def known_format(found: Found) -> str:
    """The extension, of those in `READERS`, that the file's name has."""
    extension = format_of(name_of(found.path), READERS)
    if extension is None:
        known, packed = ", ".join(READERS), ", ".join(UNPACKERS)
        raise ReadingError(
            found.source,
            f'"{"".join(found.path.suffixes[-2:])}" is no format of ours; convert it to one of {known} '
            f"(text, pages and lines also as {packed})",
        )
    return extension


def _archive_stretch(path: Path, source: str, context: Context, stretch: Stretch) -> Iterator[Article]:
    return read_warc(path, source, context, stretch.start, stretch.end)


_STRETCH_READERS: dict[str, Callable[[Path, str, Context, Stretch], Iterator[Article]]] = {
    ".jsonl": read_jsonl,
    ".parquet": read_parquet,
    ".warc": _archive_stretch,
}


def _read_stdin(context: Context) -> Iterator[Article]:
    data = sys.stdin.buffer.read(4 * context.max_chars + 1)
    if len(data) > 4 * context.max_chars:
        raise context.too_large(STDIN, f"more than {len(data) - 1:,} bytes")
    yield Article(text=context.clean_text(decode(data, STDIN), STDIN), source=STDIN)


def guarded(articles: Iterator[Article], source: str, context: Context) -> Iterator[Article]:
    """`articles` up to the first failure, which goes to the context."""
    while True:
        try:
            article = next(articles)
        except StopIteration:
            return
        except Exception as error:
            context.fail(source, error)
            return
        yield article
