"""Numbers with units, bounds and measures: the case file, offsets, blocked spans, cost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.types import Span
from baoso.values.quantities import FoundQuantity, find_quantities, parse_quantity
from grounding import assert_grounded
from marked import case_lines, parse_marked

CASES = case_lines("quantities.txt")

# pieces from which hypothesis builds texts that are nearly language
PIECES = [
    "đạt ", "tăng ", "giảm ", "từ ", "đến ", "trên ", "khoảng ", "xếp thứ ", "gấp ", "hơn ", "95",
    "1.400", "68,1", "2/3", "3", "2022", "%", " tỷ", " triệu", " đồng", " hồ sơ", " xã", ", ", " và ",
    "-", "/", " ngày", " lần", "mức độ ", "hàng trăm", "hai mươi", "\n", "\u00a0", ".",
]  # fmt: skip


def seen(found: FoundQuantity, fields: dict[str, str]) -> dict[str, str]:
    """What was found of `fields` and of what is checked always, as the case file writes it."""
    q = found.quantity
    values = {
        "value": f"{q.value:.10g}",
        "high": f"{q.value_high:.10g}" if q.value_high is not None else "",
        "unit": q.unit,
        "cmp": q.comparator,
        "measure": q.measure,
        "dir": q.direction or "",
        "den": f"{q.denominator:.10g}" if q.denominator else "",
        "base": "yes" if q.baseline else "no",
        "kind": found.kind,
        "noun": q.unit_mention.text if q.unit_mention else "",
        "cue": q.comparator_mention.text if q.comparator_mention else "",
    }
    return {name: values[name] for name in (*fields, "cmp", "measure", "den", "base")}


def wanted(fields: dict[str, str]) -> dict[str, str]:
    """The case's fields with the defaults that the case file states, numbers in one form."""
    defaults = {"cmp": "eq", "measure": "level", "den": "", "base": "no"}
    numbers = {k: f"{float(v):.10g}" for k, v in fields.items() if k in ("value", "high", "den")}
    return {**defaults, **fields, **numbers}


@pytest.mark.parametrize("line", CASES)
def test_cases(line: str) -> None:
    text, marks = parse_marked(line)
    found = find_quantities(text)
    assert_grounded([f.quantity for f in found], text)
    assert [text[f.start : f.end] for f in found] == [m.text for m in marks]
    assert [f.start for f in found] == [m.start for m in marks]
    for quantity, mark in zip(found, marks, strict=True):
        assert seen(quantity, mark.fields) == wanted(mark.fields)


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)))
def test_offsets_are_exact_and_apart(text: str) -> None:
    found = find_quantities(text)
    for f in found:
        assert f.quantity.mention == Span(f.start, f.end, text[f.start : f.end])
        assert f.quantity.value == f.quantity.value
        assert (f.quantity.value_high is None) == (f.quantity.comparator != "between")
    assert_grounded([f.quantity for f in found], text)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_blocked_spans_hold_no_quantity() -> None:
    text = "Xã Tân An có 12 thôn và 340 hộ"
    at = text.index("12")
    assert [f.quantity.value for f in find_quantities(text, [Span.of(text, at, at + 7)])] == [340]


def test_a_span_that_only_touches_does_not_block() -> None:
    text = "(tháng 5/2022)340 hộ"
    assert [f.quantity.value for f in find_quantities(text, [Span.of(text, 0, 14)])] == [340]


def test_nested_blocked_spans() -> None:
    text = "Đề án 06 với 9 hợp phần, 15 xã"
    blocked = [Span.of(text, 0, 23), Span.of(text, 0, 5)]
    assert [f.quantity.value for f in find_quantities(text, blocked)] == [15]


def test_a_fraction_taken_for_a_day_is_a_count_before_a_noun() -> None:
    text = "hoàn thành 10/12 chỉ tiêu trong ngày 10/12"
    days = [Span.of(text, m, m + 5) for m in (11, len(text) - 5)]
    assert [(f.quantity.value, f.quantity.denominator) for f in find_quantities(text, days)] == [(10, 12)]


def test_parse_quantity() -> None:
    quantity = parse_quantity("từ 1.000 đến 2.000 đồng")
    assert quantity is not None
    assert (quantity.value, quantity.value_high, quantity.unit) == (1000, 2000, "VND")
    assert parse_quantity("không có gì") is None
