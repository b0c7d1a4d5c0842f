"""Our reading of dates against the suites of two other packages; what differs on purpose is listed."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from baoso.values.date_readings import unit_bounds
from baoso.values.periods import find_periods

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

OTHERWISE: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "peers_dates.toml").read_text("utf-8")
)
# Block index → number of phrases, so that every phrase has an id without the suite at hand.
DUCKLING = {
    0: 3, 2: 2, 4: 2, 6: 3, 8: 2, 10: 2, 12: 5, 14: 2, 16: 2, 18: 1, 20: 3, 22: 1, 24: 1, 26: 1,
    28: 1, 30: 1, 32: 1, 34: 3, 36: 2, 38: 2, 40: 3, 42: 1, 44: 2, 46: 2, 48: 2, 50: 3, 52: 3, 54: 1,
    56: 1, 58: 2, 60: 2, 62: 2, 64: 2, 66: 3, 68: 2, 70: 2, 72: 2, 74: 2, 76: 2, 78: 2, 80: 1, 82: 1,
    84: 1, 86: 1, 88: 2,
}  # fmt: skip
PHRASES = [f"{block}/{i}" for block, count in DUCKLING.items() for i in range(count)]
DATEPARSER = 23
REFERENCE = date(2017, 2, 2)
# What the suite only puts into English, counted from REFERENCE.
TRANSLATED = {
    11: (date(2015, 1, 8), date(2015, 1, 8)),
    12: (date(2015, 1, 7), date(2015, 1, 7)),
    13: (date(2015, 1, 9), date(2015, 1, 9)),
    16: (date(2017, 2, 1), date(2017, 2, 1)),
    17: (date(2017, 2, 2), date(2017, 2, 2)),
    19: (date(2015, 11, 1), date(2015, 11, 30)),
    20: (date(2017, 2, 6), date(2017, 2, 12)),
}


@lru_cache(maxsize=2)
def load(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text("utf-8"))


def expected_bounds(value: dict[str, Any]) -> tuple[date, date]:
    """Our grain is a day: hours are cut off, and an exclusive end becomes the day before it."""
    if value["type"] == "interval":
        last = datetime.fromisoformat(value["to"]) - timedelta(seconds=1)
        return datetime.fromisoformat(value["from"]).date(), last.date()
    day, grain = datetime.fromisoformat(value["datetime"]).date(), value["grain"]
    return unit_bounds(grain if grain in ("week", "month", "quarter", "year") else "day", day)


def bounds(text: str, reference: date) -> list[tuple[date | None, date | None]]:
    return [(f.period.start, f.period.end) for f in find_periods(text, reference) if f.period]


@pytest.mark.parametrize("key", PHRASES)
def test_duckling(key: str, shared: Path):
    index, position = map(int, key.split("/"))
    suite = load(shared / "peers" / "duckling_vi_dev.json")
    block = next(b for b in suite if b["dimension"] == "Time" and b["index"] == index)
    agrees = bounds(block["phrases"][position], REFERENCE) == [expected_bounds(block["value"])]
    listed = key in OTHERWISE["duckling"] or str(index) in OTHERWISE["duckling"]
    assert agrees != listed, "agrees now: take it off the list" if agrees else block["phrases"][position]


def test_all_of_duckling_is_covered(shared: Path):
    suite = [b for b in load(shared / "peers" / "duckling_vi_dev.json") if b["dimension"] == "Time"]
    assert {b["index"]: len(b["phrases"]) for b in suite} == DUCKLING


def test_the_page_counts_what_the_list_says():
    page = (Path(__file__).parents[2] / "docs" / "peers_dates.md").read_text("utf-8")
    listed = [k for k in PHRASES if k in OTHERWISE["duckling"] or k.split("/")[0] in OTHERWISE["duckling"]]
    for suite, total, otherwise in (
        ("duckling", len(PHRASES), len(listed)),
        ("dateparser", DATEPARSER, len(OTHERWISE["dateparser"])),
    ):
        assert f"| {suite} | {total} | {total - otherwise} | {otherwise} |" in page


@pytest.mark.parametrize("position", range(DATEPARSER))
def test_dateparser(position: int, shared: Path):
    suite = load(shared / "peers" / "dateparser_vi.json")
    assert len(suite) == DATEPARSER
    agrees = dateparser_agrees(position, suite[position])
    assert agrees != (str(position) in OTHERWISE["dateparser"]), suite[position]["text"]


def dateparser_agrees(position: int, case: dict[str, Any]) -> bool:
    text = case["text"]
    if case["kind"] == "translation":
        return bounds(text, REFERENCE) == [TRANSLATED.get(position)]
    found = find_periods(text, date.fromisoformat(case["reference"][:10]) if case["reference"] else None)
    if case["kind"] == "search":
        return [w["datetime"][:10] for w in case["expected"]] == [
            str(f.period.start) for f in found if f.period
        ] and all(w["span"] in text[f.start : f.end] for w, f in zip(case["expected"], found, strict=True))
    if len(found) != 1 or found[0].period is None or found[0].period.start is None:
        return False
    day = date.fromisoformat(case["expected"][:10])
    return found[0].period.start <= day <= (found[0].period.end or day)
