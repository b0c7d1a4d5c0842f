"""Names built on a head word and the noun phrase behind it ("phần mềm quản lý hộ tịch")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from baoso import lexicon
from baoso.lexicon import alternation
from baoso.tagging.phrases import QUOTED, UPPER, trimmed
from baoso.text.phrasebook import Hit, Phrasebook, level
from baoso.text.syllables import is_syllable

_NOTHING = re.compile(r"(?!)")
# A foreign or invented name shows capitals inside ("iSCT"), or several of them, or a hyphen or digit.
_PROPER = re.compile(
    r"\s+(?:(?P<quote>[“\"«])|(?P<camel>[A-Za-z]*[a-z][A-Z]\w*)"
    r"|(?P<mixed>[A-Z]\w*[-.]\w*[A-Za-z]\w*|[A-Z][A-Z]+[a-z]\w*)|(?P<caps>[A-Z][A-Z0-9]+)|(?P<digits>\d{4,8}\b)"
    rf"|(?P<capital>[{UPPER}]\w*))"
)
_MORE_PROPER = re.compile(rf"\w*(?:[ \xa0](?:[{UPPER}]\w*|\d+))*")
_QUOTE = re.compile(rf"\s*(?:\w+\s+){{0,4}}?{QUOTED}")
# The rest of a body's name, in capitals ("Sở | Giáo dục và Đào tạo Hà Nam").
_CAPITALS = (
    rf"(?:[ \xa0]+(?:(?:và|&)[ \xa0]+|(?:tỉnh|thành phố|quận|huyện)[ \xa0]+)?[{UPPER}](?:[\w&.-]*\w)?"
    rf"(?:[ \xa0]\w+(?=[ \xa0]và[ \xa0][{UPPER}]))?)*"
)
# A name does not end on a word that wants another behind it.
_DANGLING = re.compile(r"(?:\s+(?:về|của|và|giữa|cho|trong|với|các|những|việc|theo|một|ban|cùng|thuộc))+\s*\Z")
_YEARS = re.compile(
    r"(?:(?:\s*,)?\s*(?:và\s+)?(?:giai đoạn\s+\d{4}\s*[-–]\s*\d{4}|(?:định hướng |tầm nhìn )?đến (?:năm )?\d{4}"
    r"|(?:định hướng|tầm nhìn)\s+(?:năm )?\d{4}|năm \d{4}))+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """A head word's grammar: how a name behind it begins, what it may hold, what it never is."""

    kind: str
    open: bool
    capital: bool
    proper: str
    first: re.Pattern[str]
    anywhere: re.Pattern[str]
    owned: re.Pattern[str]
    never: re.Pattern[str]
    not_after: re.Pattern[str]
    after: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Named:
    """A name at `start`:`end`, and the kind that its head gives it."""

    start: int
    end: int
    kind: str


