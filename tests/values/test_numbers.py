"""Numbers in digits and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.values.context import lower
from baoso.values.digits import Number, read_digits
from baoso.values.numbers import numbers_in, parse_number

DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def spell_below_1000(n: int, full: bool) -> list[str]:
    """The words of `n` < 1000; `full` says the hundreds even where there are none ("không trăm linh hai")."""
    hundreds, tens, unit = n // 100, n // 10 % 10, n % 10
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0 and unit:
        return [*words, *(["linh"] if words else []), DIGITS[unit]]
    if tens:
        words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    if unit:
        special = {5: "lăm", 1: "mốt" if tens > 1 else "một", 4: "tư" if tens > 1 else "bốn"}
        words.append(special.get(unit, DIGITS[unit]))
    return words


def spell(n: int) -> str:
    """`n` < 1,000,000 in Vietnamese words."""
    if n == 0:
        return DIGITS[0]
    thousands, rest = divmod(n, 1000)
    words = [*spell_below_1000(thousands, full=False), "nghìn"] if thousands else []
    if rest:
        words += spell_below_1000(rest, full=bool(words))
    return " ".join(words)


def written(n: int, decimals: str) -> str:
    """`n` with dots between thousands and a comma before the `decimals`."""
    return f"{n:,}".replace(",", ".") + (f",{decimals}" if decimals else "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.400", 1400), ("68,1", 68.1), ("0,6731", 0.6731), ("1.234.567,8", 1234567.8),
        ("816 000", 816000), ("816\u00a0000", 816000), ("1,234,567", 1234567), ("1,234.5", 1234.5),
        ("3.5", 3.5), ("12.75", 12.75), ("0.125", 0.125), ("05", 5), ("6,000", 6),
        ("3,5 triệu", 3500000), ("2.300 tỷ", 2.3e12), ("1,2 TRIỆU", 1200000), ("5 vạn", 50000),
        ("7 nghìn tỉ", 7e12), ("40 ngàn", 40000), ("2 tỷ 300 triệu", 2.3e9), ("2 triệu rưỡi", 2.5e6),
        ("5triệu", 5e6), ("3 chục", 30), ("hai mươi lăm", 25), ("một trăm linh năm", 105),
        ("mười lăm nghìn", 15000), ("ba mươi mốt", 31), ("hai mươi tư", 24), ("bẩy", 7),
        ("hai triệu ba trăm nghìn", 2300000), ("ba nghìn tỷ", 3e12), ("một triệu rưỡi", 1.5e6),
        ("không", 0), ("Mười Hai", 12), ("nửa triệu", 500000), ("một nửa", 0.5), ("2/3", 2 / 3),
        ("ba phần tư", 0.75), ("ba phần năm", 0.6), ("1.234/2.468", 0.5), ("hàng trăm", 100),
        ("hàng chục nghìn", 10000), ("vài chục", 20), ("hai phẩy năm", 2.5), ("âm 3,5", -3.5),
        ("-1.200", -1200), ("3M", 3e6), ("12k", 12000), (",5", 0.5), ("trăm", 100), ("", None),
        ("số", None), ("5 tỷ lệ", None), ("10.10.2022", None), ("95%", None), ("hai ba", None),
        ("mười năm", None),
    ],
)  # fmt: skip
def test_parse_number(text: str, value: float | None) -> None:
    assert parse_number(text) == (None if value is None else pytest.approx(value))


@given(st.integers(0, 999_999))
def test_spelled_numbers_come_back(n: int) -> None:
    assert parse_number(spell(n)) == n


@given(st.integers(0, 10**12), st.text("0123456789", max_size=2))
def test_formatted_numbers_come_back(n: int, decimals: str) -> None:
    assert parse_number(written(n, decimals)) == pytest.approx(float(f"{n}.{decimals or 0}"))


@given(st.integers(1_000, 999_999))
def test_groups_apart_come_back(n: int) -> None:
    assert parse_number(f"{n:,}".replace(",", " ")) == n


@given(st.text(max_size=60))
def test_parse_number_never_fails(text: str) -> None:
    assert parse_number(text) is None or parse_number(text) == parse_number(f" {text} ")


def test_one_comma_before_three_digits_has_two_readings() -> None:
    assert read_digits("6,000") == (6.0, 6000.0)
    assert read_digits("0,125") == (0.125, None)


def test_numbers_in_text_order_and_form() -> None:
    text = "Hàng trăm hộ, 12/15 thôn, hai mươi xã, quá nửa, hai phần ba, ít nhất một tổ, 3 triệu"
    found = numbers_in(text)
    assert [(text[n.start : n.end], n.value, n.form) for n in found] == [
        ("Hàng trăm", 100, "magnitude"),
        ("12/15", 12, "digits"),
        ("hai mươi", 20, "words"),
        ("nửa", 0.5, "half"),
        ("hai phần ba", 2 / 3, "share"),
        ("một", 1, "single"),
        ("3 triệu", 3e6, "digits"),
    ]
    assert found[1] == Number(14, 19, 12, denominator=15)


def test_words_that_only_look_like_numbers() -> None:
    assert numbers_in("tỷ lệ, triệu tập, năm ba năm, một số, một cửa, vạn vật, tư nhân") == []


def test_lower_keeps_every_offset() -> None:
    text = "İSTANBUL có 5 XÃ"
    assert len(lower(text)) == len(text)
    assert lower(text).endswith("có 5 xã")
