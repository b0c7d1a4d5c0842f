"""What the page says about the article: dates, source lines, the newspaper's sign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from baoso import lexicon
from baoso.lexicon import UPPER
from baoso.types import PublishedGrain

_MAX_LINE = 110
_MAX_FURNITURE = 60
_MAX_PREFIXED = 220
_DATES = re.compile(
    r"(?<!\d)(?P<y1>\d{4})-(?P<m1>\d{2})(?:-(?P<d1>\d{2}))?"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-])"
    r"|(?<!\d)(?P<d2>\d{1,2})\s?(?P<s>[/.-])\s?(?P<m2>\d{1,2})\s?(?P=s)\s?(?P<y2>\d{4})(?!\d)"
    r"|(?P<d3>\d{1,2})\s+tháng\s+(?P<m3>\d{1,2})(?:,|\s+năm)?\s+(?P<y3>\d{4})(?!\d)"
    r"|tháng\s+(?P<m4>\d{1,2})(?:\s*[/-]\s*|\s+năm\s+|,\s+)(?P<y4>\d{4})(?!\d)"
    r"|(?<!\d)(?P<m5>\d{1,2})/(?P<y5>\d{4})(?!\d)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<!\d)\d{1,2}\s?(?::|h|giờ)\s?(?:\d{2})?(?::\d{2})?(?:\s?phút)?(?:\s?[ap]m)?(?!\w)", re.IGNORECASE
)
_ZONE = re.compile(r"\(?\s*(?:GMT|UTC)\s*\+?\s*\d*\s*\)?", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"”)\]]+|(?<![\w@.])www\.[^\s<>\"”)\]]+")
_PREFIX = re.compile(r"date[:\s]+\d{4}-\d{2}(?:-\d{2})?(?!\d)[ \t]*", re.IGNORECASE)
_BRACKETED = re.compile(rf"\(\s*([{UPPER}][\w&+. ]{{1,20}}?)\s*\)\s*[-–—:.]*\s*")
_DASHED = re.compile(rf"([{UPPER}][{UPPER}\w&+.]{{1,14}})(?:\s+[Oo]nline)?\s+[-–—]\s+(?=[\"“{UPPER}\d])")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A publication date as the page states it; `update` for a "Cập nhật" line."""

    day: date
    grain: PublishedGrain
    update: bool


@lru_cache(maxsize=1)
def _dateline_words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = lexicon.table("pages")["datelines"]
    outlets = lexicon.table("outlets")
    names = {v["name"] for v in outlets["domains"].values()} | set(outlets["marks"])
    return (
        lexicon.cue_regex([*words["leads"], *words["weekdays"]]),
        lexicon.cue_regex(words["updates"]),
        lexicon.cue_regex([*names, *(n.removeprefix("Báo ") for n in names), "báo"]),
    )


def read_dateline(line: str) -> Dateline | None:
    """The date of a line that says when the article appeared and nothing else.

    >>> read_dateline("Thứ ba, 07/03/2023 - 09:15").day.isoformat()
    '2023-03-07'
    """
    if len(line) > _MAX_LINE:
        return None
    match = _DATES.search(line)
    if not match:
        return None
    words, updates, names = _dateline_words()
    rest = _DATES.sub(" ", line)
    for pattern in (_TIME, _ZONE, words, names):
        rest = pattern.sub(" ", rest)
    if any(c.isalnum() for c in rest):
        return None
    read = _date_of(match)
    return Dateline(*read, bool(updates.search(line))) if read else None


def _date_of(match: re.Match[str]) -> tuple[date, PublishedGrain] | None:
    parts = {k[0]: int(v) for k, v in match.groupdict().items() if v and k[-1].isdigit()}
    grain: PublishedGrain = "day" if "d" in parts else "month"
    try:
        return date(parts["y"], parts["m"], parts.get("d", 1)), grain
    except ValueError:
        return None


def dateline_prefix(line: str) -> int:
    """The length of a "date 2023-02" before other text; 0 where there is none."""
    match = _PREFIX.match(line)
    return match.end() if match else 0


