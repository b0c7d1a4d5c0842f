"""How well labels are given the ids of indicators: predicted ids against those of standoff gold.

Ids are compared as canonical ones: two names of one measure are no mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from baoso.standoff import GoldArticle, GoldMetric, label_of
from baoso.tracking.series import canonical_id

Linker: TypeAlias = Callable[[str, str, str], "str | None"]
"""Label, unit and measure → the id of an indicator, or None."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A metric whose predicted canonical id is not the gold one; None stands for no id."""

    article_id: str
    label: str
    unit: str
    gold: str | None
    predicted: str | None


@dataclass(frozen=True, slots=True)
class Matching:
    """Counts over `metrics` gold metrics: `with_id` have an id, `predicted` were given one, `right` the same one."""

    metrics: int
    with_id: int
    predicted: int
    right: int
    misses: tuple[Miss, ...] = field(default=(), repr=False)

    @property
    def accuracy(self) -> float:
        """The share of the metrics with a gold id that were given it, 0 to 1; NaN where there is none."""
        return self.right / self.with_id if self.with_id else float("nan")

    @property
    def precision(self) -> float:
        """The share of the predicted ids that are the gold ones, 0 to 1; NaN where none was predicted."""
        return self.right / self.predicted if self.predicted else float("nan")

    def summary(self) -> str:
        """The figures in one line, for people."""
        return (
            f"{self.metrics:,} metrics, {self.with_id:,} with an id: {self.right:,} of them given it "
            f"(accuracy {self.accuracy:.3f}); {self.predicted:,} ids given, precision {self.precision:.3f}"
        )


def predictions_of(run: Path) -> tuple[dict[str, str], dict[tuple[str, int, int], str | None]]:
    """The texts of a run by article, and the indicator ids of its metrics by (article_id, start, end) of each telling.

    Raises `OutputError` for a folder without a run.
    """
    from baoso.batch.tables import read_rows, read_run

    read_run(run)
    texts = {row["article_id"]: row["text"] for row in read_rows(run, "articles")}
    metrics = (row for row in read_rows(run, "records") if row["record_type"] == "metric")
    predicted = {
        (row["article_id"], told["start"], told["end"]): row["metric"]["indicator"]["id"]
        for row in metrics
        for told in row["mentions"]
    }
    return texts, predicted


def match_labels(gold: Iterable[GoldArticle], texts: Mapping[str, str], link: Linker) -> Matching:
    """Judge `link` alone: it is given the gold label, unit and measure of every metric that is not optional.

    `texts` has the text of each article by its id; an article without one counts only with the labels written out.
    """

    def predict(article: GoldArticle, metric: GoldMetric) -> str | None:
        label = label_of(article, metric, texts.get(article.article_id, ""))
        return link(label, metric.quantity.unit, metric.quantity.measure) if label else None

    return _matching(gold, texts, predict)


def match_records(
    gold: Iterable[GoldArticle], texts: Mapping[str, str], predicted: Mapping[tuple[str, int, int], str | None]
) -> Matching:
    """Judge the ids of extracted metrics, by (article_id, start, end) of a quantity.

    A gold metric is laid beside the predicted one that a telling of it overlaps; where there is none, no id was given.
    Ids of predicted metrics that the gold has not are not judged.
    """
    spans: dict[str, list[tuple[int, int, str | None]]] = {}
    for (article_id, start, end), indicator in predicted.items():
        spans.setdefault(article_id, []).append((start, end, indicator))

    def predict(article: GoldArticle, metric: GoldMetric) -> str | None:
        for told in metric.mentions:
            for start, end, indicator in spans.get(article.article_id, ()):
                if start < told.end and told.start < end:
                    return indicator
        return None

    return _matching(gold, texts, predict)


def _matching(
    gold: Iterable[GoldArticle],
    texts: Mapping[str, str],
    predict: Callable[[GoldArticle, GoldMetric], str | None],
) -> Matching:
    metrics = with_id = predicted = right = 0
    misses = []
    for article in gold:
        for metric in article.of_type("metric"):
            if metric.optional:
                continue
            wanted, found = canonical_id(metric.indicator.id), canonical_id(predict(article, metric))
            metrics += 1
            with_id += wanted is not None
            predicted += found is not None
            right += wanted is not None and wanted == found
            if wanted != found:
                label = label_of(article, metric, texts.get(article.article_id, ""))
                misses.append(Miss(article.article_id, label, metric.quantity.unit, wanted, found))
    return Matching(metrics, with_id, predicted, right, tuple(misses))
