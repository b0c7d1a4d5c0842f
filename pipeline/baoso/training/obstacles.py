"""Fit the classifier of difficulties: clause weights, calibration, threshold, and its scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack, vstack

from baoso.errors import GoldError
from baoso.training.clauses import ClauseArticle
from baoso.training.fitting import (
    Array,
    Matrix,
    calibration,
    interval,
    logistic,
    matrix,
    out_of_fold,
    reliability,
    sigmoid,
    vocabulary,
)

CURVE = (0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)
# Fewer found clauses than this tell no precision.
_ENOUGH = 10
# What is less likely than not is never found, however precise the rest is; and what no probability is sure enough of.
_LEAST, _MOST = 0.5, 0.99


@dataclass(frozen=True, slots=True)
class Fitted:
    """`weights` (features × own, before, behind) and `intercept` give the logarithm of the odds, calibrated.

    `out_of_fold` are the probabilities of the examples' clauses by models that had not seen their article.
    """

    features: list[str]
    weights: Array
    intercept: float
    out_of_fold: Array


def design(articles: Iterable[ClauseArticle], features: Sequence[str], beside: float) -> Matrix:
    """A row a clause: its own features, those of the clause before and of the clause behind, these as `beside`."""
    blocks = []
    for article in articles:
        own = matrix(article.features, features)
        none = csr_matrix((min(1, own.shape[0]), own.shape[1]))
        before, behind = vstack([none, own[:-1]]), vstack([own[1:], none])
        blocks.append(hstack([own, beside * before, beside * behind]))
    return vstack(blocks).tocsr()


def fit(articles: Sequence[ClauseArticle], *, c: float, least: int, beside: float, folds: int, seed: int) -> Fitted:
    """Fit on `articles`. Clauses that share too little with what gold marks teach nothing.

    Raises `GoldError` where fewer than two articles report an obstacle.
    """
    if sum(any(article.topics) for article in articles) < 2:
        raise GoldError("fewer than two articles report a difficulty; annotate more of them")
    features = vocabulary((row for article in articles for row in article.features), least)
    x = design(articles, features, beside)
    topics = [topic for article in articles for topic in article.topics]
    taught = np.array([topic != "" for topic in topics])
    right = np.array([bool(topic) for topic in topics])
    groups = [article.source for article in articles for _ in article.clauses]

    def fit_rows(rows: npt.NDArray[np.intp]) -> Any:
        rows = rows[taught[rows]]
        return logistic(x[rows], right[rows], c, seed).decision_function

    held_out = np.array(out_of_fold(x, groups, folds, fit_rows), dtype=float)
    slope, shift = calibration(held_out[taught], right[taught])
    model = logistic(x[np.flatnonzero(taught)], right[taught], c, seed)
    weights = slope * model.coef_[0].reshape(3, len(features)).T
    weights[:, 1:] *= beside
    intercept = slope * float(model.intercept_[0]) + shift
    return Fitted(features, weights, intercept, sigmoid(slope * held_out + shift))


def threshold(told: Sequence[tuple[Sequence[ClauseArticle], Array]], precision: float) -> float:
    """The lowest probability from which on enough of the found clauses are right in every set of articles `told`.

    Right is a clause that shares a character with a difficulty of gold. At least 0.5; 0.99 where nothing will do.
    """
    return max(_LEAST, *(_lowest(_touching(articles), probability, precision) for articles, probability in told))


def _touching(articles: Iterable[ClauseArticle]) -> npt.NDArray[np.bool_]:
    return np.array([bool(touched) for article in articles for touched in article.touched])


def _lowest(right: npt.NDArray[np.bool_], probability: Array, precision: float) -> float:
    order = np.argsort(-probability, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((shares >= precision) & (np.arange(1, len(order) + 1) >= _ENOUGH))
    return float(np.floor(probability[order[enough[-1]]] * 1000) / 1000) if enough.size else _MOST


def counts(articles: Sequence[ClauseArticle], probability: Array, least: float) -> Array:
    """Of each article: clauses found with at least that probability, those that are right, gold's found, gold's."""
    rows, at = [], 0
    for article in articles:
        found = [
            touched
            for touched, p in zip(article.touched, probability[at : at + len(article.clauses)], strict=True)
            if p >= least
        ]
        at += len(article.clauses)
        hit = frozenset().union(*found)
        rows.append((len(found), sum(map(bool, found)), len(hit), article.wanted))
    return np.array(rows, dtype=float)


def scores(articles: Sequence[ClauseArticle], probability: Array, least: float) -> dict[str, Any]:
    """Precision, recall and F1 at the threshold with intervals, the curve, and the reliability table."""
    own = counts(articles, probability, least)

    def precision(n: Array) -> Array:
        return n[:, 1] / n[:, 0]

    def recall(n: Array) -> Array:
        return n[:, 2] / n[:, 3]

    def f1(n: Array) -> Array:
        both = precision(n) + recall(n)
        return 2 * precision(n) * recall(n) / both

    right = _touching(articles)
    curve = {}
    for wanted in CURVE:
        at = _lowest(right, probability, wanted)
        reached = counts(articles, probability, at).sum(axis=0)
        curve[str(wanted)] = {
            "threshold": at,
            "found": int(reached[0]),
            "recall": round(float(reached[2] / max(reached[3], 1)), 3),
        }
    return {
        "clauses": len(right),
        "wanted": int(own[:, 3].sum()),
        "found": int(own[:, 0].sum()),
        "precision": interval(own, precision),
        "recall": interval(own, recall),
        "F1": interval(own, f1),
        "recall_at_precision": curve,
        "reliability": reliability(probability, right),
    }
