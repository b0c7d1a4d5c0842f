from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import baoso
from baoso.errors import StoreError
from baoso.tracking.panel import COLUMNS, UNMAPPED
from baoso.tracking.series import breaks_of, regime
from baoso.tracking.store import build
from baoso.tracking.targets import Goal, reached, toward
from tracked import NEW, OLD, Piece, Told, make_run, place

HANOI, HUE = place("Hà Nội"), place("Huế")
SHARE = Told("81,5%", 81.5, at=HANOI)
ACCOUNTS = Told("1.250 tài khoản", 1250, "tài khoản", "da06-dinhdanh", "tài khoản định danh", place("Hà Giang"))


def year(number):
    return date(number, 1, 1), date(number, 12, 31)


@pytest.fixture
def of(tmp_path):
    """The panel of some told facts, each in an article of its own."""

    numbers = itertools.count()

    def made(*told, indicators="qd766-hs-tt", level="province", vintage=NEW, **options):
        pieces = [Piece([one], f"Báo {n}") for n, one in enumerate(told)]
        folder = tmp_path / str(next(numbers))
        build([make_run(folder, pieces)], db := folder.with_suffix(".duckdb"))
        return baoso.panel(db, indicators, level, vintage, **options)

    return made


def only(frame):
    assert len(frame) == 1
    return frame.iloc[0]


def test_a_row_says_what_was_told_and_where(of):
    row = only(of(SHARE))
    assert (row["place"], row["value"], row["unit"], row["mapped"]) == ("Hà Nội", 81.5, "%", "whole")
    assert (row["period_start"], row["period_end"]) == year(2024)
    assert (row["sources"], row["outlets"], row["values"], row["conflict"]) == (1, "Báo 0", 1, False)
    assert row["evidence"] == "hồ sơ trực tuyến toàn trình đạt 81,5% theo Báo 0 ngày 2025-01-10."
    assert (row["evidence_start"], row["evidence_end"]) == (0, len(row["evidence"]))


def test_columns_and_types_are_there_in_an_empty_panel(of):
    frame = of(SHARE, indicators="qd766-c-dung-han")
    assert tuple(frame.columns) == COLUMNS
    assert tuple(frame.attrs["unmapped"].columns) == UNMAPPED
    assert str(frame["target_year"].dtype) == "Int64"


def test_only_the_level_and_measure_that_were_asked_for(of):
    told = (
        SHARE,
        replace(SHARE, says="5%", value=5, measure="change", direction="up"),
        replace(SHARE, at=place("Bến Lức", "district")),
    )
    assert list(of(*told)["value"]) == [81.5]
    assert list(of(*told, measure="change")["value"]) == [5]
    assert list(of(*told, level="district", vintage=OLD)["place"]) == ["Bến Lức"]


def test_any_id_of_a_measure_stands_for_it(of):
    told = replace(SHARE, indicator="thpress-hs-truc-tuyen")
    assert only(of(told, indicators=["thpress-hs-truc-tuyen"]))["indicator"] == "dti922-c-cqs-hoso-tt"


def test_several_values_are_all_kept_and_flagged(of):
    frame = of(SHARE, replace(SHARE, says="88,7%", value=88.7))
    assert list(frame["value"]) == [81.5, 88.7]
    assert list(frame["conflict"]) == [True, True]
    frame = of(SHARE, replace(SHARE, says="trên 80%", value=80, comparator="gt"))
    assert list(frame["conflict"]) == [False, False]
    assert list(frame["values"]) == [2, 2]


