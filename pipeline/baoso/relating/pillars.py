"""Which pillar of the programme a metric speaks of, by a trained classifier."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from baoso.artefacts import checked
from baoso.linear import Linear, read_linear
from baoso.text.grams import pairs_of, words_of
from baoso.types import Pillar

MODEL = "classifiers"
FILE = "pillars.npz"
AROUND = "~"  # marks a word of the sentence, as against one of the label


def pillar_features(label: str, sentence: str) -> list[str]:
    """The names of the features: words and pairs of what is measured, and words of the sentence."""
    own = words_of(label)
    return [*dict.fromkeys([*own, *pairs_of(own)]), *_around(sentence)]


# The numbers of a sentence come one after the other.
@lru_cache(maxsize=8)
def _around(sentence: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{AROUND}{word}" for word in words_of(sentence)))


@lru_cache(maxsize=1)
def _model() -> Linear:
    return read_linear(checked(MODEL), FILE)


def likeliest(label: str, sentence: str) -> tuple[Pillar, float]:
    """The likeliest pillar of a number that measures `label` in `sentence`, and its probability (0 to 1)."""
    shares = _model().probabilities(pillar_features(label, sentence))
    best = int(shares.argmax())
    return cast(Pillar, _model().columns[best]), float(shares[best])
