"""A linear-chain CRF with two labels, read from a file in the format of CRFsuite."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from baoso.errors import ModelError

_HEADER = struct.Struct("<4sI4s9I")
_CHUNK = struct.Struct("<4sII")
_DATABASE = struct.Struct("<4s5I")
_FEATURE = np.dtype([("kind", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])
_STATE, _TRANSITION = 0, 1


@dataclass(frozen=True, slots=True)
class TwoLabelCRF:
    """Weights of the first label over the second one.

    `attributes` are those of what is seen; ``moves[i][j]`` is the score of label j behind label i.
    """

    labels: tuple[str, str]
    attributes: dict[str, float]
    moves: tuple[tuple[float, float], tuple[float, float]]

    def first_label(self, scores: Sequence[float]) -> list[bool]:
        """The likeliest labels of a sequence: whether each is the first one.

        `scores` are the sums of the attributes' weights, one a place. An empty sequence has none.
        """
        (stay, leave), (enter, rest) = self.moves
        ahead = 0.0
        back: list[tuple[bool, bool]] = []
        for at, score in enumerate(scores):
            if at:
                back.append((ahead + stay >= enter, ahead + leave >= rest))
                ahead = max(ahead + stay, enter) - max(ahead + leave, rest)
            ahead += score
        first = [ahead >= 0.0] * min(1, len(scores))
        for before_first, before_second in reversed(back):
            first.append(before_first if first[-1] else before_second)
        return first[::-1]


def read_crf(path: Path) -> TwoLabelCRF:
    """The model in the file at `path`.

    Raises `ModelError` where it is no CRFsuite model or has other than two labels.
    """
    data = path.read_bytes()
    try:
        magic, _, kind, _, _, label_count, _, features_at, labels_at, attributes_at, _, _ = _HEADER.unpack_from(data)
        if (magic, kind, label_count) != (b"lCRF", b"FOMC", 2):
            raise ModelError(f"{path}: no CRFsuite model of two labels; reinstall the package that it came with")
        labels, names = _strings(data, labels_at), _strings(data, attributes_at)
        count = _CHUNK.unpack_from(data, features_at)[2]
        features = np.frombuffer(data, _FEATURE, count, features_at + _CHUNK.size)
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise ModelError(f"{path}: {error}; reinstall the package that it came with") from error
    states = features[features["kind"] == _STATE]
    weights = np.zeros((len(names), 2))
    np.add.at(weights, (states["source"], states["target"]), states["weight"])
    moves = np.zeros((2, 2))
    for feature in features[features["kind"] == _TRANSITION]:
        moves[feature["source"], feature["target"]] = feature["weight"]
    ahead = (weights[:, 0] - weights[:, 1]).tolist()
    (stay, leave), (enter, rest) = moves.tolist()
    return TwoLabelCRF((labels[0], labels[1]), dict(zip(names, ahead, strict=True)), ((stay, leave), (enter, rest)))


def _strings(data: bytes, at: int) -> list[str]:
    """The strings of a CQDB table that starts at `at`, by their number."""
    *_, count, links_at = _DATABASE.unpack_from(data, at)
    strings = []
    for offset in np.frombuffer(data, "<u4", count, at + links_at).tolist():
        start = at + offset + 8
        (length,) = struct.unpack_from("<I", data, start - 4)
        strings.append(data[start : start + length - 1].decode("utf-8"))
    return strings
