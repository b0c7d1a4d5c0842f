"""The names of unknown systems: a head word and the noun phrase behind it ("phần mềm quản lý hộ tịch")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from baoso import lexicon
from baoso.lexicon import alternation
from baoso.tagging.phrases import QUOTED, trimmed
from baoso.text.phrasebook import Hit, Phrasebook, level

_REACH, _MOST_SYLLABLES = 100, 12


@dataclass(frozen=True, slots=True)
class Head:
    """A head word's grammar: how a name behind it begins, what it may hold, what it never is."""

    kind: str
    open: bool
    proper: str
    first: re.Pattern[str]
    anywhere: re.Pattern[str]
    never: re.Pattern[str]
    not_after: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Found:
    """An unknown system at `start`:`end`; `kind` is its head's, to be narrowed by the words of its name."""

    start: int
    end: int
    kind: str


@lru_cache(maxsize=1)
def heads() -> Phrasebook[Head]:
    """Every head word of `lexicon/platforms.toml` with its grammar."""
    entries = []
    for entry in lexicon.table("platforms")["heads"].values():
        head = _head(entry)
        entries.extend((word, head) for word in entry["words"])
    return Phrasebook(entries)


def _head(entry: dict[str, Any]) -> Head:
    nothing = r"(?!)"
    first = rf"\s*(?:{alternation(entry['first'])})(?!\w)" if entry["first"] else nothing
    never = rf"\s*(?:{alternation(entry['never'])})(?!\w)" if entry["never"] else nothing
    anywhere = rf"(?<!\w)(?:{alternation(entry['anywhere'])})(?!\w)" if entry["anywhere"] else nothing
    before = rf"(?<!\w)(?:{alternation(entry['not_after'])})\s+\Z" if entry["not_after"] else nothing
    return Head(
        entry["kind"],
        entry.get("open", False),
        entry["proper"],
        re.compile(first, re.IGNORECASE),
        re.compile(anywhere, re.IGNORECASE),
        re.compile(never, re.IGNORECASE),
        re.compile(before, re.IGNORECASE),
    )


@lru_cache(maxsize=1)
def _boundaries() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon.table("platforms")["boundaries"]
    joins = alternation(words["joins"])
    stops = alternation([w for w in words["stops"] if w != "và"])
    stops = rf"(?!{alternation(words['not_stops'])}(?!\w)){stops}"
    end = (
        rf"[.:](?=\s|$)|[;()\"“”«»‘…!?/]|(?<!tế )[-–](?=\s)|,(?!\s+{joins}(?!\w))"
        rf"|(?<!\w)và(?!\s+{joins}(?!\w))(?!\w)|(?<!\w)(?<!nhà ){stops}(?!\w)|(?<!\w)\d"
    )
    # A foreign or invented name shows capitals inside ("iSCT"), or several of them, or a hyphen or digit.
    proper = (
        r"\s+(?:(?P<quote>[“\"«])|(?P<mixed>[A-Za-z]*[a-z][A-Z]\w*|[A-Z]\w*[-.]\w*[A-Za-z]\w*"
        r"|[A-Z][A-Z]+[a-z]\w*)|(?P<caps>[A-Z][A-Z0-9]+))(?![^\W\d_])?"
    )
    return re.compile(end, re.IGNORECASE), re.compile(proper)


def named_systems(text: str) -> Iterator[Found]:
    """Unknown systems in `text`, overlapping ones too."""
    flat = level(text)
    for hit in heads().longest(text):
        end = _name_end(text, flat, hit)
        if end is not None:
            start, stop = trimmed(text, hit.start, end)
            yield Found(start, stop, hit.value.kind)


def _name_end(text: str, flat: str, hit: Hit[Head]) -> int | None:
    """Where the name behind a head ends; None where no name stands there."""
    head, boundary, proper = hit.value, *_boundaries()
    line = text.find("\n", hit.end)
    limit = min(len(text) if line < 0 else line, hit.end + _REACH)
    if head.never.match(flat, hit.end) or head.not_after.search(flat, max(0, hit.start - 20), hit.start):
        return None
    named = _is_proper(head, proper.match(text, hit.end, limit))
    if named and named["quote"]:
        quote = re.compile(rf"\s*{QUOTED}").match(text, hit.end)
        return quote.end() if quote and len(quote[1].split()) <= _MOST_SYLLABLES else None
    begin = head.first.match(flat, hit.end, limit)
    if not re.match(r"[ \xa0]+\w", text[hit.end : limit]):
        return None
    # The first word of a name may be a stop word elsewhere, so the search starts behind it.
    stop = boundary.search(flat, begin.end() if begin else hit.end, limit)
    end = _limited(text, hit.end, stop.start() if stop else limit)
    tail = flat[hit.end : end].strip()
    if not tail or tail in _generic() or not (named or head.open or begin or head.anywhere.search(tail)):
        return None
    return end


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return frozenset(level(tail) for tail in lexicon.table("platforms")["boundaries"]["generic"])


def _is_proper(head: Head, match: re.Match[str] | None) -> re.Match[str] | None:
    if match is None or head.proper == "none" or (head.proper == "mixed" and match["caps"]):
        return None
    return match


def _limited(text: str, start: int, end: int) -> int:
    """`end`, or where the most syllables that a name has are over."""
    for count, word in enumerate(re.finditer(r"\S+", text[start:end]), 1):
        if count == _MOST_SYLLABLES:
            return start + word.end()
    return end
