"""Compressed files as streams of what is in them, with a guard against decompression bombs."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import IO, Any, cast

from baoso.errors import TooLargeError

# Press text shrinks to a third or a tenth; only what was made to harm unpacks to more than this many times its size.
MAX_RATIO = 200
# So much may come out before the ratio is looked at.
_UNSUSPECTED = 16 * 2**20
MAX_UNPACKED = 2**40
_BUFFER = 2**18


def _zstd(packed: IO[bytes]) -> IO[bytes]:
    import pyarrow as pa

    return cast("IO[bytes]", pa.CompressedInputStream(pa.PythonFile(packed, mode="r"), "zstd"))


UNPACKERS: dict[str, Callable[[Any], Any]] = {
    ".gz": lambda packed: gzip.GzipFile(fileobj=packed),
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
    ".zst": _zstd,
}
"""Extension of a compressed file → what makes a stream of its packed bytes one of the unpacked ones."""


def without_packing(name: str) -> str:
    """The file name without the extension of its compression: "a.jsonl" of "a.jsonl.gz"."""
    path = PurePath(name)
    return path.stem if path.suffix.lower() in UNPACKERS and path.stem else name


def open_unpacked(path: Path, source: str) -> IO[bytes]:
    """The file's bytes as a stream that goes forward only, unpacked where its name says that it is compressed.

    Reading raises `TooLargeError` where it unpacks to more than any press text does.
    """
    file = path.open("rb")
    unpacker = UNPACKERS.get(path.suffix.lower())
    if unpacker is None:
        return file
    return io.BufferedReader(_Unpacked(file, unpacker(file), source), _BUFFER)


def check_ratio(packed: int, unpacked: int, source: str) -> None:
    """Raise `TooLargeError` where so many bytes come out of so few that no press text was packed."""
    if unpacked > _UNSUSPECTED and unpacked > MAX_RATIO * packed:
        raise _too_large(source, f"{MAX_RATIO} times its size")
    if unpacked > MAX_UNPACKED:
        raise _too_large(source, f"{MAX_UNPACKED:,} bytes")


def _too_large(source: str, limit: str) -> TooLargeError:
    return TooLargeError(source, f"unpacks to more than {limit}; if you trust it, unpack it and give the unpacked file")


class _Unpacked(io.RawIOBase):
    """The unpacked bytes, counted against the packed ones."""

    def __init__(self, packed: IO[bytes], unpacked: Any, source: str) -> None:
        self._packed = packed
        self._unpacked = unpacked
        self._source = source
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._unpacked.read1(len(buffer))
        buffer[: len(data)] = data
        self._count += len(data)
        check_ratio(self._packed.tell(), self._count, self._source)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._unpacked.close()
            self._packed.close()
        super().close()
