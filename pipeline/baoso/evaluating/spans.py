"""Mention spans by label against gold's.

Gold in quotes holds clauses as often as names and each once, so a span is found where it overlaps one of the places
that the quotes point to, and exact where it has the same bounds. Standoff gold holds every mention: there each is
judged, and F1 of equal bounds is told as well. Precision is told only of labels whose mentions gold lists all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from baoso.evaluating.matching import Bounds, find_quote, fold, touches
from baoso.evaluating.tally import Tally
from baoso.evaluating.wanted import Wanted
from baoso.types import Label

Row = dict[str, Any]
ALL_LABELS: tuple[Label, ...] = get_args(Label)
# Every quantity is a mention, the metrics' alone are in gold; the same holds of what they measure.
_NOT_LISTED_ALL = ("QUANTITY", "INDICATOR")


@dataclass(frozen=True, slots=True)
class SpanScore:
    """Scores of one label by overlap; `exact` is the share of gold with equal bounds, `exact_f1` F1 by them.

    What is None cannot be told, because gold does not list all there may be.
    """

    precision: float | None
    recall: float
    f1: float | None
    exact: float
    exact_f1: float | None
    gold: int
    predicted: int


def judge_spans(gold: Wanted, text: str, mentions: list[Row]) -> Tally:
    """Counts by label: `R` and `exact` over gold items, `P` over predicted mentions.

    Where gold lists every mention, each is an item, and `exact.P` counts predicted ones with bounds of gold.
    """
    return _judge_listed(gold, mentions) if gold.complete else _judge_quoted(gold, text, mentions)


def _judge_listed(gold: Wanted, mentions: list[Row]) -> Tally:
    tally = Tally(gold.article)
    for label in ALL_LABELS:
        wanted = gold.mentions.get(label, [])
        own = [(m["start"], m["end"]) for m in mentions if m["label"] == label]
        exact, bounds = set(own), set(wanted)
        for span in wanted:
            tally.count(f"{label}.R", touches(span, own))
            tally.count(f"{label}.exact", span in exact)
        tally.count(f"{label}.predicted", len(own))
        for span in own if label not in _NOT_LISTED_ALL else ():
            tally.count(f"{label}.P", touches(span, wanted))
            tally.count(f"{label}.exact.P", span in bounds)
    return tally


def _judge_quoted(gold: Wanted, text: str, mentions: list[Row]) -> Tally:
    tally = Tally(gold.article)
    wanted = _wanted(gold, text)
    for label, items in wanted.items():
        own = [(m["start"], m["end"]) for m in mentions if m["label"] == label]
        for spans in filter(None, items):
            tally.count(f"{label}.R", any(touches(s, own) for s in spans))
            tally.count(f"{label}.exact", any(s in own for s in spans))
        tally.count(f"{label}.predicted", len(own))
    if gold.offices is not None:
        names = {fold(n) for n in [*(o.name for o in gold.offices), *gold.not_officials]}
        for mention in (m for m in mentions if m["label"] == "PERSON"):
            tally.count("PERSON.P", _names_one(mention["text"], names))
    if gold.documents is not None:
        allowed = [*gold.optional_documents, *(s for spans in wanted["DOCUMENT"] for s in spans)]
        kinds = {fold(text[a:b]) for a, b in allowed}
        for mention in (m for m in mentions if m["label"] == "DOCUMENT"):
            again = any(fold(mention["text"]) in kind for kind in kinds)
            tally.count("DOCUMENT.P", again or touches((mention["start"], mention["end"]), allowed))
    return tally


def _wanted(gold: Wanted, text: str) -> dict[str, list[Sequence[Bounds]]]:
    """For each label the gold items, each as all its places in the text; any of them will do."""
    people = [*(o.name for o in gold.offices or ()), *gold.not_officials]
    found: dict[str, list[Sequence[Bounds]]] = {
        "PERSON": [find_quote(name, text) for name in dict.fromkeys(people)],
        "DOCUMENT": [d.spans for d in gold.documents or ()],
        "LOCALITY": [find_quote(p.name, text) for p in gold.places],
        "QUANTITY": [m.spans for m in gold.metrics],
    }
    return found | {kind.upper(): [n.spans for n in names] for kind, names in gold.names.items()}


def _names_one(text: str, names: set[str]) -> bool:
    """A full name, or the last syllables of one ("ông Quân" repeats Khổng Thành Quân)."""
    said = fold(text)
    return any(name == said or name.endswith(f" {said}") for name in names)


def span_scores(tallies: list[Tally]) -> dict[str, SpanScore]:
    """The scores by label of what occurs in gold."""
    scores: dict[str, SpanScore] = {}
    for label in ALL_LABELS:
        items = sum(t.totals.get(f"{label}.R", 0) for t in tallies)
        if not items:
            continue
        precision, exact_precision = _share(f"{label}.P", tallies), _share(f"{label}.exact.P", tallies)
        recall, exact = _share(f"{label}.R", tallies) or 0.0, _share(f"{label}.exact", tallies) or 0.0
        predicted = sum(t.hits.get(f"{label}.predicted", 0) for t in tallies)
        f1, exact_f1 = _f1(precision, recall), _f1(exact_precision, exact)
        scores[label] = SpanScore(precision, recall, f1, exact, exact_f1, items, predicted)
    return scores


def _f1(precision: float | None, recall: float) -> float | None:
    if precision is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(key: str, tallies: list[Tally]) -> float | None:
    judged = sum(t.totals.get(key, 0) for t in tallies)
    return sum(t.hits.get(key, 0) for t in tallies) / judged if judged else None
