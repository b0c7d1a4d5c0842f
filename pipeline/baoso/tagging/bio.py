"""Labels as tags over syllables: what the learned taggers predict, and mentions from their probabilities.

Labels that nest in gold are put in layers, each with tags of its own (O, B-…, I-…): a platform within what is
measured is then no conflict. A model's columns are the tags of the first layer, then those of the next.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from baoso.types import Label

Array: TypeAlias = npt.NDArray[np.float32]
Bounds: TypeAlias = tuple[int, int]
Layers: TypeAlias = Sequence[Sequence[Label]]
LAYERS: Layers = (("PERSON", "TITLE", "ORGANISATION", "PROGRAMME", "PLATFORM", "EVENT"), ("INDICATOR",))
# A forbidden step's cost, far above any sum of log-probabilities that matters and finite, so that a path remains.
_FORBIDDEN = -1e6
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Tagged:
    """A labelled run of syllables `first`:`last` (end exclusive); `score` is the mean probability of its tags."""

    label: Label
    first: int
    last: int
    score: float = 1.0


def tags_of(layers: Layers) -> list[str]:
    """The tags of all layers in the order of a model's columns, each layer beginning with "O"."""
    return [tag for layer in layers for tag in ("O", *(f"{mark}-{label}" for label in layer for mark in "BI"))]


def slices_of(layers: Layers) -> list[slice]:
    """The columns of each layer."""
    edges = [0, *accumulate(1 + 2 * len(layer) for layer in layers)]
    return [slice(a, b) for a, b in pairwise(edges)]


def targets(spans: Iterable[Tagged], length: int, layers: Layers) -> Array:
    """One-hot tags of shape (length, columns). Of two spans of one layer that overlap the longer is kept."""
    table = np.zeros((length, len(tags_of(layers))), dtype=np.float32)
    wanted = sorted(spans, key=lambda s: (s.first - s.last, s.first))
    for layer, columns in zip(layers, slices_of(layers), strict=True):
        part = table[:, columns]
        part[:, 0] = 1.0
        for span in wanted:
            if span.label in layer and part[span.first : span.last, 0].all():
                begin = 1 + 2 * layer.index(span.label)
                part[span.first : span.last] = 0.0
                part[span.first, begin] = 1.0
                part[span.first + 1 : span.last, begin + 1] = 1.0
    return table


def softmax(logits: Array, layers: Layers) -> Array:
    """Probabilities of shape (length, columns) from logits of that shape, layer by layer."""
    parts = []
    for columns in slices_of(layers):
        part = logits[:, columns].astype(np.float64)
        shifted = np.exp(part - part.max(axis=1, keepdims=True))
        parts.append(shifted / shifted.sum(axis=1, keepdims=True))
    return np.asarray(np.concatenate(parts, axis=1), dtype=np.float32)


def decode(probabilities: Array, layers: Layers) -> list[Tagged]:
    """The runs that the likeliest valid tags tell (Viterbi; no I- without its B-), in text order."""
    found = []
    for layer, columns in zip(layers, slices_of(layers), strict=True):
        found += _decode_layer(probabilities[:, columns], layer)
    return sorted(found, key=lambda s: (s.first, -s.last))


def decode_sentences(
    probabilities: Array, syllables: Sequence[Bounds], sentences: Iterable[Bounds], layers: Layers
) -> list[Tagged]:
    """`decode` sentence by sentence, so that no run crosses one; `first` and `last` count from the text's start."""
    starts = [start for start, _ in syllables]
    found: list[Tagged] = []
    for start, end in sentences:
        a, b = bisect_left(starts, start), bisect_left(starts, end)
        found += [replace(t, first=t.first + a, last=t.last + a) for t in decode(probabilities[a:b], layers)]
    return found


def _steps(size: int) -> Array:
    """Log-weights of tag after tag: 0 where allowed. Tag 0 is O; odd ones begin, even ones go on."""
    allowed = np.zeros((size, size), dtype=np.float32)
    for inside in range(2, size, 2):
        allowed[:, inside] = _FORBIDDEN
        allowed[[inside - 1, inside], inside] = 0.0
    return allowed


def _best_path(probabilities: Array) -> list[int]:
    length, size = probabilities.shape
    steps, emitted = _steps(size), np.log(probabilities + _TINY)
    score = emitted[0] + steps[0]
    back = np.zeros((length, size), dtype=np.int64)
    for i in range(1, length):
        through = score[:, None] + steps
        back[i] = through.argmax(axis=0)
        score = through[back[i], np.arange(size)] + emitted[i]
    path = [int(score.argmax())]
    for i in range(length - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


def _decode_layer(probabilities: Array, layer: Sequence[Label]) -> list[Tagged]:
    if not len(probabilities):
        return []
    path = _best_path(probabilities)
    found: list[Tagged] = []
    for first, tag in enumerate(path):
        if tag % 2 == 0:
            continue
        last = first + 1
        while last < len(path) and path[last] == tag + 1:
            last += 1
        score = float(np.mean([probabilities[i, path[i]] for i in range(first, last)]))
        found.append(Tagged(layer[(tag - 1) // 2], first, last, score))
    return found
