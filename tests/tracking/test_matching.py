from __future__ import annotations

import math

import pytest

from baoso.standoff import GoldArticle
from baoso.tracking.matching import match_labels, match_records, predictions_of
from tracked import Piece, Told, make_run


def metric(number, label, indicator=None, unit="%", **more):
    span = {"start": number, "end": number + 3}
    return {
        "record_type": "metric",
        "id": f"m{number}",
        "mentions": [span],
        "quantity": {"value": number, "unit": unit, "mention": span},
        "indicator": {"id": indicator, "label": label},
        "status": "achieved",
        **more,
    }


@pytest.fixture
def gold():
    records = [
        metric(0, "hồ sơ trực tuyến", "thpress-hs-truc-tuyen"),
        metric(10, "hồ sơ trực tuyến toàn trình", "qd766-hs-tt"),
        metric(20, "người hài lòng"),
        metric(30, "hồ sơ trực tuyến", "qd766-hs-tt", optional=True),
    ]
    return [GoldArticle.model_validate({"article_id": "a", "source": "a.txt", "records": records})]


def test_canonical_ids_are_compared(gold):
    found = match_labels(gold, {}, lambda label, unit, measure: "dti922-c-cqs-hoso-tt")
    assert (found.metrics, found.with_id, found.predicted, found.right) == (3, 2, 3, 1)
    assert (found.accuracy, found.precision) == (1 / 2, 1 / 3)
    assert [(m.gold, m.predicted) for m in found.misses] == [
        ("qd766-hs-tt", "dti922-c-cqs-hoso-tt"),
        (None, "dti922-c-cqs-hoso-tt"),
    ]
    assert "accuracy 0.500" in found.summary()


def test_no_ids_at_all(gold):
    assert math.isnan(match_labels(gold, {}, lambda *_: None).precision)


def test_records_are_found_by_their_numbers(gold):
    predicted = {("a", 1, 5): "thpress-hs-truc-tuyen", ("a", 13, 16): "qd766-hs-tt", ("b", 10, 13): "qd766-hs-tt"}
    found = match_records(gold, {}, predicted)
    assert (found.predicted, found.right) == (1, 1)


def test_predictions_of_a_run(tmp_path):
    piece = Piece([Told("81,5%", 81.5)])
    texts, predicted = predictions_of(make_run(tmp_path / "out", [piece]))
    (article,) = texts
    start = piece.article.text.index("81,5%")
    assert predicted == {(article, start, start + 5): "qd766-hs-tt"}
