"""The plan of a run: which inputs make which part. A file of lines beside `run.json`, to which lines are only added.

One line a part, so that a plan of a million files is read in seconds, and a part of it without the rest. A part of
files lists them; a part of articles that came in a stream (standard input, objects in memory, a file that cannot be
cut) lists their keys, by which they are known when the stream comes again.
"""

from __future__ import annotations

import hashlib
import json
import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from baoso.batch.parts import Item, Part, Piece, part_from_row, part_row
from baoso.errors import OutputError
from baoso.reading.stretches import Stretch
from baoso.records import ErrorRow
from baoso.types import Article

PLAN_FILE = "plan.jsonl"
# A web archive tells nothing of the pages in it; so many bytes are taken for one.
_PAGE_BYTES = 25_000


def hash_of(*words: object) -> int:
    """64 bits of a hash of `words`, equal everywhere."""
    text = "\0".join(map(str, words)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


def rows_of(item: Item) -> int:
    """How many inputs an item of a plan is, estimated where only reading would tell."""
    stretch = item.stretch if isinstance(item, Piece) else None
    if stretch is None:
        return 1
    return stretch.rows if stretch.rows is not None else max(1, stretch.size // _PAGE_BYTES)


class _Table:
    """64-bit values by 64-bit keys; those loaded take 16 bytes each."""

    def __init__(self, pairs: list[tuple[int, int]]) -> None:
        pairs.sort()
        self._keys = array("Q", (key for key, _ in pairs))
        self._values = array("Q", (value for _, value in pairs))
        self._added: dict[int, int] = {}

    def get(self, key: int) -> int | None:
        if key in self._added:
            return self._added[key]
        at = bisect_left(self._keys, key)
        return self._values[at] if at < len(self._keys) and self._keys[at] == key else None

    def put(self, key: int, value: int) -> None:
        self._added[key] = value


class Plan:
    """The plan in a file. What is added is there for whoever opens it next.

    Raises `OutputError` where the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offsets = array("Q")
        self._rows_in = array("L")
        self._stretches: dict[str, tuple[int, int, Stretch]] = {}
        # Files that come as a stream: size, time of change, and whether they were read to their end.
        self._read: dict[str, tuple[int, int, bool]] = {}
        self._streamed: set[int] = set()
        self._dropped: set[int] = set()
        self.inputs = 0
        files: list[tuple[int, int]] = []
        keys: list[tuple[int, int]] = []
        for offset, row in self._rows():
            self._take(offset, row, files, keys)
        self._files = _Table(files)
        self._keys = _Table([(key, place) for key, place in keys if place >> 32 not in self._dropped])

    def _rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Every line with its offset, but for one that was cut off by a sudden end."""
        self._end = 0
        if not self._path.is_file():
            return
        with self._path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    return
                try:
                    row = json.loads(line)
                except ValueError as error:
                    raise OutputError(f"{self._path}: {error}; start again with --overwrite") from error
                yield self._end, row
                self._end += len(line)

    def _take(
        self, offset: int, row: dict[str, Any], files: list[tuple[int, int]], keys: list[tuple[int, int]]
    ) -> None:
        if "items" in row:
            part = part_from_row(row)
            self._planned(offset, sum(map(rows_of, part.items)))
            files += [pair for item in part.items if (pair := self._note(item)) is not None]
        elif "keys" in row:
            number = len(self._offsets)
            found = _unpack_keys(row["keys"])
            self._planned(offset, len(found))
            self._streamed.add(number)
            keys += [(key, number << 32 | index) for index, key in enumerate(found)]
        elif "dropped" in row:
            self._dropped.add(row["dropped"])
            self.inputs -= self._rows_in[row["dropped"]]
        else:
            self._read[row["read"]] = (row["size"], row["modified"], row["whole"])

    def _planned(self, offset: int, rows: int) -> None:
        self._offsets.append(offset)
        self._rows_in.append(rows)
        self.inputs += rows

    def _note(self, item: Item) -> tuple[int, int] | None:
        if isinstance(item, ErrorRow):
            return _error_key(item), 0
        if not isinstance(item, Piece):
            return None
        if item.stretch is not None:
            self._stretches[item.path] = (item.size, item.modified, item.stretch)
            return None
        return hash_of(item.path), hash_of(item.size, item.modified)

    def __len__(self) -> int:
        """How many parts were planned, those that were dropped among them."""
        return len(self._offsets)

    def numbers(self) -> list[int]:
        """The parts that count."""
        return [number for number in range(len(self)) if number not in self._dropped]

    def is_streamed(self, number: int) -> bool:
        """Whether the part's articles came in a stream, so that only the stream can bring them again."""
        return number in self._streamed

    def rows_in(self, number: int) -> int:
        """How many inputs the part is, about where only reading would tell."""
        return self._rows_in[number]

    def part(self, number: int) -> Part:
        """A part of files."""
        return part_from_row(self._row(number))

    def keys_of(self, number: int) -> list[int]:
        """The keys of a part that came in a stream."""
        return _unpack_keys(self._row(number)["keys"])

    def _row(self, number: int) -> dict[str, Any]:
        with self._path.open("rb") as file:
            file.seek(self._offsets[number])
            row: dict[str, Any] = json.loads(file.readline())
        return row

    def state_of(self, path: str, size: int, modified: int) -> str:
        """Whether a file is "new", "known", or was "changed" since it was planned."""
        if path in self._stretches:
            return "known" if self._stretches[path][:2] == (size, modified) else "changed"
        if path in self._read:
            return "known" if self._read[path][:2] == (size, modified) else "changed"
        planned = self._files.get(hash_of(path))
        if planned is None:
            return "new"
        return "known" if planned == hash_of(size, modified) else "changed"

    def knows(self, path: str) -> bool:
        """Whether the file is in the plan."""
        return self.state_of(path, 0, 0) != "new"

    def end_of(self, path: str) -> Stretch | None:
        """How far a file that is cut into stretches was planned."""
        return self._stretches[path][2] if path in self._stretches else None

    def is_stream(self, path: str) -> bool:
        """Whether the file is one that comes as a stream."""
        return path in self._read

    def was_read(self, path: str) -> bool:
        """Whether the file came as a stream, to its end."""
        return path in self._read and self._read[path][2]

    def knows_error(self, error: ErrorRow) -> bool:
        """Whether an input that failed before it could be read is in the plan."""
        return self._files.get(_error_key(error)) is not None

    def place_of(self, key: int) -> tuple[int, int] | None:
        """The part and the place in it of an article that came in a stream."""
        place = self._keys.get(key)
        if place is None or place >> 32 in self._dropped:
            return None
        return place >> 32, place & 0xFFFFFFFF

    def add_files(self, items: Iterable[Item]) -> int:
        """Plan a part of files; its number."""
        part = Part(len(self), tuple(items))
        self._planned(self._append(part_row(part)), sum(map(rows_of, part.items)))
        for item in part.items:
            if (pair := self._note(item)) is not None:
                self._files.put(*pair)
        return part.number

    def add_stream(self, keys: list[int]) -> int:
        """Plan a part of articles from a stream; its number."""
        number = len(self)
        self._planned(self._append({"part": number, "keys": "".join(f"{key:016x}" for key in keys)}), len(keys))
        self.sync()
        self._streamed.add(number)
        for index, key in enumerate(keys):
            self._keys.put(key, number << 32 | index)
        return number

    def drop(self, number: int) -> None:
        """Forget a part that came in a stream and was not done: its articles were given in another company."""
        self.inputs -= self.rows_in(number)
        self._append({"dropped": number})
        self._dropped.add(number)

    def note_read(self, path: str, size: int, modified: int, *, whole: bool) -> None:
        """Note that a file comes as a stream, and whether it has come to its end."""
        if self._read.get(path) != (size, modified, whole):
            self._append({"read": path, "size": size, "modified": modified, "whole": whole})
            self._read[path] = (size, modified, whole)

    def _append(self, row: dict[str, Any]) -> int:
        with self._path.open("ab") as file:
            # What a sudden end cut off goes before something is put after it.
            file.truncate(self._end)
            offset = self._end
            self._end += file.write(json.dumps(row, separators=(",", ":")).encode() + b"\n")
        return offset

    def sync(self) -> None:
        """Force what was added to the disk."""
        if self._path.is_file():
            with self._path.open("rb") as file:
                os.fsync(file.fileno())


def _unpack_keys(packed: str) -> list[int]:
    return [int(packed[at : at + 16], 16) for at in range(0, len(packed), 16)]


def _error_key(error: ErrorRow) -> int:
    return hash_of("error", error.source, error.message)


def key_of(item: Article | ErrorRow, repetition: int = 0) -> int:
    """By what an article of a stream, or its failure, is known when the stream comes again."""
    if isinstance(item, ErrorRow):
        return hash_of("error", item.source, item.message, repetition)
    return hash_of(item.source, item.article_id, repetition)
