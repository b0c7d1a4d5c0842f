"""Text folded for matching, every folded character knowing where it came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_CHANGED = re.compile(rf"[{_INVISIBLE}\u0130]|[ ][ ]+")
_TO_ONE = {
    **dict.fromkeys("\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u2018\u2019\u02bc`´", "'"),
}


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` in lower case, single spaces, plain dashes; line ends are kept.

    `origin[i]` is the source offset of folded character i (one more entry than characters); None
    where the two texts run in step.
    """

    text: str
    origin: tuple[int, ...] | None

    def start(self, offset: int) -> int:
        """Source offset of the character at a folded `offset`."""
        return offset if self.origin is None else self.origin[offset]

    def end(self, offset: int) -> int:
        """Source offset right after the character before a folded `offset`."""
        return offset if self.origin is None or offset == 0 else self.origin[offset - 1] + 1


def fold_text(text: str) -> Folded:
    """Fold a whole article; linear in its length."""
    plain = text
    for char, one in _TO_ONE.items():
        # a text holds few of them: this is many times faster than `str.translate`
        if char in plain:
            plain = plain.replace(char, one)
    if not _CHANGED.search(plain):
        return Folded(plain.lower(), None)
    kept: list[str] = []
    origin: list[int] = []
    done = 0
    for match in _CHANGED.finditer(plain):
        kept.append(plain[done : match.start()].lower())
        origin.extend(range(done, match.start()))
        if match[0] not in _INVISIBLE:
            # one space of several; the first code point where lower case has two
            kept.append(match[0][0].lower()[0])
            origin.append(match.start())
        done = match.end()
    kept.append(plain[done:].lower())
    origin.extend(range(done, len(text) + 1))
    return Folded("".join(kept), tuple(origin))


def ascii_key(name: str) -> str:
    """Lower-case ASCII letters and digits of a name, nothing between.

    >>> ascii_key("Bà Rịa - Vũng Tàu")
    'bariavungtau'
    """
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(c for c in plain if c.isascii() and c.isalnum())
