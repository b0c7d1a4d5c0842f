"""Fit and score a classifier of several classes: topics of difficulties, pillars of metrics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from baoso.errors import GoldError
from baoso.training.fitting import Array, interval, logistic, matrix, out_of_fold, vocabulary


@dataclass(frozen=True, slots=True)
class Labelled:
    """One example: its `features`, what is right, and the article that it comes from."""

    source: str
    features: list[str]
    label: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """`weights` (features × classes) and `intercept`; `out_of_fold` are labels said without the article."""

    features: list[str]
    classes: list[str]
    weights: Array
    intercept: Array
    out_of_fold: list[str]


def fit(
    examples: Sequence[Labelled], *, c: float, least: int, folds: int, seed: int, scale: Callable[[str], float]
) -> Fitted:
    """Fit on `examples`; `scale` gives what a feature counts for.

    Raises `GoldError` where there are not three classes to tell apart, in two articles.
    """
    labels = np.array([e.label for e in examples])
    groups = [e.source for e in examples]
    if len(set(labels)) < 3 or len(set(groups)) < 2:
        raise GoldError("fewer than three topics or pillars, or two articles, to learn from; annotate more articles")
    features = vocabulary((e.features for e in examples), least)
    scales = np.array([scale(name) for name in features])
    x = matrix([e.features for e in examples], features).multiply(scales).tocsr()

    def fit_rows(rows: npt.NDArray[np.intp]) -> Any:
        return logistic(x[rows], labels[rows], c, seed).predict

    held_out = [str(label) for label in out_of_fold(x, groups, folds, fit_rows)]
    model = logistic(x, labels, c, seed)
    weights = model.coef_.T * scales[:, None]
    return Fitted(features, [str(name) for name in model.classes_], weights, model.intercept_, held_out)


def accuracy(examples: Sequence[Labelled], said: Sequence[str | None]) -> dict[str, Any]:
    """The share that is right, with its 95 % interval over draws of articles."""
    row = {source: at for at, source in enumerate(sorted({e.source for e in examples}))}
    counts = np.zeros((len(row), 2))
    for example, label in zip(examples, said, strict=True):
        counts[row[example.source]] += (label == example.label, 1)
    return {"n": len(examples), "accuracy": interval(counts, lambda n: n[:, 0] / n[:, 1])}
