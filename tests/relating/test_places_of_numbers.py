from __future__ import annotations

import pytest

from baoso.relating.places import ancestor, is_within
from baoso.types import Place
from ruled import extract

COMMUNE = Place("Hòa An", "commune", path=("Phú Yên", "Phú Hòa", "Hòa An"))


@pytest.mark.parametrize(
    ("level", "name"),
    [("commune", "Hòa An"), ("district", "Phú Hòa"), ("province", "Phú Yên"), ("country", "Việt Nam")],
)
def test_ancestor_follows_the_path(level, name):
    assert ancestor(COMMUNE, level).name == name


def test_a_province_has_no_district_above_it():
    assert ancestor(Place("Phú Yên", "province", path=("Phú Yên", None, None)), "district") is None


def test_is_within_needs_the_name_in_the_path():
    assert is_within(COMMUNE, Place("Phú Hòa", "district"))
    assert not is_within(COMMUNE, Place("Tuy An", "district"))


def localities(text):
    metrics = [r for r in extract(text).records if r.record_type == "metric"]
    return [(m.locality.name, m.locality.basis) for m in metrics]


OPENING = "Huyện Yên Lập (Phú Thọ) đẩy mạnh chuyển đổi số, dịch vụ công trực tuyến\n"


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Toàn huyện có 95% hồ sơ trực tuyến.", ("Yên Lập", "coreference")),
        ("Toàn tỉnh có 95% hồ sơ trực tuyến.", ("Phú Thọ", "coreference")),
        ("Cả nước có 95% hồ sơ trực tuyến.", ("Việt Nam", "coreference")),
        ("Huyện Yên Lập có 95% hồ sơ trực tuyến.", ("Yên Lập", "explicit")),
        ("Đến nay 95% hồ sơ nộp trực tuyến.", ("Yên Lập", "focus")),
        ("Hệ thống phủ 95% dân số Việt Nam dùng dịch vụ công.", ("Việt Nam", "explicit")),
    ],
)
def test_place_of_a_number(sentence, place):
    assert localities(OPENING + sentence) == [place]


def test_a_count_of_communes_is_about_the_district():
    text = OPENING + "Tại xã Xuân Viên, 17 xã, thị trấn cùng mở hội thi chuyển đổi số."
    assert [name for name, _ in localities(text)] == ["Yên Lập"]


def test_an_ancestor_keeps_its_code():
    place = next(p for p in extract("Huyện Yên Lập (Phú Thọ) họp.").article.localities if p.level == "district")
    province = ancestor(place, "province")
    assert (province.name, province.code, province.vintage) == ("Phú Thọ", "25", place.vintage)
