from __future__ import annotations

import pytest

from baoso.tracking.store import build
from baoso.tracking.unlinked import unlinked
from tracked import Piece, Told, make_run, place


def told(number, label, unit="%", indicator=None):
    return Told(f"{number} {unit}", number, unit, indicator, label, place("Hà Nội"))


@pytest.fixture
def db(tmp_path):
    labels = ["hộ có internet cáp quang", "tỷ lệ hộ dùng internet cáp quang", "số hộ có internet cáp quang"]
    pieces = [Piece([told(n, label)], f"Báo {n}") for n, label in enumerate(labels, 1)]
    pieces += [Piece([told(40, "người dân hài lòng")]), Piece([told(5, "hộ có internet cáp quang", "hộ")])]
    pieces += [Piece([told(90, "hồ sơ trực tuyến toàn trình", indicator="qd766-hs-tt")])]
    build([make_run(tmp_path / "out", pieces)], tmp_path / "db")
    return tmp_path / "db"


def test_labels_that_are_alike_stand_together(db):
    frame = unlinked(db)
    first = frame.iloc[0]
    assert (first["unit"], first["facts"], first["articles"], first["labels"], first["places"]) == ("%", 3, 3, 3, 1)
    assert "cáp quang" in first["evidence"]
    assert set(frame["label"].iloc[1:]) == {"người dân hài lòng", "hộ có internet cáp quang"}
    assert frame.attrs["left_out"] == 0


def test_labels_with_an_id_are_not_among_them(db):
    assert "hồ sơ trực tuyến toàn trình" not in set(unlinked(db)["label"])


def test_what_is_left_out_is_told(db):
    frame = unlinked(db, limit=2)
    assert frame["labels"].sum() == 2
    assert frame.attrs["left_out"] == 3
