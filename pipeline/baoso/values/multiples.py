"""Multiples: "gấp 2 lần", "tăng hơn 2,5 lần", "gấp đôi", "gấp rưỡi"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from baoso import lexicon
from baoso.lexicon import alternation, cue_regex, fold, matches_at
from baoso.types import Direction, Quantity, Span
from baoso.values.comparators import Left, compared_after, read_left
from baoso.values.context import Phrases, Word, lower, words_before
from baoso.values.units import Unit

_RANGE = ("-", "–", "đến")


def multiple_unit(text: str, end: int, words: Sequence[Word], left: Left) -> Unit | None:
    """The unit "lần" after a number that ends at `end`, where the words before make it a multiple; else None.

    A difference of times without comparison ("hơn 20 lần tổ chức") is a count, and no quantity.
    """
    m = _unit_pattern().match(text, end)
    if m is None:
        return None
    if len(outer := _without_lower_end(words)) < len(words):
        words, left = outer, read_left(text, outer)
    stop = len(words) - left.words
    if left.change is None and _verbs("verbs").at_end(words, stop) is None:
        weak = left.difference or _verbs("compared").at_end(words, stop)
        if not (weak and compared_after(text, m.end())):
            return None
    return Unit("multiple", _table()["unit"], m.start("unit"), m.end("unit"))


def _without_lower_end(words: Sequence[Word]) -> Sequence[Word]:
    """The words before "2 - " where the number is the upper end of "gấp 2 - 4 lần"."""
    end = len(words)
    if not words or words[-1].form not in _RANGE:
        return words
    while end and (words[end - 1].form.isdigit() or words[end - 1].form in (*_RANGE, ",")):
        end -= 1
    return words[:end]


def direction_before(words: Sequence[Word], left: Left) -> Direction | None:
    """Up or down where a verb of change stands before the multiple: "tăng gấp 3 lần"."""
    if left.change:
        return left.change
    stop = len(words) - left.words
    for name in ("up", "down"):
        if _directions(name).at_end(words, stop):
            return name
    verb = _verbs("verbs").at_end(words, stop)
    if verb and _directions("up").at_end(words, stop - verb[0]):
        return "up"
    return None


def multiple_words(text: str) -> Iterator[Quantity]:
    """ "gấp đôi", "gấp rưỡi", "gấp ba lần": multiples in words."""
    for m in matches_at(_words(), _word_pattern(), lower(text)):
        value = _table()["words"][" ".join(fold(m["alone"] or m["words"]).split())]
        unit = "unit" if m["unit"] else "unit2"
        yield Quantity(
            value=float(value),
            unit=_table()["unit"],
            measure="multiple",
            direction="up" if _directions("up").at_end(words_before(text, m.start(), 24)) else None,
            mention=Span.of(text, m.start(), m.end()),
            unit_mention=Span.of(text, *m.span(unit)) if m[unit] else None,
        )


@lru_cache(maxsize=1)
def _unit_pattern() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,2}}(?P<unit>{_table()['unit']})(?!\w)(?!\s+thứ)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _word_pattern() -> re.Pattern[str]:
    """Words that need "lần" behind them ("gấp năm" is a year, else) are told from those that do not."""
    table = _table()
    alone = [w for w in table["words"] if w not in table["need_unit"]]
    unit = rf"\s+(?P<unit>{table['unit']})(?!\w)"
    return re.compile(
        rf"(?<!\w)(?:(?P<alone>{alternation(alone)})(?!\w)(?:{unit})?"
        rf"|(?P<words>{alternation(table['need_unit'])})\s+(?P<unit2>{table['unit']})(?!\w))"
    )


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    return cue_regex(_table()["words"], ignore_case=False)


@cache
def _verbs(section: str) -> Phrases[bool]:
    return Phrases.of(_table()[section], True)


@cache
def _directions(name: str) -> Phrases[bool]:
    return Phrases.of(_table()[name], True)


def _table() -> dict[str, Any]:
    return lexicon.table("changes")["multiple"]  # type: ignore[no-any-return]
