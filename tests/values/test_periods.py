from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.types import PublishedGrain
from baoso.values.dates import interval
from baoso.values.durations import find_durations
from baoso.values.periods import FoundPeriod, find_periods
from grounding import assert_grounded
from marked import Marked, case_lines, parse_marked

GRAINS: dict[int, PublishedGrain] = {4: "year", 7: "month", 10: "day"}
DAY = date(2022, 10, 10)
DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
VOCABULARY = """
    ngày tháng năm quý tuần từ đến tới trước sau hết nay qua này đầu cuối nửa và , ( ) / - . 1 2 9 10 12 31 I
    IV
    2021 2022-2025 27/4 10-10 5/2023 31/02/2022 sáng thứ hai chủ nhật ba mười một của cùng kỳ giai đoạn hàng
    8h30 14 giờ hôm nay xã %
"""
WORDS = [*VOCABULARY.split(), "\n", "\u00a0"]


def cases() -> list[tuple[str, str]]:
    published, found = "", []
    for line in case_lines("dates.txt"):
        if line.startswith("@published="):
            published = line.partition("=")[2]
        else:
            found.append((published, line))
    return found


def read(text: str, published: str) -> list[FoundPeriod]:
    if not published:
        return find_periods(text)
    return find_periods(text, date.fromisoformat((published + "-01-01")[:10]), GRAINS[len(published)])


def described(found: FoundPeriod) -> dict[str, str]:
    period = found.period
    if period is None:
        return {"on": "?", "rule": found.rule}
    basis = {"basis": "published"} if period.basis == "published" else {}
    return {"on": interval(period), "grain": period.grain, "rule": found.rule, **basis}


@pytest.mark.parametrize(("published", "line"), cases())
def test_case(published: str, line: str):
    text, marks = parse_marked(line)
    found = read(text, published)
    got = [Marked(f.start, f.end, text[f.start : f.end], described(f)) for f in found]
    assert got == marks


def test_there_are_enough_cases():
    assert len(cases()) >= 150


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), st.one_of(st.none(), DAYS))
def test_spans_are_exact_ordered_and_apart(text: str, published: date | None):
    found = find_periods(text, published)
    assert_grounded(found, text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for f in found:
        assert 0 <= f.start < f.end <= len(text)
        assert f.period is None or (f.period.mention is not None and f.period.mention.start == f.start)
        assert text[f.start : f.end] == text[f.start : f.end].strip()


@given(st.text(max_size=80), st.sampled_from(WORDS), st.text(max_size=80))
def test_any_text_is_read_without_error(before: str, word: str, after: str):
    text = f"{before} ngày {word} {after}"
    assert_grounded(find_periods(text, DAY), text)


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_nothing_is_placed_without_a_named_year_or_publication(text: str):
    """Without a publication date, every bound lies in a year that the text names, or next to it."""
    for f in find_periods(text):
        for bound in (f.period.start, f.period.end) if f.period else ():
            assert bound is None or 2020 <= bound.year <= 2026


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), DAYS)
def test_bounds_are_in_order(text: str, published: date):
    for f in find_periods(text, published):
        if f.period and f.period.start and f.period.end:
            assert f.period.start <= f.period.end


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), DAYS)
def test_the_same_text_reads_the_same(text: str, published: date):
    assert find_periods(text, published) == find_periods(text, published)


@given(
    DAYS,
    st.sampled_from(["ngày {d}/{m}/{y}", "{d:02}-{m:02}-{y}", "ngày {d} tháng {m} năm {y}", "{y}-{m:02}-{d:02}"]),
)
def test_a_written_day_is_read_back(day: date, form: str):
    text = form.format(d=day.day, m=day.month, y=day.year)
    (found,) = find_periods(text)
    assert found.period is not None
    assert (found.start, found.end) == (0, len(text))
    assert (found.period.start, found.period.end, found.period.grain) == (day, day, "day")


@given(
    st.integers(1950, 2090),
    st.integers(1, 12),
    st.sampled_from(["tháng {m}/{y}", "tháng {m}-{y}", "tháng {m} năm {y}"]),
)
def test_a_written_month_is_read_back(year: int, month: int, form: str):
    (found,) = find_periods(form.format(m=month, y=year))
    assert found.period is not None
    assert found.period.grain == "month"
    assert found.period.start == date(year, month, 1)


@given(st.integers(1, 31), st.integers(1, 12), DAYS)
def test_a_day_without_a_year_keeps_its_day_and_month(day: int, month: int, published: date):
    (found,) = find_periods(f"sáng {day}/{month}", published)
    if found.period is not None:
        assert found.period.start is not None
        assert (found.period.start.day, found.period.start.month) == (day, month)
        assert found.period.basis == "published"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xong trong 2 tháng", [("2 tháng", 2, "tháng")]),
        ("đã hai năm và 1.500 ngày", [("hai năm", 2, "năm"), ("1.500 ngày", 1500, "ngày")]),
        ("mất năm năm, nghỉ 2,5 giờ", [("năm năm", 5, "năm"), ("2,5 giờ", 2.5, "giờ")]),
        ("giảm từ 35 ngày xuống 25 ngày", [("35 ngày", 35, "ngày"), ("25 ngày", 25, "ngày")]),
        ("ngày 5, tháng 3, năm 2020", []),
        ("2 tháng tuổi, 3/4 ngày", [("2 tháng", 2, "tháng")]),
    ],
)
def test_durations(text: str, expected: list[tuple[str, float, str]]):
    assert [(text[d.start : d.end], d.count, d.unit) for d in find_durations(text)] == expected
