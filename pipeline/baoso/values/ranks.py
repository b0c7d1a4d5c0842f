"""Ranks: "xếp thứ 3", "đứng thứ 5/63", "vị trí thứ hai", "nhóm 50 nước dẫn đầu", "top 10"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from baoso import lexicon
from baoso.lexicon import alternation, cue_regex, fold
from baoso.types import Span
from baoso.values.comparators import Left
from baoso.values.context import Phrases, Word, lower, words_after
from baoso.values.digits import Number
from baoso.values.units import Unit

_MOST = 1_000
# tokens from the noun to "dẫn đầu" ("10 địa phương có chỉ số cao nhất")
_LEADER_REACH = 7


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a rank's cue stands (`unit`), what limits it ("nhóm 50 nước": `group`), the tokens it took."""

    unit: Span
    group: Span | None = None
    words: int = 0


def rank_before(text: str, words: Sequence[Word], number: Number) -> Rank | None:
    """The rank cue that ends right before `number`: "xếp thứ", "vị trí thứ", "hạng" with a fraction."""
    if not _plausible(number) or not words or words[-1].form not in _last_words():
        return None
    i = len(words)
    ordinal = words[i - 1].form in _table()["ordinals"]
    i -= ordinal
    noun = _phrases("nouns").at_end(words, i)
    i -= noun[0] if noun else 0
    cue = i
    verb = _phrases("verbs").at_end(words, i)
    strong = _phrases("strong_verbs").at_end(words, i)
    i -= verb[0] if verb else 0
    told = (ordinal and (noun or strong)) or (noun and verb) or (number.denominator and (noun or strong))
    if not told or _phrases("not_after").at_start(words_after(text, number.end, 3)):
        return None
    if _phrases("not_before").at_end(words, i):
        return None
    # "xếp 5/63" has no noun: the verb itself is the cue
    start = words[cue].start if cue < len(words) else words[i].start
    return Rank(Span.of(text, start, words[-1].end), words=len(words) - i)


def group_rank(text: str, words: Sequence[Word], number: Number, unit: Unit | None) -> Rank | None:
    """ "nhóm 50 nước dẫn đầu", "top 10 cả nước": a place among the first so many."""
    if not _plausible(number) or number.denominator:
        return None
    top, group = _phrases("top").at_end(words), _phrases("groups").at_end(words)
    if top is None and group is None:
        return None
    lead = _leaders(text, unit.end if unit else number.end)
    if top and (unit is None or unit.kind in ("noun", "guess")) and not _name_follows(text, number.end):
        cue = Span.of(text, words[-top[0]].start, words[-1].end)
        return Rank(lead or cue, cue, top[0])
    if group is None or unit is None or unit.kind not in ("noun", "guess") or lead is None:
        return None
    cue = Span.of(text, words[-group[0]].start, words[-1].end)
    return Rank(Span.of(text, unit.start, lead.end), cue, group[0])


def step_unit(text: str, end: int, left: Left) -> Unit | None:
    """The unit of "tăng 5 bậc", "tụt 2 hạng": steps up or down a ranking; None without a verb of change."""
    words = words_after(text, end, 1)
    if not words or left.change is None or words[0].form not in _table()["steps"]:
        return None
    return Unit("noun", words[0].form, words[0].start, words[0].end, group="step")


def spelled_ranks(text: str) -> Iterator[Number]:
    """The ordinals "nhất", "hai", "ba" … after "thứ" as numbers; whether they rank is for `rank_before`."""
    for m in _ordinal_pattern().finditer(lower(text)):
        value = _table()["words"][fold(m["word"])]
        yield Number(m.start("word"), m.end("word"), float(value), form="single")


def _plausible(number: Number) -> bool:
    return number.value == int(number.value) and 0 < number.value < _MOST and number.scale == 1


def _leaders(text: str, pos: int) -> Span | None:
    words = words_after(text, pos, _LEADER_REACH)
    for i, word in enumerate(words):
        if word.form in ".;:()\n":
            return None
        if found := _phrases("leaders").at_start(words, i):
            return Span.of(text, word.start, words[i + found[0] - 1].end)
    return None


def _name_follows(text: str, pos: int) -> bool:
    """Whether an award's or a product's name follows ("TOP 10 Sao Khuê")."""
    after = words_after(text, pos, 1)
    return bool(after) and after[0].form.isalpha() and text[after[0].start].isupper()


@lru_cache(maxsize=1)
def _ordinal_pattern() -> re.Pattern[str]:
    table = _table()
    word = rf"\s+(?P<word>{alternation(table['words'])})(?!\w)"
    return cue_regex(table["ordinals"], ignore_case=False, then=word)


@lru_cache(maxsize=1)
def _last_words() -> frozenset[str]:
    table = _table()
    phrases = [*table["verbs"], *table["nouns"], *table["ordinals"]]
    return frozenset(p.split()[-1] for p in phrases)


@cache
def _phrases(section: str) -> Phrases[bool]:
    return Phrases.of(_table()[section], True)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return lexicon.table("changes")["rank"]  # type: ignore[no-any-return]
