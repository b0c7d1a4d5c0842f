"""NUM spans → metrics and judged numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, get_args

from baoso import lexicon
from baoso.annotating.context import Context, full_name
from baoso.annotating.intervals import parse_interval
from baoso.annotating.markup import Marked
from baoso.standoff import (
    GoldAttribution,
    GoldDenominator,
    GoldIndicator,
    GoldMetric,
    GoldOffice,
    GoldPeriod,
    GoldPlace,
    GoldQuantity,
    Judged,
    words_without,
)
from baoso.types import Pillar

_PILLARS: tuple[str, ...] = get_args(Pillar)


@lru_cache(maxsize=1)
def indicator_pillars() -> dict[str, str]:
    """Every canonical indicator's id and its pillar."""
    return {row["id"]: row["pillar"] for row in lexicon.rows("indicators")}


def judged_of(context: Context) -> list[Judged]:
    """The numbers that are no metric."""
    found = []
    for span in context.of("NUM"):
        kind = context.word(span, "judged")
        if kind is not None:
            if len(span.words) > 1 or span.values:
                context.problems.add(span, f"{kind} and more; a number that is no metric says nothing else")
            found.append(Judged(**context.span(span).model_dump(), kind="trap" if kind == "trap" else "optional"))
    return found


def metrics_of(context: Context, offices: list[GoldOffice]) -> list[GoldMetric]:
    """One metric for each NUM with a status, with the places where it is told again."""
    again: dict[Marked, list[Marked]] = {}
    firsts = []
    for span in context.of("NUM"):
        root = context.roots[span]
        if root is not span:
            if context.word(root, "status") is None:
                context.problems.add(span, "same= names a number that is no metric")
            again.setdefault(root, []).append(span)
        elif context.word(span, "status") is not None:
            firsts.append(span)
        elif context.word(span, "judged") is None and span.get("same") is None:
            context.problems.add(span, "say trap, optional, or achieved, target, forecast, baseline with v= and u=")
    made = [_metric(context, span, again.get(span, []), offices) for span in firsts]
    return [m for m in made if m is not None]


def _metric(context: Context, span: Marked, again: list[Marked], offices: list[GoldOffice]) -> GoldMetric | None:
    quantity, indicator = _quantity(context, span), _indicator(context, span)
    if quantity is None or indicator is None:
        return None
    pillar = span.get("pillar") or (indicator_pillars().get(indicator.id) if indicator.id else None)
    if pillar is not None and pillar not in _PILLARS:
        context.problems.add(span, f"no pillar {pillar}; use one of {', '.join(_PILLARS)}")
        pillar = None
    fields: dict[str, Any] = {
        "id": "",
        "mentions": [context.span(s) for s in (span, *again)],
        "quantity": quantity,
        "indicator": indicator,
        "status": context.word(span, "status"),
        "pillar": pillar,
        "denominator": _denominator(context, span),
        "locality": _locality(context, span),
        "period": _period(context, span),
        "attribution": _attribution(context, span, offices),
    }
    return GoldMetric(**fields)


def _number(context: Context, span: Marked, key: str) -> float | None:
    written = span.get(key)
    if written is None:
        return None
    try:
        return float(written)
    except ValueError:
        context.problems.add(span, f"{key}={written} is no number; write 3400000000 or 68.1")
        return None


def _quantity(context: Context, span: Marked) -> GoldQuantity | None:
    value, unit = _number(context, span, "v"), span.get("u")
    if value is None or unit is None:
        context.problems.add(span, 'a metric needs v= and u= (u="" for a fraction)')
        return None
    high = _number(context, span, "v2")
    comparator = context.word(span, "comparator") or ("between" if high is not None else "eq")
    if (comparator == "between") != (high is not None):
        context.problems.add(span, "between needs v2=, and only it has one")
    if high is not None and high <= value:
        context.problems.add(span, "v2= must be above v=")
    fields: dict[str, Any] = {
        "value": value,
        "value_high": high,
        "unit": unit,
        "comparator": comparator,
        "measure": context.word(span, "measure") or "level",
        "direction": context.word(span, "direction"),
        "mention": context.span(span),
    }
    return GoldQuantity(**fields)


