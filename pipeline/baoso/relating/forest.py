"""Boosted trees as plain arrays: what scikit-learn fitted, run with numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from baoso.errors import ModelError

Array = npt.NDArray[np.float64]
_DEEPEST = 64
_FIELDS = ("roots", "feature", "threshold", "children", "value")


@dataclass(frozen=True, slots=True)
class Forest:
    """The trees of one model, all their nodes in one row, each tree's first at `roots`.

    A row of features goes left (`children[2 * node]`) where its `feature` is at most the `threshold`, else right; a
    leaf leads to itself. The score is `base` plus the leaves' values; with `logistic` it is turned into a probability.
    `names` tells what the columns of a row are.
    """

    names: tuple[str, ...]
    roots: npt.NDArray[np.int32]
    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float32]
    children: npt.NDArray[np.int32]
    value: Array
    base: float
    logistic: bool
    depth: int

    def scores(self, rows: Sequence[Sequence[float]]) -> Array:
        """One score a row, shape (rows,); rows have shape (rows, len(names)).

        Values are compared as 32-bit floats, so that the same row takes the same way on every machine.
        """
        x = np.asarray(rows, dtype=np.float32).reshape(len(rows), len(self.names))
        flat = x.ravel()
        first = (np.arange(len(x), dtype=np.int32) * len(self.names))[:, None]
        node = np.repeat(self.roots[None, :], len(x), axis=0)
        for _ in range(self.depth):
            right = flat.take(self.feature.take(node) + first) > self.threshold.take(node)
            node = self.children.take(2 * node + right)
        raw: Array = self.base + self.value.take(node).sum(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-raw))) if self.logistic else raw

    def to_arrays(self, prefix: str) -> dict[str, npt.NDArray[np.generic]]:
        """The arrays to store, their names beginning with `prefix`."""
        arrays: dict[str, npt.NDArray[np.generic]] = {f"{prefix}.{name}": getattr(self, name) for name in _FIELDS}
        settings = np.array([self.base, float(self.logistic), float(self.depth)])
        return arrays | {f"{prefix}.names": np.array(self.names), f"{prefix}.settings": settings}

    @classmethod
    def from_arrays(cls, prefix: str, arrays: Mapping[str, npt.NDArray[np.generic]], source: str) -> Forest:
        """The forest that `to_arrays` stored under `prefix`.

        Raises `ModelError`, naming `source`, where it is missing or its arrays do not fit each other.
        """
        try:
            parts = [np.asarray(arrays[f"{prefix}.{name}"]) for name in _FIELDS]
            names = tuple(map(str, arrays[f"{prefix}.names"]))
            base, logistic, depth = map(float, arrays[f"{prefix}.settings"])
        except (KeyError, ValueError, TypeError) as error:
            raise ModelError(f"{source}: no forest {prefix!r} in it ({error}); train the model again") from error
        roots, feature, threshold, children, value = parts
        nodes = len(feature)
        fits = (
            nodes > 0
            and all(p.ndim == 1 for p in parts)
            and len(threshold) == len(value) == nodes
            and len(children) == 2 * nodes
            and all(np.issubdtype(p.dtype, np.integer) for p in (roots, feature, children))
            and _within(roots, nodes)
            and _within(children, nodes)
            and _within(feature, len(names))
            and 0 <= depth <= _DEEPEST
        )
        if not fits:
            raise ModelError(f"{source}: the arrays of {prefix!r} do not fit each other; train the model again")
        return cls(
            names,
            roots.astype(np.int32),
            feature.astype(np.int16),
            threshold.astype(np.float32),
            children.astype(np.int32),
            value.astype(np.float64),
            base,
            bool(logistic),
            int(depth),
        )


def _within(indices: npt.NDArray[np.generic], size: int) -> bool:
    """Whether every one of `indices` (at least one) is 0 to `size` - 1."""
    return len(indices) > 0 and int(indices.min()) >= 0 and int(indices.max()) < size
