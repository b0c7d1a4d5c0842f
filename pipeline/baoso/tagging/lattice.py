"""The sums and the best path of a linear chain over many sentences at once.

Sentences are taken together: step t handles syllable t of every sentence that is long enough, so that the work is a few
array operations a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Steps:
    """Sentences side by side, the longest first: step t holds syllable t of the `widths[t]` sentences that have one.

    `order` is the place in the columns of each of the steps' entries, `offsets[t]` where step t begins among them,
    `ranks` the rank of each sentence by length.
    """

    order: Ints
    offsets: Ints
    widths: list[int]
    ranks: list[int]

    @classmethod
    def of(cls, sentences: Sequence[tuple[int, int, int]]) -> Steps:
        """The steps of `sentences`, each given by its place in the columns and its length."""
        lengths = np.array([count for _, count, _ in sentences], dtype=np.intp)
        by_length = np.argsort(-lengths, kind="stable")
        starts = np.array([at for at, _, _ in sentences], dtype=np.intp)[by_length]
        # how many sentences are longer than t
        widths = len(lengths) - np.searchsorted(np.sort(lengths), np.arange(lengths.max()), side="right")
        order = np.concatenate([starts[:width] + t for t, width in enumerate(widths.tolist())])
        ranks = np.empty(len(lengths), dtype=np.intp)
        ranks[by_length] = np.arange(len(lengths))
        return cls(order, np.concatenate([[0], np.cumsum(widths)]), widths.tolist(), ranks.tolist())


def likeliest(scores: Floats, moves: Floats, steps: Steps) -> Ints:
    """The label of each entry of `steps` on its sentence's best path; `scores` has a row an entry."""
    ahead = np.array(scores, dtype=np.float32)
    back = np.zeros(scores.shape, dtype=np.intp)
    into = np.ascontiguousarray(moves.T)
    for t in range(1, len(steps.widths)):
        width, before, at = steps.widths[t], steps.offsets[t - 1], steps.offsets[t]
        ways = ahead[before : before + width, None, :] + into
        back[at : at + width] = ways.argmax(axis=2)
        ahead[at : at + width] += ways.max(axis=2)
    best: Ints = ahead.argmax(axis=1)
    for t in range(len(steps.widths) - 2, -1, -1):
        width, at, behind = steps.widths[t + 1], steps.offsets[t], steps.offsets[t + 1]
        best[at : at + width] = back[np.arange(behind, behind + width), best[behind : behind + width]]
    return best


class Lattice:
    """Forward and backward sums over all paths, scaled so that each step's add up to one."""

    def __init__(self, scores: Floats, moves: Floats, steps: Steps) -> None:
        self._steps = steps
        self._moves = np.exp(moves)
        self._here = np.exp(scores - scores.max(axis=1, keepdims=True))
        self._ahead = np.array(self._here)
        self._scale = np.ones(len(scores), dtype=np.float32)
        self._behind = np.ones_like(self._here)
        self._run()

    def _run(self) -> None:
        offsets, widths = self._steps.offsets, self._steps.widths
        for t, width in enumerate(widths):
            rows = slice(offsets[t], offsets[t] + width)
            if t:
                self._ahead[rows] *= self._ahead[offsets[t - 1] : offsets[t - 1] + width] @ self._moves
            self._scale[rows] = self._ahead[rows].sum(axis=1)
            self._ahead[rows] /= self._scale[rows, None]
        for t in range(len(widths) - 1, 0, -1):
            rows = slice(offsets[t], offsets[t] + widths[t])
            weighed = self._here[rows] * self._behind[rows] / self._scale[rows, None]
            self._behind[offsets[t - 1] : offsets[t - 1] + widths[t]] = weighed @ self._moves.T

    def probability(self, sentence: int, first: int, path: Sequence[int], inside: int | None) -> float:
        """How likely `sentence` has the labels `path` from its syllable `first` on, and no `inside` behind them."""
        rank, offsets = self._steps.ranks[sentence], self._steps.offsets
        at = offsets[first] + rank
        sure = float(self._ahead[at, path[0]])
        for k in range(1, len(path)):
            at = offsets[first + k] + rank
            sure *= float(self._moves[path[k - 1], path[k]] * self._here[at, path[k]] / self._scale[at])
        end = first + len(path)
        if end >= len(self._steps.widths) or rank >= self._steps.widths[end]:
            return min(1.0, sure)
        at = offsets[end] + rank
        ways = self._moves[path[-1]] * self._here[at] * self._behind[at] / self._scale[at]
        return min(1.0, sure * float(ways.sum() - (ways[inside] if inside is not None else 0.0)))
