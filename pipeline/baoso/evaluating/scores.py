"""Scores of a run against gold: figures over all articles, with bootstrap intervals over articles."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from baoso.evaluating.judging import judge_article
from baoso.evaluating.loading import load_any_gold
from baoso.evaluating.predictions import load_predictions
from baoso.evaluating.spans import SpanScore, judge_spans, span_scores
from baoso.evaluating.tally import PRF_KINDS, Miss, Tally

Array: TypeAlias = npt.NDArray[np.float64]
RESAMPLES = 1_000


@dataclass(frozen=True, slots=True)
class Prf:
    """Precision, recall and their harmonic mean, with the counts behind them."""

    precision: float
    recall: float
    f1: float
    gold: int
    predicted: int


@dataclass(slots=True)
class Scores:
    """Every figure of an evaluation.

    `shares`: rights of all, by figure, for what has no precision. `intervals`: 95 % bootstrap intervals, by
    figure ("metric.F1", "office.P", "metric.unit"). `breakdown`: metric recall and exactness by class of gold
    metric. `doubts`: what in the gold files cannot be meant.
    """

    prf: dict[str, Prf]
    shares: dict[str, float]
    breakdown: dict[str, tuple[int, int]]
    spans: dict[str, SpanScore]
    intervals: dict[str, tuple[float, float]]
    traps: int
    articles: int
    absent: list[str]
    misses: list[Miss] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """The headline figures, as plain values under their conventional names."""
        named = {
            kind: {"P": p.precision, "R": p.recall, "F1": p.f1, "gold": p.gold, "predicted": p.predicted}
            for kind, p in self.prf.items()
        }
        return {**named, **self.shares, "traps": self.traps, "articles": self.articles, "absent": self.absent}

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        rest = {"intervals": self.intervals, "breakdown": self.breakdown, "doubts": self.doubts}
        spans = {label: asdict(score) for label, score in self.spans.items()}
        return self.figures() | rest | {"spans": spans, "misses": [asdict(m) for m in self.misses]}


def evaluate(gold: str | Path, predicted: str | Path, *, resamples: int = RESAMPLES, seed: int = 0) -> Scores:
    """Judge `predicted`, a run's folder or its JSON-lines export, by `gold`.

    `gold` is a folder of YAML files with quotes, a standoff file, or a folder of such files (`*.jsonl`). An article
    that gold has and `predicted` lacks misses everything; what gold does not list of an article is not judged.
    Raises `GoldError` and `OutputError`, which name the file and what to do.
    """
    judged = judge(gold, predicted)
    scores = _figures(judged.tallies)
    scores.intervals = bootstrap(judged.tallies, resamples, seed)
    scores.spans = span_scores(judged.span_tallies)
    scores.absent, scores.doubts = judged.absent, judged.doubts
    return scores


@dataclass(slots=True)
class Judged:
    """The counts of each article of gold; `span_tallies` only of those that were extracted with their mentions."""

    tallies: list[Tally] = field(default_factory=list)
    span_tallies: list[Tally] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def judge(gold: str | Path, predicted: str | Path) -> Judged:
    """Lay `predicted` beside `gold`, article by article in gold's order. Raises as `evaluate` does."""
    golds = load_any_gold(gold)
    found = load_predictions(predicted, {g.article for g in golds})
    judged = Judged()
    for one in golds:
        article = found.articles.get(one.article)
        if article is not None and one.article_id not in (None, article["article_id"]):
            judged.doubts.append(f"{one.article}: another text was annotated (article_id {one.article_id}); not judged")
            article = None
        if article is None:
            judged.absent.append(one.article)
        text = article["text"] if article else ""
        wanted = one.wanted(text)
        judged.doubts += one.doubts(text) if article else ()
        article_id = article["article_id"] if article else ""
        judged.tallies.append(judge_article(wanted, article, found.records.get(article_id, [])))
        if article and found.mentions is not None:
            judged.span_tallies.append(judge_spans(wanted, text, found.mentions.get(article_id, [])))
    return judged


def _figures(tallies: list[Tally]) -> Scores:
    hits, totals = _summed(tallies)
    prf = {}
    for kind in PRF_KINDS:
        right, wanted = hits.get(f"{kind}.tp", 0), totals.get(f"{kind}.tp", 0)
        prf[kind] = precision_recall(right, right + hits.get(f"{kind}.fp", 0), wanted)
    breakdown = {key: (hits[key], totals[key]) for key in sorted(totals) if "[" in key}
    shares = {key: hits[key] / totals[key] for key in sorted(totals) if _is_share(key)}
    misses = [miss for tally in tallies for miss in tally.misses]
    return Scores(prf, shares, breakdown, {}, {}, hits.get("traps", 0), len(tallies), [], misses)


def _is_share(key: str) -> bool:
    return "[" not in key and key != "traps" and not key.endswith((".tp", ".fp"))


def _summed(tallies: list[Tally]) -> tuple[dict[str, int], dict[str, int]]:
    keys = {key for tally in tallies for key in tally.totals}
    return (
        {key: sum(t.hits.get(key, 0) for t in tallies) for key in keys},
        {key: sum(t.totals.get(key, 0) for t in tallies) for key in keys},
    )


def precision_recall(right: int, predicted: int, wanted: int) -> Prf:
    """Nothing wanted and nothing predicted is perfect."""
    precision = right / predicted if predicted else float(not wanted)
    recall = right / wanted if wanted else 1.0
    both = precision + recall
    return Prf(precision, recall, 2 * precision * recall / both if both else 0.0, wanted, predicted)


def bootstrap(tallies: list[Tally], resamples: int, seed: int) -> dict[str, tuple[float, float]]:
    """95 % percentile intervals of every figure over `resamples` draws of as many articles, with replacement.

    A draw in which a figure has nothing to judge is left out of that figure's interval.
    """
    drawn = samples(tallies, draws(len(tallies), resamples, seed))
    return {key: interval(values) for key, values in drawn.items() if not np.isnan(values).all()}


def draws(articles: int, resamples: int, seed: int) -> Array:
    """How often each article is drawn, shape (resamples, articles)."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(articles, [1 / articles] * articles, size=resamples).astype(float)


def samples(tallies: list[Tally], weights: Array) -> dict[str, Array]:
    """Every figure in each draw of `weights`, shape (resamples,); NaN where a draw has nothing to judge."""

    def drawn(counts: str, key: str) -> Array:
        by_article = np.array([getattr(t, counts).get(key, 0) for t in tallies], dtype=float)
        return np.asarray(weights @ by_article)

    figures: dict[str, Array] = {}
    with np.errstate(invalid="ignore", divide="ignore"):
        for kind in PRF_KINDS:
            right, wanted = drawn("hits", f"{kind}.tp"), drawn("totals", f"{kind}.tp")
            predicted = right + drawn("hits", f"{kind}.fp")
            figures[f"{kind}.P"] = right / predicted
            figures[f"{kind}.R"] = right / wanted
            figures[f"{kind}.F1"] = 2 * right / (predicted + wanted)
        for key in sorted({k for t in tallies for k in t.totals if _is_share(k)}):
            figures[key] = drawn("hits", key) / drawn("totals", key)
    return figures


def interval(values: Array) -> tuple[float, float]:
    """The middle 95 % of `values`, those that are NaN left out."""
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)
