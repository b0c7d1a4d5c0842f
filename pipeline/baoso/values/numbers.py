"""Numbers as Vietnamese texts write them, in digits and in words.

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
from math import isnan
from typing import Literal, TypeAlias

from baoso import lexicon
from baoso.lexicon import alternation, fold
from baoso.values.spelled import read_scale, read_spelled, syllables

NumberForm: TypeAlias = Literal["digits", "words", "single", "magnitude", "half", "share"]

_PLAIN = r"\d(?:[.,]?\d)*"
# A year glued to the next sentence's number by a missing space ("năm 2020.100% hộ").
_GLUED_YEAR = r"(?:19|20)\d\d(?=\.\d|,100\s?%)"
_SPACED = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![.,]?\d)(?!\s?[%％])"
_DIGITS = re.compile(
    rf"(?P<n>{_GLUED_YEAR}|{_SPACED}|{_PLAIN})(?:\s?/\s?(?P<d>{_PLAIN})(?!\d|[.,]\d|\s?/\s?\d|-\d))?"
)
_THOUSANDS_DOT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_THOUSANDS_COMMA = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?|[1-9]\d{0,2}(?:,\d{3})+\.\d+")
_ONE_COMMA = re.compile(r"[1-9]\d{0,2},\d{3}")
_LETTERS = re.compile(r"(?P<body>.*\d)\s?(?P<letter>[kmg])")
_SIGN = re.compile(r"[-−–]\s*")


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


@lru_cache(maxsize=1)
def _scale_pattern() -> re.Pattern[str]:
    scales = alternation(syllables().scales)
    return re.compile(rf"[^\S\n]{{0,2}}(?P<scale>{scales}(?:\s+{scales})*)(?:(?!\w)|(?=đồng))", re.IGNORECASE)


@lru_cache(maxsize=1)
def _word_pattern() -> re.Pattern[str]:
    table = lexicon.table("numbers")
    scales, every = alternation(syllables().scales), alternation(syllables().all)
    magnitude, half = alternation(table["magnitude"]), alternation(table["words"]["half"])
    over, digits = table["words"]["over"], alternation(syllables().digits)
    ten = table["words"]["ten"]
    return re.compile(
        rf"(?<!\w)(?:(?P<magnitude>{magnitude})\s+(?P<of>{scales}(?:\s+{scales})*)"
        rf"|(?P<half>{half})(?:\s+(?P<half_of>{scales}))?"
        rf"|(?P<part>{digits})\s+{over}\s+(?P<whole>{digits}|{ten})"
        rf"|(?P<run>{every}(?:\s+{every})*))(?!\w)"
    )


@lru_cache(maxsize=1)
def _anchor_pattern() -> re.Pattern[str]:
    """A word that every number of two or more words holds."""
    words = lexicon.table("numbers")["words"]
    anchors = [*syllables().scales, words["ten"], words["tens"], words["over"], *words["half"]]
    return re.compile(rf"(?<!\w){alternation(anchors)}(?!\w)")


@lru_cache(maxsize=1)
def _strong_pattern() -> re.Pattern[str]:
    """The comparators after which a lone number word counts."""
    return re.compile(
        rf"(?<!\w){alternation(lexicon.table('comparators')['strong']['words'])}\s+(?=[^\W\d_])"
    )


@lru_cache(maxsize=1)
def _barred_after_scale() -> re.Pattern[str]:
    """Scale words that the next syllable makes part of another word ("tỷ lệ")."""
    pairs = lexicon.table("numbers")["scale_words"]
    return re.compile("|".join(rf"{a}\s+{alternation(b)}(?!\w)" for a, b in pairs.items()), re.IGNORECASE)


def read_digits(body: str) -> tuple[float, float | None]:
    """The value of a string of digits, dots, commas and group spaces, and its other reading or None.

    >>> read_digits("1.234.567,8")
    (1234567.8, None)
    >>> read_digits("6,000")
    (6.0, 6000.0)
    """
    plain = re.sub(r"\s", "", body)
    if _THOUSANDS_DOT.fullmatch(plain):
        return float(plain.replace(".", "").replace(",", ".")), None
    if _THOUSANDS_COMMA.fullmatch(plain):
        return float(plain.replace(",", "")), None
    grouped = float(plain.replace(",", "")) if _ONE_COMMA.fullmatch(plain) else None
    if plain.count(".") + plain.count(",") > 1:
        return float("nan"), None  # a date or a version, no number
    return float(plain.replace(",", ".")), grouped


def numbers_in(text: str) -> list[Number]:
    """Every number of `text` in text order, none overlapping another.

    Number words count where two or more make the number or a scale follows; a lone one ("ba") has the form
    `single`. What is a date, a name or a document number is not told apart here.
    """
    found = [*_digit_numbers(text), *_word_numbers(text)]
    found = sorted((n for n in found if not isnan(n.value)), key=lambda n: n.start)
    kept: list[Number] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def parse_number(text: str) -> float | None:
    """The number that the whole of `text` writes, or None.

    Reads digits, words, multipliers, fractions ("2/3", "hai phần ba"), "một nửa", "hàng trăm" (100), a sign,
    a spoken decimal ("hai phẩy năm") and the letters K, M, G.

    >>> parse_number("3,5 triệu")
    3500000.0
    >>> parse_number("mười lăm nghìn")
    15000.0
    """
    body = " ".join(text.split())
    words = lexicon.table("numbers")["words"]
    if sign := re.match(rf"{_SIGN.pattern}|{alternation(words['minus'])}\s+", body, re.IGNORECASE):
        rest = parse_number(body[sign.end() :])
        return None if rest is None else -rest
    if body[:1] in (",", ".") and body[1:2].isdigit():
        body = "0" + body
    return _whole(body) if body else None


def _whole(body: str) -> float | None:
    for number in (*_digit_numbers(body), *_word_numbers(body)):
        if (number.start, number.end) == (0, len(body)) and not isnan(number.value):
            return number.value / number.denominator if number.denominator else number.value
    if letter := _LETTERS.fullmatch(body.lower()):
        rest = _whole(letter["body"])
        return (
            None if rest is None else round(rest * lexicon.table("numbers")["letters"][letter["letter"]], 6)
        )
    words = fold(body).split()
    read = read_spelled(words)
    if read is not None and read[1] == len(words):
        return read[0]
    if len(words) == 1 and words[0] in syllables().scales:
        return float(syllables().scales[words[0]])
    return _spoken_decimal(body)


def _spoken_decimal(body: str) -> float | None:
    point = alternation(lexicon.table("numbers")["words"]["point"])
    halves = re.split(rf"\s+{point}\s+", body, maxsplit=1, flags=re.IGNORECASE)
    if len(halves) != 2:
        return None
    whole, part = (_whole(h) for h in halves)
    if whole is None or part is None or part != int(part):
        return None
    return float(f"{int(whole)}.{int(part)}")


def lower(text: str) -> str:
    """`text` in lower case, character for character (a letter whose small form is longer stays)."""
    lowered = text.lower()
    return (
        lowered
        if len(lowered) == len(text)
        else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )


def _digit_numbers(text: str) -> Iterator[Number]:
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
        return Number(m.start(), m.end(), value, denominator=read_digits(m["d"])[0])
    found = _scale_pattern().match(text, m.end())
    if found is None or _barred_after_scale().match(text, _last_word(text, found.end())):
        return Number(m.start(), m.end(), value, grouped=grouped)
    words = fold(found["scale"]).split()
    scale, used = read_scale(words, 0)
    end = found.end() if used == len(words) else found.start("scale") + len(words[0])
    half = re.compile(rf"\s+{syllables().half_more}(?!\w)", re.IGNORECASE).match(text, end)
    # rounded: 2.3 × 10⁹ must not read 2299999999.9999998
    total = round(value * scale + (scale / 2 if half else 0), 6)
    return Number(m.start(), half.end() if half else end, total, scale=float(scale))


def _last_word(text: str, end: int) -> int:
    start = end
    while start and text[start - 1].isalpha():
        start -= 1
    return start


def _next_lower(text: str, number: Number) -> Number | None:
    """`number` with a following smaller one added: "2 tỷ 300 triệu"."""
    if number.scale < 1_000 or not text[number.end : number.end + 1].isspace():
        return None
    m = re.compile(r"\s+(?P<n>\d{1,3}(?:,\d+)?)(?P<d>(?!\d))").match(text, number.end)
    scale = m and _scale_pattern().match(text, m.end())
    if m is None or scale is None:
        return None
    factor, _ = read_scale(fold(scale["scale"]).split(), 0)
    if factor >= number.scale or _barred_after_scale().match(text, _last_word(text, scale.end())):
        return None
    value = number.value + read_digits(m["n"])[0] * factor
    return replace(number, end=scale.end(), value=value, scale=float(factor))


def _word_numbers(text: str) -> Iterator[Number]:
    end = 0
    lowered = lower(text)
    for m in _matches(lowered):
        if m.start() < end:
            continue
        end = m.end()
        if m["run"]:
            yield from _run(text, m)
        elif (number := _phrase_number(m)) is not None:
            yield number


def _matches(lowered: str) -> list[re.Match[str]]:
    """Where number words may stand: around a scale word, and a lone digit word after "ít nhất" and the like."""
    vocabulary = syllables().all | lexicon.table("numbers")["magnitude"].keys()
    found, end = [], 0
    for anchor in _anchor_pattern().finditer(lowered):
        if anchor.start() < end:
            continue
        start = _walk_back(lowered, anchor.start(), end, vocabulary)
        if m := _word_pattern().match(lowered, start):
            found.append(m)
            end = m.end()
    found += [
        m for s in _strong_pattern().finditer(lowered) if (m := _word_pattern().match(lowered, s.end()))
    ]
    return sorted(found, key=lambda m: m.start())


def _walk_back(lowered: str, start: int, low: int, vocabulary: frozenset[str]) -> int:
    """The start of the row of number words that ends at `start`, not before `low`."""
    while True:
        j = start
        while j > low and lowered[j - 1].isspace():
            j -= 1
        k = j
        while k > low and lowered[k - 1].isalpha():
            k -= 1
        if k == j or lowered[k:j] not in vocabulary:
            return start
        start = k


def _phrase_number(m: re.Match[str]) -> Number | None:
    """ "hàng trăm", "một nửa", "nửa triệu", "hai phần ba"."""
    table = lexicon.table("numbers")
    if m["magnitude"]:
        scale, _ = read_scale(fold(m["of"]).split(), 0)
        value = float(table["magnitude"][m["magnitude"]] * scale)
        return Number(m.start(), m.end(), value, scale=scale, form="magnitude")
    if m["half"]:
        of = syllables().scales[m["half_of"]] if m["half_of"] else 1
        return Number(m.start(), m.end(), 0.5 * of, scale=of, form="words" if m["half_of"] else "half")
    whole, part = syllables().digits.get(m["whole"], 10), syllables().digits[m["part"]]
    return Number(m.start(), m.end(), part / whole, form="share") if 0 < part < whole else None


def _run(text: str, m: re.Match[str]) -> Iterator[Number]:
    """The numbers in a run of number syllables; a prefix that spells nothing is passed over."""
    places = [(p.start(), p.end()) for p in re.finditer(r"\S+", m["run"])]
    words = [fold(m["run"][a:b]) for a, b in places]
    i = 0
    while i < len(words):
        read = read_spelled(words[i:])
        if read is None:
            i += 1
            continue
        value, used = read
        start, end = m.start() + places[i][0], m.start() + places[i + used - 1][1]
        if not _barred_after_scale().match(text, _last_word(text, end)):
            scale, _ = read_scale(words[i + used - 1 : i + used], 0)
            yield Number(start, end, value, scale=float(scale), form="words" if used > 1 else "single")
        i += used
