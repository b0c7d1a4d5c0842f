"""Which labels, places, periods a number may have: the right one is among them, with the features that tell it."""

from __future__ import annotations

from datetime import date

import pytest

from baoso.relating.choices import Choice, Columns, distinct, site_features
from baoso.relating.label_choices import label_choices, overlap
from baoso.relating.period_choices import period_choices
from baoso.relating.place_choices import place_choices
from baoso.relating.status_choices import status_features
from grounding import assert_grounded
from relations_samples import article_of, found_in

LIST = (
    "Tỷ lệ hồ sơ trực tuyến của huyện Mù Cang Chải, tỉnh Yên Bái hết tháng 6/2023 là 71%. "
    "Xã Chế Tạo 64%, xã Nậm Có 58%. Năm 2024 huyện phấn đấu đạt 80%."
)
PUBLISHED = date(2023, 7, 10)


def history(founds):
    return [f.fact for f in founds]


def test_equal_keys_are_one_choice_with_the_features_of_all():
    rows = [(1, Choice("a", {"is_ruled": 1.0})), (2, Choice("b", {})), (1, Choice("c", {"is_left": 1.0}))]
    assert distinct(rows) == [Choice("a", {"is_ruled": 1.0, "is_left": 1.0}), Choice("b", {})]


def test_rows_are_in_the_order_of_the_model_and_lack_nothing():
    columns = Columns(("near", "far", "sites"))
    assert columns.rows({"sites": 3.0, "far": 1.0}, [{"near": 2.0, "other": 9.0}, {"far": 5.0}]) == [
        [2.0, 1.0, 3.0],
        [0.0, 5.0, 3.0],
    ]


def test_the_first_choice_is_what_the_rules_chose():
    founds = found_in(LIST, published=PUBLISHED)
    article = article_of(LIST, published=PUBLISHED)
    for at, found in enumerate(founds):
        before = history(founds)[:at]
        previous = before[-1] if before else None
        assert label_choices(found, before)[0].value.text == found.fact.label
        assert place_choices(found, previous, article)[0].value == found.fact.place
        assert period_choices(found, previous, PUBLISHED)[0].value == found.fact.period


def test_a_share_in_a_list_may_measure_what_the_one_before_did():
    founds = found_in(LIST, published=PUBLISHED)
    choices = label_choices(founds[1], history(founds)[:1])
    best = max(choices, key=lambda c: overlap(c.value.text, "Tỷ lệ hồ sơ trực tuyến"))
    assert overlap(best.value.text, "Tỷ lệ hồ sơ trực tuyến") > 0.9
    assert best.features["is_earlier"] == 1.0
    assert site_features(founds[1], founds[0].fact)["behind_place"] == 1.0


def test_the_place_right_before_a_number_is_told_as_adjacent():
    founds = found_in(LIST, published=PUBLISHED)
    choices = place_choices(founds[2], founds[1].fact, article_of(LIST, published=PUBLISHED))
    assert [c.value.name for c in choices if c.features.get("adjacent")] == ["Nậm Có"]


@pytest.mark.parametrize(("number", "wanted"), [(0, date(2023, 6, 30)), (3, date(2024, 12, 31))])
def test_dates_beside_a_number_may_be_its_period(number, wanted):
    founds = found_in(LIST, published=PUBLISHED)
    ends = {c.value.end for c in period_choices(founds[number], None, PUBLISHED) if c.value is not None}
    assert wanted in ends


def test_a_number_may_have_no_period_or_that_of_publication():
    founds = found_in("Xã có 12 tổ công nghệ số cộng đồng.", published=PUBLISHED)
    choices = period_choices(founds[0], None, PUBLISHED)
    assert {c.value and c.value.end for c in choices} == {None, PUBLISHED}


def test_the_cues_of_a_target_are_told_by_their_side():
    founds = found_in(LIST, published=PUBLISHED)
    target = status_features(founds[3], founds[3].fact.period, founds[2].fact, PUBLISHED)
    result = status_features(founds[0], founds[0].fact.period, None, PUBLISHED)
    assert target["target_left"] > 0.9
    assert target["not_started"] == 1.0
    assert result["target_left"] == 0.0


def test_labels_are_made_of_words_of_the_text():
    founds = found_in(LIST, published=PUBLISHED)
    for at, found in enumerate(founds):
        for choice in label_choices(found, history(founds)[:at]):
            for part in choice.value.parts:
                assert_grounded(part, LIST)
