"""What the rules found and what a learned tagger found → one set of mentions.

The policy has two limits for each label, chosen on articles that neither was made with:

- *take*: a learned mention is taken where the tagger gives it this probability or more.
- *keep*: a mention of the rules stays where no learned one of its label was taken across it, and the tagger gives it
  this probability or more. Rules are surer than that of much: where the tagger knows no better, they stand.

A label with no limits stays as the rules have it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from baoso.types import Label, Mention


@dataclass(frozen=True, slots=True)
class Limits:
    """The least probability (0–1) with which a learned mention is taken, and one of the rules kept; 1.01 is never."""

    take: float
    keep: float


RULES_ALONE = Limits(take=1.01, keep=0.0)
TAGGER_ALONE = Limits(take=0.0, keep=1.01)


class Placed:
    """Mentions of which no two of one label overlap, found by where they stand."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._by_label: dict[Label, tuple[list[int], list[Mention]]] = {}
        for mention in sorted(mentions, key=lambda m: m.start):
            starts, own = self._by_label.setdefault(mention.label, ([], []))
            starts.append(mention.start)
            own.append(mention)

    def across(self, other: Mention) -> list[Mention]:
        """Those of the label of `other` that share a character with it, in text order."""
        starts, own = self._by_label.get(other.label, ([], []))
        last = first = bisect_left(starts, other.end)
        while first > 0 and own[first - 1].end > other.start:
            first -= 1
        return own[first:last]


def combined(
    rules: Sequence[Mention],
    learned: Iterable[tuple[Mention, float]],
    limits: Mapping[Label, Limits],
    likelihood: Callable[[Mention], float],
) -> tuple[list[Mention], list[Mention]]:
    """The mentions of `rules` that go, and the `learned` ones that come; each of those is given with its probability.

    `likelihood` tells how likely a mention of the rules has just its bounds and label. What both found stays as the
    rules have it.
    """
    bounds = {(r.label, r.start, r.end) for r in rules}
    taken = [m for m, sure in learned if sure >= limits.get(m.label, RULES_ALONE).take]
    placed = Placed(taken)
    gone = []
    for rule in rules:
        same = placed.across(rule)
        if any((m.start, m.end) == (rule.start, rule.end) for m in same):
            continue
        keep = limits.get(rule.label, RULES_ALONE).keep
        if same or (keep > 0.0 and likelihood(rule) < keep):
            gone.append(rule)
    return gone, [m for m in taken if (m.label, m.start, m.end) not in bounds]
