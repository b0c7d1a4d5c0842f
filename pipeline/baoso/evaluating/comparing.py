"""Two runs over the same gold: what each scores, and whether the difference is more than the choice of articles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from baoso.errors import GoldError
from baoso.evaluating.scores import RESAMPLES, Array, Judged, draws, interval, judge, samples
from baoso.evaluating.tally import Tally

SPAN = "span."


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of two runs; `low` to `high` is the 95 % interval of the difference, second less first.

    Both are judged on the same draws of articles (paired bootstrap).
    """

    first: float
    second: float
    low: float
    high: float

    @property
    def significant(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def compare(
    gold: str | Path, first: str | Path, second: str | Path, *, resamples: int = RESAMPLES, seed: int = 0
) -> dict[str, Difference]:
    """Every figure that both runs have: those of `evaluate`, and "span.LABEL.F1" (equal bounds) by label.

    Raises `GoldError` where the two runs do not hold the same articles of `gold`, and as `evaluate` does.
    """
    one, other = judge(gold, first), judge(gold, second)
    if one.absent != other.absent:
        missing = sorted({*one.absent} ^ {*other.absent})
        raise GoldError(f"{', '.join(missing[:5])}: in one of the runs only; extract the same articles for both")
    weights = draws(len(one.tallies), resamples, seed)
    before, after = _figures(one, weights), _figures(other, weights)
    found, changed = _figures(one, np.ones((1, weights.shape[1]))), _figures(other, np.ones((1, weights.shape[1])))
    differences: dict[str, Difference] = {}
    for key in (k for k in before if k in after):
        drawn = after[key] - before[key]
        if not np.isnan(drawn).all():
            low, high = interval(drawn)
            differences[key] = Difference(float(found[key][0]), float(changed[key][0]), low, high)
    return differences


def _figures(judged: Judged, weights: Array) -> dict[str, Array]:
    figures = samples(judged.tallies, weights)
    if len(judged.span_tallies) == len(judged.tallies):
        figures |= span_samples(judged.span_tallies, weights)
    return figures


def span_samples(tallies: list[Tally], weights: Array) -> dict[str, Array]:
    """F1 of equal bounds by label in each draw of `weights`, for labels whose mentions gold lists all."""

    def drawn(counts: str, key: str) -> Array:
        return np.asarray(weights @ np.array([getattr(t, counts).get(key, 0) for t in tallies], dtype=float))

    figures: dict[str, Array] = {}
    labels = sorted({k.removesuffix(".exact.P") for t in tallies for k in t.totals if k.endswith(".exact.P")})
    with np.errstate(invalid="ignore", divide="ignore"):
        for label in labels:
            wanted, predicted = drawn("totals", f"{label}.exact"), drawn("totals", f"{label}.exact.P")
            figures[f"{SPAN}{label}.F1"] = 2 * drawn("hits", f"{label}.exact") / (wanted + predicted)
    return figures
