"""The relation scorer is fitted from gold: the same files give the same bytes, and what it learnt is used."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from baoso import artefacts
from baoso.errors import GoldError, ModelError
from baoso.evaluating.wanted import WantedMetric
from baoso.language import load
from baoso.relating.scorer import ARRAYS, FIELDS, RelationScorer
from baoso.training.boosting import ForestSettings, grow, matrix_of
from baoso.training.judgement import Judgement
from baoso.training.relation_examples import is_right_period, is_right_place
from baoso.training.relations import Config, Training, train
from baoso.types import Fact, Period, Place, Quantity
from training_samples import CORPUS, GOLD

TINY = ForestSettings(trees=4, depth=2, rate=0.3, leaf=2)
CONFIG = Config(training=Training(folds=2), margins={}, forests=dict.fromkeys(FIELDS, TINY))
ARTICLES = 6


@pytest.fixture(scope="module")
def small_gold(tmp_path_factory):
    path = tmp_path_factory.mktemp("gold") / "small.jsonl"
    lines = GOLD.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:ARTICLES]), "utf-8")
    return path


@pytest.fixture(scope="module")
def model(small_gold, tmp_path_factory):
    said: list[str] = []
    out = tmp_path_factory.mktemp("model")
    train(CONFIG, small_gold, CORPUS, out, said.append)
    return out, said


def test_the_same_files_give_the_same_bytes(model, small_gold, tmp_path):
    train(CONFIG, small_gold, CORPUS, tmp_path, lambda line: None)
    assert (tmp_path / ARRAYS).read_bytes() == (model[0] / ARRAYS).read_bytes()
    assert (tmp_path / artefacts.META).read_bytes() == (model[0] / artefacts.META).read_bytes()


def test_meta_tells_data_and_held_out_scores_and_progress_is_told(model):
    made = artefacts.read(model[0]).checked()
    assert list(made.meta["data"]) == ["small.jsonl"]
    assert 0 < made.meta["scores"]["corpus"]["scorer"]["all"] <= 1
    assert sum(b["numbers"] for b in made.meta["scores"]["certainty"]) > 0
    assert [line.split(":")[0] for line in model[1]] == [f"reading {ARTICLES} articles", "fold 1", "fold 2"]


def test_a_pipeline_takes_the_model_from_its_folder(model):
    nlp = load(relations=str(model[0]))
    facts = nlp("Xã Chế Tạo có 64% hồ sơ trực tuyến, phấn đấu đến năm 2030 đạt 90%.")._.facts
    assert len(facts) == 2
    assert all(fact.certainty != Fact.__dataclass_fields__["certainty"].default for fact in facts if fact.relevant)


def test_altered_weights_are_refused(model, tmp_path):
    for path in model[0].iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / ARRAYS).write_bytes(b"PK" + (model[0] / ARRAYS).read_bytes())
    with pytest.raises(ModelError, match="hash differs"):
        RelationScorer.load(str(tmp_path))


def test_weights_that_are_pickled_are_refused(tmp_path):
    import numpy as np

    np.savez(tmp_path / ARRAYS, **{"label.names": np.array([object()], dtype=object)})
    artefacts.write_meta(tmp_path, model="relations", files=[ARRAYS], data={}, scores={})
    with pytest.raises(ModelError, match=r"allow_pickle=False.*install the model again"):
        RelationScorer.load(str(tmp_path))


def test_another_text_than_the_annotated_one_is_named(small_gold, tmp_path):
    for source in CORPUS.iterdir():
        if source.suffix in (".txt", ".json"):
            (tmp_path / source.name).write_bytes(source.read_bytes())
    first = sorted(tmp_path.glob("*.txt"))
    for path in first:
        path.write_text(path.read_text("utf-8") + "Thêm.\n", "utf-8")
    with pytest.raises(GoldError, match="not the text that was annotated"):
        train(CONFIG, small_gold, tmp_path, tmp_path / "out", lambda line: None)


def test_a_forest_scores_as_what_was_fitted():
    from sklearn.ensemble import GradientBoostingClassifier

    rows = [{"a": float(i % 7), "b": float(i % 3)} for i in range(90)]
    import numpy as np

    right = np.array([float(r["a"] > 3 and r["b"] < 2) for r in rows])
    data = matrix_of(rows)
    forest = grow(data, right, ForestSettings(trees=20, depth=3, rate=0.2), 0, logistic=True)
    model = GradientBoostingClassifier(
        n_estimators=20, max_depth=3, learning_rate=0.2, max_features=1.0, random_state=0
    )
    model.fit(data.matrix, right)
    assert forest.names == ("a", "b")
    assert forest.scores(data.matrix.tolist()) == pytest.approx(model.predict_proba(data.matrix)[:, 1])


def test_examples_that_are_all_alike_teach_nothing():
    import numpy as np

    with pytest.raises(GoldError, match="annotate more"):
        grow(matrix_of([{"a": 1.0}, {"a": 2.0}]), np.array([1.0, 1.0]), TINY, 0, logistic=True)


WANTED = WantedMetric("", ((0, 1),), 1, None, "%", "eq", "achieved", "Đam Rông", "hồ sơ trực tuyến")
YEAR = Period(date(2022, 1, 1), date(2022, 12, 31), "year")


@pytest.mark.parametrize(
    ("rule", "wanted", "period", "right"),
    [
        ("both", ("2022-01-01", "2022-12-31"), YEAR, True),
        ("both", ("2022-01-01", "2022-12-31"), None, False),
        ("end", (None, "2022-12-31"), YEAR, True),
        ("end", (None, "2022-06-30"), YEAR, False),
        ("none", (None, None), None, True),
        ("none", (None, None), YEAR, False),
        ("open", (None, None), YEAR, None),
    ],
)
def test_a_period_is_right_as_gold_asks(rule, wanted, period, right):
    assert is_right_period(period, replace(WANTED, period_rule=rule, period=wanted)) is right


def test_a_place_is_right_by_its_bare_name():
    assert is_right_place(Place("Đam Rông", "district"), WANTED)
    assert not is_right_place(None, WANTED)
    assert is_right_place(None, replace(WANTED, place=None))


def test_judgement_counts_rules_and_scorer_apart():
    tally = Judgement()
    wrong = Fact(Quantity(1, "%"), "hồ sơ trực tuyến", None, place=Place("Lạc Dương", "district"))
    tally.fields(wrong, replace(wrong, place=Place("Đam Rông", "district")), WANTED)
    tally.relevance(0.2, 0.9, True)
    found = tally.to_dict()
    assert (found["rules"]["place"], found["scorer"]["place"]) == (0.0, 1.0)
    assert (found["rules"]["label"], found["scorer"]["all"]) == (1.0, 1.0)
    assert (found["rules"]["relevance_R"], found["scorer"]["relevance_R"]) == (0.0, 1.0)
