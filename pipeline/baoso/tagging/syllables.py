"""Syllables with exact offsets, and lexicon phrases looked up on them: what the grammars of names run on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from baoso.lexicon import fold
from baoso.types import Span

T = TypeVar("T")

# An apostrophe inside a word belongs to it ("K'Sor"), any other mark stands alone, invisible ones are none.
_SYLLABLE = re.compile(r"\w+(?:['’]\w+)*|[^\w\s\u200b-\u200f\u2060\ufeff\u00ad]")
# Longer stretches without a space seldom come back.
_CACHED = 40
_ELISIONS = frozenset("'’")
_DASHES = {"–": "-", "—": "-", "−": "-"}


class Shape(NamedTuple):
    """What a syllable looks like: folded `key`; `cap`: first letter upper; `upper`: all of two or more."""

    key: str
    cap: bool
    upper: bool
    alpha: bool


@lru_cache(maxsize=1 << 16)
def shape_of(word: str) -> Shape:
    """The shape of one syllable or punctuation mark."""
    alpha = word[0].isalpha()
    cap = alpha and word[0].isupper()
    key = _DASHES.get(word) or fold(word) or word
    return Shape(key, cap, cap and len(word) > 1 and word.isupper(), alpha)


@dataclass(frozen=True, slots=True)
class Syllables:
    """A text as parallel lists of words, their shapes and offsets (code points, end exclusive)."""

    text: str
    words: list[str]
    keys: list[str]
    shapes: list[Shape]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """The text from syllable `first` to before syllable `last`."""
        return Span.of(self.text, self.starts[first], self.ends[last - 1])

    def key(self, i: int) -> str:
        """The folded word at `i`, "" outside the text."""
        return self.keys[i] if 0 <= i < len(self.keys) else ""

    def cap(self, i: int) -> bool:
        """Whether the word at `i` starts with a capital letter."""
        return 0 <= i < len(self.shapes) and self.shapes[i].cap

    def new_line(self, i: int) -> bool:
        """Whether a line ends between the words `i - 1` and `i`."""
        return 0 < i < len(self.words) and "\n" in self.text[self.ends[i - 1] : self.starts[i]]

    def glued(self, i: int) -> bool:
        """Whether no white space stands between the words `i - 1` and `i`."""
        return 0 < i < len(self.words) and self.ends[i - 1] == self.starts[i]

    def at(self, offset: int) -> int:
        """Index of the first word that starts at or after `offset`."""
        return bisect_left(self.starts, offset)


@lru_cache(maxsize=2)
def syllables(text: str) -> Syllables:
    """`text` cut into syllables; kept for the next component, which reads the same text."""
    words: list[str] = []
    starts: list[int] = []
    at = 0
    for chunk in text.split(" "):
        if chunk.isalpha():
            words.append(chunk)
            starts.append(at)
        elif chunk:
            for word, offset in _pieces(chunk) if len(chunk) <= _CACHED else _pieces.__wrapped__(chunk):
                words.append(word)
                starts.append(at + offset)
        at += len(chunk) + 1
    shapes = list(map(shape_of, words))
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    return Syllables(text, words, [s.key for s in shapes], shapes, starts, ends)


@lru_cache(maxsize=1 << 15)
def _pieces(chunk: str) -> tuple[tuple[str, int], ...]:
    """The syllables of a text without spaces, each with its offset."""
    return tuple((m[0], m.start()) for m in _SYLLABLE.finditer(chunk))


def anchors(s: Syllables, any_case: frozenset[str], capital: frozenset[str]) -> list[int]:
    """The words of `s` that are in `any_case`, or in `capital` (or elided: "H'Lan") and start with a capital."""
    return [
        i
        for i, w in enumerate(s.shapes)
        if w.key in any_case or (w.cap and (w.key in capital or w.key[1:2] in _ELISIONS))
    ]


class _Node(Generic[T]):
    """What may follow the words read so far.

    `ends` has, for each phrase that ends here, which of its words (counted from 0) need capitals, and its value.
    """

    __slots__ = ("ends", "following")

    def __init__(self) -> None:
        self.following: dict[str, _Node[T]] = {}
        self.ends: list[tuple[tuple[int, ...], T]] = []


class Phrases(Generic[T]):
    """Phrases with a value each, matched on whole syllables, the longest first.

    A phrase written in capitals ("UBND", "GĐ") matches only where the text writes capitals too.
    """

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._root: _Node[T] = _Node()
        for phrase, value in entries.items():
            shapes = [shape_of(w) for w in _SYLLABLE.findall(phrase)]
            node = self._root
            for shape in shapes:
                node = node.following.setdefault(shape.key, _Node())
            node.ends.append((tuple(k for k, shape in enumerate(shapes) if shape.upper), value))

    @property
    def first_words(self) -> frozenset[str]:
        """The folded first word of every phrase."""
        return frozenset(self._root.following)

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Phrases[bool]:
        """Phrases that carry nothing but their presence."""
        return Phrases(dict.fromkeys(phrases, True))

    def match(self, text: Syllables, i: int) -> tuple[int, T] | None:
        """The end of the longest phrase that starts at word `i`, and its value."""
        keys, shapes = text.keys, text.shapes
        found: tuple[int, T] | None = None
        node, at = self._root, i
        while at < len(keys) and (following := node.following.get(keys[at])) is not None:
            node, at = following, at + 1
            for capitals, value in node.ends:
                if not capitals or all(shapes[i + k].upper for k in capitals):
                    found = at, value
                    break
        return found

    def end(self, text: Syllables, i: int) -> int:
        """Where the longest phrase at word `i` ends; `i` itself where there is none."""
        found = self.match(text, i)
        return found[0] if found else i
