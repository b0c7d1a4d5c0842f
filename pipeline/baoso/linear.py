"""Linear models over named features, read from plain arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from baoso.artefacts import Artefact, read_arrays
from baoso.errors import ModelError

Array: TypeAlias = npt.NDArray[np.float32]
_KEYS = frozenset(("features", "columns", "weights", "intercept"))


@dataclass(frozen=True, slots=True)
class Linear:
    """`rows` maps a feature to its row of `weights` (features × columns); `intercept` has one number a column."""

    rows: Mapping[str, int]
    columns: tuple[str, ...]
    weights: Array
    intercept: Array

    def known(self, features: Iterable[str]) -> list[int]:
        """The rows of those of `features` that the model knows."""
        rows = self.rows
        return [rows[name] for name in features if name in rows]

    def sums(self, rows: Sequence[Sequence[str]]) -> Array:
        """The weights of each row's features added up, without the intercept: rows × columns."""
        known = [self.known(row) for row in rows]
        ends = np.cumsum([0, *map(len, known)])
        # an extra row of noughts closes the last sum, and a row that knows no feature has none
        flat = np.concatenate([self.weights[list(chain.from_iterable(known))], np.zeros_like(self.weights[:1])])
        added = np.add.reduceat(flat, ends[:-1], axis=0)
        added[ends[:-1] == ends[1:]] = 0
        return np.asarray(added)

    def scores(self, features: Iterable[str]) -> Array:
        """What the columns add up to, one number a column: intercept and the weights of the `features`."""
        return np.asarray(self.weights[self.known(features)].sum(axis=0) + self.intercept)

    def probabilities(self, features: Iterable[str]) -> Array:
        """The columns' scores as probabilities of which only one is true."""
        scores = self.scores(features)
        shares = np.exp(scores - scores.max())
        return np.asarray(shares / shares.sum())


def read_linear(artefact: Artefact, file: str) -> Linear:
    """The model in `file` of `artefact`, its hash checked.

    Raises `ModelError` where it is not the file that was trained, or its arrays do not fit together.
    """
    path = artefact.file(file)
    arrays = read_arrays(path)
    if not arrays.keys() >= _KEYS:
        raise ModelError(f"{path}: it lacks one of {', '.join(sorted(_KEYS))}; train the model again")
    features, columns = arrays["features"].tolist(), arrays["columns"].tolist()
    weights, intercept = arrays["weights"].astype(np.float32), arrays["intercept"].astype(np.float32)
    if weights.shape != (len(features), len(columns)) or intercept.shape != (len(columns),):
        raise ModelError(f"{path}: {weights.shape} weights for {len(features)} features; train the model again")
    return Linear(dict(zip(features, range(len(features)), strict=True)), tuple(columns), weights, intercept)


def write_linear(
    path: Path,
    features: Sequence[str],
    columns: Sequence[str],
    weights: npt.NDArray[np.float64],
    intercept: npt.NDArray[np.float64],
) -> None:
    """Write a model as `read_linear` reads it; weights in half precision, features with no weight left out.

    The same values give the same bytes.
    """
    halved = weights.astype(np.float16)
    kept = np.flatnonzero(halved.any(axis=1))
    np.savez_compressed(
        path,
        features=np.array([features[i] for i in kept]) if kept.size else np.array([], dtype="U1"),
        columns=np.array(columns),
        weights=halved[kept],
        intercept=intercept.astype(np.float32),
    )
