"""Limits and calibration are what the articles with gold say."""

from __future__ import annotations

import pytest

from baoso.standoff import GoldArticle, GoldMention
from baoso.tagging.combining import RULES_ALONE, Limits
from baoso.training.policy import Judgement, calibration, chosen_limits
from baoso.types import Mention


def _m(start: int, method: str) -> Mention:
    return Mention("PLATFORM", start, start + 5, "x" * 5, method=method)


def _article(gold: list[int], rules: list[int], learned: dict[int, float], likely: float = 0.0) -> Judgement:
    mentions = tuple(GoldMention(start=k, end=k + 5, id=f"m{k}", label="PLATFORM") for k in gold)
    return Judgement(
        GoldArticle(article_id="0" * 16, source="a.txt", mentions=mentions),
        [_m(k, "rule") for k in rules],
        [(_m(k, "tagger"), sure) for k, sure in learned.items()],
        lambda m: likely,
    )


def test_a_tagger_that_is_right_is_followed_as_far_as_it_is_right() -> None:
    article = _article([0, 10, 20], [0], {10: 0.95, 20: 0.75, 30: 0.65})
    assert chosen_limits([article], 0.0)["PLATFORM"].take == pytest.approx(0.7)


def test_rules_that_the_tagger_doubts_go_where_they_are_wrong() -> None:
    article = _article([0], [0, 40], {0: 0.9}, likely=0.02)
    limits = chosen_limits([article], 0.0)["PLATFORM"]
    assert limits.keep > 0.02
    assert [(m.start, m.method) for m in article.combined({"PLATFORM": limits})] == [(0, "rule")]


def test_a_tagger_that_is_wrong_is_not_followed() -> None:
    assert chosen_limits([_article([0], [0], {50: 0.99})], 0.0)["PLATFORM"] == RULES_ALONE


def test_limits_that_cost_precision_are_left_out() -> None:
    article = _article([0, 10, 20, 30], [0], {10: 0.9, 20: 0.9, 30: 0.9, 60: 0.9})
    assert chosen_limits([article], 0.0)["PLATFORM"] == RULES_ALONE
    assert chosen_limits([article], 0.25)["PLATFORM"] == Limits(0.9, 0.9, 0.0)


def test_the_rules_mentions_of_a_kept_label_go_only_for_others() -> None:
    article = _article([0, 10, 20], [2, 12, 40], {0: 0.95, 10: 0.75, 20: 0.45}, likely=0.0)
    assert chosen_limits([article], 0.0)["PLATFORM"].keep > 0.0
    limits = chosen_limits([article], 0.0, ["PLATFORM"])["PLATFORM"]
    assert limits == Limits(0.4, 0.7, 0.0)
    found = [(m.start, m.method) for m in article.combined({"PLATFORM": limits})]
    assert found == [(40, "rule"), (0, "tagger"), (10, "tagger"), (20, "tagger")]
    assert chosen_limits([article], 0.0, ["PLATFORM"], 0.8)["PLATFORM"] == Limits(0.9, 0.9, 0.0)


def test_calibration_makes_probabilities_the_shares_that_are_right() -> None:
    told = calibration([0.9] * 100 + [0.1] * 100, [True] * 70 + [False] * 30 + [True] * 30 + [False] * 70)
    assert told["slope"] == pytest.approx(0.386, abs=0.01)
    assert told["shift"] == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize(("sure", "right"), [([], []), ([0.5], [True]), ([0.9, 0.1], [False, True])])
def test_examples_that_tell_nothing_change_nothing(sure: list[float], right: list[bool]) -> None:
    assert calibration(sure, right) == {"slope": 1.0, "shift": 0.0}
