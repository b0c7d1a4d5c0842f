"""When a number holds: a date beside it, one that opens its sentence, or one that opened the passage."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from baoso.relating.context import SentenceContext, Site
from baoso.relating.cues import cues, last
from baoso.relating.phrases import Phrase
from baoso.types import Mention, Period, Span

_FRAME_REACH, _LONE_REACH, _RIGHT_REACH, _SIGNED = 4, 1, 60, 2
_OPENING = re.compile(
    r"^[\W_]*(?:(?:trong|vào|riêng|tính|cụ thể|theo đó|ngay|chỉ|và|từ)\b[\s,:]*){0,3}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The date that opened an earlier sentence (or was its only one), and how many sentences ago."""

    period: Period
    age: int = 0
    opening: bool = True


@lru_cache(maxsize=8)
def usable_dates(context: SentenceContext) -> list[Mention]:
    """Resolved dates that may time a number: not inside a name, not what something is compared with."""
    usable: list[Mention] = []
    for m in context.dates:
        if not isinstance(m.value, Period) or any(n.start <= m.start < n.end for n in context.names):
            continue
        # "Quyết định số 5/QĐ-UBND ngày 6/1/2022": the day it was signed
        if any(n.label == "DOCUMENT" and 0 <= m.start - n.end <= _SIGNED for n in context.names):
            continue
        before = context.text[max(context.start, m.start - 14) : m.start]
        if re.search(rf"{cues('period', 'comparisons').pattern}\s*(?:với\s*)?$", before, re.IGNORECASE):
            continue
        joined = _joined(context, usable[-1], m) if usable else None
        if joined is not None:
            usable[-1] = joined
        else:
            usable.append(m)
    return usable


def _joined(context: SentenceContext, first: Mention, second: Mention) -> Mention | None:
    """ "năm 2017 và 2018" as one span of time; None where two dates are not so joined."""
    one, two = first.value, second.value
    if not isinstance(one, Period) or not isinstance(two, Period) or not one.start or not one.end or not two.end:
        return None
    if context.text[first.end : second.start].strip().lower() != "và" or two.end <= one.end:
        return None
    span = Span.of(context.text, first.start, second.end)
    return replace(first, end=span.end, text=span.text, value=Period(one.start, two.end, "span", one.basis, span))


def _right_date(context: SentenceContext, site: Site, phrase: Phrase, dates: list[Mention]) -> Mention | None:
    """The date right after the number's own words: "cấp 5.000 thẻ trong năm 2022"."""
    end = max(part[1] for part in (phrase.right, (site.end, site.end)) if part)
    for m in dates:
        if site.end <= m.start < site.high and m.start <= end + _RIGHT_REACH:
            gap = context.text[min(end, m.start) : m.start]
            own = gap.rpartition(",")[2] if "," in gap else "- -"
            # Right behind a comma a date opens the next statement: "đạt 95%, năm 2023 phấn đấu 98%".
            if not re.search(r"[;.:]", gap) and len(own.split()) >= 2:
                return m
    return None


def frame_of(context: SentenceContext) -> Frame | None:
    """The date that a sentence leaves to those after it: its opening one, else its only one."""
    dates = usable_dates(context)
    for m in dates:
        if _OPENING.match(context.text[context.start : m.start]) and isinstance(m.value, Period):
            return Frame(m.value)
    periods = [m.value for m in dates if isinstance(m.value, Period)]
    if periods and all((p.start, p.end) == (periods[0].start, periods[0].end) for p in periods):
        return Frame(periods[0], opening=False)
    return None


def _now(context: SentenceContext, site: Site, after: int, published: date | None) -> Period | None:
    """ "hiện nay" left of the number and nearer than any date: the day of publication."""
    match = last(cues("period", "now"), context.bare, max(after, context.start), site.start)
    if match is None or published is None:
        return None
    return Period(None, published, "day", "published", None)


def period_of(
    context: SentenceContext, site: Site, phrase: Phrase, frame: Frame | None, published: date | None
) -> Period | None:
    """The period of a number, its basis explicit, inherited or published; None where nothing ties it to a time."""
    dates = usable_dates(context)
    right = _right_date(context, site, phrase, dates)
    if right is not None and isinstance(right.value, Period):
        return right.value
    left = [m for m in dates if m.end <= site.start]
    nearest = left[-1] if left else None
    now = _now(context, site, nearest.end if nearest else context.start, published)
    if now is not None:
        return now
    if nearest is not None and isinstance(nearest.value, Period):
        return nearest.value
    if last(cues("period", "now"), context.bare, context.start, site.start):
        return None
    if frame is not None and frame.age <= (_FRAME_REACH if frame.opening else _LONE_REACH):
        return replace(frame.period, basis="inherited")
    return None
