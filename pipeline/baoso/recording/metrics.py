"""Facts → metric records: the irrelevant left out, repetitions merged, confidence estimated."""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.tokens import Doc

from baoso.doc import facts_of
from baoso.lexicon import cue_regex, fold, table
from baoso.records import Denominator, Indicator, Metric, QuantityField, record_id
from baoso.types import Fact, Period, Span

# So many different facts of one value are compared with a further one.
_MOST_ALIKE = 40
_SYLLABLE = re.compile(r"\w+")


def _overlap(left: str, right: str) -> float:
    """F1 of the sets of syllables of two labels."""
    a, b = set(_SYLLABLE.findall(fold(left))), set(_SYLLABLE.findall(fold(right)))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


@lru_cache(maxsize=1)
def _expansions() -> list[tuple[re.Pattern[str], str]]:
    return [(cue_regex([short]), full) for short, full in table("indicators")["expansions"].items()]


def _spelled_out(text: str) -> str:
    """Folded `text` with the field's abbreviations spelled out, so that "TTHC" equals its full form."""
    text = fold(text)
    for pattern, full in _expansions():
        text = pattern.sub(full, text)
    return text


def _is_specific(value: float) -> bool:
    """Whether a number is so particular (707, 36.282, 99,46) that two of it are hardly two facts."""
    return not float(value).is_integer() or _digits(value) >= 3


def _digits(value: float) -> int:
    """How many significant digits a number was given with."""
    return len(f"{value:.10g}".replace(".", "").strip("0"))


def same_fact(one: Fact, other: Fact) -> bool:
    """Whether two facts of one article are the same told twice.

    They are where value, unit, place and status agree, and the labels share half their syllables (a third,
    where the number is a particular one); two stated periods must not differ.
    """
    a, b = one.quantity, other.quantity
    if (a.value, a.value_high, a.measure) != (b.value, b.value_high, b.measure):
        return False
    units = {_spelled_out(a.unit), _spelled_out(b.unit)}
    if len(units) > 1 and not any(u and all(u in v for v in units) for u in units):
        return False
    if _digits(a.value) >= 5:
        return True
    if one.status != other.status or (one.place and other.place and one.place.name != other.place.name):
        return False
    if _different_times(one.period, other.period):
        return False
    needed = 0.3 if _is_specific(a.value) or (a.denominator and a.denominator == b.denominator) else 0.5
    return _overlap(_spelled_out(one.label), _spelled_out(other.label)) >= needed


def _different_times(one: Period | None, other: Period | None) -> bool:
    """Whether both periods are stated, and not the same."""
    if one is None or other is None or not one.basis == other.basis == "explicit":
        return False
    return (one.start, one.end) != (other.start, other.end)


def merge(facts: list[Fact]) -> list[list[Fact]]:
    """Groups of facts told more than once, in text order."""
    groups: list[list[Fact]] = []
    by_value: dict[float, list[list[Fact]]] = {}
    for fact in facts:
        alike = by_value.setdefault(fact.quantity.value, [])
        group = next((g for g in alike[:_MOST_ALIKE] if same_fact(g[0], fact)), None)
        if group is None:
            group = []
            groups.append(group)
            alike.append(group)
        group.append(fact)
    return groups


def confidence_of(fact: Fact) -> float:
    """The probability that a record is a program fact with every field right, 0 to 1.

    It is the probability that the number measures the programme times the probability that all else is right then.
    """
    return round(fact.relevance * fact.certainty, 3)


def metric_records(doc: Doc, article_id: str) -> list[Metric]:
    """One record for each program fact with a number, in text order."""
    facts = [f for f in facts_of(doc) if f.relevant and f.label and f.quantity.mention]
    return [_record(group, article_id) for group in merge(facts)]


def _denominator(fact: Fact) -> Denominator | None:
    quantity = fact.quantity
    if quantity.denominator is None:
        return None
    return Denominator(value=quantity.denominator, unit=quantity.unit, mention=quantity.mention)


def _fullest(group: list[Fact]) -> Fact:
    """The telling that states most: a date, a place, a cue, the unit in full; the first of equals."""

    def stated(fact: Fact) -> tuple[int, int]:
        period = fact.period is not None and fact.period.basis == "explicit"
        place = fact.place is not None and fact.place.basis == "explicit"
        return period + place + (fact.status_cue is not None), len(fact.quantity.unit)

    return max(group, key=stated)


def _record(group: list[Fact], article_id: str) -> Metric:
    fact = _fullest(group)
    quantity = fact.quantity
    mention = quantity.mention
    if mention is None or fact.sentence is None:
        raise ValueError("a fact without its own words makes no record")
    others = [f.quantity.mention for f in group if f is not fact and f.quantity.mention is not None]
    spans: list[Span] = [mention, *others]
    return Metric(
        record_id=record_id(article_id, "metric", mention, fact.indicator),
        article_id=article_id,
        evidence=fact.sentence,
        confidence=confidence_of(fact),
        locality=fact.place,
        period=fact.period,
        attribution=fact.attribution,
        mentions=spans,
        quantity=QuantityField(
            value=quantity.value,
            value_high=quantity.value_high,
            unit=quantity.unit,
            comparator=quantity.comparator,
            measure=quantity.measure,
            direction=quantity.direction,
            mention=mention,
            unit_mention=quantity.unit_mention,
            comparator_mention=quantity.comparator_mention,
        ),
        indicator=Indicator(id=fact.indicator_id, label=fact.label, mention=fact.indicator),
        status=fact.status,
        status_mention=fact.status_cue,
        pillar=fact.pillar,
        denominator=_denominator(fact),
    )
