"""A number with everything that its surroundings say: the raw material of a quantity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from baoso import lexicon
from baoso.types import Span
from baoso.values import traps
from baoso.values.comparators import Left, read_left
from baoso.values.context import Word, words_before
from baoso.values.digits import Number
from baoso.values.multiples import multiple_unit
from baoso.values.nouns import noun_after
from baoso.values.ranks import Rank, group_rank, rank_before, step_unit
from baoso.values.spelled import syllables
from baoso.values.units import Unit, bare_scale_money, unit_after, unit_before


@dataclass(slots=True)
class Candidate:
    """One number in its place.

    `trap` names what makes it no quantity ("level", "name", "date", "year"), or is "".

    `partner` is the upper end of a range, `link` the text between the two; `baseline` marks an old value,
    `moved` both ends of a change ("từ 60 phút còn 15 phút").
    """

    number: Number
    words: Sequence[Word]
    left: Left
    unit: Unit | None = None
    rank: Rank | None = None
    trap: str = ""
    partner: Candidate | None = None
    link: Span | None = None
    baseline: bool = field(default=False)
    moved: bool = field(default=False)

    @property
    def start(self) -> int:
        """Where number and unit together start: at the sign in "$10"."""
        return min(self.number.start, self.unit.start if self.unit else self.number.start)

    @property
    def end(self) -> int:
        """Where number and unit together end."""
        return max(self.number.end, self.unit.end if self.unit else 0)

    @property
    def value(self) -> float:
        """The value in the unit; "6,000" before a counted noun or a bare currency is 6000."""
        number, unit = self.number, self.unit
        if number.grouped is not None and unit and unit.kind in ("noun", "guess", "money"):
            return number.grouped * unit.factor
        return number.value * unit.factor if unit and unit.factor != 1 else number.value


def candidate(text: str, number: Number, previous: Candidate | None) -> Candidate | None:
    """Read what stands around `number`; None where it is part of a longer token or a phone number."""
    if number.form == "digits" and (
        traps.is_phone(text, number) or (traps.broken_token(text, number) and not unit_before(text, number))
    ):
        return None
    words = words_before(text, number.start)
    if _spoken_point(words):
        return None
    unit = _unit(text, number)
    trap = traps.cue_trap(words, number, unit)
    if trap == "level" and (second := _second_of_list(text, number)) is not None:
        number, trap = second, ""
        unit = _unit(text, number)
    rank = rank_before(text, words, number) or group_rank(text, words, number, unit)
    if rank is not None and not (unit and unit.hard):
        return Candidate(number, words, Left(from_value=_from(words, rank)), unit=unit, rank=rank)
    left = read_left(text, words)
    if unit is not None and unit.kind in ("percent", "points"):
        number = _signed(text, number, words, left)
    found = Candidate(number, words, left, unit=unit, trap=trap)
    if unit is None:
        found.unit = multiple_unit(text, number.end, words, left) or step_unit(text, number.end, left)
        if found.unit is not None:
            return found
    found.trap = found.trap or _other_trap(text, found, previous)
    return found


def _unit(text: str, number: Number) -> Unit | None:
    unit = unit_after(text, number)
    if unit is not None and unit.kind not in ("measure", "time"):
        return unit
    noun = noun_after(text, number.end)
    if noun is not None and noun.kind == "noun" and (unit is None or noun.end > unit.end):
        return noun
    return unit or unit_before(text, number) or bare_scale_money(text, number) or noun


def _signed(text: str, number: Number, words: Sequence[Word], left: Left) -> Number:
    """The number with its minus sign or "âm": a negative level, or the other direction of a change."""
    sign = words[-1] if words else None
    if sign is None or sign.form not in _minus() or (not sign.form.isalpha() and not _is_sign(text, number, words)):
        return number
    before = read_left(text, words[:-1])
    left.change, left.level = before.change, before.level
    if before.change and not before.level:
        left.change = "down" if before.change == "up" else "up"
        return number
    return replace(number, start=sign.start, value=-number.value)


def _spoken_point(words: Sequence[Word]) -> bool:
    """Whether the number is the decimals of a spoken one: "hai phẩy 23"."""
    if len(words) < 2 or words[-1].form not in lexicon.table("numbers")["words"]["point"]:
        return False
    return words[-2].form.isdigit() or words[-2].form in syllables().digits


def _is_sign(text: str, number: Number, words: Sequence[Word]) -> bool:
    """Whether a dash belongs to the number: right at it, and a cue such as "đạt" before it."""
    return (
        words[-1].end == number.start
        and text[words[-1].start - 1 : words[-1].start].isspace()
        and len(words) > 1
        and words[-2].form in lexicon.table("numbers")["sign"]["after"]
    )


@lru_cache(maxsize=1)
def _minus() -> frozenset[str]:
    table = lexicon.table("numbers")
    return frozenset([*table["words"]["minus"][:1], *table["sign"]["marks"]])


def _second_of_list(text: str, number: Number) -> Number | None:
    """The count in "mức độ 3,13 dịch vụ", where a list has lost its space."""
    written = text[number.start : number.end]
    first, comma, second = written.partition(",")
    if not comma or not second.isdigit() or len(first) > 1 or noun_after(text, number.end) is None:
        return None
    split = replace(number, start=number.start + len(first) + 1, value=float(second), grouped=None)
    return None if traps.continues_level(split) else split


def _from(words: Sequence[Word], rank: Rank) -> bool:
    return bool(rank.words) and words[len(words) - rank.words].form == "từ"


def _other_trap(text: str, found: Candidate, previous: Candidate | None) -> str:
    number, unit = found.number, found.unit
    if unit is not None and unit.hard:
        return ""
    if number.form == "digits" and traps.is_year(text, number) and _year_like(found):
        return "year"
    if traps.after_trap(text, number.end):
        return "date"
    if (unit is None or unit.kind != "time") and traps.name_before(text, found.words, number, unit):
        return "name"
    return _inherited(text, found, previous)


def _year_like(found: Candidate) -> bool:
    unit, before = found.unit, found.words[-1].form if found.words else ""
    if unit is None or unit.kind != "noun" or unit.group == "admin":
        return True
    return before in ("năm", "đoạn", "kỳ", "học", "-", "–", "đến", "từ", "/", "tới")


def _inherited(text: str, found: Candidate, previous: Candidate | None) -> str:
    """The trap of the number before, where a list or a range goes on: "mức độ 3, 4", "ngày 1 - 3"."""
    if previous is None or not previous.trap:
        return ""
    gap = text[previous.number.end : found.number.start]
    if not traps.list_goes_on(gap):
        return ""
    if previous.trap == "level":
        return "level" if traps.continues_level(found.number) else ""
    noun = found.unit is not None and found.unit.kind == "noun"
    return "" if noun and gap.strip() not in ("-", "–", "/") else previous.trap
