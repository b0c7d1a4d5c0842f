"""What the rules found and what a learned tagger found → one set of mentions.

The policy has three limits for each label, chosen on articles that neither was made with:

- *take*: a learned mention is taken, where no mention of the rules with its label stands across it, if the tagger gives
  it this probability or more.
- *over*: where one stands there, the learned mention takes its place from this probability on.
- *keep*: a mention of the rules stays where nothing took its place and the tagger gives it this probability or more.

A label with no limits stays as the rules have it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from baoso.types import Label, Mention


@dataclass(frozen=True, slots=True)
class Limits:
    """The least probabilities (0–1) with which a learned mention is taken beside the rules', over one, and one kept.

    1.01 is never.
    """

    take: float
    over: float
    keep: float


RULES_ALONE = Limits(take=1.01, over=1.01, keep=0.0)
TAGGER_ALONE = Limits(take=0.0, over=0.0, keep=1.01)


class Placed:
    """Mentions found by where they stand; those of one label may lie on each other, but not cross."""

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
    standing = Placed(rules)
    taken = []
    for mention, sure in learned:
        limit = limits.get(mention.label, RULES_ALONE)
        if sure >= (limit.over if standing.across(mention) else limit.take):
            taken.append(mention)
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
