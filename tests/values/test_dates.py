from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.types import Period
from baoso.values.dates import interval, parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-10-10", (date(2022, 10, 10), "day")),
        ("2022-10-10T08:00:00+07:00", (date(2022, 10, 10), "day")),
        ("2022-10-10 08:00:00", (date(2022, 10, 10), "day")),
        ("2023-02", (date(2023, 2, 1), "month")),
        ("2022", (date(2022, 1, 1), "year")),
        ("10/10/2022", (date(2022, 10, 10), "day")),
        ("Thứ hai, ngày 10/10/2022", (date(2022, 10, 10), "day")),
        ("Thứ Tư, 07/01/2015 | 22:34", (date(2015, 1, 7), "day")),
        ("16:35 10/10/2022 (GMT+7)", (date(2022, 10, 10), "day")),
        ("ngày 27 tháng 4 năm 2021", (date(2021, 4, 27), "day")),
        ("tháng 2/2023", (date(2023, 2, 1), "month")),
        ("năm 2021", (date(2021, 1, 1), "year")),
        ("date 2023-02", (date(2023, 2, 1), "month")),
        ("", None),
        ("hôm nay", None),
        ("27/4", None),
        ("đến năm 2025", None),
        ("2022-13-01", None),
        ("31/02/2022", None),
        ("14/12/202", None),
        ("0001-01-01", None),
        ("68,1%", None),
    ],
)
def test_parse_date(text: str, expected: tuple[date, str] | None):
    assert parse_date(text) == expected


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%H:%M %d/%m/%Y"]),
)
def test_a_written_date_is_read_back(day: date, form: str):
    assert parse_date(day.strftime(form)) == (day, "day")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), "2022-01-01/2022-12-31"),
        (None, date(2025, 12, 31), "../2025-12-31"),
        (date(2020, 1, 1), None, "2020-01-01/.."),
    ],
)
def test_interval(start: date | None, end: date | None, expected: str):
    assert interval(Period(start, end, "span")) == expected
