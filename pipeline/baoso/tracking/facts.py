"""When two records tell the same fact, and what interval of values the words of one allow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from baoso.gazetteer import ascii_key
from baoso.lexicon import cue_regex, fold, table
from baoso.values.digits import read_digits

_NUMERAL = re.compile(r"\d(?:[.,\u00a0 ]?\d)*")
_NO_WORD = re.compile(r"[^\w%]+")
# "khoảng 500" leaves open so much of the value to either side.
APPROXIMATE = 0.1
# A round count ("1.200 hộ") may have been rounded, but hardly by more than this share of it.
ROUNDED = 0.025


@lru_cache(maxsize=1)
def _expansions() -> list[tuple[re.Pattern[str], str]]:
    return [(cue_regex([short]), full) for short, full in table("indicators")["expansions"].items()]


@lru_cache(maxsize=8192)
def name_key(text: str) -> str:
    """What spellings of one label share: case, tone placement, punctuation and the field's abbreviations aside.

    >>> name_key("Hồ sơ TTHC, trực tuyến") == name_key("hồ sơ thủ tục hành chính trực tuyến")
    True
    """
    folded = fold(text)
    for pattern, full in _expansions():
        folded = pattern.sub(full, folded)
    return " ".join(_NO_WORD.sub(" ", folded).split())


def place_id(place: Mapping[str, Any] | None) -> str | None:
    """The id of a place of a record: `vintage/code`, or without a code `level:path:name`, folded.

    >>> place_id({"name": "Quận 1", "level": "district", "code": "760", "vintage": "2025-06-30", "path": []})
    '2025-06-30/760'
    """
    if place is None:
        return None
    if place["code"]:
        return f"{place['vintage']}/{place['code']}"
    path = "/".join(ascii_key(part or "") for part in place["path"])
    return f"{place['level']}:{path}:{ascii_key(place['name'])}"


def interval(
    value: float, value_high: float | None, comparator: str, unit: str, quantity_text: str, measure: str = "level"
) -> tuple[float | None, float | None]:
    """The lowest and the highest value that the words allow, in the unit; None where a side is open.

    A number stands for all that is written like it: "95%" for 94.5 to 95.5, "3,5 triệu" for 3.45 to 3.55 million,
    a round count of hundreds for what rounds to it, within `ROUNDED`; other counts and ranks are exact.
    """
    half = _half_unit(value, unit, quantity_text, measure)
    if comparator in ("gt", "ge"):
        return value, None
    if comparator in ("lt", "le"):
        return None, value
    if comparator == "between" and value_high is not None:
        return min(value, value_high), max(value, value_high)
    if comparator == "approx":
        half = max(half, abs(value) * APPROXIMATE)
    return value - half, value + half


def _half_unit(value: float, unit: str, quantity_text: str, measure: str) -> float:
    """Half of the last written decimal place, in the unit of the value."""
    numeral = _NUMERAL.search(quantity_text)
    written = read_digits(numeral[0])[0] if numeral else 0.0
    if numeral is None or not written >= 0 or (written == 0) != (value == 0):
        return abs(value) * ROUNDED
    scale = abs(value) / written if written else 1.0
    _, comma, decimals = numeral[0].rpartition(",")
    places = len(decimals) if comma else _decimals(written)
    if places or unit == "%":
        return float(0.5 * 10**-places * scale)
    digits = f"{written:.0f}"
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros < 2 or measure == "rank":
        return 0.5 * scale if scale > 1 else 0.0
    return float(min(0.5 * 10**zeros * scale, max(abs(value) * ROUNDED, 0.5 * scale if scale > 1 else 0.0)))


def _decimals(number: float) -> int:
    return len(f"{number:.10f}".rstrip("0").partition(".")[2])


@lru_cache(maxsize=1)
def _national_number() -> re.Pattern[str]:
    ends = "|".join(re.escape(end) for end in table("tracking")["documents"]["national"])
    return re.compile(rf"(?:[/-](?:{ends})\d*|^[^/-]*)$", re.IGNORECASE)


def document_key(document: Mapping[str, Any], place: Mapping[str, Any] | None, article_id: str) -> str:
    """What mentions of one document share: its number, and with a local body's number the province as well.

    Without a number it is the type, title (or the words) and date; a local number whose province is not known is
    a document of its article alone.
    """
    number = document["number"]
    if number is None:
        name = name_key(document["title"] or document["mention"]["text"])
        return f"{document['document_type']}|{name}|{document['date']}"
    key = re.sub(r"\s+", "", number).casefold()
    if _national_number().search(number):
        return f"{document['document_type']}|{key}"
    province = place["path"][0] if place is not None else None
    return f"{key}@{province or article_id}"
