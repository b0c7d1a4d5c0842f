"""What fits of linear models share: features to matrices, cross-validation by article, calibration, tables of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

Array: TypeAlias = npt.NDArray[np.float64]
Matrix: TypeAlias = Any  # scipy's csr_matrix, which has no types
EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


def vocabulary(rows: Iterable[Iterable[str]], least: int) -> list[str]:
    """The features that at least so many `rows` have, sorted."""
    counts = Counter(name for row in rows for name in set(row))
    return sorted(name for name, count in counts.items() if count >= least)


def matrix(rows: Sequence[Iterable[str]], features: Sequence[str]) -> Matrix:
    """A row for each of `rows`, a column for each of `features`: 1 where it has it."""
    index = {name: at for at, name in enumerate(features)}
    columns = [[index[name] for name in set(row) if name in index] for row in rows]
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.array([at for row in columns for at in sorted(row)], dtype=np.int32)
    return csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(features)))


def logistic(x: Matrix, y: npt.NDArray[Any], c: float, seed: int) -> LogisticRegression:
    """A logistic regression of `y`: of two classes exactly, of more jointly."""
    two = len(np.unique(y)) == 2
    solver, tolerance = ("liblinear", 1e-4) if two else ("lbfgs", 1e-3)
    model = LogisticRegression(C=c, solver=solver, tol=tolerance, max_iter=500, random_state=seed)
    return model.fit(x, y)


def out_of_fold(
    x: Matrix, groups: Sequence[str], folds: int, fit: Callable[[npt.NDArray[np.intp]], Callable[[Matrix], Any]]
) -> list[Any]:
    """For each row what a model says that was fitted without its group; `fit` takes rows, gives a prediction."""
    result: list[Any] = [None] * len(groups)
    for others, own in GroupKFold(min(folds, len(set(groups)))).split(x, groups=groups):
        for at, said in zip(own, fit(others)(x[own]), strict=True):
            result[at] = said
    return result


def calibration(scores: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Slope and shift by which `scores` become the logarithms of the odds of being right."""
    # the fit starts from nothing, so its result is the same for the same scores
    model = LogisticRegression(C=1e6, tol=1e-8).fit(np.array(scores)[:, None], right)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def sigmoid(scores: npt.ArrayLike) -> Array:
    """Logarithms of odds as probabilities."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(scores, dtype=float))))


def reliability(probability: Array, right: npt.NDArray[np.bool_]) -> list[dict[str, Any]]:
    """By range of probability: how many, their mean probability, and the share that is right."""
    rows = []
    for low, high in pairwise(EDGES):
        inside = (probability >= low) & ((probability < high) | (high == EDGES[-1]))
        if inside.any():
            mean, share = float(probability[inside].mean()), float(right[inside].mean())
            rows.append({"from": low, "to": high, "n": int(inside.sum()), "mean": _r(mean), "right": _r(share)})
    return rows


def _r(value: float) -> float:
    return round(value, 3)


def interval(counts: Array, figure: Callable[[Array], Array], draws: int = 1000) -> list[float]:
    """`figure` of the summed `counts` (a row an article), with its 95 % interval over draws of as many articles.

    `figure` takes rows of summed counts and gives one number a row; draws in which it is undefined are left out.
    """
    n = len(counts)
    summed = np.random.default_rng(0).multinomial(n, [1 / n] * n, size=draws) @ counts
    with np.errstate(invalid="ignore", divide="ignore"):
        value, drawn = float(figure(counts.sum(axis=0)[None])[0]), figure(summed)
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return [_r(value), _r(float(low)), _r(float(high))]