class NameGrammar:
    """The heads and boundaries of one lexicon table (`[heads.*]`, `[boundaries]`)."""

    def __init__(self, table: str) -> None:
        data = lexicon.table(table)
        bounds = data["boundaries"]
        self._heads: Phrasebook[Head] = Phrasebook(
            (word, head)
            for entry in data["heads"].values()
            for head in [_head(entry, data.get("qualifiers", []), bounds.get("owners"))]
            for word in entry["words"]
        )
        self._reach: int = bounds["reach"]
        self._syllables: int = bounds["syllables"]
        self._proper_ends: bool = bounds.get("proper_ends", False)
        self._years: bool = bounds.get("years", False)
        self._generic = frozenset(level(tail) for tail in bounds["generic"])
        self._boundary = _boundary(bounds)
        goods = bounds.get("goods")
        self._goods = re.compile(rf"(?i:{alternation(goods)})\Z") if goods else _NOTHING

    def find(self, text: str) -> Iterator[Named]:
        """The names in `text`, in text order; two may overlap."""
        flat = level(text)
        for hit in self._heads.longest(text):
            end = self._end(text, flat, hit)
            if end is not None:
                yield Named(*trimmed(text, hit.start, end), hit.value.kind)

    def head_kind(self, name: str) -> str | None:
        """The kind that the first head word in `name` gives it; None where it holds none."""
        return next((hit.value.kind for hit in self._heads.longest(name)), None)

    def _end(self, text: str, flat: str, hit: Hit[Head]) -> int | None:
        """Where the name behind a head ends; None where no name stands there."""
        head = hit.value
        line = text.find("\n", hit.end)
        limit = min(len(text) if line < 0 else line, hit.end + self._reach)
        # "chương trình/kế hoạch/đề án" lists kinds, it names none.
        if text[hit.start - 1 : hit.start] == "/":
            return None
        # A general name is one system's where it says whose ("hệ thống điện tử của Cục …").
        if owner := head.owned.match(text, hit.end, limit):
            # Looked on from the owner's last word, which may go on ("… và Đào | tạo").
            last = max(hit.end, flat.rfind(" ", hit.end, owner.end()))
            return self._phrase_end(text, flat, hit.end, last, limit)
        if head.never.match(flat, hit.end):
            return None
        if head.not_after.search(flat, max(0, hit.start - 24), hit.start):
            return None
        if head.after and not head.after.search(flat, max(0, hit.start - 24), hit.start):
            return None
        named = self._proper(head, _PROPER.match(text, hit.end, limit))
        if named and named["quote"]:
            return self._quoted(text, hit.end, head)
        # A comma right behind the head goes on only before another of its kind ("khai trương, nâng cấp …").
        stop = self._stop(flat, hit.end, limit)
        if not re.match(r"[ \xa0]+\w|,", text[hit.end : limit]) or (stop and stop.start() == hit.end):
            return None
        if named and self._proper_ends:
            more = _MORE_PROPER.match(text, named.end(), limit)
            return more.end() if more else named.end()
        begin = head.first.match(flat, hit.end, limit)
        end = self._phrase_end(text, flat, hit.end, begin.end() if begin else hit.end, limit)
        tail = flat[hit.end : end].strip()
        named_so = named or head.open or begin or head.anywhere.search(tail) or _capital(text, hit, tail)
        if not tail or tail in self._generic or not named_so:
            return None
        return end

    def _quoted(self, text: str, start: int, head: Head) -> int | None:
        """The end of the quoted name at `start`; a head of the kind "field" wants its words inside."""
        quote = _QUOTE.match(text, start)
        if quote is None or len(quote[1].split()) > self._syllables:
            return None
        return quote.end() if head.proper != "field" or head.anywhere.search(level(quote[1])) else None

    def _proper(self, head: Head, match: re.Match[str] | None) -> re.Match[str] | None:
        """`match` where its shape names one of the head's kind; goods and companies are none."""
        if match is not None and match.lastgroup == "capital" and head.proper == "any":
            return match if _branded(match) else None
        if match is None or match.lastgroup not in _SHAPES[head.proper]:
            return None
        return None if head.proper == "product" and self._goods.search(match[0]) else match

    def _stop(self, flat: str, start: int, limit: int) -> re.Match[str] | None:
        """The first boundary in `start`:`limit` that is no part of a longer word ("tạo" in "đào tạo")."""
        found = self._boundary.finditer(flat, start, limit)
        return next((match for match in found if match.lastgroup != "kept"), None)

    def _phrase_end(self, text: str, flat: str, start: int, behind: int, limit: int) -> int:
        """The end of the noun phrase at `start`, its boundary looked for from `behind` on."""
        stop = self._stop(flat, behind, limit)
        end = stop.start() if stop else limit
        for count, word in enumerate(re.finditer(r"\S+", text[start:end]), 1):
            if count == self._syllables:
                end = start + word.end()
                break
        else:
            # The window may cut a word in two.
            end = text.rfind(" ", start, end) if not stop and end < len(text) and text[end].isalnum() else end
        dangling = _DANGLING.search(flat, start, end)
        end = dangling.start() if dangling else end
        if self._years and (years := _YEARS.match(text, len(text[:end].rstrip()))):
            end = years.end()
        if text[end : end + 2].strip()[:1] in ("“", '"', "«") and (quote := _QUOTE.match(text, end)):
            end = quote.end() if len(quote[1].split()) <= self._syllables else end
        return end


