"""The two placements of tone marks ("hoá", "hóa"), and the folded form that names are compared in."""

from __future__ import annotations

import re
from functools import lru_cache

# Old-style tone placement → new style, on the rhymes where the two differ.
_TONE_PAIRS = (
    ("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa"),
    ("oè", "òe"), ("oé", "óe"), ("oẻ", "ỏe"), ("oẽ", "õe"), ("oẹ", "ọe"),
    ("uỳ", "ùy"), ("uý", "úy"), ("uỷ", "ủy"), ("uỹ", "ũy"), ("uỵ", "ụy"),
)  # fmt: skip
TO_OLD = {new: old for old, new in _TONE_PAIRS}
TO_NEW = dict(_TONE_PAIRS)
RHYME = re.compile(rf"(?<![qQ])({'|'.join([*TO_OLD, *TO_NEW])})(?!\w)", re.IGNORECASE)
"""A rhyme (group 1) on which the two placements differ, in either of them."""
_OLD_RHYME = re.compile(r"(?:o[àáảãạèéẻẽẹ](?<!qo.)|u[ỳýỷỹỵ](?<!qu.))(?!\w)")
# Longer strings seldom come back.
_CACHED = 100


def fold(text: str) -> str:
    """Lower-case, new tone placement, single spaces; for comparing, never for offsets.

    >>> fold("Hoà  Bình")
    'hòa bình'
    """
    return _cached_fold(text) if len(text) <= _CACHED else _fold(text)


def _fold(text: str) -> str:
    return " ".join(new_tones(text.lower()).split())


_cached_fold = lru_cache(maxsize=16384)(_fold)


def old_tones(folded: str) -> str:
    """The old-style spelling of a folded phrase, of the same length.

    >>> old_tones("hòa bình")
    'hoà bình'
    """
    return RHYME.sub(lambda m: TO_OLD.get(m[1], m[1]), folded)


def new_tones(lowered: str) -> str:
    """The new-style spelling of a lower-case text, of the same length.

    >>> new_tones("hoà bình")
    'hòa bình'
    """
    return _OLD_RHYME.sub(lambda m: TO_NEW[m[0]], lowered)
