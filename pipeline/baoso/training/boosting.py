"""scikit-learn's boosted trees, fitted and turned into plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor

from baoso.errors import GoldError
from baoso.relating.choices import Columns
from baoso.relating.forest import Array, Forest
from baoso.training.config import Settings


class ForestSettings(Settings):
    """How one forest is grown: trees, their depth, learning rate, shares of rows and features, rows a leaf."""

    trees: int
    depth: int
    rate: float
    subsample: float = 1.0
    features: float = 1.0
    leaf: int = 1


@dataclass(frozen=True, slots=True)
class Grown:
    """Feature names in a fixed order, and the rows as a matrix of shape (rows, features)."""

    names: tuple[str, ...]
    matrix: Array


def matrix_of(rows: Sequence[dict[str, float]]) -> Grown:
    """All features that any of `rows` has, sorted by name; one that a row lacks is 0."""
    names = tuple(sorted({name for row in rows for name in row}))
    return Grown(names, np.array(Columns(names).rows({}, rows), dtype=np.float32).astype(np.float64))


def grow(
    data: Grown, right: Array, settings: ForestSettings, seed: int, *, logistic: bool, weight: Array | None = None
) -> Forest:
    """Fit a forest to what is `right` (0 or 1 where `logistic`, any number else).

    Raises `GoldError` where there is nothing to tell apart.
    """
    if len(set(right.tolist())) < 2:
        raise GoldError("all examples are alike; annotate more articles")
    kind: Any = GradientBoostingClassifier if logistic else GradientBoostingRegressor
    model = kind(
        n_estimators=settings.trees,
        max_depth=settings.depth,
        learning_rate=settings.rate,
        subsample=settings.subsample,
        max_features=settings.features,
        min_samples_leaf=settings.leaf,
        random_state=seed,
    )
    model.fit(data.matrix, right, sample_weight=weight)
    return _as_arrays(model, data.names, right, weight, logistic)


def _as_arrays(model: Any, names: tuple[str, ...], right: Array, weight: Array | None, logistic: bool) -> Forest:
    """The fitted trees in one row of nodes; features that no tree asks for are left out of the names."""
    trees = [estimator.tree_ for estimator in model.estimators_[:, 0]]
    used = sorted({int(f) for tree in trees for f in tree.feature if f >= 0})
    column = {f: i for i, f in enumerate(used)}
    roots: list[int] = []
    feature: list[int] = []
    threshold: list[float] = []
    children: list[int] = []
    value: list[float] = []
    for tree in trees:
        root = len(feature)
        roots.append(root)
        for node in range(tree.node_count):
            leaf = tree.children_left[node] < 0
            feature.append(0 if leaf else column[int(tree.feature[node])])
            threshold.append(0.0 if leaf else float(tree.threshold[node]))
            ways = (node, node) if leaf else (int(tree.children_left[node]), int(tree.children_right[node]))
            children += [root + way for way in ways]
            value.append(model.learning_rate * float(tree.value[node, 0, 0]))
    mean = float(np.average(right, weights=weight))
    return Forest(
        names=tuple(names[f] for f in used),
        roots=np.array(roots, dtype=np.int32),
        feature=np.array(feature, dtype=np.int16),
        threshold=_rounded_down(np.array(threshold)),
        children=np.array(children, dtype=np.int32),
        value=np.array(value),
        base=float(np.log(mean / (1.0 - mean))) if logistic else mean,
        logistic=logistic,
        depth=max(t.max_depth for t in trees),
    )


def _rounded_down(threshold: Array) -> npt.NDArray[np.float32]:
    """The largest 32-bit floats not above `threshold`: a 32-bit feature is at most either or above both."""
    near = threshold.astype(np.float32)
    return np.where(near > threshold, np.nextafter(near, np.float32(-np.inf)), near).astype(np.float32)
