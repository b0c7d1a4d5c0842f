"""Forests of plain arrays: right way down the trees, stored and read again, refused where they do not fit."""

from __future__ import annotations

import numpy as np
import pytest

from baoso.errors import ModelError
from baoso.relating.forest import Forest

NAMES = ("near", "target")


def forest(**changes):
    """Two trees: near <= 0.5 gives 1 else (target <= 0.5 gives 2 else 3), and a lone leaf of 10."""
    arrays = {
        "roots": np.array([0, 5]),
        "feature": np.array([0, 0, 1, 0, 0, 0]),
        "threshold": np.array([0.5, 0, 0.5, 0, 0, 0]),
        "children": np.array([1, 2, 1, 1, 3, 4, 3, 3, 4, 4, 5, 5]),
        "value": np.array([0, 1.0, 0, 2.0, 3.0, 10.0]),
    }
    return Forest(NAMES, **{"base": 100.0, "logistic": False, "depth": 2, **arrays, **changes})


def test_each_row_reaches_its_leaf_in_every_tree():
    assert forest().scores([[0, 0], [1, 0], [1, 1], [0.5, 9]]).tolist() == [111.0, 112.0, 113.0, 111.0]


def test_no_rows_give_no_scores():
    assert forest().scores([]).shape == (0,)


def test_a_logistic_forest_gives_probabilities():
    logistic = forest(base=-11.0, logistic=True)
    assert logistic.scores([[0, 0]]).tolist() == [0.5]


def test_stored_and_read_again_it_scores_the_same():
    own = forest()
    again = Forest.from_arrays("label", own.to_arrays("label"), "here")
    assert again.names == NAMES
    assert again.scores([[1, 1]]).tolist() == own.scores([[1, 1]]).tolist()


@pytest.mark.parametrize(
    "changes",
    [
        {"value": np.zeros(5)},
        {"threshold": np.zeros((6, 1))},
        {"feature": np.array([7, 0, 1, 0, 0, 0])},
        {"feature": np.zeros(6)},
        {"children": np.full(12, 6)},
        {"children": np.full(12, -1)},
        {"children": np.zeros(6, dtype=int)},
        {"roots": np.array([6])},
        {"roots": np.array([], dtype=int)},
        {"names": np.array([], dtype=str)},
        {"settings": np.array([0.0])},
        {"settings": np.array([0.0, 1.0, 1e9])},
    ],
)
def test_arrays_that_do_not_fit_are_refused(changes):
    arrays = forest().to_arrays("label") | {f"label.{name}": value for name, value in changes.items()}
    with pytest.raises(ModelError, match=r"^weights: .*train the model again"):
        Forest.from_arrays("label", arrays, "weights")


def test_a_missing_forest_is_named():
    with pytest.raises(ModelError, match="no forest 'place'"):
        Forest.from_arrays("place", forest().to_arrays("label"), "weights")
