from __future__ import annotations

from dataclasses import replace

import pytest

from baoso.recording.metrics import confidence_of, merge, same_fact
from baoso.types import Fact, Place, Quantity, Span

FACT = Fact(
    quantity=Quantity(95.0, "%", mention=Span(10, 13, "95%")),
    label="tỷ lệ hồ sơ trực tuyến",
    indicator=Span(0, 9, "tỷ lệ hồ"),
    place=Place("Yên Lập", "district"),
    sentence=Span(0, 20, "x" * 20),
    relevance=0.9,
)


def with_quantity(**fields):
    return replace(FACT, quantity=replace(FACT.quantity, **fields))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (FACT, True),
        (replace(FACT, label="hồ sơ trực tuyến đạt tỷ lệ"), True),
        (replace(FACT, label="cán bộ có máy tính"), False),
        (replace(FACT, place=Place("Thanh Sơn", "district")), False),
        (replace(FACT, status="target"), False),
        (with_quantity(value=96.0), False),
        (with_quantity(measure="change"), False),
        (with_quantity(unit="hồ sơ"), False),
    ],
)
def test_same_fact(other, same):
    assert same_fact(FACT, other) is same


def test_abbreviated_units_are_the_same_unit():
    short, full = (
        with_quantity(value=707.0, unit="TTHC"),
        with_quantity(value=707.0, unit="thủ tục hành chính"),
    )
    assert same_fact(short, full)


def test_merge_keeps_text_order():
    other = with_quantity(value=5.0)
    assert merge([FACT, other, FACT]) == [[FACT, FACT], [other]]


def test_confidence_grows_with_relevance_and_stays_a_probability():
    low, high = confidence_of(replace(FACT, relevance=0.5)), confidence_of(replace(FACT, relevance=1.0))
    assert 0 < low < high < 1
