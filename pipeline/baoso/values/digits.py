"""Numbers in digits, with the scale words after them.

How digits are read: "1.400" 1400, "68,1" 68.1, "1.234.567,8"; a dot before one or two digits is a
decimal point ("3.5 triệu"), groups of three may stand apart ("816 000"), two or more comma groups are
the English way ("1,234,567"). One comma before three digits ("6,000") is a Vietnamese decimal, 6.0,
except that a counted noun or a bare currency after it makes it 6000: `Number.grouped` keeps that reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias

from baoso import lexicon
from baoso.lexicon import alternation, fold
from baoso.values.spelled import read_scale, syllables

NumberForm: TypeAlias = Literal["digits", "words", "single", "magnitude", "half", "share"]

_PLAIN = r"\d(?:[.,]?\d)*"
# A year glued to the next sentence's number by a missing space ("năm 2020.100% hộ").
_GLUED_YEAR = r"(?:19|20)\d\d(?=\.\d|,100\s?%)"
_SPACED = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![.,]?\d)(?!\s?[%％])"
_DIGITS = re.compile(rf"(?P<n>{_GLUED_YEAR}|{_SPACED}|{_PLAIN})(?:\s?/\s?(?P<d>{_PLAIN})(?!\d|[.,]\d|\s?/\s?\d|-\d))?")
_THOUSANDS_DOT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_THOUSANDS_COMMA = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?|[1-9]\d{0,2}(?:,\d{3})+\.\d+")
_ONE_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")
# no count has so many digits
_LONGEST = 24
_NEXT = re.compile(r"\s+(?P<n>\d{1,3}(?:,\d+)?)(?!\d)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: `value` with its multiplier `scale` applied.

    `denominator` is the second half of "132/203"; `grouped` the other reading of "6,000"; `form` tells digits
    from words, a lone small number word (`single`), "hàng trăm" (`magnitude`), "một nửa" (`half`) and
    "hai phần ba" (`share`).
    """

    start: int
    end: int
    value: float
    scale: float = 1.0
    denominator: float | None = None
    grouped: float | None = None
    form: NumberForm = "digits"


def read_digits(body: str) -> tuple[float, float | None]:
    """The value of a string of digits, dots, commas and group spaces, and its other reading or None.

    >>> read_digits("1.234.567,8")
    (1234567.8, None)
    >>> read_digits("6,000")
    (6.0, 6000.0)
    """
    plain = re.sub(r"\s", "", body)
    if len(plain) > _LONGEST:
        return float("nan"), None
    if _THOUSANDS_DOT.fullmatch(plain):
        return float(plain.replace(".", "").replace(",", ".")), None
    if _THOUSANDS_COMMA.fullmatch(plain):
        return float(plain.replace(",", "")), None
    grouped = float(plain.replace(",", "")) if _ONE_COMMA.fullmatch(plain) else None
    if plain.count(".") + plain.count(",") > 1:
        return float("nan"), None  # a date or a version, no number
    return float(plain.replace(",", ".")), grouped


def digit_numbers(text: str) -> Iterator[Number]:
    """Every number in digits, in text order; what is no notation ("10.10.2022") has the value NaN."""
    end = 0
    for m in _DIGITS.finditer(text):
        if m.start() < end:
            continue
        number = _scaled(text, m)
        while (more := _next_lower(text, number)) is not None:
            number = more
        end = number.end
        yield number


def _scaled(text: str, m: re.Match[str]) -> Number:
    """The match as a number, with the scale words after it."""
    value, grouped = read_digits(m["n"])
    if m["d"]:
        whole = read_digits(m["d"])[0]
        return Number(m.start(), m.end(), value + 0 * whole, denominator=whole)  # one not read: neither
    found = _scale_pattern().match(text, m.end())
    if found is None or makes_other_word(text, found.end()):
        return Number(m.start(), m.end(), value, grouped=grouped)
    words = fold(found["scale"]).split()
    scale, used = read_scale(words, 0)
    end = found.end() if used == len(words) else found.start("scale") + len(words[0])
    half = _half_pattern().match(text, end)
    # rounded: 2.3 × 10⁹ must not read 2299999999.9999998
    total = round(value * scale + (scale / 2 if half else 0), 6)
    return Number(m.start(), half.end() if half else end, total, scale=float(scale))


def makes_other_word(text: str, end: int) -> bool:
    """Whether the scale word that ends at `end` is part of another word with the next ("tỷ lệ")."""
    start = end
    while start and text[start - 1].isalpha():
        start -= 1
    return _other_words().match(text, start) is not None


def _next_lower(text: str, number: Number) -> Number | None:
    """`number` with a following smaller one added: "2 tỷ 300 triệu"."""
    if number.scale < 1_000 or not text[number.end : number.end + 1].isspace():
        return None
    m = _NEXT.match(text, number.end)
    scale = m and _scale_pattern().match(text, m.end())
    if m is None or scale is None:
        return None
    factor, _ = read_scale(fold(scale["scale"]).split(), 0)
    if factor >= number.scale or makes_other_word(text, scale.end()):
        return None
    value = number.value + read_digits(m["n"])[0] * factor
    return replace(number, end=scale.end(), value=value, scale=float(factor))


@lru_cache(maxsize=1)
def _scale_pattern() -> re.Pattern[str]:
    scales = alternation(syllables().scales)
    return re.compile(rf"[^\S\n]{{0,2}}(?P<scale>{scales}(?:\s+{scales})*)(?:(?!\w)|(?=đồng))", re.IGNORECASE)


@lru_cache(maxsize=1)
def _other_words() -> re.Pattern[str]:
    """Scale words that the next syllable makes part of another word ("tỷ lệ")."""
    pairs = lexicon.table("numbers")["scale_words"]
    return re.compile("|".join(rf"{a}\s+{alternation(b)}(?!\w)" for a, b in pairs.items()), re.IGNORECASE)


@lru_cache(maxsize=1)
def _half_pattern() -> re.Pattern[str]:
    return re.compile(rf"\s+{syllables().half_more}(?!\w)", re.IGNORECASE)