@cache
def name_grammar(table: str) -> NameGrammar:
    """The grammar of `lexicon/<table>.toml`, built once."""
    return NameGrammar(table)


def _head(entry: dict[str, Any], qualifiers: list[str], owners: list[str] | None) -> Head:
    anywhere = [*entry.get("anywhere", []), *(qualifiers if entry.get("qualified") else [])]
    return Head(
        entry["kind"],
        entry.get("open", False),
        entry.get("capital", False),
        entry.get("proper", "any"),
        _pattern(r"\s*{}(?!\w)", entry.get("first")),
        _pattern(r"(?<!\w){}(?!\w)", anywhere),
        _owned(entry.get("owned"), owners),
        _pattern(r"\s*{}(?!\w)", entry.get("never")),
        _pattern(r"(?<!\w){}\s+\Z", entry.get("not_after")),
        _pattern(r"(?<!\w){}\s+\Z", entry["after"]) if "after" in entry else None,
    )


def _owned(tails: list[str] | None, owners: list[str] | None) -> re.Pattern[str]:
    """A general tail and the body behind it; the tail "" stands for a head that needs none."""
    if not tails or not owners:
        return _NOTHING
    words = rf"(?:\s+(?i:{alternation([t for t in tails if t])}))" + "?" * ("" in tails)
    return re.compile(rf"{words}\s+của\s+{alternation(owners)}(?!\w){_CAPITALS}")


def _pattern(form: str, words: list[str] | None) -> re.Pattern[str]:
    """`form` with `words` in it, for levelled text."""
    return re.compile(form.replace("{}", alternation(map(level, words)))) if words else _NOTHING


def _boundary(bounds: dict[str, Any]) -> re.Pattern[str]:
    """What ends a name in levelled text; the group `kept` is what only looks like it."""
    kept, stops, joins = (alternation(map(level, bounds[key])) for key in ("not_stops", "stops", "joins"))
    digits = r"" if bounds.get("digits") else r"|\d"
    both = rf"và(?!\s+{joins}(?!\w))(?!\w)|" if "và" not in bounds.get("free", []) else ""
    return re.compile(
        rf"(?<!\w)(?:(?P<kept>{kept})(?!\w)|{both}{stops}(?!\w){digits})"
        rf"|[.:](?=\s|$)|[;()\"“”«»‘…!?/]|(?<!tế )(?<!thiên )[-–](?=\s)|,(?!\s+{joins}(?!\w))"
    )


def _capital(text: str, hit: Hit[Head], tail: str) -> bool:
    """Whether a capital inside the sentence makes a name of a head and two words ("triển khai Đề án …")."""
    if not hit.value.capital or not text[hit.start].isupper() or tail.count(" ") < 1:
        return False
    before = text[max(0, hit.start - 2) : hit.start].replace("\xa0", " ")
    return len(before) == 2 and before[1] == " " and (before[0].islower() or before[0] == ",")


def _branded(match: re.Match[str]) -> bool:
    """Whether a run of capitals mixes in a foreign word ("Trà Vinh Smart"): an invented name."""
    more = _MORE_PROPER.match(match.string, match.end())
    words = match.string[match.start() : more.end() if more else match.end()].split()
    foreign = [w for w in words if w.isalpha() and len(w) > 2 and w.istitle() and not is_syllable(w)]
    return len(words) > 1 and bool(foreign)


_SHAPES = {
    "any": ("quote", "camel", "mixed", "caps"),
    "number": ("quote", "camel", "mixed", "caps", "digits"),
    "mixed": ("quote", "camel", "mixed"),
    "product": ("camel",),
    "name": ("quote", "camel", "mixed", "caps", "capital"),
    "quote": ("quote",),
    "field": ("quote",),
    "none": (),
}
