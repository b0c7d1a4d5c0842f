"""Spans of equal bounds, label by label: precision, recall and F1 with bootstrap intervals over articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from baoso.types import Label

RESAMPLES = 1_000
ALL = "all"


class Labelled(Protocol):
    """A mention of either kind, gold's or a run's."""

    @property
    def start(self) -> int: ...  # noqa: D102

    @property
    def end(self) -> int: ...  # noqa: D102

    @property
    def label(self) -> Label: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class ExactScore:
    """Scores of one label; `low` and `high` bound F1 at 95 %."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    gold: int
    predicted: int


def exact_scores(
    articles: Iterable[tuple[Iterable[Labelled], Iterable[Labelled]]],
    labels: Sequence[Label],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> dict[str, ExactScore]:
    """The scores of each of `labels` and of `ALL` of them, from each article's gold and predicted mentions.

    A span counts once, whatever how often it is predicted. Raises ValueError where there is no article.
    """
    counts = np.array([_counts(gold, predicted, labels) for gold, predicted in articles], dtype=np.float64)
    if not len(counts):
        raise ValueError("there are no articles to judge; give at least one")
    counts = np.concatenate([counts, counts.sum(axis=1, keepdims=True)], axis=1)
    draws = np.random.default_rng(seed).multinomial(len(counts), [1 / len(counts)] * len(counts), size=resamples)
    drawn = np.einsum("ra,alc->rlc", draws.astype(np.float64), counts)
    total = counts.sum(axis=0)
    return {label: _score(total[k], drawn[:, k]) for k, label in enumerate([*labels, ALL])}


def _counts(gold: Iterable[Labelled], predicted: Iterable[Labelled], labels: Sequence[Label]) -> list[list[int]]:
    """Right, predicted and wanted spans, by label."""
    wanted, found = ({(m.label, m.start, m.end) for m in mentions} for mentions in (gold, predicted))
    return [[sum(s[0] == label for s in spans) for spans in (wanted & found, found, wanted)] for label in labels]


def _score(total: npt.NDArray[np.float64], drawn: npt.NDArray[np.float64]) -> ExactScore:
    right, predicted, wanted = map(float, total)
    both = np.maximum(drawn[:, 1] + drawn[:, 2], 1)
    low, high = np.percentile(2 * drawn[:, 0] / both, [2.5, 97.5])
    return ExactScore(
        right / predicted if predicted else float(not wanted),
        right / wanted if wanted else 1.0,
        2 * right / (predicted + wanted) if predicted + wanted else 1.0,
        float(low),
        float(high),
        int(wanted),
        int(predicted),
    )
