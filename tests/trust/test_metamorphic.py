"""An article in another form gives the same records, to the share that floors.json asks for."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

import baoso
from trust import metamorphic
from trust.comparing import Kept, kept, said
from trust.moving import moves, renamed, shift
from trust.variants import VARIANTS

TEXT = "Huyện Yên Lập (Phú Thọ) hoà giải, hóa đơn, quý II\nNăm 2022, huyện số hóa 1.200 hồ sơ, đạt 85%.\n"


@pytest.fixture(scope="module")
def sample():
    return metamorphic.sample()


@pytest.mark.parametrize("name", metamorphic.measures())
def test_records_stay(name, sample):
    total, count = metamorphic.table(sample, {name: metamorphic.measures()[name]})
    assert count[name]
    assert not metamorphic.fallen(total, metamorphic.floors("sample"))


def test_every_measure_has_floors():
    assert set(metamorphic.floors("all")) == set(metamorphic.floors("sample")) == set(metamorphic.measures())


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: v.name)
def test_a_variant_is_another_text(variant):
    """None of them tests nothing: the text that is written differs."""
    paragraph = f"{TEXT}Theo ông Lê Khánh - “phó phòng” - việc này, theo kế hoạch, đã xong. Nay làm tiếp.\n"
    text = paragraph * 5
    made = variant.form(text, Random(1))
    assert made != (text.encode() if isinstance(made, bytes) else text)


def test_a_floor_is_a_floor():
    assert metamorphic.fallen({"a": Kept(10, 10, 9)}, {"a": 0.91}) == ["a: 0.9000"]
    assert metamorphic.fallen({"a": Kept(10, 10, 9)}, {"a": 0.9}) == []
    assert metamorphic.fallen({"a": Kept(10, 10, 9)}, {})


def test_added_records_lower_the_share_as_lost_ones_do():
    assert kept(["a", "b"], ["a", "b", "c", "c"]).share == 0.5
    assert kept(["a", "a"], ["a"]).share == 0.5
    assert Kept().share == 1.0


def test_what_is_said_is_the_value_not_the_place_in_the_text():
    one, other = (baoso.extract(t).records for t in (TEXT, "Tin mới\n" + TEXT.replace("hóa", "hoá")))
    assert [said(r) for r in one] == [said(r) for r in other]
    changed = baoso.extract(TEXT.replace("85%", "86%")).records
    assert [said(r) for r in one] != [said(r) for r in changed]


def test_places_move_together():
    found = baoso.extract("Huyện Yên Lập (tỉnh Phú Thọ) có xã Xuân Thủy. Huyện Yên Lập đạt 85%.")
    names = moves(found, Random(3))
    assert set(names) == {"Yên Lập", "Phú Thọ", "Xuân Thủy"}
    moved = baoso.extract(renamed(found.article.text, names))
    assert {p.name for p in moved.article.localities} == set(names.values())


def test_a_year_shifts_but_no_number():
    article = baoso.Article(text="Ngày 5/3/2022, xã có 2.022 hộ và 2020,5 ha.")
    assert shift(article, -1) == replace(article, text="Ngày 5/3/2021, xã có 2.022 hộ và 2020,5 ha.")
    assert shift(baoso.Article(text="Ngày 29/2/2020."), -1) is None
