"""Our reading of numbers and money against another package's suite; what differs on purpose is listed."""

from __future__ import annotations

import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from baoso.values.numbers import parse_number
from baoso.values.quantities import find_quantities

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

OTHERWISE: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "peers_numbers.toml").read_text("utf-8")
)
# Dimension → block index → number of phrases, so that every phrase has an id without the suite at hand.
BLOCKS = {
    "Numeral": {0: 2, 2: 2, 4: 2, 6: 2, 8: 2, 10: 2, 12: 4, 14: 6, 16: 3, 18: 2, 20: 1},
    "AmountOfMoney": {0: 5, 2: 3, 4: 6, 6: 3, 8: 5, 10: 5, 12: 1, 14: 2, 16: 10, 18: 8},
    "Ordinal": {0: 3},
}
PHRASES = [(d, f"{b}/{i}") for d, blocks in BLOCKS.items() for b, count in blocks.items() for i in range(count)]
CURRENCIES = {"$": "USD"}


@lru_cache(maxsize=1)
def load(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text("utf-8"))


def agrees(dimension: str, phrase: str, value: dict[str, Any]) -> bool:
    if dimension == "Numeral":
        return parse_number(phrase) == pytest.approx(value["number"])
    found = find_quantities(phrase)
    if len(found) != 1 or dimension == "Ordinal":
        return len(found) == 1 and found[0].quantity.value == value["number"]
    q = found[0].quantity
    if q.unit != CURRENCIES.get(value["currency"], value["currency"]):
        return False
    if value["amount"] is not None:
        return (q.value, q.comparator) == (pytest.approx(value["amount"]), "eq")
    if "min" in value:
        return (q.value, q.value_high, q.comparator) == (value["min"], value["max"], "between")
    # the suite does not tell strict bounds from inclusive ones
    return q.value == value["max"] and q.comparator in ("lt", "le")


@pytest.mark.parametrize(("dimension", "key"), PHRASES)
def test_duckling(dimension: str, key: str, shared: Path):
    index, position = map(int, key.split("/"))
    suite = load(shared / "peers" / "duckling_vi_dev.json")
    block = next(b for b in suite if b["dimension"] == dimension and b["index"] == index)
    same = agrees(dimension, block["phrases"][position], block["value"])
    listed = key in OTHERWISE[dimension] or str(index) in OTHERWISE[dimension]
    assert same != listed, "agrees now: take it off the list" if same else block["phrases"][position]


def test_all_of_duckling_is_covered(shared: Path):
    suite = load(shared / "peers" / "duckling_vi_dev.json")
    for dimension, blocks in BLOCKS.items():
        assert {b["index"]: len(b["phrases"]) for b in suite if b["dimension"] == dimension} == blocks


def test_the_page_counts_what_the_list_says():
    page = (Path(__file__).parents[2] / "docs" / "peers_numbers.md").read_text("utf-8")
    for dimension in BLOCKS:
        keys = [key for d, key in PHRASES if d == dimension]
        listed = [k for k in keys if k in OTHERWISE[dimension] or k.split("/")[0] in OTHERWISE[dimension]]
        assert f"| {dimension} | {len(keys)} | {len(keys) - len(listed)} | {len(listed)} |" in page
