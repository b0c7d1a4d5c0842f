from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pytest

import baoso
from baoso import lexicon
from baoso.errors import GoldError
from baoso.training import relevance
from baoso.training.examples import examples_of
from baoso.training.numbers import FILES, Labelled, press_texts
from baoso.training.relevance import cross_validated, fit, main, probabilities, with_weights
from baoso.training.scoring import report, scores_of
from baoso.types import Article
from training_samples import CORPUS, GOLD, KEPT, ON, PRESS, ROOT, example, made_up

CARD = ROOT / "models" / "relevance"

# Fitting


def test_what_goes_with_relevant_numbers_gets_weight():
    weights = fit(made_up())
    assert weights["strong"] > 1 > 0 > weights["money"]
    assert weights["foreign"] < 0
    assert weights.keys() == KEPT.keys() | {"intercept"}


def test_fit_is_deterministic():
    assert fit(made_up()) == fit(made_up())


def test_a_listed_count_teaches_nothing_and_keeps_its_decided_weight():
    contradicting = [example(90, False, strong=1.0, listed=1.0) for _ in range(50)]
    assert fit(made_up()) == fit(made_up() + contradicting)
    assert fit(made_up())["listed"] == -5.0


def test_drawn_articles_count_less_than_press_articles():
    against = [example(90 + i, False, "press", strong=1.0) for i in range(20)]
    softly = [example(90 + i, False, "offtopic", strong=1.0) for i in range(20)]
    assert fit(made_up() + against)["strong"] < fit(made_up() + softly)["strong"]


def test_numbers_of_one_kind_alone_cannot_be_fitted():
    with pytest.raises(GoldError, match="annotate more"):
        fit([e for e in made_up() if e.relevant])


def test_probability_is_that_of_the_pipeline():
    weights = lexicon.table("topics")["relevance"]
    texts = [Labelled(Article(text=ON), "press", ())]
    nlp = baoso.load(relations=None)
    examples = list(examples_of(texts, nlp))
    doc = nlp(ON)
    wanted = [f.relevance for f in doc._.facts if f.relevance > 0]
    assert len(wanted) >= 3
    assert probabilities(weights, examples) == pytest.approx(wanted, abs=6e-4)


def test_an_article_is_never_judged_by_weights_that_saw_it():
    # Only in the last article does money mark what is relevant.
    odd = [example(99, True, money=1.0) for _ in range(30)]
    examples = made_up() + odd
    inside = probabilities(fit(examples), examples)[-1]
    assert cross_validated(examples)[-1] < 0.5 < inside


# Scores


def test_scores_by_origin():
    examples = [example(i, relevant) for i, relevant in enumerate([True, True, True, False])]
    examples += [example(50, False, "offtopic"), example(51, False, "offtopic")]
    scores = scores_of(examples, np.array([0.9, 0.8, 0.2, 0.7, 0.6, 0.1]))
    press, off = scores.origins["press"], scores.origins["offtopic"]
    assert (press.precision.value, press.recall.value) == pytest.approx((2 / 3, 2 / 3))
    assert press.f1.low <= press.f1.value <= press.f1.high
    assert press.f1.low < press.f1.high
    assert (press.false_alarms, off.false_alarms, off.numbers, off.f1.value) == (1, 1, 2, None)
    assert scores.origins["corpus"].articles == 0


def test_calibration_counts_every_press_number_once():
    probability = np.array([0.0, 0.1, 0.5, 0.95, 1.0])
    examples = [example(i, p > 0.9) for i, p in enumerate(probability)]
    bins = scores_of(examples, probability).calibration
    assert sum(b.numbers for b in bins) == len(examples)
    assert (bins[-1].numbers, bins[-1].relevant, bins[-1].expected) == (2, 1.0, pytest.approx(0.975))
    assert bins[2].relevant is None


# The lexicon's block


