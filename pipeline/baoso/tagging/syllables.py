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
        return self.shapes[i].key if 0 <= i < len(self.shapes) else ""

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
    matches = list(_SYLLABLE.finditer(text))
    words = [m[0] for m in matches]
    return Syllables(
        text, words, [shape_of(w) for w in words], [m.start() for m in matches], [m.end() for m in matches]
    )


def anchors(s: Syllables, any_case: frozenset[str], capital: frozenset[str]) -> list[int]:
    """The words of `s` that are in `any_case`, or in `capital` (or elided: "H'Lan") and start with a capital."""
    return [
        i
        for i, w in enumerate(s.shapes)
        if w.key in any_case or (w.cap and (w.key in capital or w.key[1:2] in _ELISIONS))
    ]


class Phrases(Generic[T]):
    """Phrases with a value each, matched on whole syllables, the longest first.

    A phrase written in capitals ("UBND", "GĐ") matches only where the text writes capitals too.
    """

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[bool, ...], T]]] = {}
        for phrase, value in entries.items():
            shapes = [shape_of(w) for w in _SYLLABLE.findall(phrase)]
            keys = tuple(s.key for s in shapes)
            self._by_first.setdefault(keys[0], []).append((keys, tuple(s.upper for s in shapes), value))
        for own in self._by_first.values():
            own.sort(key=lambda entry: -len(entry[0]))

    @property
    def first_words(self) -> frozenset[str]:
        """The folded first word of every phrase."""
        return frozenset(self._by_first)

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Phrases[bool]:
        """Phrases that carry nothing but their presence."""
        return Phrases(dict.fromkeys(phrases, True))

    def match(self, text: Syllables, i: int) -> tuple[int, T] | None:
        """The end of the longest phrase that starts at word `i`, and its value."""
        shapes = text.shapes
        if i >= len(shapes):
            return None
        for keys, uppers, value in self._by_first.get(shapes[i].key, ()):
            found = shapes[i : i + len(keys)]
            if len(found) == len(keys) and all(
                s.key == key and (s.upper or not upper) for s, key, upper in zip(found, keys, uppers, strict=True)
            ):
                return i + len(keys), value
        return None

    def end(self, text: Syllables, i: int) -> int:
        """Where the longest phrase at word `i` ends; `i` itself where there is none."""
        found = self.match(text, i)
        return found[0] if found else i
