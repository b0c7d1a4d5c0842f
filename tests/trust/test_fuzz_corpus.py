"""Inputs that once reached new code, or once broke something, replayed; and the fuzzer's own parts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.corpus import kept
from trust.targets import TARGETS, date_pieces

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", TARGETS)
def test_kept_inputs_keep_the_promises(name):
    inputs = [*TARGETS[name].seeds, *kept(name)]
    assert inputs
    for one in inputs:
        TARGETS[name].check(one)


def test_the_results_count_every_target():
    counted = json.loads((HERE / "fuzz_results.json").read_text("utf-8"))
    assert set(counted) == set(TARGETS)
    assert sum(how for one in counted.values() for how in one.values()) >= 10_000_000


@given(st.binary(max_size=40))
def test_bytes_stand_for_texts(data):
    pieces = date_pieces()
    text = pieces.text(data)
    assert pieces.text(pieces.code(text)) == text


@pytest.mark.parametrize("name", ["periods", "quantities", "sentences"])
def test_a_target_fails_where_a_promise_is_broken(name, monkeypatch):
    """The checks can fail: a span that is not in the text is seen."""
    from baoso.values.periods import FoundPeriod
    from trust import targets

    wrong = {
        "periods": [FoundPeriod(0, 99, None, "day")],
        "quantities": [FoundPeriod(3, 2, None, "")],
        "sentences": [(0, 1)],
    }
    monkeypatch.setattr(targets, f"find_{name}", lambda *given: wrong[name])
    with pytest.raises((AssertionError, AttributeError)):
        TARGETS[name].check("năm 2021, đạt 5%")
