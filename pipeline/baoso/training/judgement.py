"""How often each field is right, by the rules and by the scorer, over the same held-out numbers."""

from __future__ import annotations

from collections import Counter
from typing import Any

from baoso.evaluating.wanted import WantedMetric
from baoso.relating.label_choices import overlap
from baoso.training.relation_examples import ENOUGH, is_right_place, period_worth
from baoso.types import Fact

FIELDS = ("period", "place", "status", "label", "all")


class Judgement:
    """Counts of right fields and of right decisions that a number is relevant."""

    def __init__(self) -> None:
        self._right: Counter[tuple[str, str]] = Counter()
        self._numbers = 0
        self._relevance: Counter[tuple[str, bool, bool]] = Counter()

    def fields(self, ruled: Fact, settled: Fact, metric: WantedMetric) -> None:
        """Count one number in, as the rules and as the scorer have it."""
        self._numbers += 1
        for who, fact in (("rules", ruled), ("scorer", settled)):
            right = _fields(fact, metric)
            right["all"] = all(right.values())
            for name, value in right.items():
                self._right[who, name] += value

    def relevance(self, ruled: float, scored: float, relevant: bool | None) -> None:
        """Count one decision in; numbers that gold leaves open do not count."""
        if relevant is not None:
            self._relevance["rules", ruled >= 0.5, relevant] += 1
            self._relevance["scorer", scored >= 0.5, relevant] += 1

    def to_dict(self) -> dict[str, Any]:
        """The share of numbers with each field right, and precision and recall of relevance, to three digits."""
        return {
            "numbers": self._numbers,
            **{who: self._shares(who) | self._decisions(who) for who in ("rules", "scorer")},
        }

    def _shares(self, who: str) -> dict[str, float]:
        """Empty where no number's fields were judged."""
        return {name: round(self._right[who, name] / self._numbers, 3) for name in FIELDS if self._numbers}

    def _decisions(self, who: str) -> dict[str, float]:
        hit, false, missed = (self._relevance[who, a, b] for a, b in ((True, True), (True, False), (False, True)))
        return {
            "relevance_P": round(hit / max(hit + false, 1), 3),
            "relevance_R": round(hit / max(hit + missed, 1), 3),
            "false_alarms": false,
        }

    def line(self) -> str:
        """The counts so far in one line."""
        found = self.to_dict()
        return "; ".join(
            f"{who} " + " ".join(f"{name} {value:g}" for name, value in found[who].items())
            for who in ("rules", "scorer")
        )


def is_exact(fact: Fact, metric: WantedMetric) -> bool:
    """Whether every field that is chosen is right, as `baoso evaluate` judges it."""
    return all(_fields(fact, metric).values())


def _fields(fact: Fact, metric: WantedMetric) -> dict[str, bool]:
    worth = period_worth(fact.period, metric)
    return {
        "period": worth is None or worth > 0,
        "place": is_right_place(fact.place, metric),
        "status": fact.status == metric.status,
        "label": overlap(fact.label, metric.indicator) >= ENOUGH,
    }
