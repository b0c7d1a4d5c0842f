"""Files of many articles cut into stretches that can be read alone, without reading what comes before.

Cutting looks at line ends, footers and sizes only; no article is decoded for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeAlias

_BUFFER = 2**20
# A row group is read from its beginning, so that one cut into more pieces than this costs more than it saves.
_MAX_CUTS = 64


@dataclass(frozen=True, slots=True)
class Stretch:
    """The rows of a file from `start` to before `end`: byte offsets of lines and web archives, rows of Parquet.

    `first` is the number of the first row (from 1), `rows` how many there are; None where only reading tells.
    `size` is what they take in the file, in bytes.
    """

    start: int
    end: int
    first: int = 1
    rows: int | None = None
    size: int = 0


Cutter: TypeAlias = Callable[[Path, int, int, "Stretch | None"], "Iterator[Stretch] | None"]


def cut_lines(path: Path, rows: int, size: int, after: Stretch | None = None) -> Iterator[Stretch]:
    """Stretches of at most `rows` lines and, beyond the first line, `size` bytes, from the end of `after` on."""
    start, first = (after.end, after.first + (after.rows or 0)) if after else (0, 1)
    with path.open("rb") as file:
        file.seek(start)
        taken = length = 0
        for line in _line_lengths(file):
            if taken and (taken == rows or length + line > size):
                yield Stretch(start, start + length, first, taken, length)
                start, first, taken, length = start + length, first + taken, 0, 0
            taken, length = taken + 1, length + line
        if taken:
            yield Stretch(start, start + length, first, taken, length)


def _line_lengths(file: IO[bytes]) -> Iterator[int]:
    """Bytes of each line, its end included; a line of any length costs a buffer of memory."""
    length = 0
    while chunk := file.read(_BUFFER):
        begin = 0
        while (end := chunk.find(b"\n", begin)) >= 0:
            yield length + end + 1 - begin
            length, begin = 0, end + 1
        length += len(chunk) - begin
    if length:
        yield length


def cut_parquet(path: Path, rows: int, size: int, after: Stretch | None = None) -> Iterator[Stretch] | None:
    """Stretches of at most `rows` rows and about `size` bytes; None for a file whose row groups are too large for it.

    A stretch never crosses from one row group into the next.
    """
    import pyarrow.parquet as pq

    with path.open("rb") as stream:
        footer = pq.read_metadata(stream)
    groups = [footer.row_group(i) for i in range(footer.num_row_groups)]
    sizes = [(g.num_rows, max(g.total_byte_size // max(g.num_rows, 1), 1)) for g in groups]
    steps = [max(1, min(rows, size // each)) for _, each in sizes]
    if any(count > step * _MAX_CUTS for (count, _), step in zip(sizes, steps, strict=True)):
        return None
    return _group_stretches(sizes, steps, after.end if after else 0)


def _group_stretches(sizes: list[tuple[int, int]], steps: list[int], start: int) -> Iterator[Stretch]:
    begin = 0
    for (count, each), step in zip(sizes, steps, strict=True):
        end = begin + count
        at = max(start, begin)
        while at < end:
            taken = min(step, end - at)
            yield Stretch(at, at + taken, at + 1, taken, taken * each)
            at += taken
        begin = end


def cut_archive(path: Path, rows: int, size: int, after: Stretch | None = None) -> Iterator[Stretch]:
    """Stretches of `size` bytes; a record belongs to the stretch in which it begins."""
    total = path.stat().st_size
    for start in range(after.end if after else 0, total, size):
        yield Stretch(start, min(start + size, total), size=min(size, total - start))


CUTTERS: dict[str, Cutter] = {".jsonl": cut_lines, ".parquet": cut_parquet, ".warc": cut_archive}
"""Extension → what cuts such a file. A compressed file cannot be cut, but for a web archive."""

ONE_ARTICLE = frozenset({".txt", ".html", ".htm"})
"""Formats of one article a file."""
