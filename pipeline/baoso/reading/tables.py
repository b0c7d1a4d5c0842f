"""Tables with one article a row: JSON Lines, CSV, Parquet, data sets in memory."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, AnyStr

from baoso.errors import ReadingError
from baoso.reading.context import Context
from baoso.reading.metadata import column_names, fields_of, text_column
from baoso.reading.packed import check_ratio, open_unpacked
from baoso.reading.plain import read_whole
from baoso.reading.stretches import Stretch
from baoso.text import decode, normalize
from baoso.types import Article

_BATCH_ROWS = 64
_SAMPLE = 65536
_DELIMITERS = ",;\t|"
# A JSON string may spend six bytes on a code point below U+10000 ("\u1ec3"), twelve on one above.
_JSON_BYTES_A_CHAR = 12
# Beside its text.
_ROW_EXTRA = 1 << 20
# A quote within a cell is doubled.
_CSV_CHARS_A_CHAR = 2
# In Python's memory a value takes some twenty times as much as in the file.
_CHARS_A_VALUE = 4
_VALUES = 100_000
_BATCH_BYTES = 64 * 2**20


def article_of_row(row: Mapping[str, Any], source: str, context: Context) -> Article:
    """One row's article. Raises `ReadingError` for a missing column, an empty text or a malformed date."""
    text = row.get(text_column(row, source, context.columns))
    if text is not None and not isinstance(text, str):
        raise ReadingError(source, f"the text is {type(text).__name__}, not a string; choose another column")
    return Article(
        text=context.clean_text(text or "", source), source=source, **fields_of(row, source, context.columns)
    )


def read_rows(rows: Iterable[Any], source: str, context: Context, first: int = 1) -> Iterator[Article]:
    """Articles of rows in memory: mappings, `Article`s, or bare texts; a bad row fails alone.

    The first row goes by the number `first`.
    """
    for number, row in enumerate(rows, first):
        name = f"{source}#{number}"
        if not context.enter(name):
            continue
        try:
            yield _article_of_item(row, name, context)
        except Exception as error:
            context.fail(name, error)


def _article_of_item(row: object, source: str, context: Context) -> Article:
    if isinstance(row, Article):
        return replace(row, text=context.clean_text(row.text, source), source=row.source or source)
    if isinstance(row, str):
        return Article(text=context.clean_text(row, source), source=source)
    if isinstance(row, Mapping):
        return article_of_row(row, source, context)
    raise ReadingError(source, f"a {type(row).__name__} is no article; give mappings, Articles or texts")


def read_jsonl(path: Path, source: str, context: Context, stretch: Stretch | None = None) -> Iterator[Article]:
    """One JSON object a line, of the whole file or of a stretch of its lines; a broken line fails alone."""
    limit = _JSON_BYTES_A_CHAR * context.max_chars + _ROW_EXTRA
    seen = False
    with open_unpacked(path, source) as file:
        if stretch is not None:
            file.seek(stretch.start)
        lines = islice(_lines(file, limit), stretch.rows if stretch else None)
        for number, line in enumerate(lines, stretch.first if stretch else 1):
            name = f"{source}#{number}"
            if line is not None and not line.strip():
                continue
            seen = True
            if not context.enter(name):
                continue
            try:
                if line is None:
                    raise context.too_large(name, f"a line above {limit:,} bytes")
                _check_values(line, (b",", b"[", b"{"), name, context)
                yield article_of_row(_json_object(line, name), name, context)
            except Exception as error:
                context.fail(name, error)
    if not seen and stretch is None:
        raise ReadingError(source, "empty: there is no line in it; remove it from the input")


