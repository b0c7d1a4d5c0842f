"""Two numbers that belong together: "50-60%", "từ 40% lên 62%", "12 trên tổng số 15 xã"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from baoso.types import Span
from baoso.values.candidates import Candidate
from baoso.values.units import Unit

_DASH = re.compile(r"\s*(?P<link>[-–—÷])\s*")
_TO = re.compile(r"\s+(?P<link>đến|tới)\s+(?:(?:khoảng|gần|hơn|trên|dưới|mức)\s+)?", re.IGNORECASE)
_AND = re.compile(r"\s+(?P<link>và)\s+")
_OF = re.compile(r"\s+(?:trong|trên)\s+(?:tổng\s+)?(?:số\s+)?", re.IGNORECASE)
_CHOICE = re.compile(r"(?<!\w)một\s+trong\s+(?:số\s+)?$", re.IGNORECASE)
_BETWEEN = "giữa"
# how far the new value may stand from the old: "từ 52,3% (năm 2021) lên 75,8%"
_REACH = 90
_CLAUSE_END = re.compile(r"[;\n]|[.!?]\s")


def join_ranges(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """`found` with the two ends of each range made one candidate, whose partner is the upper end."""
    joined: list[Candidate] = []
    for item in found:
        lower = joined[-1] if joined else None
        if lower is not None and (link := _link(text, lower, item)) is not None:
            unit, number = item.unit, lower.number
            if number.scale == 1 and item.number.scale > 1 and lower.unit is None:
                scale = item.number.scale
                number = replace(number, value=number.value * scale, scale=scale)
            joined[-1] = replace(lower, number=number, unit=unit, partner=item, link=link, trap=item.trap)
            continue
        joined.append(item)
    return joined


def join_parts(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """`found` with "12 trong tổng số 15 xã" and "1 trong 4 xã" made fractions; the whole of a bare part goes.

    "một trong 4 xã" tells that it is one of them, and no number.
    """
    kept: list[Candidate] = []
    for item in found:
        part = kept[-1] if kept else None
        if part is not None and (whole := _whole_of(text, part, item)):
            bare = part.unit is None
            number = replace(part.number, denominator=item.number.value)
            kept[-1] = replace(part, number=number, unit=part.unit or whole)
            if bare:
                continue
        elif item.rank is None and _CHOICE.search(text, max(0, item.number.start - 16), item.number.start):
            item.trap = item.trap or "name"
        kept.append(item)
    return kept


def _whole_of(text: str, part: Candidate, whole: Candidate) -> Unit | None:
    """The unit of "4 xã" where it is the whole of "1 trong 4 xã"."""
    if part.trap or part.rank or part.partner or whole.rank or whole.partner or whole.unit is None:
        return None
    a, b = part.number, whole.number
    if a.form != "digits" or b.form != "digits" or a.denominator or b.denominator or not 0 < a.value <= b.value:
        return None
    if whole.unit.kind != "noun" or (part.unit is not None and part.unit.name != whole.unit.name):
        return None
    return whole.unit if _OF.fullmatch(text, part.end, b.start) else None


def mark_baselines(text: str, found: Sequence[Candidate]) -> None:
    """Mark the old value of "từ 40% … lên 62%", and give it the new one's unit where it has none."""
    old: Candidate | None = None
    for item in found:
        if old is not None and _goes_to(text, old, item):
            old.baseline = True
            old.moved = item.moved = True
            old.unit = old.unit or (item.unit and replace(item.unit, start=old.number.end, end=old.number.end))
            item.left.change = None
            old = None
        if item.left.from_value and item.partner is None and not item.trap:
            old = item


def _goes_to(text: str, old: Candidate, new: Candidate) -> bool:
    gap = text[old.end : new.number.start]
    if new.trap or len(gap) > _REACH or _CLAUSE_END.search(gap):
        return False
    if old.rank or new.rank:
        return bool(old.rank and new.rank)
    same = old.unit is None or (new.unit is not None and old.unit.name.split()[:1] == new.unit.name.split()[:1])
    return new.left.level and new.unit is not None and same


def _link(text: str, lower: Candidate, upper: Candidate) -> Span | None:
    """The mark or word that makes a range of the two, or None."""
    if lower.partner or lower.rank or upper.rank or (lower.trap and not (upper.unit and upper.unit.hard)):
        return None
    a, b = lower.number, upper.number
    if a.denominator or b.denominator or upper.unit is None or a.form in ("half", "share", "single"):
        return None
    if lower.unit is not None and lower.unit.name != upper.unit.name:
        return None
    m = _marks(text, lower, upper)
    if m is None:
        return None
    scaled = b.scale if lower.unit is None and a.scale == 1 else 1.0
    if not a.value * scaled < b.value:
        return None
    return Span.of(text, m.start("link"), m.end("link"))


def _marks(text: str, lower: Candidate, upper: Candidate) -> re.Match[str] | None:
    start, end = lower.end, upper.start
    if end - start > 14:
        return None
    patterns = [_DASH, _TO]
    if any(w.form == _BETWEEN for w in lower.words[-2:]):
        patterns.append(_AND)
    return next((m for p in patterns if (m := p.fullmatch(text, start, end))), None)
