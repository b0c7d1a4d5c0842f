"""Text folded for matching, every folded character knowing where it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_CHANGED = re.compile(rf"[{_INVISIBLE}]|[ \t\u00a0\u2000-\u200a\u202f\u3000]{{2,}}|\u0130")
_TO_ONE = {
    ord(c): " "
    for c in "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
}
_TO_ONE |= {ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"}
_TO_ONE |= {ord(c): "'" for c in "\u2018\u2019\u02bc`´"}


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
    plain = text.translate(_TO_ONE)
    if not _CHANGED.search(text):
        return Folded(plain.lower(), None)
    kept: list[str] = []
    origin: list[int] = []
    for offset, char in enumerate(plain):
        if char in _INVISIBLE or (char == " " and kept and kept[-1] == " "):
            continue
        kept.append(char.lower()[0])
        origin.append(offset)
    return Folded("".join(kept), (*origin, len(text)))