class TestMapping:
    def test_shares_of_merged_units_are_never_added(self, of):
        frame = of(replace(SHARE, at=place("Hà Giang")), replace(SHARE, says="70%", value=70, at=place("Tuyên Quang")))
        assert frame.empty
        assert (
            list(frame.attrs["unmapped"]["place"]) == ["Hà Giang", "Tuyên Quang"] or len(frame.attrs["unmapped"]) == 2
        )
        assert frame.attrs["unmapped"]["reason"].str.contains("never added").all()

    def test_counts_of_all_parts_are_added(self, of):
        other = replace(ACCOUNTS, says="750 tài khoản", value=750, at=place("Tuyên Quang"))
        row = only(of(ACCOUNTS, other, indicators="da06-dinhdanh"))
        assert (row["place"], row["value"], row["mapped"], row["sources"]) == ("Tuyên Quang", 2000, "summed", 2)
        assert len(row["records"].split("; ")) == 2

    def test_both_are_there_as_they_were_reported(self, of):
        other = replace(ACCOUNTS, says="750 tài khoản", value=750, at=place("Tuyên Quang"))
        frame = of(ACCOUNTS, other, indicators="da06-dinhdanh", vintage=OLD)
        assert list(frame["mapped"]) == ["as reported"] * 2
        assert frame.attrs["unmapped"].empty

    @pytest.mark.parametrize(
        ("other", "reason"),
        [
            ({"period": year(2023)}, "no value of the same period for Tuyên Quang"),
            ({"comparator": "gt"}, "never added"),
            ({"status": "target"}, "no value of the same period"),
            ({"unit": "giao dịch"}, "no value of the same period"),
        ],
    )
    def test_no_sum_without_the_like_of_every_part(self, of, other, reason):
        second = replace(ACCOUNTS, **{"says": "750 tài khoản", "value": 750, "at": place("Tuyên Quang"), **other})
        frame = of(ACCOUNTS, second, indicators="da06-dinhdanh")
        assert frame.empty
        assert frame.attrs["unmapped"]["reason"].str.contains(reason).any()

    def test_no_sum_where_a_part_has_two_values(self, of):
        told = (
            replace(ACCOUNTS, says=f"{v} tài khoản", value=v, at=place(p))
            for v, p in ((750, "Tuyên Quang"), (800, "Tuyên Quang"))
        )
        frame = of(ACCOUNTS, *told, indicators="da06-dinhdanh")
        assert frame.empty
        assert frame.attrs["unmapped"]["reason"].str.contains("several values").all()

    def test_rates_are_no_counts(self, of):
        told = [
            replace(ACCOUNTS, says=f"{v} người", value=v, unit="người", indicator="dti2024-cong-dong-team", at=place(p))
            for v, p in ((1250, "Hà Giang"), (750, "Tuyên Quang"))
        ]
        assert of(*told, indicators="dti2024-cong-dong-team").empty

    def test_a_district_is_listed_where_communes_are_asked_for(self, of):
        frame = of(replace(SHARE, at=place("Bến Lức", "district")), level="commune")
        assert frame.empty
        assert only(frame.attrs["unmapped"])["reason"].startswith("the district level ended")

    def test_new_units_are_old_ones_only_where_they_are_the_same(self, of):
        told = (replace(SHARE, at=place("Hà Nội", vintage=NEW)), replace(SHARE, at=place("Tuyên Quang", vintage=NEW)))
        frame = of(*told, vintage=OLD)
        assert list(frame["place_id"]) == [f"{OLD}/01"]
        assert only(frame.attrs["unmapped"])["place"] == "Tuyên Quang"

    @settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.tuples(st.sampled_from(["Hà Giang", "Tuyên Quang", "Hà Nội", "Bắc Kạn"]), st.integers(1, 99)), max_size=5
        )
    )
    def test_nothing_reported_is_lost(self, of, told):
        facts = {replace(ACCOUNTS, says=f"{v} tài khoản", value=v, at=place(p)) for p, v in told} or {ACCOUNTS}
        frame = of(*sorted(facts, key=str), indicators="da06-dinhdanh")
        kept = {record for cell in frame["records"] for record in cell.split("; ")}
        lost = {record for cell in frame.attrs["unmapped"]["records"] for record in cell.split("; ")}
        assert len(kept) + len(lost) == len(facts)
        assert not kept & lost