def test_only_the_block_is_rewritten_in_its_own_order():
    toml = "a = 1\n\n[relevance]\nintercept = 0\nstrong = 9.5\n\n[half]\nstrong = 2.0\n"
    assert with_weights(toml, {"strong": 1.2345, "intercept": -0.001}) == (
        "a = 1\n\n[relevance]\nintercept = 0.0\nstrong = 1.23\n\n[half]\nstrong = 2.0\n"
    )


def test_a_feature_without_a_place_in_the_block_is_refused():
    with pytest.raises(GoldError, match="must name intercept, weak"):
        with_weights("[relevance]\nintercept = 0\nstrong = 1\n", {"intercept": 0.0, "weak": 1.0})


def test_the_lexicon_is_as_the_command_writes_it():
    toml = relevance.TOPICS.read_text("utf-8")
    assert with_weights(toml, lexicon.table("topics")["relevance"]) == toml


def test_the_command_writes_weights_and_meta(folders, tmp_path, monkeypatch, capsys):
    gold = tmp_path / "gold.jsonl"
    names = ("hong-linh-phuong-so-nam-hong.txt", "an-giang-ngay-hoi-am-thuc-that-son.txt")
    lines = GOLD.read_text("utf-8").splitlines(keepends=True)
    chosen = [line for line in lines if json.loads(line)["source"] in names]
    gold.write_text("".join(chosen), encoding="utf-8")
    copy = tmp_path / "topics.toml"
    copy.write_text(relevance.TOPICS.read_text("utf-8"), encoding="utf-8")
    monkeypatch.setattr(relevance, "TOPICS", copy)
    given = [f"--{k}={v}" for k, v in folders.items()] + [f"--corpus={CORPUS}", f"--gold={gold}"]
    before = copy.read_text("utf-8")
    assert main(given) == 0
    assert copy.read_text("utf-8") == before
    assert main([*given, "--write", f"--meta={tmp_path / 'meta.json'}"]) == 0
    written = json.loads((tmp_path / "meta.json").read_text("utf-8"))
    assert f"\nstrong = {written['weights']['strong']}\n" in copy.read_text("utf-8")
    assert written["data"]["numbers.csv"] == hashlib.sha256(folders["numbers"].read_bytes()).hexdigest()
    assert "calibration" in written["scores"]
    assert re.search(r"^press +1 +2 +2 ", capsys.readouterr().out, re.MULTILINE)


def test_the_command_explains_what_is_missing(folders, capsys):
    given = [f"--{k}={v}" for k, v in (folders | {"raw": Path("nowhere")}).items()]
    assert main([*given, f"--corpus={CORPUS}", f"--gold={GOLD}"]) == 2
    assert "nowhere" in capsys.readouterr().err


# The real data


def test_card_s_meta_is_of_these_tables_and_these_weights():
    meta = json.loads((CARD / "meta.json").read_text("utf-8"))
    for name, digest in meta["data"].items():
        assert hashlib.sha256((PRESS / name).read_bytes()).hexdigest() == digest, f"{name}: fit again"
    assert meta["weights"] == lexicon.table("topics")["relevance"], "fit again with --write and --meta"
    press = meta["scores"]["origins"]["press"]
    card = (CARD / "README.md").read_text("utf-8")
    assert all(f"{press[name]['value']:.3f}" in card for name in ("precision", "recall", "f1"))


def test_real_numbers_can_be_fitted(shared: Path, tmp_path: Path):
    small = (FILES, "cds-2016-2019")
    for name in ("numbers.csv", "offtopic.csv"):
        lines = (PRESS / name).read_text("utf-8").splitlines(keepends=True)
        (tmp_path / name).write_text(
            "".join(line for line in lines if line.startswith(("collection", *small))), encoding="utf-8"
        )
    texts = press_texts(tmp_path / "numbers.csv", tmp_path / "offtopic.csv", shared / "raw", shared / "articles")
    examples = list(examples_of(texts, baoso.load()))
    weights = fit(examples)
    scores = scores_of(examples, cross_validated(examples))
    assert scores.origins["press"].f1.value > 0.8, report(weights, {}, scores)
    assert weights["strong"] > 0 > weights["foreign"]
