"""What stays of the rules' mentions and what comes of the learned ones."""

from __future__ import annotations

from baoso.tagging.combining import RULES_ALONE, TAGGER_ALONE, Limits, combined
from baoso.types import Mention


def _m(label: str, start: int, end: int, method: str = "rule") -> Mention:
    return Mention(label, start, end, "x" * (end - start), method=method)  # type: ignore[arg-type]


RULES = [_m("PLATFORM", 0, 5), _m("PLATFORM", 10, 15), _m("EVENT", 20, 30)]
LEARNED = [
    (_m("PLATFORM", 0, 7, "tagger"), 0.7),
    (_m("PLATFORM", 10, 15, "tagger"), 0.9),
    (_m("PLATFORM", 40, 45, "tagger"), 0.6),
    (_m("EVENT", 50, 55, "tagger"), 0.9),
]


def _bounds(mentions: list[Mention]) -> list[tuple[str, int, int]]:
    return [(m.label, m.start, m.end) for m in mentions]


def _combined(**limits: Limits) -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
    likely = {(0, 5): 0.2, (20, 30): 0.1}
    gone, come = combined(RULES, LEARNED, limits, lambda m: likely[m.start, m.end])  # type: ignore[arg-type]
    return _bounds(gone), _bounds(come)


def test_without_limits_the_rules_stand() -> None:
    assert _combined() == ([], [])
    assert _combined(PLATFORM=RULES_ALONE, EVENT=RULES_ALONE) == ([], [])


def test_a_sure_learned_mention_takes_the_place_of_one_across_it() -> None:
    gone, come = _combined(PLATFORM=Limits(take=1.01, over=0.65, keep=0.0))
    assert gone == [("PLATFORM", 0, 5)]
    assert come == [("PLATFORM", 0, 7)]


def test_a_learned_mention_is_added_where_none_of_the_rules_stands() -> None:
    gone, come = _combined(PLATFORM=Limits(take=0.5, over=1.01, keep=0.0))
    assert gone == []
    assert come == [("PLATFORM", 40, 45)]


def test_what_both_found_stays_the_rules_own() -> None:
    gone, come = _combined(PLATFORM=Limits(take=0.0, over=0.0, keep=0.0))
    assert ("PLATFORM", 10, 15) not in gone + come
    assert ("PLATFORM", 40, 45) in come


def test_an_unlikely_mention_of_the_rules_goes() -> None:
    assert _combined(EVENT=Limits(take=1.01, over=1.01, keep=0.3)) == ([("EVENT", 20, 30)], [])
    assert _combined(EVENT=Limits(take=1.01, over=1.01, keep=0.05)) == ([], [])


def test_the_tagger_alone() -> None:
    gone, come = _combined(PLATFORM=TAGGER_ALONE, EVENT=TAGGER_ALONE)
    assert gone == [("PLATFORM", 0, 5), ("EVENT", 20, 30)]
    assert come == [("PLATFORM", 0, 7), ("PLATFORM", 40, 45), ("EVENT", 50, 55)]
