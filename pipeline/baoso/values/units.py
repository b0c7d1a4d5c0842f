"""Units that stand at a number: percent, points, money, measures, times.

The counted nouns are in `baoso.values.nouns`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, TypeAlias

from baoso import lexicon
from baoso.lexicon import alternation, fold
from baoso.values.context import Phrases, clause_of, words_after, words_before
from baoso.values.digits import Number

UnitKind: TypeAlias = Literal[
    "percent", "points", "money", "measure", "time", "noun", "guess", "share", "index", "multiple"
]

_FEW = 100
_GAP = r"[ \t\u00a0\u202f]{0,2}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as read: canonical `name`, the kind, and where it is written.

    `factor` multiplies the number ("10k đồng"); `group` is the lexicon group of a counted noun.
    """

    kind: UnitKind
    name: str
    start: int
    end: int
    factor: float = 1.0
    group: str = ""

    @property
    def hard(self) -> bool:
        """Whether the unit alone makes the number a quantity, whatever stands before it."""
        return self.kind in ("percent", "points", "money", "measure")


def unit_after(text: str, number: Number) -> Unit | None:
    """The percent sign, currency, measure or time unit written right after `number`, or None."""
    m = _after_pattern().match(text, number.end)
    if m is None:
        return None
    kind = m.lastgroup or ""
    form = fold(m[kind])
    start, end = m.span(kind)
    if kind == "percent":
        return Unit("percent", "%", start, end)
    if kind == "points":
        return Unit("points", lexicon.table("units")["points"][0], start, end)
    if kind == "money":
        return _money(text, number, m, form)
    names = _names("measure" if kind == "measure" else "time")
    if kind == "time":
        return Unit("time", names[form], start, end)
    # "5 m" is metres and "5 M" is not; a letter run on is a name ("5G", "8GB RAM" is neither)
    if len(form) == 1 and m[kind].isupper():
        return None
    return Unit("measure", names[form], start, end)


def unit_before(text: str, number: Number) -> Unit | None:
    """The currency written right before `number` ("$10", "EUR 20"), or None."""
    before = text[max(0, number.start - 6) : number.start]
    m = _before_pattern().search(before)
    if m is None:
        return None
    start = number.start - len(before) + m.start("money")
    # "VNUSD 5" is no currency, and "$10k" would be read a thousand times too small
    if (start and text[start - 1].isalnum()) or text[number.end : number.end + 1].isalpha():
        return None
    return Unit("money", _names("money_prefix")[fold(m["money"])], start, start + len(m["money"]))


def bare_scale_money(text: str, number: Number) -> Unit | None:
    """đồng left unsaid: "2.300 tỷ" always, "5 triệu" after a word of money in the same clause.

    The unit is written nowhere, so its span is empty at the end of the number.
    """
    if number.form != "digits" or number.scale < 1_000:
        return None
    after = words_after(text, number.end, 1)
    if after and after[0].form.isalpha() and after[0].form not in _continuing():
        return None
    if number.scale < 1e9:
        clause = clause_of(words_before(text, number.start, 60), ".;!?\n")
        if not any(_money_cues().at_end(clause, i) for i in range(1, len(clause) + 1)):
            return None
    return Unit("money", "VND", number.end, number.end)


def _money(text: str, number: Number, m: re.Match[str], form: str) -> Unit | None:
    start, end = m.span("money")
    after = words_after(text, end, 1)
    if form in ("đồng", "đô", "yên", "won") and after and after[0].form in _word_makers():
        return None
    # "rổ 6 đồng tiền" counts currencies
    if form == "đồng" and after and after[0].form == "tiền" and number.scale == 1 and number.value < _FEW:
        return None
    factor = lexicon.table("numbers")["letters"]["k"] if m["k"] else 1.0
    return Unit("money", _names("money")[form], start, end, factor=float(factor))


@cache
def _names(section: str) -> dict[str, str]:
    """Folded form → canonical unit."""
    table = lexicon.table("units")[section]
    return {fold(form): name for name, forms in table.items() for form in forms}


@lru_cache(maxsize=1)
def _word_makers() -> frozenset[str]:
    return frozenset(lexicon.table("units")["money_words"]["after"])


@lru_cache(maxsize=1)
def _money_cues() -> Phrases[bool]:
    return Phrases.of(lexicon.table("units")["money_words"]["cues"], True)


@lru_cache(maxsize=1)
def _continuing() -> frozenset[str]:
    """Words after "2.300 tỷ" that do not say what is counted."""
    return frozenset(lexicon.table("units")["money_words"]["continuing"])


@lru_cache(maxsize=1)
def _after_pattern() -> re.Pattern[str]:
    table = lexicon.table("units")
    money = alternation(_names("money"))
    return re.compile(
        rf"{_GAP}(?:(?P<points>{alternation(table['points'])}(?!\w))"
        rf"|(?P<percent>%|％|{alternation(p for p in table['percent'] if p.isalpha() or ' ' in p)}(?!\w))"
        rf"|(?P<k>[kK])?{_GAP}(?P<money>{money})(?!\w)"
        rf"|(?P<time>{alternation(_names('time'))})(?!\w)"
        rf"|(?P<measure>{alternation(_names('measure'))})(?!\w))",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _before_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<money>{alternation(_names('money_prefix'))})\s?$", re.IGNORECASE)
