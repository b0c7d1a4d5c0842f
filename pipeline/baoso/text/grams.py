"""Words and word pairs of a text as classifiers see them: levelled syllables, every number alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from baoso.text.phrasebook import level

WORD = re.compile(r"\d[\d.,/]*\d|\d|%|[^\W\d_]+")
NUMBER = "0"


def as_word(piece: str) -> str:
    """A match of `WORD` in levelled text as a feature: `NUMBER` for a number."""
    return NUMBER if piece[0].isdigit() else piece


def words_of(text: str) -> list[str]:
    """The words of `text`, levelled.

    >>> words_of("Chỉ 3/6 XÃ, 12,5%")
    ['chỉ', '0', 'xã', '0', '%']
    """
    return [as_word(piece) for piece in WORD.findall(level(text))]


def pairs_of(words: Sequence[str]) -> list[str]:
    """Each word with the next one; "<" and ">" stand for the edges.

    >>> pairs_of(["mạng", "yếu"])
    ['< mạng', 'mạng yếu', 'yếu >']
    """
    return [f"{left} {right}" for left, right in pairwise(["<", *words, ">"])]
