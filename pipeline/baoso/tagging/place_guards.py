"""When a bare capitalised name is no place: persons, streets, schools, companies, longer names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from baoso import lexicon
from baoso.lexicon import UPPER

NameKind: TypeAlias = Literal["country", "province", "local"]

_CHAIN = re.compile(rf"((?:[{UPPER}](?:[^\W\d_]|[.'])*[ \u00a0])+)$")
_NEXT = re.compile(rf"[ \u00a0]([{UPPER}][^\W\d_]*)([ \u00a0][{UPPER}])?")
# "51 Hàng Bồ", "số 4, Thụy Khuê": a street with its number
_ADDRESS = re.compile(r"(?:(?<!\w)\d{1,4}[A-Z]?|(?<!\w)\d{1,4}[A-Z],|số\s\w{1,5},)\s$")
_AT = re.compile(r"(?<!\w)(?:tại|ở)[ \u00a0]\Z", re.IGNORECASE)
_WINDOW = 90
_NEAR = 28
_CHAIN_WINDOW = 40


class _Guards(NamedTuple):
    road: re.Pattern[str]
    site: re.Pattern[str]
    organisation: re.Pattern[str]
    national: re.Pattern[str]
    cut: re.Pattern[str]
    person: re.Pattern[str]
    honorific: re.Pattern[str]
    locative: re.Pattern[str]
    longer: re.Pattern[str]
    surnames: frozenset[str]
    all_surnames: frozenset[str]
    middle: frozenset[str]
    starters: frozenset[str]


@lru_cache(maxsize=1)
def _guards() -> _Guards:
    table = lexicon.table("places")
    words = table["guards"]
    heads = [f"{re.escape(c)} " for c in words["compound_heads"]]

    def last(cues: list[str]) -> re.Pattern[str]:
        return lexicon.cue_regex(cues, not_behind=heads, then=r"[\s\"“'‘]{1,2}$")

    def within(cues: list[str]) -> re.Pattern[str]:
        return lexicon.cue_regex(cues, not_behind=heads)

    names = lexicon.table("names")
    cut = rf"(?<!\w){lexicon.alternation(words['cut'])}(?!\w)|\svà\s$|[,;:()\"“”\n]|\.\s"
    return _Guards(
        last(words["road"]),
        last(words["site"]),
        within(words["organisation"]),
        within(words["organisation"] + words["national"]),
        re.compile(cut, re.IGNORECASE),
        last(words["person"]),
        last(words["address"]),
        last(table["locative"]["words"]),
        re.compile("|".join(re.escape(p) for p in table["longer"]["phrases"])),
        frozenset(names["common_surnames"]),
        frozenset(lexicon.table("surnames")["surnames"]),
        frozenset(names["middle_names"]),
        frozenset(table["starters"]["words"]),
    )


def longer_names(text: str) -> list[tuple[int, int]]:
    """Spans of longer names that hold a province's ("Thái Bình Dương")."""
    return [m.span() for m in _guards().longer.finditer(text)]


def begins_like_person(name: str) -> bool:
    """Whether the name's first syllable is a common family name ("Lê Lợi", "Trần Phú")."""
    return name.split(maxsplit=1)[0].title() in _guards().surnames


def reads_like_person(words: list[str]) -> bool:
    """Whether the words are a family name, be it a rare one, a middle name and a given name ("Vàng Thị Gió")."""
    guards = _guards()
    return len(words) >= 3 and words[0].title() in guards.all_surnames and words[1].title() in guards.middle


def after_person_cue(text: str, start: int) -> bool:
    """Whether "ông", "bà", "đồng chí"… stands right before."""
    return _guards().honorific.search(text[max(0, start - 30) : start]) is not None


def after_locative(text: str, start: int) -> bool:
    """Whether "tại", "ở", "về"… stands right before."""
    return _guards().locative.search(text[max(0, start - 20) : start]) is not None


def at_place(text: str, start: int) -> bool:
    """Whether "tại" or "ở" stands right before: words that nothing but a place follows with a capital."""
    return _AT.search(text, max(0, start - 5), start) is not None


def is_hcm_person(text: str, start: int) -> bool:
    """Whether "Hồ Chí Minh" at `start` is the person or something named after him."""
    return _guards().person.search(text[max(0, start - 30) : start]) is not None


def blocked(text: str, start: int, end: int, kind: NameKind) -> bool:
    """Whether the untyped name `text[start:end]` is part of another name."""
    guards = _guards()
    head = text[max(0, start - _WINDOW) : start]
    near = head[-_NEAR:]
    if kind != "country" and guards.road.search(near):
        return True
    if kind == "local" and (guards.site.search(near) or _ADDRESS.search(near)):
        return True
    if _in_organisation(head, kind):
        return True
    if kind == "country":
        return False
    # A sentence opens with "Ở": the capital begins no person's name.
    if (not at_place(text, start) and _in_person(head, kind)) or after_person_cue(text, start):
        return True
    return not after_locative(text, start) and _continues(text, end, kind)


def _in_organisation(head: str, kind: NameKind) -> bool:
    guards = _guards()
    last = None
    heads = guards.national if kind == "country" else guards.organisation
    for match in heads.finditer(head):
        last = match
    if last is None:
        return False
    gap = head[last.end() :]
    if guards.cut.search(gap) or len(gap.split()) > 8:
        return False
    # "công ty công nghệ hàng đầu Việt Nam" names none; "Ngân hàng Nhà nước Việt Nam" does.
    named = last[0][0].isupper() or any(w[0].isupper() for w in gap.split())
    return named if kind != "local" else True


def _in_person(head: str, kind: NameKind) -> bool:
    chain = _CHAIN.search(head[-_CHAIN_WINDOW:])
    if chain is None:
        return False
    words: list[str] = []
    for word in reversed(chain[1].split()):
        # "Đoàn ĐBQH Thanh Hóa": an acronym is no part of a person's name
        if len(word) > 1 and word.isupper() and not head.isupper():
            break
        words.append(word)
    if not words:
        return False
    return kind == "local" or any(w.title() in _guards().surnames for w in words[:3])


def _continues(text: str, end: int, kind: NameKind) -> bool:
    """Whether a capitalised syllable follows that neither starts a person's name nor a sentence."""
    after = _NEXT.match(text, end)
    if after is None or after[1].lower() in _guards().starters:
        return False
    if after[1].isupper() and len(after[1]) > 1:
        return kind == "local" and not text[end - 1].isupper()
    return not (after[1] in _guards().surnames and after[2] is not None)