def _indicator(context: Context, span: Marked) -> GoldIndicator | None:
    label, own_id = span.get("label"), span.get("id")
    if own_id is not None and own_id not in indicator_pillars():
        context.problems.add(span, f"no indicator has the id {own_id}; see lexicon/indicators.csv, or leave id= out")
    reference = span.get("ind")
    found = context.referred(span, reference, "IND") if reference else None
    if found is None:
        if label is None:
            context.problems.add(span, 'what does it measure? ind=#i1 of an IND span, or label="…"')
            return None
        return GoldIndicator(id=own_id, label=label)
    label = label or words_without(context.text, found.start, found.end, context.numbers)
    return GoldIndicator(id=own_id, label=label, mention=context.span(found))


def _denominator(context: Context, span: Marked) -> GoldDenominator | None:
    value = _number(context, span, "den")
    return None if value is None else GoldDenominator(value=value, unit=span.get("denu") or span.get("u"))


def _locality(context: Context, span: Marked) -> GoldPlace | None:
    reference = span.get("loc")
    if reference is None:
        context.problems.add(span, 'where? loc=#p1 of a LOC span, or loc="Name" of a place that is implied')
        return None
    if reference.startswith("#"):
        found = context.referred(span, reference, "LOC")
        place = context.place(found) if found is not None else None
        if place is None or found is None:
            return None
        basis = "coreference" if "inherited-place" in span.kinds else "explicit"
        return place.model_copy(update={"basis": basis, "mention": context.span(found)})
    return context_place(context, reference)


def context_place(context: Context, name: str) -> GoldPlace:
    """A place called by its bare name: one that the article marks, else the name alone."""
    for span in context.of("LOC"):
        place = context.place(span)
        if place is not None and lexicon.fold(place.name) == lexicon.fold(name):
            return place.model_copy(update={"basis": "focus"})
    return GoldPlace(name=name, level="country" if name == "Việt Nam" else None, basis="focus")


def _period(context: Context, span: Marked) -> GoldPeriod | None:
    told = [value for key, value in span.values if key == "t"]
    if not told:
        return None
    references = [v for v in told if v.startswith("#")]
    written = [v for v in told if not v.startswith("#")]
    if len(references) > 1 or len(written) > 1:
        context.problems.add(span, "t= takes one DATE, one interval, or one of each")
    dated = context.referred(span, references[0], "DATE") if references else None
    days = context.period(dated) if dated is not None else None
    if written:
        try:
            start, end = parse_interval(written[0])
        except ValueError as error:
            context.problems.add(span, f"t={written[0]}: {error}")
            return None
        days = GoldPeriod(start=start, end=end)
    elif dated is not None and days is None:
        context.problems.add(span, f"t={references[0]} names a DATE without days; give it t=, or write the days here")
    if days is None:
        return None
    basis = "inherited" if "inherited-time" in span.kinds else "explicit"
    return days.model_copy(update={"basis": basis, "mention": context.span(dated) if dated is not None else None})


def _attribution(context: Context, span: Marked, offices: list[GoldOffice]) -> GoldAttribution | None:
    reference = span.get("by")
    found = context.referred(span, reference, "PER", "ORG") if reference else None
    if found is None:
        return None
    if found.label == "ORG":
        return GoldAttribution(mention=context.span(found), organisation=context.words(found))
    name = full_name(context, context.roots[found])
    # the office told first in the text
    own = [o for o in offices if o.person == name]
    office = min(own, key=lambda o: o.phrases[0].titles[0].start, default=None)
    if office is None:
        return GoldAttribution(mention=context.span(found), person=name)
    return GoldAttribution(
        mention=context.span(found), person=name, title=office.titles[0], organisation=office.organisation
    )
