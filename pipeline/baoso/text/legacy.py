"""Vietnamese character sets from before Unicode: TCVN3 (ABC), VNI for Windows, Windows-1258."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

from baoso.text.syllables import is_syllable

# TCVN 5712:1993 VN3, as the ".Vn" fonts use it: one byte a letter (capitals with a tone: fonts of their own).
_TCVN3_BYTES = bytes.fromhex(
    "A1A2A3A4A5A6A7A8A9AAABACADAEB5B6B7B8B9BBBCBDBEC6C7C8C9CACBCCCECFD0D1D2D3D4D5D6D7D8DCDDDEDFE1E2E3"
    "E4E5E6E7E8E9EAEBECEDEEEFF1F2F3F4F5F6F7F8F9FAFBFCFDFE"
)
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
# VNI writes a vowel and then its marks as one Latin-1 letter ("aù" is á, "aá" is ấ).
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {
    "ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_BYTES = 65536
_MIN_SHARE = 0.9


@lru_cache(maxsize=1)
def _tcvn3_table() -> Mapping[int, str]:
    return dict(zip(_TCVN3_BYTES, _TCVN3_LETTERS, strict=True))


@lru_cache(maxsize=1)
def _vni_table() -> Mapping[int, str]:
    both = {**_VNI_MARKS, **_VNI_LETTERS}
    return {ord(k): v for k, v in both.items()} | {ord(k.upper()): v.upper() for k, v in both.items()}


def _windows_1252(data: bytes) -> str:
    """Windows-1252 with the five unassigned bytes as C1 controls, as browsers read it."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(_one_byte(b) for b in data)


def _one_byte(byte: int) -> str:
    raw = bytes([byte])
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _from_tcvn3(data: bytes) -> str:
    # Bytes from A0 on are letters; below, the quotes and dashes of Windows-1252.
    return _windows_1252(data).translate(_tcvn3_table())


def _from_vni(data: bytes) -> str:
    return unicodedata.normalize("NFC", _windows_1252(data).translate(_vni_table()))


def _from_windows_1258(data: bytes) -> str:
    return data.decode("cp1258", "replace")


ENCODINGS: dict[str, Callable[[bytes], str]] = {
    "Windows-1258": _from_windows_1258,
    "TCVN3": _from_tcvn3,
    "VNI": _from_vni,
}
"""Name → decoder. A decoder never fails; whether its output is Vietnamese is for `plausible` to say."""


def plausible(text: str) -> tuple[int, float]:
    """How many words with a letter outside ASCII are Vietnamese syllables, and their share of such words."""
    composed = unicodedata.normalize("NFC", text)
    words = [w for w in _WORD.findall(composed) if not w.isascii()]
    good = sum(map(is_syllable, words))
    strange = sum(c == "\ufffd" or "\x80" <= c <= "\x9f" for c in composed)
    total = len(words) + strange
    return good, good / total if total else 0.0


def decode_legacy(data: bytes) -> tuple[str, str] | None:
    """The text and the name of the one legacy set that makes Vietnamese of `data`.

    None where none does, or where two do equally well: guessing would put wrong letters in the text.
    """
    sample = data[:_SAMPLE_BYTES]
    scores = {name: plausible(decoder(sample)) for name, decoder in ENCODINGS.items()}
    ranked = sorted(scores, key=lambda name: scores[name], reverse=True)
    best, second = ranked[0], ranked[1]
    if scores[best][1] < _MIN_SHARE or scores[best] == scores[second]:
        return None
    return ENCODINGS[best](data), best
