"""Linear models come back from their files as they were written; files that do not fit are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from baoso.artefacts import Artefact, write_meta
from baoso.errors import ModelError
from baoso.linear import read_linear, write_linear

FEATURES, COLUMNS = ["mạng", "yếu", "thừa"], ["yes", "no"]
WEIGHTS, INTERCEPT = np.array([[1.0, -1.0], [0.5, 2.0], [0.0, 0.0]]), np.array([0.25, -0.25])


def _model(folder: Path) -> Artefact:
    write_linear(folder / "toy.npz", FEATURES, COLUMNS, WEIGHTS, INTERCEPT)
    return write_meta(folder, model="toy", files=["toy.npz"], data={}, scores={})


def test_scores_add_up_what_the_model_knows(tmp_path: Path) -> None:
    model = read_linear(_model(tmp_path), "toy.npz")
    assert model.columns == ("yes", "no")
    assert model.scores(["mạng", "yếu", "lạ"]).tolist() == [1.75, 0.75]
    assert model.scores([]).tolist() == [0.25, -0.25]


def test_features_without_a_weight_are_not_kept(tmp_path: Path) -> None:
    assert set(read_linear(_model(tmp_path), "toy.npz").rows) == {"mạng", "yếu"}


def test_sums_are_told_row_by_row_also_of_rows_that_know_nothing(tmp_path: Path) -> None:
    model = read_linear(_model(tmp_path), "toy.npz")
    rows = [[], ["mạng"], ["lạ"], ["mạng", "yếu"], []]
    assert model.sums(rows).tolist() == [[0, 0], [1, -1], [0, 0], [1.5, 1], [0, 0]]
    assert model.sums([["lạ"]]).tolist() == [[0, 0]]


def test_probabilities_sum_up_to_one_in_the_order_of_the_scores(tmp_path: Path) -> None:
    shares = read_linear(_model(tmp_path), "toy.npz").probabilities(["yếu"])
    assert shares.sum() == pytest.approx(1)
    assert shares[1] > shares[0]


def test_the_same_values_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    _model(tmp_path / "a")
    _model(tmp_path / "b")
    assert (tmp_path / "a" / "toy.npz").read_bytes() == (tmp_path / "b" / "toy.npz").read_bytes()


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    model = _model(tmp_path)
    write_linear(tmp_path / "toy.npz", FEATURES, COLUMNS, WEIGHTS + 1, INTERCEPT)
    with pytest.raises(ModelError, match=r"toy\.npz: not the file"):
        read_linear(model, "toy.npz")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"weights": np.zeros((5, 2), dtype=np.float16)}, "weights for 2 features"),
        ({"intercept": np.zeros(3, dtype=np.float32)}, "weights for 2 features"),
        ({"features": None}, "lacks one of"),
        ({"features": np.array(["mạng", {}], dtype=object)}, "allow_pickle"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    arrays = {
        "features": np.array(["mạng", "yếu"]),
        "columns": np.array(COLUMNS),
        "weights": np.zeros((2, 2), dtype=np.float16),
        "intercept": np.zeros(2, dtype=np.float32),
    } | changes
    np.savez(tmp_path / "toy.npz", **{k: v for k, v in arrays.items() if v is not None})
    model = write_meta(tmp_path, model="toy", files=["toy.npz"], data={}, scores={})
    with pytest.raises(ModelError, match=told):
        read_linear(model, "toy.npz")


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "toy.npz").write_bytes(b"PK nothing")
    model = write_meta(tmp_path, model="toy", files=["toy.npz"], data={}, scores={})
    with pytest.raises(ModelError, match="install the model again"):
        read_linear(model, "toy.npz")
