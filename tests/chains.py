"""A small chain with weights of its own, and a text in its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from baoso.segmenting.sentences import find_sentences
from baoso.tagging.chain import Chain, ChainWeights
from baoso.tagging.chain_columns import Columns, columns
from baoso.tagging.syllables import syllables
from baoso.types import Block, Mention

TAGS = ("B-PERSON", "B-PLATFORM", "I-PERSON", "I-PLATFORM", "O")


def weights(told: Mapping[str, Mapping[str, float]], labels: Sequence[str] = TAGS) -> ChainWeights:
    """Weights by attribute and tag; an inner tag follows only its own label's."""
    names = tuple(sorted(told))
    held = np.zeros((len(names), len(labels)), dtype=np.float32)
    for row, name in enumerate(names):
        for tag, weight in told[name].items():
            held[row, labels.index(tag)] = weight
    moves = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for i, one in enumerate(labels):
        for j, other in enumerate(labels):
            if other.startswith("I-") and one[2:] != other[2:]:
                moves[i, j] = -20.0
    return ChainWeights(tuple(labels), moves, names, held)


def random_chain(seed: int, names: Sequence[str]) -> Chain:
    """A chain with drawn weights for the attributes `names`, and drawn moves."""
    rng = np.random.default_rng(seed)
    held = rng.normal(size=(len(names), len(TAGS))).astype(np.float32)
    moves = rng.normal(size=(len(TAGS), len(TAGS))).astype(np.float32)
    return Chain(ChainWeights(TAGS, moves, tuple(names), held), {})


def seen(text: str, mentions: Sequence[Mention] = (), blocks: Sequence[Block] = ()) -> Columns:
    """The columns of `text`, one body block unless told."""
    return columns(syllables(text), find_sentences(text), blocks or [Block("body", 0, len(text))], mentions)
