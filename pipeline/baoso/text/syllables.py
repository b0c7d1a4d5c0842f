"""The shape of a Vietnamese written syllable, and the letters it is made of."""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_BASES = "aăâeêioôơuưy"
_LOWER_VOWELS = "".join(unicodedata.normalize("NFC", v + t) for v in _BASES for t in ("", *_TONES))

LOWER = "abcdefghijklmnopqrstuvwxyzđ" + "".join(v for v in _LOWER_VOWELS if v not in "aeiouy")
"""Every lower-case letter of Vietnamese and of the basic Latin alphabet, for character classes."""

_ONSET = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx]"
_NUCLEUS = (
    "uyê|iêu|yêu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|uya|uyu|"
    "oa|oă|oe|uâ|uê|uy|uơ|iê|yê|uô|ươ|ia|ya|ua|ưa|ai|ay|ây|ao|au|âu|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|uo|oo|"
    "[aăâeêioôơuưy]"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_NUCLEUS})(?:ng|nh|ch|[cmnpt])?")
_STRIP = {ord(t): None for t in _TONES}


def is_syllable(word: str) -> bool:
    """Whether `word` is spelt as one Vietnamese syllable (NFC or NFD, any case).

    >>> is_syllable("Nguyễn"), is_syllable("UBND"), is_syllable("Sportage")
    (True, False, False)
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    toneless = decomposed.translate(_STRIP)
    if len(decomposed) - len(toneless) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None
