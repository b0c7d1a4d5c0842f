"""How far a learned tagger is followed beside the rules: limits and calibration, chosen on articles with gold."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from baoso.standoff import GoldArticle
from baoso.tagging.chain_columns import LABELS
from baoso.tagging.combining import RULES_ALONE, Limits, combined
from baoso.types import Label, Mention

# From the strictest on: of limits that do as well the first is taken.
_TAKE = (1.01, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.0)
_KEEP = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 1.01)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One article: gold, the rules' mentions, the learned ones with their probability.

    `likelihood` tells how likely a mention of the rules has just its bounds and label.
    """

    gold: GoldArticle
    rules: Sequence[Mention]
    learned: Sequence[tuple[Mention, float]]
    likelihood: Callable[[Mention], float]

    def combined(self, limits: Mapping[Label, Limits]) -> list[Mention]:
        """The mentions that `limits` leave."""
        gone, come = combined(self.rules, self.learned, limits, self.likelihood)
        out = {id(m) for m in gone}
        return [*(m for m in self.rules if id(m) not in out), *come]


def chosen_limits(
    articles: Sequence[Judgement], precision_loss: float, kept: Collection[str] = (), least: float = 0.0
) -> dict[Label, Limits]:
    """For each label the limits with the best F1 of equal bounds, those nearest to the rules of equals.

    Limits that cost more than `precision_loss` of the rules' precision are left out. Of the labels in `kept` no mention
    of the rules goes for being unlikely; a learned one of at least the probability `least` may take its place.
    """
    choices = {
        False: [Limits(take, take, keep) for take, keep in itertools.product(_TAKE, _KEEP)],
        True: [Limits(take, over, 0.0) for take, over in itertools.product(_TAKE, _TAKE) if over >= take >= least],
    }
    return {label: _chosen(articles, label, choices[label in kept], precision_loss) for label in LABELS}


def _chosen(articles: Sequence[Judgement], label: Label, choices: Iterable[Limits], precision_loss: float) -> Limits:
    own = [
        Judgement(
            a.gold,
            [m for m in a.rules if m.label == label],
            [(m, sure) for m, sure in a.learned if m.label == label],
            a.likelihood,
        )
        for a in articles
    ]
    best = RULES_ALONE
    floor, best_f1 = _scored(own, label, best)
    for limits in choices:
        precision, f1 = _scored(own, label, limits)
        if f1 > best_f1 + 1e-9 and precision >= floor - precision_loss:
            best, best_f1 = limits, f1
    return best


def _scored(articles: Iterable[Judgement], label: Label, limits: Limits) -> tuple[float, float]:
    right = found = wanted = 0
    for article in articles:
        kept = {(m.start, m.end) for m in article.combined({label: limits})}
        gold = {m.bounds for m in article.gold.labelled(label)}
        right, found, wanted = right + len(kept & gold), found + len(kept), wanted + len(gold)
    return right / max(found, 1), 2 * right / max(found + wanted, 1)


def calibration(probabilities: Sequence[float], right: Sequence[bool]) -> dict[str, float]:
    """The `slope` and `shift` of the logarithm of odds that make `probabilities` the shares that are right.

    Too few examples, or all of one kind, change nothing.
    """
    if len(set(right)) < 2:
        return {"slope": 1.0, "shift": 0.0}
    sure = np.clip(np.array(probabilities), 1e-6, 1 - 1e-6)
    odds = np.log(sure / (1 - sure)).reshape(-1, 1)
    model = LogisticRegression(C=1e3).fit(odds, np.array(right))
    slope, shift = float(model.coef_[0, 0]), float(model.intercept_[0])
    if not (math.isfinite(slope) and slope > 0.0):
        return {"slope": 1.0, "shift": 0.0}
    return {"slope": round(slope, 4), "shift": round(shift, 4)}
