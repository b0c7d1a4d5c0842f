"""Clauses: the stretches between punctuation and conjunctions that a difficulty may fill."""

from __future__ import annotations

import re
from bisect import bisect_left
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


@lru_cache(maxsize=1)
def _breaks() -> re.Pattern[str]:
    words = lexicon.alternation(lexicon.table("obstacle_words")["clauses"]["breaks"])
    marks = r"[;:!?…“”\"()\n–—]|,(?!\d)|(?<!\d)\.(?!\w)|(?<=\s)-(?=\s)"
    return re.compile(rf"{marks}|(?<=\s){words}(?=\s)")


def find_clauses(text: str, sentences: Sequence[tuple[int, int]]) -> list[Clause]:
    """The clauses of each of the `sentences` (offsets), in text order; each has a word, and none overlap.

    A clause begins and ends with a word or a percent sign.
    """
    flat = level(text)
    words = [(m.start(), m.end(), as_word(m[0])) for m in WORD.finditer(flat)]
    starts = [start for start, _, _ in words]
    found: list[Clause] = []
    for number, (low, high) in enumerate(sentences):
        at = low
        for left, right in [*((m.start(), m.end()) for m in _breaks().finditer(flat, low, high)), (high, high)]:
            first, last = bisect_left(starts, at), bisect_left(starts, left)
            if own := [word for word in words[first:last] if word[1] <= left]:
                found.append(Clause(own[0][0], own[-1][1], number, tuple(word for _, _, word in own)))
            at = right
    return found
