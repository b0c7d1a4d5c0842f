"""Where the records of a web archive begin, found without reading those before."""

from __future__ import annotations

import zlib
from typing import IO

_GZIP = b"\x1f\x8b\x08"
_RECORD = b"WARC/"
_BREAK = b"\r\n\r\n"
_CHUNK = 2**20
# The first bytes of a record come out of so many compressed ones.
_HEAD = 512


def is_packed(file: IO[bytes], name: str) -> bool:
    """Whether the records are compressed (gzip); the first bytes say so, or where they are damaged, the name."""
    file.seek(0)
    return file.read(len(_GZIP)) == _GZIP or name.lower().endswith(".gz")


def next_record(file: IO[bytes], offset: int, packed: bool) -> int | None:
    """The offset of the first record that begins at `offset` or later; None where there is none."""
    marker = _GZIP if packed else _RECORD
    file.seek(offset)
    held, begin = b"", offset
    while chunk := file.read(_CHUNK):
        held += chunk
        at = held.find(marker)
        while at >= 0:
            if record_starts_at(file, begin + at, packed):
                return begin + at
            at = held.find(marker, at + 1)
        # A marker may lie across two chunks.
        keep = len(marker) - 1
        begin, held = begin + len(held) - keep, held[-keep:]
        file.seek(begin + keep)
    return None


def record_starts_at(file: IO[bytes], offset: int, packed: bool) -> bool:
    """Whether a record begins at `offset`."""
    if packed:
        file.seek(offset)
        try:
            return zlib.decompressobj(wbits=31).decompress(file.read(_HEAD), len(_RECORD)) == _RECORD
        except zlib.error:
            return False
    before = min(offset, len(_BREAK))
    file.seek(offset - before)
    return file.read(before + len(_RECORD)) == _BREAK[len(_BREAK) - before :] + _RECORD
