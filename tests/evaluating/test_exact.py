"""Spans of equal bounds, by label."""

from __future__ import annotations

import pytest

from baoso.evaluating.exact import ALL, exact_scores
from baoso.types import Label, Mention


def _m(label: Label, start: int, end: int) -> Mention:
    return Mention(label, start, end, "x" * (end - start))


LABELS: tuple[Label, ...] = ("PERSON", "EVENT")
GOLD = [_m("PERSON", 0, 2), _m("PERSON", 5, 7), _m("EVENT", 9, 12), _m("DATE", 20, 22)]
FOUND = [_m("PERSON", 0, 2), _m("PERSON", 0, 2), _m("PERSON", 5, 8), _m("EVENT", 9, 12), _m("EVENT", 13, 15)]


def test_equal_bounds_and_label_count_once() -> None:
    scores = exact_scores([(GOLD, FOUND)], LABELS)
    person = scores["PERSON"]
    assert (person.precision, person.recall, person.f1) == (0.5, 0.5, 0.5)
    assert (person.gold, person.predicted) == (2, 2)
    assert scores["EVENT"].recall == 1.0
    assert (scores[ALL].gold, scores[ALL].predicted, scores[ALL].f1) == (3, 4, pytest.approx(4 / 7))


def test_nothing_wanted_and_nothing_found_is_perfect() -> None:
    score = exact_scores([([], [])], LABELS)["PERSON"]
    assert (score.precision, score.recall, score.f1) == (1.0, 1.0, 1.0)


def test_intervals_come_from_the_articles_and_the_seed() -> None:
    articles = [(GOLD, FOUND), (GOLD, GOLD), (GOLD, [])]
    scores = exact_scores(articles, LABELS, seed=3)
    assert scores["PERSON"].low < scores["PERSON"].f1 < scores["PERSON"].high
    assert scores == exact_scores(articles, LABELS, seed=3)
    same = exact_scores([(GOLD, FOUND)] * 4, LABELS)["PERSON"]
    assert (same.low, same.high) == (0.5, 0.5)


def test_no_articles_are_refused() -> None:
    with pytest.raises(ValueError, match="no articles"):
        exact_scores([], LABELS)
