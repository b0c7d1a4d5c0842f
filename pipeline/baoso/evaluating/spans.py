"""Mention spans by label against the places that gold's quotes point to.

Gold quotes are clauses as often as names, so a span is found where it overlaps, and exact where one of
gold's spans has the same bounds. Precision is told only of labels whose mentions gold lists all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from baoso.evaluating.gold import Gold
from baoso.evaluating.matching import Bounds, find_anchor, find_quote, fold, touches
from baoso.evaluating.tally import Tally

Row = dict[str, Any]
LABELS = ("QUANTITY", "PERSON", "DOCUMENT", "PLATFORM", "PROGRAMME", "EVENT", "LOCALITY")
# Gold names every person and every document, if only once each; of the others what must be found.
_LISTED_ALL = ("PERSON", "DOCUMENT")


@dataclass(frozen=True, slots=True)
class SpanScore:
    """Scores of one label; `precision` and `f1` are None where gold does not list all there may be."""

    precision: float | None
    recall: float
    f1: float | None
    exact: float
    gold: int
    predicted: int


def judge_spans(gold: Gold, text: str, mentions: list[Row]) -> Tally:
    """Counts by label: `R` and `exact` over gold items, `P` over predicted mentions."""
    tally = Tally(gold.article)
    wanted = _wanted(gold, text)
    for label, items in wanted.items():
        own = [(m["start"], m["end"]) for m in mentions if m["label"] == label]
        for spans in filter(None, items):
            tally.count(f"{label}.R", any(touches(s, own) for s in spans))
            tally.count(f"{label}.exact", any(s in own for s in spans))
        tally.count(f"{label}.predicted", len(own))
    if gold.officials is not None:
        names = {fold(n) for n in [*(o.name for o in gold.officials), *gold.not_officials]}
        for mention in (m for m in mentions if m["label"] == "PERSON"):
            tally.count("PERSON.P", _names_one(mention["text"], names))
    if gold.policies is not None:
        allowed = [s for quote in gold.optional_policies for s in find_quote(quote, text)]
        allowed += [s for spans in wanted["DOCUMENT"] for s in spans]
        kinds = {fold(text[a:b]) for a, b in allowed}
        for mention in (m for m in mentions if m["label"] == "DOCUMENT"):
            again = any(fold(mention["text"]) in kind for kind in kinds)
            tally.count("DOCUMENT.P", again or touches((mention["start"], mention["end"]), allowed))
    return tally


def _wanted(gold: Gold, text: str) -> dict[str, list[list[Bounds]]]:
    """For each label the gold items, each as all its places in the text; any of them will do."""
    people = [*(o.name for o in gold.officials or ()), *gold.not_officials]
    quotes = {
        "PERSON": list(dict.fromkeys(people)),
        "DOCUMENT": [d.quote for d in gold.policies or ()],
        "PLATFORM": gold.platforms,
        "PROGRAMME": gold.programmes,
        "EVENT": gold.events,
        "LOCALITY": [p.name for p in gold.localities],
    }
    found = {label: [find_quote(q, text) for q in items] for label, items in quotes.items()}
    return found | {"QUANTITY": [find_anchor(m.quote, m.anchor, text) for m in gold.metrics]}


def _names_one(text: str, names: set[str]) -> bool:
    """A full name, or the last syllables of one ("ông Quân" repeats Khổng Thành Quân)."""
    said = fold(text)
    return any(name == said or name.endswith(f" {said}") for name in names)


def span_scores(tallies: list[Tally]) -> dict[str, SpanScore]:
    """The scores by label of what occurs in gold or in the predictions."""
    scores = {}
    for label in LABELS:
        items = sum(t.totals.get(f"{label}.R", 0) for t in tallies)
        predicted = sum(t.hits.get(f"{label}.predicted", 0) for t in tallies)
        if not items:
            continue
        recall = sum(t.hits.get(f"{label}.R", 0) for t in tallies) / items
        exact = sum(t.hits.get(f"{label}.exact", 0) for t in tallies) / items
        precision = _precision(label, tallies) if label in _LISTED_ALL else None
        both = (precision or 0) + recall
        f1 = None if precision is None else (2 * precision * recall / both if both else 0.0)
        scores[label] = SpanScore(precision, recall, f1, exact, items, predicted)
    return scores


def _precision(label: str, tallies: list[Tally]) -> float | None:
    judged = sum(t.totals.get(f"{label}.P", 0) for t in tallies)
    return sum(t.hits.get(f"{label}.P", 0) for t in tallies) / judged if judged else None
