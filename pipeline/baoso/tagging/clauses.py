"""Clauses: the stretches between punctuation and conjunctions that a difficulty may fill."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from baoso import lexicon
from baoso.text.grams import WORD, as_word
from baoso.text.phrasebook import level


@dataclass(frozen=True, slots=True)
class Clause:
    """`start`:`end` (code points) in the sentence of that number, with its levelled words."""

    start: int
    end: int
    sentence: int
    words: tuple[str, ...]


# A word, or what ends a clause.
_PIECE = re.compile(rf"({WORD.pattern})|[;:!?…“”\"()\n–—,]|\.(?!\w)|(?<=\s)-(?=\s)")


@lru_cache(maxsize=1)
def _breaks() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Words that end a clause, alone and by two."""
    phrases = [tuple(phrase.split()) for phrase in lexicon.table("obstacle_words")["clauses"]["breaks"]]
    return frozenset(p[0] for p in phrases if len(p) == 1), frozenset((p[0], p[1]) for p in phrases if len(p) == 2)


def find_clauses(text: str, sentences: Sequence[tuple[int, int]]) -> list[Clause]:
    """The clauses of each of the `sentences` (offsets), in text order; each has a word, and none overlap.

    A clause begins and ends with a word or a percent sign.
    """
    flat = level(text)
    found: list[Clause] = []
    for number, (low, high) in enumerate(sentences):
        pieces: list[re.Match[str]] = []
        for piece in _PIECE.finditer(flat, low, high):
            if _ends(piece, pieces):
                _close(found, pieces, number)
                pieces = []
            else:
                pieces.append(piece)
        _close(found, pieces, number)
    return found


def _ends(piece: re.Match[str], pieces: list[re.Match[str]]) -> bool:
    """Whether `piece` ends the clause of `pieces`; the first of two words that do so together is taken out."""
    if piece.lastindex is None:
        return True
    alone, by_two = _breaks()
    if pieces and (pieces[-1][0], piece[0]) in by_two:
        pieces.pop()
        return True
    return piece[0] in alone


def _close(found: list[Clause], pieces: Sequence[re.Match[str]], sentence: int) -> None:
    if pieces:
        words = tuple(as_word(piece[0]) for piece in pieces)
        found.append(Clause(pieces[0].start(), pieces[-1].end(), sentence, words))
