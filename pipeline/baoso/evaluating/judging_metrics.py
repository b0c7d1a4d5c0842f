"""Metrics against gold: found by span and value, then field by field."""

from __future__ import annotations

from typing import Any

from baoso.evaluating.matching import (
    bounds,
    fold,
    record_spans,
    same_unit_name,
    same_value,
    syllable_overlap,
    touches,
)
from baoso.evaluating.tally import Tally
from baoso.evaluating.wanted import Wanted, WantedMetric

Record = dict[str, Any]
# Enough of the text around a spurious number to recognise it.
_CONTEXT = 25


def judge_metrics(gold: Wanted, text: str, predicted: list[Record], tally: Tally) -> None:
    """Each gold metric takes the first free record of its value and place; what is left is spurious."""
    free = list(predicted)
    for wanted in gold.metrics:
        record = next((r for r in free if is_it(r, wanted)), None)
        if record is not None:
            free = [r for r in free if r is not record]
        _judge_one(wanted, record, tally)
    _judge_spurious(gold, text, free, tally)


def is_it(record: Record, wanted: WantedMetric) -> bool:
    """Whether `record` has the value of `wanted` at one of its places."""
    return same_value(record["quantity"].get("value"), wanted.value) and any(
        touches(own, wanted.spans) for own in record_spans(record)
    )


def _judge_one(wanted: WantedMetric, record: Record | None, tally: Tally) -> None:
    right = fields_right(wanted, record) if record else {}
    exact = bool(right) and all(right.values())
    tally.count("metric.tp", record is not None)
    tally.count("metric.exact", exact)
    for aspect, value in (("status", wanted.status), ("unit", _unit_class(wanted.unit))):
        tally.count(f"metric.R[{aspect}={value}]", record is not None)
        tally.count(f"metric.exact[{aspect}={value}]", exact)
    if record is None:
        tally.miss("missed metric", wanted.words)
        return
    for name, is_right in right.items():
        tally.count(f"metric.{name}", is_right)
        if not is_right:
            tally.miss(f"wrong {name}", wanted.words, repr(_said(record, name)))


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


def fields_right(wanted: WantedMetric, record: Record) -> dict[str, bool]:
    """Of each field of `record` whether it is that of `wanted`; the period where gold judges it."""
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
    if wanted.period_rule == "none":  # said to be tied to no time
        right["period"] = period.get("basis") != "explicit" or not (start or end)
    elif wanted.period_rule == "both":
        right["period"] = (start, end) == wanted.period
    elif wanted.period_rule == "end":
        right["period"] = end == wanted.period[1]
    return right


def _same_unit(unit: str | None, wanted: str) -> bool:
    ours, theirs = fold(unit), fold(wanted)
    return theirs in ours or (bool(ours) and ours in theirs)


def _same_comparator(quantity: Record, wanted: WantedMetric) -> bool:
    """ "gần" is a bound to one reader and an estimate to another: approx passes for lt."""
    allowed = {wanted.comparator, "approx"} if wanted.comparator == "lt" else {wanted.comparator}
    if quantity.get("comparator") not in allowed:
        return False
    return wanted.value_high is None or same_value(quantity.get("value_high"), wanted.value_high)


def _judge_spurious(gold: Wanted, text: str, left: list[Record], tally: Tally) -> None:
    wanted = [s for metric in gold.metrics for s in metric.spans]
    for record in left:
        span = bounds(record["quantity"].get("mention"))
        if touches(span, gold.optional) and not touches(span, wanted):
            continue
        tally.count("metric.fp", 1)
        if touches(span, gold.traps):
            tally.count("traps", 1)
        tally.miss("spurious metric", repr(text[max(0, span[0] - _CONTEXT) : span[1] + _CONTEXT]))
