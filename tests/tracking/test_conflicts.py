from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baoso.tracking.store import build, open_store
from tracked import Piece, Told, make_run, place

HANOI = place("Hà Nội")


def conflicts(tmp_path, *pieces):
    build([make_run(tmp_path / "out", pieces)], tmp_path / "db")
    with open_store(tmp_path / "db") as store:
        return store.sql("SELECT * FROM conflicts").df()


def two(tmp_path, one, other, **changes):
    """The conflicts of two articles that tell one fact each, the second with `changes`."""
    told = Told(*one, at=HANOI)
    return conflicts(tmp_path, Piece([told]), Piece([replace(told, says=other[0], value=other[1], **changes)], "Báo B"))


def test_two_papers_that_cannot_both_be_right(tmp_path):
    found = two(tmp_path, ("86,2%", 86.2), ("88,7%", 88.7))
    assert found[["place", "indicator_key", "value_a", "value_b", "outlet_a", "outlet_b"]].values.tolist() == [
        ["Hà Nội", "qd766-hs-tt", 86.2, 88.7, "Báo A", "Báo B"]
    ]
    assert "86,2%" in found["evidence_a"][0]
    assert "88,7%" in found["evidence_b"][0]


@pytest.mark.parametrize(
    ("one", "other", "changes"),
    [
        (("86%", 86), ("86,3%", 86.3), {}),
        (("86%", 86), ("trên 80%", 80), {"comparator": "gt"}),
        (("86%", 86), ("88%", 88), {"status": "target"}),
        (("86%", 86), ("88%", 88), {"at": place("Huế")}),
        (("86%", 86), ("88%", 88), {"period": (date(2023, 1, 1), date(2023, 12, 31))}),
        (("86%", 86), ("88%", 88), {"period": None}),
        (("86%", 86), ("88 điểm", 88), {"unit": "điểm"}),
        (("86%", 86), ("88%", 88), {"measure": "change", "direction": "up"}),
        (("86%", 86), ("88%", 88), {"indicator": "qd766-c-dung-han"}),
    ],
)
def test_what_is_no_contradiction(tmp_path, one, other, changes):
    assert two(tmp_path, one, other, **changes).empty


def test_what_is_tied_to_no_time_contradicts_nothing(tmp_path):
    told = Told("86%", 86, at=HANOI, period=None)
    assert conflicts(tmp_path, Piece([told]), Piece([replace(told, says="88%", value=88)], "Báo B")).empty


def test_an_article_is_not_held_against_itself(tmp_path):
    told = Told("86%", 86, at=HANOI)
    assert conflicts(tmp_path, Piece([told, replace(told, says="88%", value=88)])).empty


def test_a_pair_is_listed_once_whatever_its_sources(tmp_path):
    told = Told("86%", 86, at=HANOI)
    pieces = [Piece([told], f"Báo {n}") for n in range(3)]
    assert len(conflicts(tmp_path, *pieces, Piece([replace(told, says="88%", value=88)], "Báo X"))) == 1


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 30), min_size=2, max_size=5, unique=True))
def test_conflicts_are_the_pairs_whose_intervals_do_not_meet(tmp_path_factory, values):
    pieces = [Piece([Told(f"{v}%", v, at=HANOI)], f"Báo {v}") for v in values]
    found = conflicts(tmp_path_factory.mktemp("run"), *pieces)
    pairs = {(a, b) for a in values for b in values if a + 0.5 < b - 0.5}
    assert set(zip(found["value_a"], found["value_b"], strict=True)) == pairs
