"""Labelled spans against gold's: precision, recall and F1 of equal bounds, by label and over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from baoso.training.gold_tags import LabelledSpan

ALL = "all"


def span_scores(
    predicted: Iterable[set[LabelledSpan]], wanted: Iterable[set[LabelledSpan]], labels: Sequence[str]
) -> dict[str, dict[str, float]]:
    """For each of `labels`, and for "all" of them: precision, recall, F1, and how many spans gold and prediction have.

    `predicted` and `wanted` hold one set an article, in the same order.
    """
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for own, given in zip(predicted, wanted, strict=True):
        for counter, spans in ((found, own), (gold, given), (right, own & given)):
            counter.update(label for label, _, _ in spans if label in labels)
    for counter in (found, gold, right):
        counter[ALL] = counter.total()
    return {label: _rates(right[label], found[label], gold[label]) for label in (*labels, ALL)}


def _rates(right: int, found: int, gold: int) -> dict[str, float]:
    precision = right / found if found else 0.0
    recall = right / gold if gold else 0.0
    f1 = 2 * right / (found + gold) if found + gold else 0.0
    rounded = {name: round(value, 4) for name, value in (("p", precision), ("r", recall), ("f1", f1))}
    return {**rounded, "gold": gold, "predicted": found}
