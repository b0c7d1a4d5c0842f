"""Metrics one by one beside gold: which was found, which of its fields are right, and how sure the record was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from baoso.evaluating.judging_metrics import fields_right, is_it
from baoso.evaluating.loading import load_any_gold
from baoso.evaluating.matching import bounds, touches
from baoso.evaluating.predictions import load_predictions
from baoso.evaluating.wanted import Wanted, WantedMetric

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class JudgedMetric:
    """A gold metric with the record found for it, or a record that gold knows nothing of.

    `right` says of each field whether it is right; it is empty where one of the two is missing.
    """

    article: str
    wanted: WantedMetric | None
    record: Record | None
    right: dict[str, bool] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Whether the record was asked for and has every field right."""
        return bool(self.right) and all(self.right.values())


def judged_metrics(gold: str | Path, predicted: str | Path) -> list[JudgedMetric]:
    """Every metric of gold and of the run, those that gold leaves open left out. Raises as `evaluate` does."""
    golds = load_any_gold(gold)
    found = load_predictions(predicted, {g.article for g in golds})
    judged: list[JudgedMetric] = []
    for one in golds:
        article = found.articles.get(one.article)
        if article is not None:
            records = [r for r in found.records.get(article["article_id"], []) if r["record_type"] == "metric"]
            judged += _of_article(one.wanted(article["text"]), records)
    return judged


def _of_article(gold: Wanted, records: list[Record]) -> Iterator[JudgedMetric]:
    free = list(records)
    for wanted in gold.metrics:
        record = next((r for r in free if is_it(r, wanted)), None)
        free = [r for r in free if r is not record]
        yield JudgedMetric(gold.article, wanted, record, fields_right(wanted, record) if record else {})
    asked = [s for metric in gold.metrics for s in metric.spans]
    for record in free:
        span = bounds(record["quantity"].get("mention"))
        if touches(span, asked) or not touches(span, gold.optional):
            yield JudgedMetric(gold.article, None, record)
