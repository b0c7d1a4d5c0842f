"""Words of the field: what tells that a passage is about digital transformation and public services."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from baoso import lexicon
from baoso.text.phrasebook import Phrasebook

# How far a word of the field may stand from what it is to vouch for, in characters.
_REACH = 250
_NAMED = 2  # words of the field that make an article one of it


@lru_cache(maxsize=1)
def _field() -> Phrasebook[bool]:
    """Words of the field; False for those that other matters use too."""
    table = lexicon.table("difficulties")
    return Phrasebook((word, name == "field") for name in ("field", "loose") for word in table[name])


def field_words(text: str) -> list[int]:
    """Where words of the field stand; the loose ones count in an article that names the field twice."""
    hits = _field().maximal(text)
    named = sum(h.value for h in hits) >= _NAMED
    return sorted(h.start for h in hits if h.value or named)


def is_near(at: int, field: Sequence[int]) -> bool:
    """Whether one of `field`, as by `field_words`, stands near the offset `at`."""
    first = bisect_left(field, at - _REACH)
    return first < len(field) and field[first] <= at + _REACH