def agency_mark(line: str) -> tuple[int, str | None]:
    """The length of a newspaper's sign at the beginning of `line` ("(BDO) ", "TTO - "), and its outlet.

    A bracketed sign in capitals counts even where no newspaper is known by it; a dashed one must be known.
    """
    marks: dict[str, str] = lexicon.table("outlets")["marks"]
    match = _BRACKETED.match(line)
    if match and (match[1] in marks or (match[1].isupper() and " " not in match[1] and len(match[1]) <= 6)):
        return match.end(), _outlet_of_mark(match[1])
    match = _DASHED.match(line)
    if match and match[1] in marks:
        return match.end(), _outlet_of_mark(match[1])
    return 0, None


def _outlet_of_mark(mark: str) -> str | None:
    outlets = lexicon.table("outlets")
    domain = outlets["marks"].get(mark)
    return str(outlets["domains"][domain]["name"]) if domain else None


@lru_cache(maxsize=1)
def _source_lead() -> re.Pattern[str]:
    leads = lexicon.alternation(lexicon.table("pages")["sources"]["leads"])
    return re.compile(rf"[(\[]?\s*{leads}(?!\w)[^:\n]{{0,40}}:\s*", re.IGNORECASE)


@lru_cache(maxsize=1)
def _outlets_by_name() -> dict[str, str]:
    """Outlet names, folded, with and without "báo", → the name as we write it."""
    outlets = lexicon.table("outlets")
    names = {str(v["name"]) for v in outlets["domains"].values()}
    named = {lexicon.fold(m): str(outlets["domains"][d]["name"]) for m, d in outlets["marks"].items()}
    named |= {f"báo {lexicon.fold(n)}": n for n in names}
    return named | {lexicon.fold(n): n for n in names}


def read_source_line(line: str) -> tuple[str | None, str | None] | None:
    """The address and outlet that a source line names ("Nguồn Vĩnh Phúc: http…"); None where it is none."""
    if len(line) > 400:
        return None
    url = _URL.search(line)
    lead = _source_lead().match(line)
    if url and (lead or url.start() == 0) and len(line[url.end() :].strip(" .)]")) < 20:
        address = url[0].rstrip(".,;")
        return address, outlet_of_url(address)
    if lead is None or line[0] == "(" or len(line) - lead.end() > 60:
        return None
    if lexicon.fold(line).lstrip("([").startswith(("nguồn", "link", "source")):
        return None, _outlets_by_name().get(lexicon.fold(line[lead.end() :]).strip(" .)]"))
    return None


def outlet_of_url(url: str) -> str | None:
    """The outlet whose domain `url` is on."""
    entry = _domain_entry(url)
    return str(entry["name"]) if entry else None


def _domain_entry(url: str) -> dict[str, Any] | None:
    domains: dict[str, dict[str, Any]] = lexicon.table("outlets")["domains"]
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    except ValueError:
        return None
    while host:
        if host in domains:
            return domains[host]
        host = host.partition(".")[2]
    return None


@lru_cache(maxsize=1)
def _boilerplate() -> tuple[frozenset[str], re.Pattern[str], frozenset[str]]:
    words = lexicon.table("pages")["boilerplate"]
    prefixes = "|".join(lexicon.phrase_pattern(p) for p in words["prefixes"])
    return (
        frozenset(lexicon.fold(w) for w in [*words["lines"], *words["link_lists"]]),
        re.compile(rf"(?:{prefixes})", re.IGNORECASE),
        frozenset(lexicon.fold(w) for w in words["link_lists"]),
    )


def is_boilerplate(line: str) -> bool:
    """Whether a line is page furniture: share buttons, links, calls to read on."""
    lines, prefixes, _ = _boilerplate()
    if len(line) <= _MAX_FURNITURE and lexicon.fold(line).strip(" :.-|") in lines:
        return True
    return len(line) <= _MAX_PREFIXED and (prefixes.match(line) is not None or not any(map(str.isalnum, line)))


def opens_link_list(line: str) -> bool:
    """Whether a line is the heading of a list of links to other articles."""
    return len(line) < 60 and lexicon.fold(line).strip(" :.-|") in _boilerplate()[2]
