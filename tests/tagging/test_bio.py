"""Tags over syllables: layers, one-hot targets, and spans from probabilities."""

from __future__ import annotations

import numpy as np
import pytest

from baoso.tagging.bio import (
    LAYERS,
    Tagged,
    decode,
    decode_sentences,
    slices_of,
    softmax,
    tags_of,
    targets,
)

TAGS = tags_of(LAYERS)


def bare(spans: list[Tagged]) -> list[tuple[str, int, int]]:
    return [(s.label, s.first, s.last) for s in spans]


def test_each_layer_has_its_own_outside() -> None:
    assert TAGS.count("O") == 2
    assert [TAGS[columns][0] for columns in slices_of(LAYERS)] == ["O", "O"]
    assert TAGS[-2:] == ["B-INDICATOR", "I-INDICATOR"]


def test_spans_come_back_from_their_targets_nested_ones_too() -> None:
    spans = [Tagged("PERSON", 0, 2), Tagged("INDICATOR", 3, 8), Tagged("PLATFORM", 5, 7), Tagged("PLATFORM", 7, 8)]
    assert bare(decode(targets(spans, 9, LAYERS), LAYERS)) == bare(spans)


def test_of_two_spans_of_a_layer_the_longer_is_kept() -> None:
    table = targets([Tagged("PLATFORM", 1, 2), Tagged("ORGANISATION", 0, 3)], 3, LAYERS)
    assert bare(decode(table, LAYERS)) == [("ORGANISATION", 0, 3)]


def test_every_row_of_targets_is_a_distribution_a_layer() -> None:
    table = targets([Tagged("EVENT", 0, 2)], 4, LAYERS)
    for columns in slices_of(LAYERS):
        assert table[:, columns].sum(axis=1).tolist() == [1.0] * 4


def test_a_continuation_needs_a_beginning() -> None:
    table = np.full((2, len(TAGS)), 0.01, dtype=np.float32)
    table[0, TAGS.index("O")] = 0.6
    table[0, TAGS.index("B-PERSON")] = 0.3
    table[1, TAGS.index("I-PERSON")] = 0.8
    assert bare(decode(table, LAYERS))[0] == ("PERSON", 0, 2)


def test_a_score_is_the_mean_probability_of_the_tags() -> None:
    table = targets([Tagged("PERSON", 0, 2)], 2, LAYERS)
    table[0, TAGS.index("B-PERSON")] = 0.8
    assert decode(table, LAYERS)[0].score == pytest.approx(0.9)


def test_no_span_crosses_a_sentence() -> None:
    table = targets([Tagged("PERSON", 0, 4)], 4, LAYERS)
    table[2, TAGS.index("B-PERSON")] = 0.4
    table[2, TAGS.index("I-PERSON")] = 0.6
    syllables = [(0, 1), (2, 3), (4, 5), (6, 7)]
    found = decode_sentences(table, syllables, [(0, 3), (4, 7)], LAYERS)
    assert bare(found) == [("PERSON", 0, 2), ("PERSON", 2, 4)]


def test_softmax_is_by_layer_and_does_not_overflow() -> None:
    logits = np.zeros((1, len(TAGS)), dtype=np.float32)
    logits[0, 1] = 1e4
    likely = softmax(logits, LAYERS)
    assert likely[0, 1] == pytest.approx(1.0)
    assert likely[0, slices_of(LAYERS)[1]].tolist() == pytest.approx([1 / 3] * 3)


def test_nothing_gives_nothing() -> None:
    assert decode(np.zeros((0, len(TAGS)), dtype=np.float32), LAYERS) == []
