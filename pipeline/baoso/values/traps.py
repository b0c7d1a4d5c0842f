"""Numbers that measure nothing: dates, names, levels, document numbers, phone numbers, addresses.

Judged from the text alone, so that the quantities stand without a date or document tagger before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from baoso import lexicon
from baoso.values.context import Phrases, Word, words_after
from baoso.values.numbers import Number
from baoso.values.units import Unit

_YEARS = range(1900, 2101)
# a syllable that no Vietnamese word has: "Galaxy", "iPhone", "Note", "Oppo"
_FOREIGN = re.compile(r"[a-z]+[A-Z]|[fjwzFJWZ]|[bdklqrsvx]$|[aeiou][bcdfgklmnprstv]e$|([a-z])\1")
_GLUE = ".,/-_@#=&:+"
_INSIDE_TOKEN = re.compile(r"[\w./@:%+=&?#-]{0,60}")
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:vn|com|net|org|gov|htm|html|pdf|doc|docx)\b", re.IGNORECASE)


def broken_token(text: str, number: Number) -> bool:
    """Whether the digits are part of a longer token: "Covid-19", "S21", "12/2020/NĐ-CP", an address."""
    start, end = number.start, number.end
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalpha() and not _fused_word(text, start):
        return True
    if before in "/_@#&=" and before and not text[start - 2 : start - 1].isspace():
        return True
    if before in ("-", "–", ".", ",", ":") and text[start - 2 : start - 1].isalpha() and before != ":":
        if before == "-" and not _fused_word(text, start - 1):
            return True
    if after == "/" and (text[end + 1 : end + 2].isdigit() or text[end + 1 : end + 2].isupper()):
        return True
    if after == ":" and text[end + 1 : end + 2].isdigit():
        return True
    if before == ":" and text[start - 2 : start - 1].isdigit():
        return True
    return (before in _GLUE or after in _GLUE) and _in_address(text, start, end)


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


def cue_trap(text: str, words: Sequence[Word], unit: Unit | None) -> str:
    """The kind of trap that the words before a number set: "level", "name", "date", or ""."""
    if unit is not None and unit.hard:
        return ""
    found = _cues().at_end(words)
    if found is None:
        return ""
    used, (kind, weak) = found
    rest = len(words) - used
    if rest and _unless().at_end(words, rest):
        return ""
    if weak and unit is not None and unit.kind == "noun":
        return ""
    return kind


def after_trap(text: str, end: int) -> bool:
    """Whether an age, a clock time or "tháng đầu năm" follows."""
    return _after().at_start(words_after(text, end, 4)) is not None


def foreign_name_before(text: str, words: Sequence[Word], number: Number) -> bool:
    """Whether a foreign capitalised word stands right before a small number: "Galaxy Note 20"."""
    if not words or number.value >= 1000 or number.denominator or number.end - number.start > 4:
        return False
    word = text[words[-1].start : words[-1].end]
    if not word.isascii() or not any(c.isupper() for c in word) or text[words[-1].end : number.start].strip():
        return False
    return _FOREIGN.search(word) is not None and not (word.isupper() and len(word) > 2)


def list_goes_on(gap: str) -> bool:
    """Whether `gap` only links two numbers of a list: ", ", " và ", "/", "-"."""
    return _LINK.fullmatch(gap) is not None


_LINK = re.compile(r"\s*(?:[,;/&–-]|và|hoặc|hay|đến)\s*(?:và\s*)?")


def continues_level(number: Number) -> bool:
    """Whether `number` may go on a list of service levels."""
    return number.value in lexicon.table("number_traps")["service"]["values"] and not number.denominator


@lru_cache(maxsize=1)
def _cues() -> Phrases[tuple[str, bool]]:
    table = lexicon.table("number_traps")
    weak = set(table["before"]["weak"])
    kinds = [
        *((w, "name") for w in table["before"]["names"]),
        *((w, "date") for w in table["before"]["dates"]),
    ]
    kinds += [(w, "level") for w in table["service"]["levels"]]
    return Phrases({word: (kind, word in weak) for word, kind in kinds})


@lru_cache(maxsize=1)
def _unless() -> Phrases[bool]:
    return Phrases.of(lexicon.table("number_traps")["before"]["unless_before"]["words"], True)


@lru_cache(maxsize=1)
def _after() -> Phrases[bool]:
    return Phrases.of(lexicon.table("number_traps")["after"]["words"], True)
