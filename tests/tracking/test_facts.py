from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.tracking.facts import interval, name_key, place_id
from baoso.tracking.loading import is_synthetic


@pytest.mark.parametrize(
    ("value", "high", "comparator", "unit", "text", "expected"),
    [
        (95, None, "eq", "%", "95%", (94.5, 95.5)),
        (100, None, "eq", "%", "100%", (99.5, 100.5)),
        (95.4, None, "eq", "%", "95,4%", (95.35, 95.45)),
        (95, None, "eq", "%", "95,0%", (94.95, 95.05)),
        (0, None, "eq", "%", "0%", (-0.5, 0.5)),
        (6_000, None, "eq", "hộ", "6,000", (5999.5, 6000.5)),
        (3_500_000, None, "eq", "VND", "3,5 triệu đồng", (3_450_000, 3_550_000)),
        (2.3e12, None, "eq", "VND", "2.300 tỷ đồng", (2.2995e12 - 5e10 + 5e8, 2.3005e12 + 5e10 - 5e8)),
        (132, None, "eq", "hồ sơ", "132", (132, 132)),
        (1_127, None, "eq", "máy", "1.127", (1127, 1127)),
        (200_000, None, "eq", "hộ", "200.000", (195_000, 205_000)),
        (1_200, None, "eq", "hộ", "1.200", (1170, 1230)),
        (3, None, "eq", "hạng", "thứ 3", (3, 3)),
        (0.5, None, "eq", "", "một nửa", (0.4875, 0.5125)),
        (90, None, "gt", "%", "trên 90%", (90, None)),
        (90, None, "ge", "%", "ít nhất 90%", (90, None)),
        (90, None, "lt", "%", "dưới 90%", (None, 90)),
        (90, None, "le", "%", "không quá 90%", (None, 90)),
        (50, 60, "between", "%", "50-60%", (50, 60)),
        (500, None, "approx", "hộ", "khoảng 500", (450, 550)),
    ],
)
def test_what_the_words_allow(value, high, comparator, unit, text, expected):
    measure = "rank" if unit == "hạng" else "level"
    assert interval(value, high, comparator, unit, text, measure) == pytest.approx(expected)


VALUES = st.integers(0, 10**9) | st.decimals(0, 10**6, places=2).map(float)
UNITS = st.sampled_from(["%", "hồ sơ", "VND", "điểm", "hạng"])


@given(VALUES, st.sampled_from(["eq", "gt", "ge", "lt", "le", "approx"]), UNITS)
def test_the_value_itself_is_always_allowed(value, comparator, unit):
    written = f"{value:.10g}".replace(".", ",")
    low, high = interval(value, None, comparator, unit, f"{written} {unit}")
    assert low is None or low <= value
    assert high is None or value <= high


@given(st.integers(1, 10**7), UNITS)
def test_about_allows_all_that_the_bare_number_does(value, unit):
    exact = interval(value, None, "eq", unit, str(value))
    about = interval(value, None, "approx", unit, str(value))
    assert about[0] <= exact[0] <= exact[1] <= about[1]


@given(st.integers(0, 999), st.integers(1, 9))
def test_a_share_with_a_decimal_is_in_the_one_rounded_to_it(whole, tenth):
    low, high = interval(whole, None, "eq", "%", f"{whole}%")
    near = whole + (tenth / 10 if tenth < 5 else -(10 - tenth) / 10)
    inner = interval(near, None, "eq", "%", f"{near:.1f}%".replace(".", ","))
    assert max(low, inner[0]) <= min(high, inner[1])


def test_names_are_compared_as_they_sound():
    assert name_key("Số hoá  hồ sơ TTHC") == name_key("số hóa hồ sơ thủ tục hành chính.")
    assert name_key("hồ sơ, giấy tờ") == "hồ sơ giấy tờ"
    assert name_key("%") == "%"


def test_places_without_a_code_go_by_their_path():
    hamlet = {
        "name": "Khóm 4",
        "level": "hamlet",
        "code": None,
        "vintage": None,
        "path": ["Trà Vinh", None, "Phường 7"],
    }
    assert place_id(hamlet) == "hamlet:travinh//phuong7:khom4"
    assert place_id(None) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://a.EXAMPLE.org/x", True), ("https://example.net", True), ("https://notexample.org", False), ("x", False)],
)
def test_reserved_hosts(url, expected):
    assert is_synthetic(url) is expected
