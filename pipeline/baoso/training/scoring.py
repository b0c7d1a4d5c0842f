"""How well cross-validated probabilities decide: precision, recall, F1 with intervals, and calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from baoso.training.examples import Example
from baoso.training.numbers import Origin

Array: TypeAlias = npt.NDArray[np.float64]
THRESHOLD = 0.5
RESAMPLES = 1000
ORIGINS: tuple[Origin, ...] = ("press", "corpus", "offtopic")
EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Figure:
    """A score with its 95 % interval over draws of articles; None where nothing relevant was there to find."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class OriginScores:
    """Scores over the articles of one origin that have a number to judge."""

    articles: int
    numbers: int
    relevant: int
    false_alarms: int
    precision: Figure
    recall: Figure
    f1: Figure


@dataclass(frozen=True, slots=True)
class Bin:
    """Numbers of the press with a probability from `low` up to `high`: their mean one, and how many are relevant."""

    low: float
    high: float
    numbers: int
    expected: float | None
    relevant: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores by origin, and calibration on the press."""

    origins: dict[Origin, OriginScores]
    calibration: list[Bin]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, to three digits."""
        rounded: dict[str, Any] = _rounded(asdict(self))
        return rounded


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    return round(value, 3) if isinstance(value, float) else value


def scores_of(examples: Sequence[Example], probability: Array) -> Scores:
    """Scores of `probability`, one for each of `examples`, at the threshold one half."""
    by_origin = {}
    for origin in ORIGINS:
        chosen = [i for i, e in enumerate(examples) if e.origin == origin]
        by_origin[origin] = _origin_scores([examples[i] for i in chosen], probability[chosen])
    press = np.array([e.origin == "press" for e in examples], dtype=bool)
    relevant = np.array([e.relevant for e in examples], dtype=float)
    return Scores(by_origin, _calibration(probability[press], relevant[press]))


def _origin_scores(examples: Sequence[Example], probability: Array) -> OriginScores:
    articles = sorted({e.article_id for e in examples})
    row = {article: i for i, article in enumerate(articles)}
    # Right, predicted and wanted of each article.
    counts = np.zeros((len(articles), 3))
    for example, p in zip(examples, probability, strict=True):
        said = p >= THRESHOLD
        counts[row[example.article_id]] += (said and example.relevant, said, example.relevant)
    right, predicted, wanted = counts.sum(axis=0)
    figures = _with_intervals(counts) if wanted else [Figure(None, None, None)] * 3
    return OriginScores(len(articles), len(examples), int(wanted), int(predicted - right), *figures)


def _prf(counts: Array) -> Array:
    """Precision, recall and F1 of rows of (right, predicted, wanted)."""
    right, predicted, wanted = counts.T
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.array([right / predicted, right / wanted, 2 * right / (predicted + wanted)])


def _with_intervals(counts: Array) -> list[Figure]:
    """The three figures over all articles, their intervals over draws of as many with replacement."""
    n = len(counts)
    draws = np.random.default_rng(0).multinomial(n, [1 / n] * n, size=RESAMPLES) @ counts
    figures = []
    for value, drawn in zip(_prf(counts.sum(axis=0)[None])[:, 0], _prf(draws), strict=True):
        known = drawn[~np.isnan(drawn)]
        if np.isnan(value) or not known.size:
            figures.append(Figure(None, None, None))
        else:
            low, high = np.percentile(known, [2.5, 97.5])
            figures.append(Figure(float(value), float(low), float(high)))
    return figures


def _calibration(probability: Array, relevant: Array) -> list[Bin]:
    bins = []
    for low, high in pairwise(EDGES):
        inside = (probability >= low) & ((probability < high) | (high == EDGES[-1]))
        some = bool(inside.any())
        expected = float(probability[inside].mean()) if some else None
        share = float(relevant[inside].mean()) if some else None
        bins.append(Bin(low, high, int(inside.sum()), expected, share))
    return bins


def report(weights: dict[str, float], before: dict[str, float], scores: Scores) -> str:
    """Weights beside those before, scores and calibration as a text of a screen's width."""
    lines = [f"{'weight':18}{'before':>8}{'now':>8}"]
    lines += [f"{name:18}{before.get(name, 0.0):8.2f}{weight:8.2f}" for name, weight in weights.items()]
    lines += ["", f"{'cross-validated':14}  articles numbers relevant  false  precision, recall, F1 at {THRESHOLD}"]
    for origin, own in scores.origins.items():
        figures = "  ".join(map(_told, (own.precision, own.recall, own.f1)))
        lines.append(f"{origin:15}{own.articles:10}{own.numbers:8}{own.relevant:9}{own.false_alarms:7}  {figures}")
    lines += ["", "probability    numbers  expected  relevant   (press)"]
    for part in scores.calibration:
        shares = "".join(f"{'–' if s is None else format(s, '.2f'):>10}" for s in (part.expected, part.relevant))
        lines.append(f"{part.low:.1f} to {part.high:.1f}{part.numbers:12}{shares}")
    return "\n".join(lines)


def _told(figure: Figure) -> str:
    return "–" if figure.value is None else f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"
