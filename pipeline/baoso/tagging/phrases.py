"""Letter classes and boundaries that several mention grammars share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from baoso.types import Mention, Span

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
    taken: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if not any(mention.start < k.end and k.start < mention.end for k in taken):
            taken.append(mention)
    kept.extend(sorted(taken, key=lambda m: m.start))
    return kept


def inside(span: Span | Mention, others: Sequence[Span | Mention]) -> bool:
    """Whether `span` lies wholly in one of `others`."""
    return any(o.start <= span.start and span.end <= o.end for o in others)
