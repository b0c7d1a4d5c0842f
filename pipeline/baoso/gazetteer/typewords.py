"""Type words before names: "tỉnh", "TP.", "Q.", "các huyện:", "Huyện ủy"… and where the name starts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from baoso import lexicon
from baoso.gazetteer.names import Word

_BEFORE = 40


class TypeWord(NamedTuple):
    """A type word in folded text; a name may start at `end`; `colon` where one stands between."""

    start: int
    end: int
    word: Word
    colon: bool


class _Grammar(NamedTuple):
    after: re.Pattern[str]
    before: re.Pattern[str]
    unless: tuple[str, ...]


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    table = lexicon.table("places")
    modifiers = lexicon.alternation(table["modifiers"]["words"])
    return _Grammar(
        re.compile(rf"(?:\s?\.\s?|\s|(?=\d)|(?=\s?:))((?:{modifiers}(?!\w)\s?){{0,2}})(\s?:\s?)?"),
        re.compile(
            r"((?<!\w)(?:các|những|nhiều|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|\d{1,3})\s(?:đơn vị\s)?)?"
            r"((?:(?<!\w)(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|tp)\s?[/,]\s?){0,3})$"
        ),
        tuple(w + " " for w in table["not_type"]["before"]),
    )


def read_type_word(folded: str, start: int, stop: int, word: Word) -> list[TypeWord]:
    """The readings of the type word `folded[start:stop]`: a name right after it ("TP Biên Hòa"), or one
    after modifiers ("huyện biên giới Lộc Ninh"). Empty where it is no type word."""
    grammar = _grammar()
    after = grammar.after.match(folded, stop)
    if after is None or folded.endswith(grammar.unless, max(0, start - _BEFORE), start):
        return []
    readings = [TypeWord(start, after.end(), word, bool(after[2]))]
    if after[1] and after.start(1) > stop:
        readings.append(TypeWord(start, after.start(1), word, False))
    return readings


def announces_list(folded: str, word: TypeWord) -> tuple[bool, str]:
    """Whether the type word announces several names ("các huyện", "6 tỉnh/thành phố", "xã:"), and the
    type that they have then."""
    before = _grammar().before.search(folded[max(0, word.start - _BEFORE) : word.start])
    many = bool(before and (before[1] or "/" in before[2])) or word.colon
    return many, "tỉnh" if many and before and "tỉnh" in before[2] else word.word.kind
