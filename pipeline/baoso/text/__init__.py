"""Bytes → text in one canonical form, with the way back to the source."""

from __future__ import annotations

from baoso.text.decoding import decode
from baoso.text.normalize import Normalized, normalize
from baoso.text.syllables import LOWER, is_syllable

__all__ = ["LOWER", "Normalized", "decode", "is_syllable", "normalize"]
