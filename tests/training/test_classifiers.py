"""The classifiers are fitted the same way each time, and what is wrong with their input is told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from baoso.artefacts import read
from baoso.errors import GoldError, ModelError
from baoso.standoff import GoldArticle, write_gold
from baoso.tagging.obstacles import read_model
from baoso.training import obstacles
from baoso.training.classifiers import train
from baoso.training.clauses import ClauseArticle
from baoso.training.fitting import calibration, interval, reliability, sigmoid
from baoso.types import Article
from toy_corpus import CONFIG, write_toy


@pytest.fixture
def toy(tmp_path: Path) -> dict[str, Path]:
    return write_toy(tmp_path)


def _train(toy: dict[str, Path], out: str) -> dict[str, object]:
    return train(toy["config.cfg"], toy["corpus"], toy["train.jsonl"], toy["dev.jsonl"], toy[out], toy["dev.jsonl"])


def test_the_same_corpus_and_seed_give_the_same_bytes(toy: dict[str, Path]) -> None:
    _train(toy, "one")
    _train(toy, "two")
    names = sorted(path.name for path in toy["one"].iterdir())
    assert names == ["difficulties.npz", "difficulty_topics.npz", "meta.json", "pillars.npz"]
    assert [(toy["one"] / n).read_bytes() for n in names] == [(toy["two"] / n).read_bytes() for n in names]


def test_what_a_toy_corpus_repeats_is_learnt(toy: dict[str, Path]) -> None:
    scores = _train(toy, "one")
    for part in ("cross-validated", "dev", "test"):
        assert scores[part]["topic"]["accuracy"][0] == 1
        assert scores[part]["pillar"]["accuracy"][0] == 1
        assert scores[part]["difficulty"]["precision"][0] >= 0.8
        assert scores[part]["difficulty"]["recall"][0] == 1
    meta = json.loads((toy["one"] / "meta.json").read_text("utf-8"))
    assert meta["scores"] == scores
    assert set(meta["data"]) == {"train.jsonl", "dev.jsonl"}
    assert read_model(read(toy["one"])).threshold == meta["settings"]["threshold"]


def test_gold_of_another_text_is_refused(toy: dict[str, Path]) -> None:
    (toy["corpus"] / "a0.txt").write_text("Văn bản khác.", encoding="utf-8")
    with pytest.raises(GoldError, match=r"train\.jsonl: a0\.txt is not in .* as annotated"):
        _train(toy, "one")


def test_a_wrong_setting_is_named(toy: dict[str, Path]) -> None:
    toy["config.cfg"].write_text(CONFIG.replace("precision = 0.8", "precision = 1.8"), encoding="utf-8")
    with pytest.raises(ModelError, match=r"config\.cfg: difficulties\.precision"):
        _train(toy, "one")


def test_gold_without_difficulties_is_refused(toy: dict[str, Path]) -> None:
    article = GoldArticle(
        article_id=Article(text=(toy["corpus"] / "a0.txt").read_text("utf-8")).article_id, source="a0.txt"
    )
    write_gold(toy["train.jsonl"], [article])
    with pytest.raises(GoldError, match="fewer than two articles report a difficulty"):
        _train(toy, "one")


def _judged(right: list[bool]) -> ClauseArticle:
    touched = [frozenset({at}) if is_right else frozenset[int]() for at, is_right in enumerate(right)]
    return ClauseArticle("a", [None] * len(right), [[]] * len(right), [None] * len(right), touched, sum(right))  # type: ignore[list-item]


def test_the_threshold_is_the_lowest_that_is_precise_enough_in_every_set() -> None:
    right = [True] * 12 + [False] * 12
    falling = np.linspace(0.98, 0.52, 24)
    other = np.linspace(0.99, 0.8, 24)
    alone = obstacles.threshold([([_judged(right)], falling)], 0.9)
    both = obstacles.threshold([([_judged(right)], falling), ([_judged(right)], other)], 0.9)
    assert falling[13] < alone < falling[12] + 1e-3
    assert both > alone


def test_what_is_less_likely_than_not_is_never_found() -> None:
    assert obstacles.threshold([([_judged([True] * 20)], np.linspace(0.6, 0.01, 20))], 0.8) == 0.5


def test_no_threshold_is_taken_from_a_handful() -> None:
    assert obstacles.threshold([([_judged([True] * 5)], np.full(5, 0.9))], 0.8) == 0.99


def test_calibration_finds_the_odds() -> None:
    rng = np.random.default_rng(0)
    scores = rng.normal(size=4000)
    right = rng.random(4000) < sigmoid(2 * scores - 1)
    slope, shift = calibration(scores.tolist(), right.tolist())
    assert slope == pytest.approx(2, abs=0.2)
    assert shift == pytest.approx(-1, abs=0.15)


def test_the_reliability_table_holds_every_probability_once() -> None:
    rows = reliability(np.array([0.0, 0.05, 0.3, 0.95, 1.0]), np.array([False, False, True, True, True]))
    assert sum(row["n"] for row in rows) == 5
    assert rows[0] == {"from": 0.0, "to": 0.1, "n": 2, "mean": 0.025, "right": 0.0}
    assert rows[-1]["right"] == 1.0


def test_an_interval_holds_its_figure() -> None:
    counts = np.array([[1, 2], [3, 4], [5, 5], [0, 3]], dtype=float)
    value, low, high = interval(counts, lambda n: n[:, 0] / n[:, 1])
    assert value == 0.643
    assert low < value < high
