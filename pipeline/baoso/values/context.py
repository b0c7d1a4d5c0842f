"""The words on either side of a place in a text, read lazily, and phrase look-up among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from baoso.lexicon import fold

_TOKEN = re.compile(r"\n|[^\W\d_]+|[\d_]+|[^\w\s]")
_LEFT_REACH = 64

T = TypeVar("T")


class Word(NamedTuple):
    """One syllable, number or punctuation mark: its folded form and where it stands."""

    form: str
    start: int
    end: int


def words_before(text: str, pos: int, reach: int = _LEFT_REACH) -> list[Word]:
    """The tokens that end at or before `pos`, in text order; punctuation marks and line ends are tokens.

    A token that the reach cuts in two is left out.
    """
    low = max(0, pos - reach)
    found = [Word(_fold(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(text, low, pos)]
    if low and found and found[0].start == low and text[low - 1].isalnum():
        del found[0]
    return found


def words_after(text: str, pos: int, most: int = 7) -> list[Word]:
    """Up to `most` tokens from `pos` on."""
    found: list[Word] = []
    for m in _TOKEN.finditer(text, pos):
        found.append(Word(_fold(m[0]), m.start(), m.end()))
        if len(found) == most:
            break
    return found


def clause_of(words: Sequence[Word], marks: str = ".;:!?\n") -> list[Word]:
    """The tail of `words` after the last mark that ends a clause."""
    for i in range(len(words) - 1, -1, -1):
        if words[i].form in marks:
            return list(words[i + 1 :])
    return list(words)


def phrase(words: Iterable[Word]) -> str:
    """The folded forms joined by single spaces, as lexicon phrases are."""
    return " ".join([w.form for w in words])


class Phrases(Generic[T]):
    """Folded phrases with their values, found at the head or the tail of a token list, longest first."""

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._values = {spaced(key): value for key, value in entries.items()}
        # most look-ups fail at once: the longest phrase that opens, or closes, with a word
        self._opening: dict[str, int] = {}
        self._closing: dict[str, int] = {}
        for key in self._values:
            forms = key.split(" ")
            for table, word in ((self._opening, forms[0]), (self._closing, forms[-1])):
                table[word] = max(table.get(word, 0), len(forms))

    @classmethod
    def of(cls, phrases: Iterable[str], value: T) -> Phrases[T]:
        """All of `phrases` with the same value."""
        return cls(dict.fromkeys(phrases, value))

    def get(self, form: str) -> T | None:
        """The value of one folded phrase."""
        return self._values.get(form)

    def at_end(self, words: Sequence[Word], stop: int | None = None) -> tuple[int, T] | None:
        """How many tokens before index `stop` make the longest phrase, and its value."""
        last = len(words) if stop is None else stop
        longest = self._closing.get(words[last - 1].form, 0) if last > 0 else 0
        for n in range(min(longest, last), 0, -1):
            value = self._values.get(phrase(words[last - n : last]))
            if value is not None:
                return n, value
        return None

    def at_start(self, words: Sequence[Word], first: int = 0) -> tuple[int, T] | None:
        """How many tokens from index `first` on make the longest phrase, and its value."""
        longest = self._opening.get(words[first].form, 0) if first < len(words) else 0
        for n in range(min(longest, len(words) - first), 0, -1):
            value = self._values.get(phrase(words[first : first + n]))
            if value is not None:
                return n, value
        return None


def spaced(text: str) -> str:
    """`text` folded and cut into tokens as a window is: "km/h" → "km / h"."""
    return " ".join(fold(m) for m in _TOKEN.findall(text))


@lru_cache(maxsize=1 << 15)
def _fold(token: str) -> str:
    return token.lower() if token.isascii() else fold(token)


def lower(text: str) -> str:
    """`text` in lower case, character for character (a letter whose small form is longer stays)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
