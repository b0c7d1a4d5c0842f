"""Whether a number is achieved, a target, a forecast or a baseline: the nearest cue decides."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from baoso.lexicon import fold
from baoso.relating.context import SentenceContext, Site
from baoso.relating.cues import blank, cues, last, lexicon
from baoso.relating.phrases import Phrase
from baoso.types import Period, Span, Status

_MARK = re.compile(r"[,;(]")
# No cue further left than this (code points) tells of a number.
_REACH = 900
_MODAL = re.compile(r"(?<!\w)(?:phải|sẽ|cần được)(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=8)
def _muted(context: SentenceContext) -> str:
    """The sentence with the exceptions ("theo quy định") and names blanked out, offsets kept."""
    text = cues("status", "target_exceptions").sub(blank, context.bare[context.start : context.end])
    for name in context.names:
        a, b = max(0, name.start - context.start), min(len(text), name.end - context.start)
        if a < b:
            text = text[:a] + "\u00b7" * (b - a) + text[b:]
    return text


@lru_cache(maxsize=8)
def _all_cues(context: SentenceContext) -> tuple[tuple[int, int, str], ...]:
    """Every cue of the sentence as (end, start, key), offsets from its start."""
    text = _muted(context)
    keys = ("target", "forecast", "achieved", "target_nouns")
    return tuple((m.end(), m.start(), key) for key in keys for m in cues("status", key).finditer(text))


def _left_cue(context: SentenceContext, site: Site, phrase: Phrase) -> tuple[Status, int, int] | None:
    """The cue nearest to the left of the number, as (status, start, end) in the text."""
    text = _muted(context)
    number = site.start - context.start
    measured = (phrase.left[0] - context.start + 2) if phrase.left else len(text)
    found: list[tuple[int, int, Status]] = []
    for end, start, key in _all_cues(context):
        if end > number or end < number - _REACH:
            continue
        if key == "target_nouns":
            # A noun governs across a date and a colon, not across a comma that opens another statement.
            if number - end <= 60 and not _MARK.search(_dateless(context), end, number):
                found.append((end, start, "target"))
            continue
        asked = cues("status", "asking").fullmatch(text, start, end) is not None
        if asked and (start > measured or _names_asking(text, start)):
            continue
        found.append((end, start, _status_of_cue(key, text[start:end], text[end : min(end + 12, number)])))
    if not found:
        return None
    end, start, status = max(found)
    if status == "target" and cues("status", "future").fullmatch(text, start, end):
        expected = last(cues("status", "expectations"), text, 0, start)
        status = "forecast" if expected is not None else status
    return status, context.start + start, context.start + end


def _names_asking(text: str, at: int) -> bool:
    """Whether the verb at `at` only names an act of asking: "khi đề nghị", "các yêu cầu"."""
    before = text[max(0, at - 12) : at].rstrip()
    match = last(cues("status", "asking_nouns"), before, 0, len(before))
    return match is not None and match.end() == len(before)


@lru_cache(maxsize=8)
def _dateless(context: SentenceContext) -> str:
    """The sentence with its dates and the comma after each blanked out."""
    text = context.text[context.start : context.end]
    for m in context.dates:
        a, b = m.start - context.start, m.end - context.start
        b += 1 if text[b : b + 1] == "," else 0
        text = text[:a] + "\u00b7" * (b - a) + text[b:]
    return text


def _status_of_cue(key: str, cue: str, following: str) -> Status:
    if key == "target":
        results = lexicon()["status"]["forecast_results"]
        planned_result = cue.lower() == "dự kiến" and following.split()[:1] and following.split()[0] in results
        return "forecast" if planned_result else "target"
    return "forecast" if key == "forecast" else "achieved"


def _right_cue(context: SentenceContext, site: Site, phrase: Phrase) -> tuple[Status, int, int] | None:
    """A modal in the number's own predicate: "100% kiến nghị phải được xử lý"."""
    for part in (phrase.right, phrase.tail):
        if part is None:
            continue
        match = _MODAL.search(context.text, *part)
        before = context.text[part[0] : match.start()].rstrip() if match else ""
        named = last(cues("status", "required_nouns"), before, 0, len(before))
        # "61% số phải làm" tells of what was required, not of what will be.
        if match and (named is None or named.end() < len(before)):
            return "target", match.start(), match.end()
    return None


def _in_future(period: Period | None, published: date | None) -> bool:
    """Whether a period ends after publication; undated, whether it is a year to be reached ("đến năm 2030")."""
    if period is None or period.end is None or period.basis == "published":
        return False
    if published is not None:
        return period.end > published and (period.start is None or period.start > published)
    opens = fold(period.mention.text).split()[:1] if period.mention is not None else []
    return period.start is None and period.grain == "year" and opens in (["đến"], ["tới"])


def status_of(
    context: SentenceContext,
    site: Site,
    phrase: Phrase,
    period: Period | None,
    published: date | None,
    carried: Status | None,
) -> tuple[Status, Span | None]:
    """The status of a number and the cue that says so (None where nothing does).

    `carried` is the status that an enumeration opened in the sentence before.
    """
    if site.quantity.baseline:
        return "baseline", None
    after = period is not None and period.mention is not None and period.mention.start > site.end
    left = _left_cue(context, site, phrase)
    if after and _in_future(period, published) and (left is None or left[0] != "forecast"):
        return "target", period.mention if period else None
    for cue in (_right_cue(context, site, phrase), left):
        if cue is not None:
            status, start, end = cue
            return status, Span.of(context.text, start, end)
    if _in_future(period, published):
        return "target", period.mention if period else None
    return carried or "achieved", None
