from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.errors import ModelError
from baoso.segmenting.crf import TwoLabelCRF, read_crf

WEIGHTS = st.floats(-5, 5, allow_nan=False).map(lambda x: round(x, 3))


def total(moves, scores, path):
    """The score of one sequence of labels; 0 is the first label, whose lead over the second `scores` tell."""
    seen = sum(score for score, label in zip(scores, path, strict=True) if label == 0)
    return seen + sum(moves[a][b] for a, b in itertools.pairwise(path))


@given(st.lists(WEIGHTS, max_size=7), st.tuples(st.tuples(WEIGHTS, WEIGHTS), st.tuples(WEIGHTS, WEIGHTS)))
def test_no_sequence_of_labels_beats_the_one_found(scores, moves):
    found = TwoLabelCRF(("B", "I"), {}, moves).first_label(scores)
    path = [0 if first else 1 for first in found]
    best = max((total(moves, scores, p) for p in itertools.product((0, 1), repeat=len(scores))), default=0.0)
    assert len(path) == len(scores)
    assert total(moves, scores, path) == pytest.approx(best)


@pytest.mark.parametrize("data", [b"", b"lCRF", b"a text, no model; " * 9])
def test_what_is_no_model_is_refused_by_name(tmp_path, data):
    path = tmp_path / "models.bin"
    path.write_bytes(data)
    with pytest.raises(ModelError, match=r"models\.bin.*reinstall"):
        read_crf(path)
