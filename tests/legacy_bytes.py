"""Texts as programs from before Unicode wrote them: the way there, for which the package has only the way back."""

from __future__ import annotations

import unicodedata

from baoso.text.legacy import _TCVN3_BYTES, _TCVN3_LETTERS, _VNI_LETTERS, _VNI_MARKS

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def to_tcvn3(text: str) -> bytes:
    """TCVN3, which has no capitals with a tone: small letters stand for them; the rest is Windows-1252."""
    table = dict(zip(_TCVN3_LETTERS, _TCVN3_BYTES, strict=True))
    return b"".join(_byte(table, char) or char.encode("cp1252") for char in text)


def _byte(table: dict[str, int], char: str) -> bytes:
    found = table.get(char) or table.get(char.lower())
    return bytes([found]) if found else b""


def to_vni(text: str) -> bytes:
    """VNI for Windows: a vowel, and one Latin letter for its marks."""
    marks = {v: k for k, v in _VNI_MARKS.items()}
    letters = {v: k for k, v in _VNI_LETTERS.items()} | {v.upper(): k.upper() for k, v in _VNI_LETTERS.items()}
    out = ""
    for char in text:
        decomposed = unicodedata.normalize("NFD", char)
        if char in letters or char.isascii() or len(decomposed) == 1:
            out += letters.get(char, char)
            continue
        horn = decomposed.replace("\u031b", "") != decomposed
        base = unicodedata.normalize("NFC", decomposed[0] + "\u031b") if horn else decomposed[0]
        rest = decomposed[1:].replace("\u031b", "")
        mark = marks.get(rest) or marks[rest[::-1]]
        out += letters.get(base, base) + (mark.upper() if char.isupper() else mark)
    return out.encode("cp1252")


def to_1258(text: str) -> bytes:
    """Windows-1258, with tones as marks of their own where it has no letter."""
    out = b""
    for char in text:
        decomposed = unicodedata.normalize("NFD", char)
        tone = next((t for t in _TONES if t in decomposed), "")
        base = unicodedata.normalize("NFC", decomposed.replace(tone, "") if tone else decomposed)
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            out += base.encode("cp1258") + tone.encode("cp1258")
    return out
