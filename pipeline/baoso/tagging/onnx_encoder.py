"""A fine-tuned encoder in ONNX: checked when it is read, run by onnxruntime and numpy, without torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import numpy as np

from baoso.artefacts import Artefact, checked
from baoso.errors import ModelError
from baoso.tagging.bio import Array, Layers, decode_sentences, softmax, tags_of
from baoso.tagging.pieces import PieceTokenizer, Segmented, by_syllable, read_tokenizer
from baoso.tagging.windows import windows
from baoso.types import Label

WEIGHTS = "model.onnx"
INPUTS = ("input_ids", "attention_mask")
OUTPUT = "logits"
# Raised where the meaning of `settings` changes.
FORM = 1
_AGAIN = "train it again with `baoso train encoder`"


@dataclass(frozen=True, slots=True)
class Found:
    """A span that the encoder labels, in code points of the text; `score` from 0 to 1."""

    label: Label
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class OnnxEncoder:
    """The session, its tokenizer, and what `meta.json` says about both.

    Windows have `window` pieces, special ones not counted, and share `overlap`. `thresholds` is the least score of a
    label's mentions.
    """

    session: Any
    tokenizer: PieceTokenizer
    layers: Layers
    window: int
    overlap: int
    thresholds: Mapping[str, float]

    def probabilities(self, given: Segmented) -> Array:
        """The probability of the tags of each syllable of `given`, (syllables, columns)."""
        pieces = self.tokenizer.pieces(given)
        scores = np.zeros((len(pieces.ids), len(tags_of(self.layers))), dtype=np.float32)
        before = len(self.tokenizer.prefix)
        # One window at a time: what int8 rounds to depends on all that is computed together.
        for w in windows(len(pieces.ids), self.window, self.overlap):
            logits = self._run(self.tokenizer.window(pieces.ids[w.start : w.end]))
            scores[w.first : w.last] = logits[before + w.first - w.start : before + w.last - w.start]
        return by_syllable(pieces, softmax(scores, self.layers), self.layers)

    def find(self, given: Segmented) -> list[Found]:
        """Every labelled span of `given`, whatever its score; none crosses a sentence."""
        syllables, probabilities = given.syllables, self.probabilities(given)
        return [
            Found(tag.label, syllables[tag.first][0], syllables[tag.last - 1][1], tag.score)
            for tag in decode_sentences(probabilities, syllables, given.sentences, self.layers)
        ]

    def _run(self, ids: list[int]) -> Array:
        given = np.array([ids], dtype=np.int64)
        (logits,) = self.session.run([OUTPUT], {"input_ids": given, "attention_mask": np.ones_like(given)})
        return np.asarray(logits[0], dtype=np.float32)

    def checked(self, where: Path) -> OnnxEncoder:
        """This encoder, once a full window of the vocabulary's last piece has gone through it.

        Raises `ModelError`, naming `where`, for inputs or outputs that are not those of a tagger of these layers.
        """
        inputs = sorted(i.name for i in self.session.get_inputs())
        outputs = [o.name for o in self.session.get_outputs()]
        if inputs != sorted(INPUTS) or OUTPUT not in outputs:
            raise ModelError(
                f"{where}: takes {', '.join(inputs)} and gives {', '.join(outputs)}, where {', '.join(INPUTS)} and "
                f"{OUTPUT} belong; {_AGAIN}"
            )
        ids = self.tokenizer.window([len(self.tokenizer.tokenizer) - 1] * self.window)
        try:
            shape, wanted = self._run(ids).shape, (len(ids), len(tags_of(self.layers)))
        except Exception as error:  # onnxruntime's own errors have no common base
            raise ModelError(f"{where}: cannot read {len(ids)} pieces ({_first_line(error)}); {_AGAIN}") from error
        if shape != wanted:
            raise ModelError(
                f"{where}: gives scores of shape {shape} for {wanted[0]} pieces and {wanted[1]} tags; {_AGAIN}"
            )
        return self


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).split("\n")[0]


@lru_cache(maxsize=2)
def read_encoder(model: str) -> OnnxEncoder:
    """The encoder that `baoso train encoder` wrote to the folder `model`, or that has this name; once a process.

    Raises `ModelError` where onnxruntime is missing, a file is missing or altered, or the model is no such encoder.
    """
    artefact = checked(model)
    layers, window, overlap, words, thresholds = _settings(artefact)
    path = artefact.file(WEIGHTS)
    tokenizer = read_tokenizer(artefact.path, words)
    return OnnxEncoder(_session(path), tokenizer, layers, window, overlap, thresholds).checked(path)


def _settings(artefact: Artefact) -> tuple[Layers, int, int, bool, dict[str, float]]:
    own = artefact.meta.get("settings", {})
    try:
        layers = tuple(tuple(layer) for layer in own["layers"])
        labels = [label for layer in layers for label in layer]
        window, overlap = int(own["window"]), int(own["overlap"])
        thresholds = {str(label): float(own["thresholds"][label]) for label in labels}
        sound = own["form"] == FORM and labels and set(labels) <= set(get_args(Label)) and 0 <= overlap < window
        words = own["words"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{artefact.path}: its settings lack {error}; {_AGAIN}") from error
    if not sound or not isinstance(words, bool):
        raise ModelError(f"{artefact.path}: its settings are not those of an encoder of form {FORM}; {_AGAIN}")
    return layers, window, overlap, words, thresholds


def _session(path: Path) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelError(f"{path}: needs onnxruntime; install it: pip install 'baoso[onnx]'") from error
    options = onnxruntime.SessionOptions()
    # Batches run one process a core.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        # from bytes, so that no graph can name further files
        return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own errors have no common base
        raise ModelError(f"{path}: is no model that onnxruntime can run ({_first_line(error)}); {_AGAIN}") from error
