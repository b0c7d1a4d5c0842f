"""Many phrases found at once: whole syllables, any case, either tone placement, any single white space."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

import ahocorasick

from baoso.lexicon import new_tones

T = TypeVar("T")

_SPACES = "\t\n\r\x0b\x0c\xa0\u2002\u2003\u2007\u2009\u202f\u3000"


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase found at `start`:`end` (code points), with what it stands for."""

    start: int
    end: int
    value: T


def level(text: str) -> str:
    """`text` in lower case, new tone placement and plain spaces, every character still at its offset.

    >>> level("UỶ BAN")
    'ủy ban'
    """
    # Whole articles come back with each grammar; names and clauses do not, and must not push them out.
    return _level_article(text) if len(text) > 400 else _level(text)


@lru_cache(maxsize=2)
def _level_article(text: str) -> str:
    return _level(text)


def _level(text: str) -> str:
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
    levelled = new_tones(lowered)
    for space in _SPACES:
        if space in levelled:
            levelled = levelled.replace(space, " ")
    return levelled


class Phrasebook(Generic[T]):
    """An automaton of phrases; a phrase given twice stands for both values."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        values: dict[str, list[T]] = {}
        for phrase, value in entries:
            values.setdefault(level(" ".join(phrase.split())), []).append(value)
        self._automaton = ahocorasick.Automaton()
        for phrase, found in values.items():
            self._automaton.add_word(phrase, (len(phrase), tuple(found)))
        self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[Hit[T]]:
        """Every phrase in `text`, overlapping ones too, ordered by end."""
        if not self._automaton:
            return
        flat = level(text)
        size = len(flat)
        for last, (length, values) in self._automaton.iter(flat):
            end = last + 1
            if end < size and _in_word(flat[end]) and _in_word(flat[last]):
                continue
            start = end - length
            if start and _in_word(flat[start - 1]) and _in_word(flat[start]):
                continue
            for value in values:
                yield Hit(start, end, value)

    def maximal(self, text: str) -> list[Hit[T]]:
        """The phrases of `text` that lie in no longer one, in text order; two may overlap."""
        kept: list[Hit[T]] = []
        for hit in sorted(self.find(text), key=lambda h: (h.start, -h.end)):
            if not kept or hit.end > kept[-1].end:
                kept.append(hit)
        return kept

    def longest(self, text: str) -> list[Hit[T]]:
        """The leftmost, then longest phrases of `text` that do not overlap, in text order."""
        kept: list[Hit[T]] = []
        for hit in sorted(self.find(text), key=lambda h: (h.start, h.start - h.end)):
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return kept


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"