def _lines(file: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """Lines of at most `limit` bytes; None for each longer one, which is skipped."""
    while line := file.readline(limit):
        if line.endswith(b"\n") or len(line) < limit:
            yield line
            continue
        while (rest := file.readline(limit)) and not rest.endswith(b"\n"):
            pass
        yield None


def _check_values(line: AnyStr, marks: Iterable[AnyStr], source: str, context: Context) -> None:
    """Refuse a line of millions of values, which would fill the memory, by the `marks` that come with each."""
    limit = max(_VALUES, context.max_chars // _CHARS_A_VALUE)
    if len(line) > limit and (count := sum(line.count(mark) for mark in marks)) > limit:
        raise context.too_large(source, f"{count:,} values in one row")


def _json_object(line: bytes, source: str) -> Mapping[str, Any]:
    try:
        row = json.loads(decode(line, source))
    except json.JSONDecodeError as error:
        raise ReadingError(source, f"broken JSON ({error}); mend or remove the line") from error
    if not isinstance(row, dict):
        raise ReadingError(source, 'no JSON object; write one object a line: {"text": …}')
    return row


def read_csv(path: Path, source: str, context: Context) -> Iterator[Article]:
    """A CSV file with a header line; comma, semicolon, tab or bar between the columns."""
    csv.field_size_limit(max(csv.field_size_limit(), context.max_chars + 1))
    with _open_csv(path, source, context) as file:
        lines = _csv_lines(file, source, context)
        header = next(lines, "")
        if not header.strip():
            raise ReadingError(source, "empty: there is no header line; remove it from the input")
        rows = csv.DictReader(chain([header], lines), delimiter=max(_DELIMITERS, key=header.count), strict=True)
        text_column(rows.fieldnames or (), source, context.columns)
        yield from read_rows(({k: v for k, v in row.items() if k is not None} for row in rows), source, context)


def _csv_lines(file: IO[str], source: str, context: Context) -> Iterator[str]:
    """The lines; raises `TooLargeError` at one that no row can have, before all of it is in memory."""
    limit = _CSV_CHARS_A_CHAR * context.max_chars + _ROW_EXTRA
    number = 0
    while line := file.readline(limit):
        number += 1
        if len(line) == limit and not line.endswith(("\n", "\r")):
            raise context.too_large(source, f"line {number} above {limit:,} characters (no row after it was read)")
        _check_values(line, _DELIMITERS, source, context)
        yield line


def _open_csv(path: Path, source: str, context: Context) -> IO[str]:
    """The file as text: UTF-8 as a stream, anything else decoded whole."""
    with open_unpacked(path, source) as file:
        sample = file.read(_SAMPLE)
    try:
        # The sample may end inside a letter.
        sample.decode("utf-8") if len(sample) < _SAMPLE else sample[: sample.rfind(b"\n")].decode("utf-8")
        utf8 = b"\x00" not in sample
    except UnicodeDecodeError:
        utf8 = False
    if utf8:
        return io.TextIOWrapper(open_unpacked(path, source), encoding="utf-8-sig", newline="")
    return io.StringIO(normalize(decode(read_whole(path, source, context), source)).text, newline="")


def read_parquet(path: Path, source: str, context: Context, stretch: Stretch | None = None) -> Iterator[Article]:
    """A Parquet file or a stretch of its rows, a few at a time, only the columns needed."""
    import pyarrow.parquet as pq
    from pyarrow.types import is_string as is_text

    with path.open("rb") as stream:
        footer = pq.read_metadata(stream)
        schema = footer.schema.to_arrow_schema()
        text_column(schema.names, source, context.columns)
        wanted = list(column_names(schema.names, source, context.columns).values())
        # A string that is in the file once, and named by every row, stays one string.
        strings = [name for name in wanted if is_text(schema.field(name).type)]
        groups, skipped = _groups_of(footer, stretch)
        step = min([_BATCH_ROWS, *(_step(footer.row_group(group), wanted, source) for group in groups)])
        with pq.ParquetFile(stream, metadata=footer, read_dictionary=strings) as file:
            batches = file.iter_batches(batch_size=step, row_groups=groups, columns=wanted)
            rows = islice(_rows_of(batches, skipped), stretch.rows if stretch else None)
            yield from read_rows(rows, source, context, stretch.first if stretch else 1)


def _step(group: Any, wanted: Collection[str], source: str) -> int:
    """How many rows of a row group may be in memory at once.

    Raises `TooLargeError` where a column unpacks to more than any press text does.
    """
    total = 0
    for number in range(group.num_columns):
        column = group.column(number)
        if column.path_in_schema.partition(".")[0] in wanted:
            check_ratio(column.total_compressed_size, column.total_uncompressed_size, source)
            total += column.total_uncompressed_size
    return max(1, int(_BATCH_BYTES * group.num_rows) // max(total, 1))


def _groups_of(footer: Any, stretch: Stretch | None) -> tuple[list[int], int]:
    """The row groups that hold the stretch, and how many rows in them come before it."""
    groups: list[int] = []
    begin = skipped = 0
    for number in range(footer.num_row_groups):
        end = begin + footer.row_group(number).num_rows
        if stretch is None or (begin < stretch.end and end > stretch.start):
            skipped = skipped if groups or stretch is None else stretch.start - begin
            groups.append(number)
        begin = end
    return groups, skipped


def _rows_of(batches: Iterable[Any], skipped: int) -> Iterator[Mapping[str, Any]]:
    """The rows of `batches` after the first `skipped`, which are never made into Python objects."""
    for batch in batches:
        for at in range(min(skipped, batch.num_rows), batch.num_rows):
            yield from batch.slice(at, 1).to_pylist()
        skipped -= min(skipped, batch.num_rows)
