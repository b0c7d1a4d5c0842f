from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.gazetteer.units import HISTORICAL, NEW, OLD, all_units, successors
from baoso.tracking.crosswalk import Carried, Lost, Merged, find_unit, mapped

UNITS = st.sampled_from([u for u in all_units() if u.code is not None])
OLD_UNITS = st.sampled_from([u for u in all_units() if u.vintage == OLD])


def unit(name, level, vintage=OLD):
    return next(u for u in all_units() if (u.name, u.level, u.vintage) == (name, level, vintage))


def heirs_of(one):
    return successors(one.vintage, one.level, one.heirs)


@given(UNITS)
def test_a_unit_is_itself_in_its_own_vintage(one):
    if one.vintage != HISTORICAL:
        assert mapped(one, one.vintage) == Carried(one, "as reported")


@given(OLD_UNITS)
def test_a_split_unit_is_never_mapped(one):
    if len(heirs_of(one)) > 1 or any(h.share == "part" for h in heirs_of(one)):
        assert isinstance(mapped(one, NEW), Lost)


@given(OLD_UNITS)
def test_a_value_carries_over_only_where_nothing_else_went_in(one):
    there = mapped(one, NEW)
    if isinstance(there, Carried):
        others = [
            u
            for u in all_units()
            if u.vintage == OLD and u.level == one.level and u != one
            if any(h.code == there.unit.code for h in heirs_of(u)) and there.unit.level == one.level
        ]
        assert others == []
        assert mapped(there.unit, OLD) == Carried(one, there.how)


@given(OLD_UNITS)
def test_a_sum_is_over_all_that_went_in_and_all_of_it_whole(one):
    there = mapped(one, NEW)
    if isinstance(there, Merged):
        assert one in there.parts
        assert len(there.parts) > 1
        for part in there.parts:
            assert mapped(part, NEW) == there
            assert [(h.code, h.share) for h in heirs_of(part)] == [(there.unit.code, "whole")]


@given(UNITS)
def test_what_is_mapped_is_of_the_vintage(one):
    for vintage in (OLD, NEW):
        there = mapped(one, vintage)
        assert isinstance(there, Lost) or there.unit.vintage == vintage


@pytest.mark.parametrize(
    ("name", "level", "how", "into"),
    [
        ("Hà Nội", "province", "whole", "Hà Nội"),
        ("Ngọc Long", "commune", "whole", "Ngọc Long"),
        ("Tà Si Láng", "commune", "renamed", "Tà Xi Láng"),
        ("Cát Hải", "district", "renamed", "Cát Hải"),
    ],
)
def test_units_of_one_territory(name, level, how, into):
    there = mapped(unit(name, level), NEW)
    assert isinstance(there, Carried)
    assert (there.how, there.unit.name) == (how, into)


def test_an_island_district_that_became_one_commune_goes_both_ways():
    district = unit("Cô Tô", "district")
    there = mapped(district, NEW)
    assert isinstance(there, Carried)
    assert there.unit.level == "commune"
    assert mapped(there.unit, OLD) == Carried(district, "renamed")


def test_merged_provinces_know_their_parts():
    there = mapped(unit("Hà Giang", "province"), NEW)
    assert isinstance(there, Merged)
    assert (there.unit.name, {p.name for p in there.parts}) == ("Tuyên Quang", {"Hà Giang", "Tuyên Quang"})


def test_a_district_is_no_commune():
    there = mapped(unit("Đô Lương", "district"), NEW)
    assert isinstance(there, Lost)
    assert "district level ended" in there.reason


@pytest.mark.parametrize(("name", "level"), [("Hà Tây", "province"), ("Nam Đông", "district"), ("Quận 9", "district")])
def test_units_merged_long_ago_are_not_mapped(name, level):
    assert isinstance(mapped(unit(name, level, HISTORICAL), OLD), Lost)


def test_a_province_that_only_changed_its_name_goes_on():
    hue = mapped(unit("Thừa Thiên Huế", "province", HISTORICAL), NEW)
    assert isinstance(hue, Carried)
    assert hue.unit.name == "Huế"


def test_places_that_the_gazetteer_has_not():
    assert find_unit(OLD, "province", None) is None
    assert find_unit(None, "province", "01") is None
    assert find_unit(OLD, "province", "00") is None
