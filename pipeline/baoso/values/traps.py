"""Numbers that measure nothing: dates, names, levels, document numbers, phone numbers, addresses.

Judged from the text alone, so that the quantities stand without a date or document tagger before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from math import inf
from typing import NamedTuple

from baoso import lexicon
from baoso.values.context import Phrases, Word, words_after
from baoso.values.digits import Number
from baoso.values.units import Unit

# no house, ward or article has such a number; a count may
_NO_NAME = 1_000
_YEARS = range(1900, 2101)
# a syllable that no Vietnamese word has: "Galaxy", "iPhone", "Note", "Oppo"
_FOREIGN = re.compile(r"[a-z][A-Z]|[fjwzFJWZ]|[bdklqrsvx]$|[aeiou][bcdfgklmnprstv]e$|([a-z])\1")
# what makes a number part of a longer token, on its left and on its right
_GLUED_LEFT = re.compile(r"(?:[^\W\d_]-|[A-Za-z]\d{0,3}-|[^\s\d][/_@#&=]|\d[/:]|[/_@#&=])$")
_GLUED_RIGHT = re.compile(r"/[\dA-ZĐ]|:\d|[_@]")
_DATE_LEFT = re.compile(r"\d[-–]$")
_ADDRESS_MARKS = "./@_-="
_INSIDE_TOKEN = re.compile(r"[\w./@:%+=&?#-]{0,60}")
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:vn|com|net|org|gov|htm|html|pdf|doc|docx)\b", re.IGNORECASE)
_VERSION = re.compile(r"[1-9]\.0")


def broken_token(text: str, number: Number) -> bool:
    """Whether the digits are part of a longer token: "Covid-19", "S21", "12/NĐ-CP", "4.0", an address."""
    start, end = number.start, number.end
    before, after = text[max(0, start - 6) : start], text[end : end + 2]
    if before[-1:].isalpha() and not _fused_word(text, start):
        return True
    if _GLUED_LEFT.search(before) and not (before[-1] == "-" and _fused_word(text, start - 1)):
        return True
    if _GLUED_RIGHT.match(after) or _VERSION.fullmatch(text, start, end):
        return True
    if number.denominator is not None and (_DATE_LEFT.search(before) or _year(text, start, end)):
        return True
    return (before[-1:] in _ADDRESS_MARKS or after[:1] in _ADDRESS_MARKS) and _in_address(text, start, end)


def _year(text: str, start: int, end: int) -> bool:
    """Whether a fraction ends in a year: "tháng 5/2022", "quyết định 80/2014"."""
    whole = text[start:end].rpartition("/")[2].strip()
    return len(whole) == 4 and whole.isdigit() and int(whole) in _YEARS


def _fused_word(text: str, end: int) -> bool:
    """Whether the letters that end at `end` are a lower-case Vietnamese word run into the number."""
    start = end
    while start and end - start < 12 and text[start - 1].isalpha():
        start -= 1
    word = text[start:end]
    return word[1:].islower() and not word.isascii() and not text[start - 1 : start].isdigit()


def _in_address(text: str, start: int, end: int) -> bool:
    low = start
    while low and start - low < 60 and not text[low - 1].isspace():
        low -= 1
    found = _INSIDE_TOKEN.match(text, end)
    return _ADDRESS.search(text, low, found.end() if found else end) is not None


def is_year(text: str, number: Number) -> bool:
    """Whether the number is written as years are: four digits, no marks, 1900 to 2100."""
    written = text[number.start : number.end]
    return len(written) == 4 and written.isdigit() and int(written) in _YEARS


def is_phone(text: str, number: Number) -> bool:
    """Leading zero on a long number, or more digits without marks than any count has."""
    written = text[number.start : number.end]
    return (written[:1] == "0" and written[1:3].isdigit() and len(written) > 2) or (
        written.isdigit() and len(written) > 9
    )


def cue_trap(words: Sequence[Word], number: Number, unit: Unit | None) -> str:
    """The kind of trap that the words before a number set: "level", "name", "date", or ""."""
    if unit is not None and unit.hard:
        return ""
    found = _cues().at_end(words)
    if found is None:
        return ""
    used, cue = found
    rest = len(words) - used
    if rest and (
        _unless("unless").at_end(words, rest) or (cue.number and _unless("unless_number").at_end(words, rest))
    ):
        return ""
    noun = unit is not None and unit.kind == "noun"
    if number.value > cue.largest or (noun and (cue.weak or number.value >= _NO_NAME)):
        return ""
    return cue.kind


def after_trap(text: str, end: int) -> bool:
    """Whether an age, a clock time or "tháng đầu năm" follows."""
    return _after().at_start(words_after(text, end, 4)) is not None


def name_before(text: str, words: Sequence[Word], number: Number, unit: Unit | None) -> bool:
    """Whether the number belongs to a name before it: "Galaxy Note 20", "Axon 10 pro".

    Any capitalised word before an unknown noun will do; before a counted noun only a foreign one.
    """
    if not words or number.value >= 1000 or number.denominator or number.end - number.start > 4:
        return False
    word = text[words[-1].start : words[-1].end]
    if not word[:1].isalpha() or word.islower() or text[words[-1].end : number.start].strip():
        return False
    if unit is None or unit.kind != "noun" or lexicon.fold(unit.name) in _verbal():
        return not is_sentence_start(text, words[-1].start)
    return word.isascii() and _FOREIGN.search(word) is not None and not (word.isupper() and len(word) > 2)


def is_sentence_start(text: str, pos: int) -> bool:
    """Whether `pos` opens the text or a sentence, where any word has a capital."""
    before = text[max(0, pos - 3) : pos]
    return not before.strip(" \u00a0") or before.rstrip(" \u00a0")[-1:] in '.!?\n"“–-•*+'


def list_goes_on(gap: str) -> bool:
    """Whether `gap` only links two numbers of a list: ", ", " và ", "/", "-"."""
    return _LINK.fullmatch(gap) is not None


_LINK = re.compile(r"\s*(?:[,;/&–-]|và|hoặc|hay|đến)\s*(?:và\s*)?")


def continues_level(number: Number) -> bool:
    """Whether `number` may go on a list of service levels."""
    return number.value in lexicon.table("number_traps")["service"]["values"] and not number.denominator


class _Cue(NamedTuple):
    """A word before a number that makes a name or a date of it, up to the `largest` value.

    A `weak` one gives way to a counted noun; `number` marks the word "số".
    """

    kind: str
    weak: bool
    largest: float
    number: bool


@lru_cache(maxsize=1)
def _cues() -> Phrases[_Cue]:
    table, levels = (
        lexicon.table("number_traps")["before"],
        lexicon.table("number_traps")["service"]["levels"],
    )
    kinds = {**dict.fromkeys(table["names"], "name"), **dict.fromkeys(table["dates"], "date")}
    kinds |= dict.fromkeys(levels, "level")
    weak, largest = set(table["weak"]), table["largest"]
    return Phrases(
        {word: _Cue(kind, word in weak, largest.get(word, inf), word == "số") for word, kind in kinds.items()}
    )


@cache
def _unless(section: str) -> Phrases[bool]:
    return Phrases.of(lexicon.table("number_traps")["before"][section]["words"], True)


@lru_cache(maxsize=1)
def _verbal() -> frozenset[str]:
    """Counted nouns that are verbs as often: after a name the number belongs to the name."""
    return frozenset(lexicon.table("counted_nouns")["verbal"])


@lru_cache(maxsize=1)
def _after() -> Phrases[bool]:
    return Phrases.of(lexicon.table("number_traps")["after"]["words"], True)
