"""Canonical composition and line ends, with a way back to every source offset."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Change(NamedTuple):
    """Where a text and its source differ; code points, ends exclusive."""

    text_start: int
    text_end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Normalized:
    """Text in NFC with line ends ``\\n``, and the places where it differs from its source.

    Offsets are code points. An offset inside a changed place goes to its beginning, or, with
    ``end=True``, to its end, so that a mapped span never cuts a letter from its marks.
    """

    text: str
    changes: tuple[Change, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the source was anything but the text itself."""
        return bool(self.changes)

    def to_source(self, offset: int, *, end: bool = False) -> int:
        """The source offset of a text offset."""
        if not self.changes:
            return offset
        at = bisect_right(self.changes, offset, key=lambda c: c.text_start) - 1
        if at < 0:
            return offset
        change = self.changes[at]
        return _carry(offset, end, change.text_start, change.text_end, change.source_start, change.source_end)

    def to_text(self, offset: int, *, end: bool = False) -> int:
        """The text offset of a source offset."""
        if not self.changes:
            return offset
        at = bisect_right(self.changes, offset, key=lambda c: c.source_start) - 1
        if at < 0:
            return offset
        change = self.changes[at]
        return _carry(offset, end, change.source_start, change.source_end, change.text_start, change.text_end)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets of the text span `start`:`end`."""
        return self.to_source(start), self.to_source(end, end=True)

    def text_span(self, start: int, end: int) -> tuple[int, int]:
        """The text offsets of the source span `start`:`end`."""
        return self.to_text(start), self.to_text(end, end=True)


def _carry(offset: int, end: bool, start: int, stop: int, other_start: int, other_stop: int) -> int:
    """Move `offset`, at or after the change `start`:`stop`, to the other side of it."""
    if offset >= stop:
        return other_stop + offset - stop
    if offset == start or not end:
        return other_start
    return other_stop


def normalize(text: str) -> Normalized:
    """`text` in NFC, line ends ``\\n``; nothing else is rewritten (white space, tone placement stay).

    But for half a surrogate pair, which no file can hold: it becomes U+FFFD, as in a decoder.
    """
    if _LONE_SURROGATE.search(text):
        text = _LONE_SURROGATE.sub("\ufffd", text)
    if "\r" not in text and unicodedata.is_normalized("NFC", text):
        return Normalized(text)
    parts: list[str] = []
    changes: list[Change] = []
    done = length = 0
    for match in _suspects().finditer(text):
        old = match[0]
        new = "\n" if old[0] == "\r" else unicodedata.normalize("NFC", old)
        if new == old:
            continue
        parts += (text[done : match.start()], new)
        length += match.start() - done
        changes.append(Change(length, length + len(new), match.start(), match.end()))
        length += len(new)
        done = match.end()
    parts.append(text[done:])
    return Normalized("".join(parts), tuple(changes))


@lru_cache(maxsize=1)
def _suspects() -> re.Pattern[str]:
    """Where a text can change: line ends, a letter with the marks after it, letters that NFC replaces.

    Beyond the basic plane every letter counts as one that may join the one before it.
    """
    joining, replaced = set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3)), set()
    for code in range(0x80, 0x10000):
        char = chr(code)
        if unicodedata.combining(char):
            joining.add(code)
        decomposition = unicodedata.decomposition(char)
        if decomposition and not decomposition.startswith("<"):
            points = decomposition.split()
            if len(points) == 2:
                joining.add(int(points[1], 16))
            if unicodedata.normalize("NFC", char) != char:
                replaced.add(code)
    joins = _char_class(joining) + "\U00010000-\U0010ffff"
    return re.compile(rf"\r\n?|[^{joins}\r]?[{joins}]+|[{_char_class(replaced - joining)}]")


def _char_class(codes: set[int]) -> str:
    """`codes` as ranges for a regular expression's character class."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"\\u{a:04x}-\\u{b:04x}" for a, b in ranges)
