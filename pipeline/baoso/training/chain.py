"""Fitting a linear chain with CRFsuite, and taking its weights out as arrays."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from baoso.errors import BaosoError
from baoso.tagging.chain import ChainWeights
from baoso.tagging.chain_columns import attributes, word_keys
from baoso.training.config import Settings
from baoso.training.tagged import Example


class ChainSettings(Settings):
    """How the chain is fitted: elastic net (`c1`, `c2`), and how often an attribute must occur."""

    c1: float
    c2: float
    min_count: int


def crfsuite() -> Any:
    """The module `pycrfsuite`. Raises `BaosoError` where it is not installed."""
    try:
        import pycrfsuite
    except ImportError as error:
        raise BaosoError("training the tagger needs python-crfsuite; pip install 'baoso[train]'") from error
    return pycrfsuite


class ChainTrainer:
    """The sequences of some examples, ready to be fitted with more or fewer iterations."""

    def __init__(self, examples: Sequence[Example], clusters: Mapping[str, str], settings: ChainSettings) -> None:
        self._trainer = crfsuite().Trainer(verbose=False, algorithm="lbfgs")
        self._settings = settings
        for example in examples:
            tags = example.tags()
            for (_, count, first), rows in zip(example.seen.sentences, attribute_rows(example, clusters), strict=True):
                self._trainer.append(rows, tags[first : first + count])

    def fit(self, iterations: int) -> ChainWeights:
        """The weights after at most `iterations` iterations; the same data and settings give the same ones."""
        own = self._settings
        self._trainer.set_params(
            {"c1": own.c1, "c2": own.c2, "feature.minfreq": own.min_count, "max_iterations": iterations}
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "chain.crfsuite")
            self._trainer.train(str(path))
            tagger = crfsuite().Tagger()
            tagger.open(str(path))
            try:
                return weights_of(tagger)
            finally:
                tagger.close()


def attribute_rows(example: Example, clusters: Mapping[str, str]) -> list[list[list[str]]]:
    """Of each sentence, of each syllable, its attributes."""
    seen = example.seen
    keys = {word: word_keys(word, clusters) for word in set(seen.words)}
    return [[list(attributes(seen, keys, at + k)) for k in range(count)] for at, count, _ in seen.sentences]


def weights_of(tagger: Any) -> ChainWeights:
    """The weights of an open tagger of `pycrfsuite`; its labels and attributes are put in order."""
    info = tagger.info()
    labels = tuple(sorted(tagger.labels()))
    number = {label: k for k, label in enumerate(labels)}
    moves = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for (one, other), weight in info.transitions.items():
        moves[number[one], number[other]] = weight
    names = tuple(sorted({attribute for attribute, _ in info.state_features}))
    row = {name: k for k, name in enumerate(names)}
    weights = np.zeros((len(names), len(labels)), dtype=np.float32)
    for (attribute, label), weight in info.state_features.items():
        weights[row[attribute], number[label]] = weight
    return ChainWeights(labels, moves, names, weights)
