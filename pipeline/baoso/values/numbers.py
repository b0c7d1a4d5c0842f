"""Numbers as Vietnamese texts write them, in digits and in words."""

from __future__ import annotations

import re
from math import isnan

from baoso import lexicon
from baoso.lexicon import alternation, fold
from baoso.values.digits import Number, digit_numbers
from baoso.values.number_words import word_numbers
from baoso.values.spelled import read_spelled, syllables

_LETTERS = re.compile(r"(?P<body>.*\d)\s?(?P<letter>[kmg])")
_SIGN = re.compile(r"[-−–]\s*")


def numbers_in(text: str) -> list[Number]:
    """Every number of `text` in text order, none overlapping another.

    Number words count where two or more make the number or a scale follows; a lone one ("ba") has the form
    `single`. What is a date, a name or a document number is not told apart here.
    """
    found = [*digit_numbers(text), *word_numbers(text)]
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
    for number in (*digit_numbers(body), *word_numbers(body)):
        if (number.start, number.end) == (0, len(body)) and not isnan(number.value):
            return number.value / number.denominator if number.denominator else number.value
    if letter := _LETTERS.fullmatch(body.lower()):
        rest = _whole(letter["body"])
        return None if rest is None else round(rest * lexicon.table("numbers")["letters"][letter["letter"]], 6)
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
