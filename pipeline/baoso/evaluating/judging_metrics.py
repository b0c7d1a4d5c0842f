"""Metrics against gold: found by span and value, then field by field."""

from __future__ import annotations

from typing import Any

from baoso.evaluating.gold import Gold, GoldMetric
from baoso.evaluating.matching import (
    Bounds,
    bounds,
    find_anchor,
    find_quote,
    fold,
    record_spans,
    same_unit_name,
    same_value,
    syllable_overlap,
    touches,
)
from baoso.evaluating.tally import Tally

Record = dict[str, Any]
# Enough of the text around a spurious number to recognise it.
_CONTEXT = 25


def judge_metrics(gold: Gold, text: str, predicted: list[Record], tally: Tally) -> None:
    """Each gold metric takes the first free record of its value and place; what is left is spurious."""
    anchors = [find_anchor(g.quote, g.anchor, text) for g in gold.metrics]
    free = list(predicted)
    for wanted, spans in zip(gold.metrics, anchors, strict=True):
        record = next((r for r in free if _is_it(r, wanted, spans)), None)
        if record is not None:
            free = [r for r in free if r is not record]
        _judge_one(wanted, record, tally)
    _judge_spurious(gold, text, free, [s for spans in anchors for s in spans], tally)


def _is_it(record: Record, wanted: GoldMetric, spans: list[Bounds]) -> bool:
    return same_value(record["quantity"].get("value"), wanted.value) and any(
        touches(own, spans) for own in record_spans(record)
    )


def _judge_one(wanted: GoldMetric, record: Record | None, tally: Tally) -> None:
    right = _fields_right(wanted, record) if record else {}
    exact = bool(right) and all(right.values())
    tally.count("metric.tp", record is not None)
    tally.count("metric.exact", exact)
    for aspect, value in (("status", wanted.status), ("unit", _unit_class(wanted.unit))):
        tally.count(f"metric.R[{aspect}={value}]", record is not None)
        tally.count(f"metric.exact[{aspect}={value}]", exact)
    if record is None:
        tally.miss("missed metric", wanted.quote)
        return
    for name, is_right in right.items():
        tally.count(f"metric.{name}", is_right)
        if not is_right:
            tally.miss(f"wrong {name}", wanted.quote, repr(_said(record, name)))


def _said(record: Record, field: str) -> object:
    """The part of a field that was judged."""
    if field in ("unit", "comparator"):
        return record["quantity"].get(field)
    value = record.get(field)
    if isinstance(value, dict):
        return value.get("name") or value.get("label") or (value.get("start"), value.get("end"))
    return value


def _unit_class(unit: str) -> str:
    return unit if unit in ("%", "VND", "điểm", "hạng") else "count"


def _fields_right(wanted: GoldMetric, record: Record) -> dict[str, bool]:
    quantity, indicator = record["quantity"], record.get("indicator") or {}
    right = {
        "unit": _same_unit(quantity.get("unit"), wanted.unit),
        "comparator": _same_comparator(quantity, wanted),
        "status": record.get("status") == wanted.status,
        "locality": same_unit_name((record.get("locality") or {}).get("name"), wanted.place),
        "indicator": syllable_overlap(indicator.get("label"), wanted.indicator) >= 0.5,
    }
    period = record.get("period") or {}
    start, end = period.get("start"), period.get("end")
    if "period" in wanted.model_fields_set:
        if wanted.period is None:  # said to be tied to no time
            right["period"] = period.get("basis") != "explicit" or not (start or end)
        else:
            right["period"] = (start, end) == wanted.period
    elif "period_end" in wanted.model_fields_set:
        right["period"] = end == wanted.period_end
    return right


def _same_unit(unit: str | None, wanted: str) -> bool:
    ours, theirs = fold(unit), fold(wanted)
    return theirs in ours or (bool(ours) and ours in theirs)


def _same_comparator(quantity: Record, wanted: GoldMetric) -> bool:
    """ "gần" is a bound to one reader and an estimate to another: approx passes for lt."""
    allowed = {wanted.comparator, "approx"} if wanted.comparator == "lt" else {wanted.comparator}
    if quantity.get("comparator") not in allowed:
        return False
    return wanted.value_high is None or same_value(quantity.get("value_high"), wanted.value_high)


def _judge_spurious(gold: Gold, text: str, left: list[Record], wanted: list[Bounds], tally: Tally) -> None:
    optional = [s for quote in gold.optional for s in find_quote(quote, text)]
    traps = [s for quote in gold.traps for s in find_quote(quote, text)]
    for record in left:
        span = bounds(record["quantity"].get("mention"))
        if touches(span, optional) and not touches(span, wanted):
            continue
        tally.count("metric.fp", 1)
        if touches(span, traps):
            tally.count("traps", 1)
        tally.miss("spurious metric", repr(text[max(0, span[0] - _CONTEXT) : span[1] + _CONTEXT]))
