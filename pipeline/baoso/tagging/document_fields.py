"""The fields of a document around its type and number: issuer, date, title, action."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, TypeAlias

from baoso import lexicon
from baoso.lexicon import alternation
from baoso.tagging.phrases import QUOTED, UPPER, clause_of, last_match, trimmed
from baoso.types import Mention, Period, Span

Action: TypeAlias = Literal["issued", "amended", "implemented", "submitted"]
_ACTIONS: tuple[Action, ...] = ("issued", "amended", "implemented", "submitted")
_WINDOW = 130


@lru_cache(maxsize=1)
def issuer_pattern() -> str:
    """A pattern for a body or office that issues documents (named group `issuer`)."""
    names = lexicon.table("documents")["issuers"]
    name = rf"(?:[ \xa0]+(?:[{UPPER}]\w*|\d{{1,2}}(?![\w/.]))(?:[ \xa0]+(?:-[ \xa0]+)?[{UPPER}]\w*){{0,3}})"
    unit = rf"(?:\s+(?i:{alternation(names['unit_words'])})(?!\w))"
    term = r"(?:\s+(?:khóa|khoá)\s+[IVXLC]+)?"
    local = rf"(?i:{alternation(names['local_heads'])})(?!\w){unit}?{name}?{term}"
    ministry = rf"(?i:{alternation(names['ministry_heads'])})\s+(?i:{alternation(names['fields'])}){unit}?{name}?"
    free = rf"(?i:{alternation(names['free_heads'])})(?:\s+(?!ngày|về|ban|đã|vừa|ký|phê)\w+){{0,7}}"
    fixed = rf"(?i:{alternation(names['fixed'])})(?!\s+(?:điện tử|số)\b)"
    return rf"(?P<issuer>{local}|{ministry}|{free}|{fixed})(?!\w)"


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    """The compiled patterns of this module."""
    words = lexicon.table("documents")["fields"]
    adverbs = rf"(?:\s+(?i:{alternation(words['adverbs'])})(?!\w))*"
    issuing = rf"(?i:{alternation(words['issuing'])})(?!\w)"
    stops = rf"(?<!\w)(?i:{alternation(words['title_stops'])})(?!\w)"
    goes_on = rf"(?!\s+(?i:{alternation(words['title_goes_on'])}|(?:\w+\s+){{1,4}}và\s))"
    return {
        "after": re.compile(rf"(?:\s*[,(])?\s*(?i:{alternation(words['issuer_links'])})\s+{issuer_pattern()}"),
        "before": re.compile(rf"(?<!\w){issuer_pattern()}{adverbs}\s+{issuing}{adverbs}\s+\Z"),
        "date_gap": re.compile(rf"[\s,(]*(?:(?i:{alternation(words['date_links'])})\s*)?"),
        "title": re.compile(rf"(?:\s*[,:])?\s*(?=(?i:{alternation(words['title_openers'])})(?!\w))"),
        "title_end": re.compile(rf"[.;:\n()…!?”»]|,{goes_on}|{stops}"),
        "quoted": re.compile(rf"(?:\s*[-:,])?\s*(?:về\s+|với tên gọi\s+)?{QUOTED}"),
        "about": re.compile(r"(?:về\s+việc|về|v/v)\s+", re.IGNORECASE),
        "owner": re.compile(rf"\s+(?i:{alternation(words['issuer_links'])})\s+{issuer_pattern()}\Z"),
    }


@lru_cache(maxsize=1)
def _action_pattern() -> re.Pattern[str]:
    words = lexicon.table("documents")["actions"]
    groups = "|".join(rf"(?P<{name}>{alternation(words[name])})" for name in _ACTIONS)
    return re.compile(
        rf"(?<!\w)(?<!chương )(?<!quá )(?<!tiến )(?<!công )(?<!lộ )(?<!quy )(?<!giáo )(?:{groups})(?!\w)",
        re.IGNORECASE,
    )


def issuer_after(text: str, end: int) -> Span | None:
    """The issuer right behind a document ("của Chính phủ")."""
    match = _patterns()["after"].match(text, end)
    return Span.of(text, match.start("issuer"), match.end("issuer")) if match else None


def issuer_before(text: str, start: int) -> Span | None:
    """The issuer that an issuing verb ties to a document behind it ("UBND tỉnh đã ban hành")."""
    begin, _ = clause_of(text, start, start, before=_WINDOW)
    match = _patterns()["before"].search(text, begin, start)
    return Span.of(text, match.start("issuer"), match.end("issuer")) if match else None


def date_after(text: str, end: int, dates: Sequence[Mention]) -> tuple[date, Span] | None:
    """The day right behind a document ("ngày 20/8/2021"), from DATE mentions in text order."""
    for mention in dates[bisect_left(dates, end, key=lambda m: m.start) :]:
        if mention.start > end + 30:
            return None
        if _patterns()["date_gap"].fullmatch(text, end, mention.start):
            return _day(mention)
    return None


def date_before(text: str, issuer: Span, dates: Sequence[Mention]) -> tuple[date, Span] | None:
    """The day that opens the clause of an issuing ("Ngày 3/6/2020, UBND tỉnh ban hành…")."""
    at = bisect_left(dates, issuer.start, key=lambda m: m.start) - 1
    if at < 0 or dates[at].end > issuer.start:
        return None
    return _day(dates[at]) if text[dates[at].end : issuer.start].strip() == "," else None


def _day(mention: Mention) -> tuple[date, Span] | None:
    period = mention.value
    if isinstance(period, Period) and period.grain == "day" and period.start is not None:
        return period.start, mention.span
    return None


def title_after(text: str, end: int) -> tuple[Span, Span | None] | None:
    """A document's title and the issuer behind it, if any.

    The title is quoted, or runs from its opening word ("về …", left out; "phê duyệt …", kept) to where the
    clause ends.
    """
    patterns = _patterns()
    quoted = patterns["quoted"].match(text, end)
    if quoted:
        return Span.of(text, quoted.start(1), quoted.end(1)), issuer_after(text, quoted.end())
    opening = patterns["title"].match(text, end)
    if not opening:
        return None
    about = patterns["about"].match(text, opening.end())
    start = about.end() if about else opening.end()
    limit = min(len(text), start + 200)
    # The opening word itself may be a stop word elsewhere, so the search starts behind it.
    stop = patterns["title_end"].search(text, start + 3, limit)
    finish = stop.start() if stop else _word_end(text, limit)
    quote = re.compile(QUOTED).search(text, start, finish + 160)
    if quote and quote.start() < finish:
        finish = quote.end()
    owner = patterns["owner"].search(text, start, finish)
    issuer = Span.of(text, owner.start("issuer"), owner.end("issuer")) if owner else None
    start, finish = trimmed(text, start, owner.start() if owner else finish)
    title = Span.of(text, start, finish)
    return (title, issuer) if len(title.text.split()) >= 2 else None


def _word_end(text: str, limit: int) -> int:
    if limit >= len(text):
        return len(text)
    space = text.rfind(" ", 0, limit)
    return space if space > 0 else limit


def action_before(text: str, start: int) -> tuple[Action, Span] | None:
    """What is done to a document, by the last cue before it in its clause."""
    begin, _ = clause_of(text, start, start, before=45)
    match = last_match(_action_pattern(), text, begin, start)
    if match is None or "," in text[match.end() : start] or len(text[match.end() : start].split()) > 4:
        return None
    action = next(a for a in _ACTIONS if a == match.lastgroup)
    return action, Span.of(text, match.start(), match.end())


def issuer_of_number(number: str) -> str | None:
    """Who issues numbers with this suffix ("QĐ-TTg": Thủ tướng Chính phủ); None where several bodies do."""
    table: dict[str, str] = lexicon.table("documents")["suffix_issuers"]
    folded = {key.lower(): value for key, value in table.items()}
    last = re.split(r"[-/]", number)[-1].lower()
    return folded.get(last)