class TestTargets:
    def test_the_nearest_national_one_with_its_document(self, of):
        row = only(of(SHARE))
        assert (row["target_national"], row["target_year"], row["target_document"]) == (80, 2025, "942/QĐ-TTg")
        assert (row["distance"], row["reached"], row["target_verified"]) == (1.5, True, True)

    def test_unverified_ones_are_shown_so(self, of):
        told = replace(SHARE, indicator="ctcds749-dvc4", period=year(2026))
        row = only(of(told, indicators="ctcds749-dvc4"))
        assert (row["target_national"], row["target_verified"], row["distance"]) == (100, False, -18.5)

    def test_none_for_a_year_that_is_past_all_of_them(self, of):
        assert pd.isna(only(of(replace(SHARE, period=year(2026))))["target_national"])

    def test_a_local_one_from_the_records(self, of):
        goals = [
            replace(SHARE, says=f"{v}%", value=v, status="target", period=(None, date(y, 12, 31)))
            for v, y in ((85, 2025), (90, 2026), (60, 2023))
        ]
        row = only(of(SHARE, *goals))
        assert (row["target_local"], row["target_local_end"], row["distance_local"]) == (85, date(2025, 12, 31), -3.5)

    def test_another_places_target_is_not_its_own(self, of):
        assert pd.isna(only(of(SHARE, replace(SHARE, status="target", at=HUE)))["target_local"])

    @pytest.mark.parametrize(
        ("comparator", "value", "goal", "expected"),
        [
            ("eq", 80, Goal(80, "%", "ge", date.max), True),
            ("eq", 80, Goal(80, "%", "gt", date.max), False),
            ("gt", 80, Goal(80, "%", "gt", date.max), True),
            ("gt", 70, Goal(80, "%", "ge", date.max), None),
            ("lt", 90, Goal(80, "%", "ge", date.max), None),
            ("lt", 70, Goal(80, "%", "ge", date.max), False),
            ("eq", 50, Goal(70, "hạng", "le", date.max), True),
            ("eq", 86, Goal(70, "hạng", "le", date.max), False),
            ("le", 50, Goal(70, "hạng", "le", date.max), True),
        ],
    )
    def test_reached(self, of, tmp_path, comparator, value, goal, expected):
        from baoso.tracking.results import known_indicators, results
        from baoso.tracking.store import open_store

        of(replace(SHARE, says=f"{value}%", value=value, comparator=comparator))
        with open_store(tmp_path / "0.duckdb") as store:
            (result,) = results(store, known_indicators(store, ["qd766-hs-tt"]), "level")
        assert reached(result, goal) is expected

    def test_a_rank_goes_downwards(self):
        assert toward(50, Goal(70, "hạng", "le", date.max)) == 20
        assert toward(86, Goal(70, "hạng", "le", date.max)) == -16


class TestTrend:
    def test_against_the_last_earlier_period(self, of):
        told = [replace(SHARE, says=f"{v}%", value=v, period=year(y)) for v, y in ((60, 2023), (81, 2025), (70, 2024))]
        frame = of(*told).set_index("value")
        assert list(frame.loc[[60, 70, 81], "change"].fillna(0)) == [0, 10, 11]
        assert frame.loc[81, "previous_end"] == date(2024, 12, 31)

    def test_never_across_a_break(self, of):
        told = [replace(SHARE, says=f"{v}%", value=v, period=year(y)) for v, y in ((60, 2021), (65, 2022), (70, 2023))]
        frame = of(*told)
        assert frame["previous"].isna().all()
        assert list(frame["series"]) == [
            "trực tuyến mức độ 3, 4",
            "trực tuyến mức độ 3, 4 | toàn trình, một phần",
            "toàn trình, một phần",
        ]

    def test_never_from_a_cell_of_several_values(self, of):
        told = [replace(SHARE, says=f"{v}%", value=v, period=year(y)) for v, y in ((60, 2023), (66, 2023), (70, 2024))]
        assert of(*told)["previous"].isna().all()

    def test_never_from_a_bound(self, of):
        told = [replace(SHARE, says="60%", value=60, comparator="gt", period=year(2023)), SHARE]
        assert of(*told)["previous"].isna().all()

    def test_counts_of_periods_of_other_lengths_are_not_compared(self, of, tmp_path):
        told = [
            replace(ACCOUNTS, at=HANOI, says=f"{v} tài khoản", value=v, period=year(y))
            for v, y in ((5, 2023), (9, 2024))
        ]
        assert list(of(*told, indicators="da06-dinhdanh")["change"].fillna(0)) == [0, 4]


def test_regimes_of_a_series():
    assert regime("qd766-hs-tt", None, date(2022, 8, 14)) == "trực tuyến mức độ 3, 4"
    assert regime("qd766-hs-tt", None, date(2022, 8, 15)) == "toàn trình, một phần"
    assert regime("qd766-hs-tt", None, None) is None
    assert regime("dti922-main-nts", None, date(2024, 1, 1)) == "DTI 2022"
    assert [b["document"] for b in breaks_of("dti922-main-nts")] == ["922/QĐ-BTTTT", "405/QĐ-BKHCN"]
    assert regime("qd766-c-dung-han", None, date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"indicators": "qd766-hs-t"}, "did you mean qd766-hs-tt"),
        ({"level": "district"}, "there is none since"),
        ({"level": "hamlet"}, "choose one of province"),
        ({"vintage": "2020"}, "choose one of 2025-06-30"),
        ({"measure": "size"}, "choose one of level"),
    ],
)
def test_what_cannot_be_asked(of, options, message):
    with pytest.raises(StoreError, match=message):
        of(SHARE, **options)
