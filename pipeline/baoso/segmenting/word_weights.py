"""What the CRF of word boundaries thinks of a syllable and its neighbours.

Its attributes are one syllable, two or three in a row ("T[0]", "T[-1,0]", "T[0,2]", counted from the
syllable that is judged): as written, in lower case (".lower"), or whether they are digits, written as a
title or in a dictionary. The weights are kept by those rows, with one number for each place from which
a row can be looked at, so that a row is looked up once for all syllables that see it.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from baoso.errors import ModelError

_ATTRIBUTE = re.compile(r"T\[(-?\d)(?:,(-?\d))?\](?:\.(lower|isdigit|istitle|is_in_dict))?=(.*)", re.DOTALL)
# The syllables a row of this length can begin at, seen from the one that is judged.
_FIRSTS = {1: (-2, -1, 0, 1, 2), 2: (-2, -1, 0, 1), 3: (-2, -1, 0)}
_EDGES = ("BOS", "EOS")
_FLAGS = ("is_in_dict", "istitle", "isdigit")
_DIGITS = re.compile(r"[+-]?[0-9]+")
_LARGEST = 2**31
_CACHED = 1 << 15
_Row = tuple[float, ...]


class _Syllable(NamedTuple):
    """A syllable in lower case, whether its first letter is no small one, and its weights."""

    lowered: str
    title: bool
    row: _Row


class _Rows:
    """The weights of rows of `size` syllables: one number for each of `_FIRSTS`."""

    def __init__(self, size: int) -> None:
        self.none: _Row = (0.0,) * len(_FIRSTS[size])
        self.written: dict[str, _Row] = {}
        self.lower: dict[str, _Row] = {}
        self.flags: dict[tuple[str, str], _Row] = {}
        self.edges: dict[str, _Row] = {}
        self._told: dict[tuple[bool, ...], _Row] = {}

    def add(self, slot: int, function: str | None, value: str, weight: float) -> None:
        """Take in one attribute's weight; at the sentence's edges every function has the same value."""
        if value in _EDGES:
            self.edges[value] = _plus(self.edges.get(value, self.none), slot, weight)
        if function is None:
            self.written[value] = _plus(self.written.get(value, self.none), slot, weight)
        elif function == "lower":
            self.lower[value] = _plus(self.lower.get(value, self.none), slot, weight)
        else:
            self.flags[function, value] = _plus(self.flags.get((function, value), self.none), slot, weight)

    def row(self, text: str, lowered: str, flags: tuple[bool, ...]) -> _Row:
        """All weights of the row `text`; `flags` say whether `_FLAGS` are true of it."""
        row = self._told.get(flags) or self._tell(flags)
        for known in (self.written.get(text), self.lower.get(lowered)):
            if known is not None:
                row = tuple(map(operator.add, row, known))
        return row

    def _tell(self, flags: tuple[bool, ...]) -> _Row:
        rows = [self.flags.get((name, str(flag)), self.none) for name, flag in zip(_FLAGS, flags, strict=True)]
        self._told[flags] = tuple(map(math.fsum, zip(*rows, strict=True)))
        return self._told[flags]

    def edge(self, name: str) -> _Row:
        """The weights of a row that reaches over the sentence's beginning ("BOS") or end ("EOS")."""
        return self.edges.get(name, self.none)


def _plus(row: _Row, slot: int, weight: float) -> _Row:
    return (*row[:slot], row[slot] + weight, *row[slot + 1 :])


def _is_number(text: str) -> bool:
    """Whether `text` is a whole number of 32 bits."""
    return _DIGITS.fullmatch(text) is not None and -_LARGEST <= int(text) < _LARGEST


class WordWeights:
    """The weights of a model's `attributes`, with the `dictionary` (lower case) that it was trained with.

    Raises `ModelError` for an attribute of a form that is not known.
    """

    def __init__(self, attributes: Mapping[str, float], dictionary: Collection[str]) -> None:
        self._rows = {size: _Rows(size) for size in _FIRSTS}
        for attribute, weight in attributes.items():
            match = _ATTRIBUTE.fullmatch(attribute)
            if match is None:
                raise ModelError(f"the word model has an attribute {attribute!r}; install underthesea 9.1 to 9.x")
            first, last = int(match[1]), int(match[2] or match[1])
            size = last - first + 1
            self._rows[size].add(_FIRSTS[size].index(first), match[3], match[4], weight)
        self._dictionary = dictionary
        self._read = lru_cache(maxsize=_CACHED)(self._read_one)

    def scores(self, syllables: Sequence[str]) -> list[float]:
        """For each syllable of a sentence, the sum of the weights of its attributes."""
        read = [self._read(s) for s in syllables]
        lowered, titles = [r.lowered for r in read], [r.title for r in read]
        one = self._framed(1, [r.row for r in read])
        two, three = (self._framed(n, self._rows_of(n, syllables, lowered, titles)) for n in (2, 3))
        return [
            one[i][0] + one[i + 1][1] + one[i + 2][2] + one[i + 3][3] + one[i + 4][4]
            + two[i][0] + two[i + 1][1] + two[i + 2][2] + two[i + 3][3]
            + three[i][0] + three[i + 1][1] + three[i + 2][2]
            for i in range(len(syllables))
        ]  # fmt: skip

    def _framed(self, size: int, rows: list[_Row]) -> list[_Row]:
        """The rows from the second place before the sentence on, to the second behind the last full one."""
        before, behind = (self._rows[size].edge(name) for name in _EDGES)
        return [before, before, *rows, behind, behind]

    def _read_one(self, syllable: str) -> _Syllable:
        lowered, title = syllable.lower(), syllable[0] == syllable[0].upper()
        row = self._rows[1].row(syllable, lowered, (lowered in self._dictionary, title, _is_number(syllable)))
        return _Syllable(lowered, title, row)

    def _rows_of(
        self, size: int, syllables: Sequence[str], lowered: Sequence[str], titles: Sequence[bool]
    ) -> list[_Row]:
        """The weights of every `size` neighbouring syllables."""
        row, dictionary = self._rows[size].row, self._dictionary
        rows = []
        for i in range(len(syllables) - size + 1):
            low = " ".join(lowered[i : i + size])
            flags = (low in dictionary, False not in titles[i : i + size], False)
            rows.append(row(" ".join(syllables[i : i + size]), low, flags))
        return rows
