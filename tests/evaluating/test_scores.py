from __future__ import annotations

import pytest

from baoso.errors import OutputError
from baoso.evaluating.scores import evaluate, precision_recall
from evaluating_samples import TEXT, metric, record, right_article, right_records, span, write_export


@pytest.fixture
def judge(gold_folder, tmp_path):
    """Score these rows; without any, what gold asks for."""

    def run(records=None, article=None, mentions=None):
        rows = right_records() if records is None else records
        return evaluate(gold_folder, write_export(tmp_path / "to", [article or right_article()], rows, mentions))

    return run


def test_all_right_is_one_everywhere(judge):
    scores = judge()
    figures = scores.figures()
    for kind in ("metric", "office", "document"):
        assert figures[kind]["P"] == figures[kind]["R"] == figures[kind]["F1"] == 1
    shares = {k: v for k, v in figures.items() if isinstance(v, float)}
    assert shares
    assert set(shares.values()) == {1.0}
    assert figures["traps"] == 0
    assert scores.misses == []
    assert scores.doubts == []


def test_nothing_predicted_misses_everything(judge):
    figures = judge([]).figures()
    assert figures["metric"] == {"P": 0.0, "R": 0.0, "F1": 0.0, "gold": 2, "predicted": 0}
    assert figures["metric.exact"] == 0
    assert "metric.unit" not in figures


@pytest.mark.parametrize(
    ("figure", "change"),
    [
        ("metric.unit", lambda r: r["quantity"].update(unit="hộ")),
        ("metric.comparator", lambda r: r["quantity"].update(comparator="ge")),
        ("metric.status", lambda r: r.update(status="forecast")),
        ("metric.locality", lambda r: r.update(locality={"name": "Phú Minh"})),
        ("metric.indicator", lambda r: r.update(indicator={"label": "điểm truy cập"})),
        ("metric.period", lambda r: r.update(period={"start": None, "end": "2030-12-31"})),
    ],
)
def test_one_wrong_field_costs_its_own_figure_and_exactness(judge, figure, change):
    records = right_records()
    change(records[0])
    scores = judge(records)
    wrong = {k for k, v in scores.shares.items() if v < 1}
    assert wrong == {figure, "metric.exact"}
    assert scores.shares[figure] == 0.5
    assert [m.what for m in scores.misses] == [f"wrong {figure.removeprefix('metric.')}"]


def test_the_right_number_at_another_place_is_spurious(judge):
    records = [*right_records(), metric("12", 12)]
    scores = judge(records)
    assert scores.prf["metric"].predicted == 3
    assert scores.traps == 1
    assert "Tổ 12" in str(scores.misses[-1])


def test_a_citizen_reported_as_official_is_a_trap(judge):
    office = record("office", "Lê Thị Nụ", person="Lê Thị Nụ", titles=["Chủ tịch"], organisation="xã")
    scores = judge([*right_records(), office])
    assert scores.prf["office"].precision == 0.5
    assert scores.traps == 1


def test_ungrounded_spans_are_told(judge):
    records = right_records()
    records[4]["mention"]["start"] += 1
    scores = judge(records)
    assert scores.shares["grounded"] < 1
    assert any(m.what == "ungrounded span" for m in scores.misses)


def test_an_absent_article_misses_everything(judge, gold_folder, tmp_path):
    scores = judge(article=right_article() | {"source": "other.txt"})
    assert scores.absent == ["bai.txt"]
    assert scores.prf["metric"].recall == 0
    assert scores.shares["focus"] == 0
    assert "author" not in scores.shares


def test_breakdown_by_class_of_gold_metric(judge):
    scores = judge([right_records()[1]])
    assert scores.breakdown["metric.R[status=target]"] == (1, 1)
    assert scores.breakdown["metric.R[status=achieved]"] == (0, 1)
    assert scores.breakdown["metric.exact[unit=count]"] == (1, 1)


def mention(label, words):
    return {"label": label, "article_id": "1", **span(words)}


def test_spans_by_label(judge):
    mentions = [
        mention("QUANTITY", "82%"),
        mention("PERSON", "Tô Văn Hạ"),
        mention("PERSON", "Hạ"),
        mention("PERSON", "Minh"),
        mention("DOCUMENT", "Kế hoạch số 7"),
        mention("PLATFORM", "Ứng dụng Sổ tay số"),
    ]
    spans = judge(mentions=mentions).spans
    assert (spans["QUANTITY"].recall, spans["QUANTITY"].precision) == (0.5, None)
    assert spans["PERSON"].precision == pytest.approx(2 / 3)
    assert spans["PERSON"].recall == 0.5
    assert spans["PERSON"].f1 == pytest.approx(4 / 7)
    assert (spans["DOCUMENT"].recall, spans["DOCUMENT"].exact) == (1, 0)
    assert (spans["PLATFORM"].recall, spans["PLATFORM"].exact) == (1, 0)
    assert "EVENT" not in spans


def test_without_mentions_there_are_no_span_scores(judge):
    assert judge().spans == {}


class TestIntervals:
    @pytest.fixture
    def scores(self, gold_folder, tmp_path):
        """Nine articles: the same gold, but in three of them the metrics are missed."""
        gold = (gold_folder / "bai.yaml").read_text("utf-8")
        articles, records = [], []
        for i in range(9):
            (gold_folder / f"{i}.yaml").write_text(gold.replace("bai.txt", f"{i}.txt"), "utf-8")
            articles.append(right_article() | {"article_id": str(i), "source": f"{i}.txt"})
            kept = [r for r in right_records() if i % 3 or r["record_type"] != "metric"]
            records += [r | {"article_id": str(i)} for r in kept]
        (gold_folder / "bai.yaml").unlink()
        export = write_export(tmp_path / "to", articles, records)
        return lambda **options: evaluate(gold_folder, export, **options)

    def test_hold_the_figure_and_are_seeded(self, scores):
        low, high = scores().intervals["metric.R"]
        assert 0.3 < low < scores().prf["metric"].recall < high <= 1
        one, same, other = (scores(seed=s, resamples=3).intervals for s in (1, 1, 2))
        assert one == same != other

    def test_have_no_width_where_articles_agree(self, scores):
        assert scores().intervals["office.F1"] == (1, 1)
        assert scores().intervals["metric.P"] == (1, 1)
        assert set(scores().shares) <= set(scores().intervals)


def test_nothing_wanted_and_nothing_found_is_perfect():
    assert precision_recall(0, 0, 0).f1 == 1
    assert precision_recall(0, 2, 0).f1 == 0


@pytest.mark.parametrize("content", [None, "{", '{"no": "source"'])
def test_predictions_that_cannot_be_read(gold_folder, tmp_path, content):
    if content:
        (tmp_path / "articles.jsonl").write_text(content)
    with pytest.raises(OutputError, match=r"articles\.jsonl"):
        evaluate(gold_folder, tmp_path)


def test_text_is_the_samples_own():
    assert TEXT[span("82%")["start"] :].startswith("82%")
