"""Letter classes and boundaries that several mention grammars share."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from baoso.types import Block, Mention, Span

_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
LOWER = f"a-zđ{_VOWELS}"
UPPER = f"A-ZĐ{_VOWELS.upper()}"

OPENING, CLOSING = "\"“«'‘”", "\"”»'’“"
QUOTED = r"[\"“«‘”]\s?([^\"“”«»\n]{2,160}?)\s?[\"”»’“]"


def clause_of(text: str, start: int, end: int, before: int = 120, after: int = 80) -> tuple[int, int]:
    """Offsets of the clause around `start`:`end`: up to a full stop, semicolon, colon or line end.

    Looks at most `before` and `after` characters away.
    """
    left = text[max(0, start - before) : start]
    cuts = [m.end() for m in _CLAUSE_END.finditer(left)]
    begin = start - len(left) + (cuts[-1] if cuts else 0)
    stop = _CLAUSE_END.search(text, end, min(len(text), end + after))
    return begin, stop.start() if stop else min(len(text), end + after)


_CLAUSE_END = re.compile(r"[;\n!?]|[.:](?=\s|$)|…")


def last_match(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The last place where `pattern` matches inside `start`:`end`."""
    matches = list(pattern.finditer(text, start, end))
    return matches[-1] if matches else None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """`start`:`end` without white space, dashes and commas at its edges."""
    while start < end and (text[start].isspace() or text[start] in ",-–:;"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",-–:;./\\"):
        end -= 1
    return start, end


def longest_first(mentions: Iterable[Mention]) -> list[Mention]:
    """`mentions` without those that overlap a longer (at equal length: an earlier) one, in text order."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        # Those kept do not overlap, so only the neighbours can be in the way.
        at = bisect_left(kept, mention.start, key=lambda k: k.start)
        if (at == 0 or kept[at - 1].end <= mention.start) and (at == len(kept) or mention.end <= kept[at].start):
            kept.insert(at, mention)
    return kept


class Cover:
    """The stretches that some spans cover; asked often, so kept merged and sorted."""

    def __init__(self, spans: Iterable[Span | Mention | Block]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans, key=lambda s: s.start):
            if self._ends and span.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def touches(self, start: int, end: int) -> bool:
        """Whether a character of `start`:`end` is covered."""
        at = bisect_left(self._starts, end) - 1
        return at >= 0 and self._ends[at] > start

    def holds(self, start: int, end: int) -> bool:
        """Whether all of `start`:`end` lies in one stretch."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and self._ends[at] >= end
