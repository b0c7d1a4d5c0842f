"""What fuzzed texts are put together from: phrases of the lexicon, notations, and characters that make trouble.

One byte, or two for the rarer phrases, stands for a piece, so that whatever a fuzzer does to an input, what comes out
is made of words again and goes deep into the grammars.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from baoso import lexicon

# A byte from here on is the first of two.
_PAIRED = 208
_PLAIN = [*"0123456789abhkmx ,./-–%():;\n“”+AĐơ"]
TROUBLE = [
    "\u00a0", "\u200b", "\u00ad", "\ufeff", "\u0301", "\u0323", "\u202e", "\u2028", "\r\n", "\t", "\x00", "\x1f",
    "\x85", "İ", "ß", "ǅ", "ﬁ", "①", "²", "½", "٣", "१", "Ⅳ", "％", "\U0001f600", "\U0001d7d9", "\ud800", "ị\u0302",
    "  ", "\n\n", "oà", "òa", "UỶ", "ỦY", "'", "’", "_", "…", "·", "*", "@", "#", "$", "€", "&", "=", "?", "!", "[",
    "<", "\\",
]  # fmt: skip
NOTATIONS = [
    "1.400", "68,1", "2/3", "2022", "2025", "1999", "10/10/2022", "2022-10-10", "15/3", "3/2023", "1.234.567,8",
    "6,000", "I/2023", "2021-2025", "95%", "$10k", "7h30", "24:00", "999999999999", "0", "00", "1e9", "13/13/2013",
    "30.2", "31/11",
    "21-NQ/TU", "13/2023/NĐ-CP", "T12/2021", "4.0", "0,5", "Q.1", "12.345.678.901.234.567.890",
]  # fmt: skip


def phrases_of(*tables: str) -> list[str]:
    """Every string of some lexicon tables, keys that are phrases too, each once, in order."""
    return list(dict.fromkeys(p for name in tables for p in _strings(lexicon.table(name))))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if not key.isascii():
                yield key
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


class Pieces:
    """A code between bytes and texts made of `frequent` and `rare` pieces."""

    def __init__(self, frequent: Iterable[str], rare: Iterable[str] = ()) -> None:
        own = list(dict.fromkeys([*_PLAIN, *frequent]))
        self._single = own[:_PAIRED]
        self._paired = list(dict.fromkeys([*own[_PAIRED:], *TROUBLE, *rare]))[: (256 - _PAIRED) * 256]
        codes = {p: bytes([_PAIRED + i // 256, i % 256]) for i, p in enumerate(self._paired)}
        self._codes = codes | {p: bytes([i]) for i, p in enumerate(self._single)}
        self._longest = max(map(len, self._codes))

    def text(self, data: bytes) -> str:
        """The text that `data` stands for; every byte string stands for one."""
        parts, at = [], 0
        while at < len(data):
            code = data[at]
            at += 1
            if code < _PAIRED:
                parts.append(self._single[code % len(self._single)])
            elif at < len(data):
                parts.append(self._paired[((code - _PAIRED) * 256 + data[at]) % len(self._paired)])
                at += 1
        return "".join(parts)

    def code(self, text: str) -> bytes:
        """A byte string for `text`, the longest pieces first; characters that are no piece are left out."""
        out, at = b"", 0
        while at < len(text):
            for length in range(min(self._longest, len(text) - at), 0, -1):
                found = self._codes.get(text[at : at + length])
                if found is not None:
                    out += found
                    at += length
                    break
            else:
                at += 1
        return out
