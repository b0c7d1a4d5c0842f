"""Whole-pipeline cases: a sentence in, its metrics out, field by field."""

from __future__ import annotations

import re
from datetime import date

import pytest

import baoso
import ruled
from baoso.lexicon import fold
from grounding import assert_grounded
from marked import case_lines, parse_marked

PUBLISHED = date(2023, 5, 20)


def syllables(label):
    return re.findall(r"\w+", fold(label))


def check(name, wanted, record):
    quantity, period = record.quantity, record.period
    found = {
        "value": lambda: quantity.value == pytest.approx(float(wanted)),
        "high": lambda: quantity.value_high == pytest.approx(float(wanted)),
        "unit": lambda: fold(quantity.unit) == fold(wanted),
        "cmp": lambda: quantity.comparator == wanted,
        "measure": lambda: quantity.measure == wanted,
        "dir": lambda: quantity.direction == wanted,
        "status": lambda: record.status == wanted,
        "label": lambda: syllables(record.indicator.label) == syllables(wanted),
        "loc": lambda: record.locality is not None and record.locality.name == wanted,
        "start": lambda: str(period and period.start) == wanted,
        "end": lambda: period is not None and str(period.end) == wanted,
        "den": lambda: record.denominator is not None and record.denominator.value == float(wanted),
        "id": lambda: record.indicator.id == wanted,
        "pillar": lambda: record.pillar == wanted,
    }
    assert found[name](), f"{name}: wanted {wanted}, got {record}"


# What a learned component may tell otherwise: where a label begins and ends, and what hangs on its words.
JUDGED = ("label", "id", "pillar")


@pytest.mark.parametrize("line", case_lines("metrics.txt"))
@pytest.mark.parametrize(("extract", "besides"), [(ruled.extract, ()), (baoso.extract, JUDGED)], ids=["rules", "all"])
def test_metrics_of_a_sentence(line, extract, besides):
    sentence, marks = parse_marked(line)
    opening = "Chuyển đổi số ở Phú Thọ: hồ sơ, dịch vụ công trực tuyến và chính quyền số\n"
    text = opening + sentence
    extraction = extract(baoso.Article(text=text, published=PUBLISHED))
    assert_grounded([extraction.mentions, extraction.records], text)
    metrics = [r for r in extraction.records if r.record_type == "metric"]
    assert len(metrics) == len(marks), [m.quantity.mention.text for m in metrics]
    for mark in marks:
        start, end = mark.start + len(opening), mark.end + len(opening)
        record = next(m for m in metrics if m.quantity.mention.start < end and start < m.quantity.mention.end)
        for name, wanted in mark.fields.items():
            if name not in besides:
                check(name, wanted, record)
