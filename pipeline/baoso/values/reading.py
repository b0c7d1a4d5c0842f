"""An accepted candidate as a `Quantity`."""

from __future__ import annotations

from functools import cache, lru_cache

from baoso import lexicon
from baoso.types import Comparator, Direction, Measure, Quantity, Span
from baoso.values.candidates import Candidate
from baoso.values.comparators import bound_after, compared_after
from baoso.values.multiples import direction_before

# tokens over which "từ 3 thủ tục hành chính trở lên" may reach
_FROM_REACH = 6
_ROUND = 5


def quantity_of(text: str, found: Candidate) -> Quantity:
    """The candidate's quantity, with its mentions."""
    if found.rank is not None:
        return _rank(text, found)
    comparator, cue = _comparator(text, found)
    measure, direction = _measure(text, found)
    if measure == "change" and found.left.difference and not found.left.change:
        comparator, cue = "eq", None
    unit, upper = found.unit, found.partner
    assert unit is not None
    return Quantity(
        value=_share(found) if unit.kind == "share" else found.value,
        value_high=upper.value if upper else None,
        unit=unit.name,
        comparator=comparator,
        measure=measure,
        direction=direction,
        denominator=None if unit.kind == "share" else found.number.denominator,
        baseline=found.baseline or found.left.baseline,
        mention=Span.of(text, *extent(found)),
        unit_mention=Span.of(text, unit.start, unit.end) if unit.end > unit.start else None,
        comparator_mention=cue,
    )


def _share(found: Candidate) -> float:
    """ "2/3" as 0.6667."""
    return round(found.number.value / (found.number.denominator or 1), 4)


def extent(found: Candidate) -> tuple[int, int]:
    """Where the quantity's mention stands: the number, a unit sign, a range's upper end; no counted noun."""
    start, end = found.number.start, (found.partner or found).number.end
    unit = found.unit
    if unit is not None and found.rank is None and unit.kind not in ("noun", "guess"):
        start, end = min(start, unit.start), max(end, unit.end)
    return start, end


def _rank(text: str, found: Candidate) -> Quantity:
    rank, number = found.rank, found.number
    assert rank is not None
    return Quantity(
        value=number.value,
        unit=lexicon.table("changes")["rank"]["unit"],
        comparator="le" if rank.group else "eq",
        measure="rank",
        denominator=number.denominator,
        baseline=found.baseline,
        mention=Span.of(text, number.start, number.end),
        unit_mention=rank.unit,
        comparator_mention=rank.group,
    )


def _comparator(text: str, found: Candidate) -> tuple[Comparator, Span | None]:
    number, left = found.number, found.left
    if found.partner is not None:
        return "between", found.link
    if number.form == "magnitude":
        word = text[number.start : number.end].split()[0]
        return "ge", Span.of(text, number.start, number.start + len(word))
    after = bound_after(text, found.end, _FROM_REACH if left.from_value else 1)
    if after is not None:
        return after
    if _is_place(found):
        return "eq", None
    return left.comparator, left.comparator_span


def _is_place(found: Candidate) -> bool:
    """Whether "trên" says where: before a small count of fields, or an odd one of communes."""
    unit, value = found.unit, found.value
    if found.left.comparator_phrase != "trên" or unit is None or unit.kind != "noun":
        return False
    head = phrase_head(unit.name)
    locative = _locative("nouns") | _locative("admin")
    return head in locative and (value % _ROUND != 0 or (value <= _ROUND and head in _locative("nouns")))


def phrase_head(name: str) -> str:
    """The first noun of a coordination, folded: "tỉnh, thành phố" → "tỉnh"."""
    return lexicon.fold(name.replace("/", ",").split(",")[0])


def _measure(text: str, found: Candidate) -> tuple[Measure, Direction | None]:
    left, unit = found.left, found.unit
    if unit is not None and unit.kind == "multiple":
        return "multiple", direction_before(found.words, left)
    if found.baseline or left.baseline or left.level:
        return "level", None
    if left.change:
        return "change", left.change
    if left.difference and left.comparator_phrase not in _plain() and compared_after(text, found.end):
        return "change", left.difference
    return "level", None


@cache
def _locative(section: str) -> frozenset[str]:
    return frozenset(lexicon.table("comparators")["locative"][section])


@lru_cache(maxsize=1)
def _plain() -> frozenset[str]:
    """Bounds that stay bounds even where a comparison follows ("hơn 20% so với")."""
    return frozenset(lexicon.table("changes")["difference"]["plain"])
