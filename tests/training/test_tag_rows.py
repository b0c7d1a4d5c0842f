"""What a token classifier is asked for: one distribution at the piece that scores a syllable, nothing elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np

from baoso.tagging.bio import LAYERS, Tagged, tags_of, targets
from baoso.tagging.pieces import Pieces, PieceTokenizer
from baoso.training.tag_rows import piece_targets, rows

COLUMNS = len(tags_of(LAYERS))
# "ab" in two pieces, "c" and "d" in one, "e" dropped
PIECES = Pieces([(0, 2), (3, 4), (4, 5), (6, 7)], [5, 6, 7], [0, 2, 2, None], [True, True, False, True])


class Letters:
    """A tokenizer of letters with one special piece on each side."""

    name_or_path = "letters"

    def __call__(self, text: str, add_special_tokens: bool = True, **_: Any) -> dict[str, Any]:
        ids = [ord(c) for c in text]
        return {"input_ids": [1, *ids, 2] if add_special_tokens else ids}


def test_only_the_piece_that_scores_a_syllable_is_asked() -> None:
    tags = targets([Tagged("PERSON", 0, 2)], 4, LAYERS)
    wanted = piece_targets(PIECES, tags)
    assert wanted[0].tolist() == tags[0].tolist()
    assert not wanted[1].any()
    assert wanted[2].tolist() == tags[1].tolist()


def test_windows_hold_every_piece_with_special_ones_that_ask_for_nothing() -> None:
    many = Pieces([(i, i + 1) for i in range(11)], list(range(10, 21)), list(range(11)), [True] * 11)
    tags = targets([Tagged("EVENT", 2, 6)], 11, LAYERS)
    made = list(rows(many, tags, PieceTokenizer(Letters(), words=False), window=4, overlap=1))
    assert {i for row in made for i in row["input_ids"][1:-1]} == set(range(10, 21))
    for row in made:
        labels = np.array(row["labels"]).reshape(-1, COLUMNS)
        assert (row["input_ids"][0], row["input_ids"][-1]) == (1, 2)
        assert not labels[[0, -1]].any()
        own = [i - 10 for i in row["input_ids"][1:-1]]
        assert np.array_equal(labels[1:-1], tags[own])
