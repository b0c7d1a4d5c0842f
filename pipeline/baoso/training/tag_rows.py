"""Windows of pieces as rows that a token classifier learns from, and the loss over several layers of tags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from baoso.tagging.bio import Array, Layers, slices_of
from baoso.tagging.pieces import Pieces, PieceTokenizer
from baoso.tagging.windows import windows


def piece_targets(pieces: Pieces, tags: Array) -> Array:
    """The tags that each piece must give, (pieces, columns), from those of each syllable, (syllables, columns).

    Only the piece that a syllable is scored by has any; where it stands for several, those of the first.
    """
    made = np.zeros((len(pieces.ids), tags.shape[1]), dtype=np.float32)
    for own, piece, opens in zip(tags, pieces.piece, pieces.opens, strict=True):
        if piece is not None and opens:
            made[piece] = own
    return made


def rows(pieces: Pieces, tags: Array, tokenizer: PieceTokenizer, window: int, overlap: int) -> Iterator[dict[str, Any]]:
    """Windows as `{"input_ids": [int] * n, "labels": [float] * (n * columns)}`, special pieces included.

    A row of zeros among the labels asks for nothing.
    """
    wanted = piece_targets(pieces, tags)
    before, behind = len(tokenizer.prefix), len(tokenizer.suffix)
    for w in windows(len(pieces.ids), window, overlap):
        labels = np.pad(wanted[w.start : w.end], ((before, behind), (0, 0)))
        yield {"input_ids": tokenizer.window(pieces.ids[w.start : w.end]), "labels": labels.ravel().tolist()}


class TagCollator:
    """Rows → tensors: ids and mask of shape (batch, length), labels of shape (batch, length, columns)."""

    def __init__(self, padding: int, columns: int) -> None:
        self.padding = padding
        self.columns = columns

    def __call__(self, batch: list[dict[str, Any]]) -> dict[str, Any]:
        """Pad `batch` to its longest row."""
        import torch

        longest = max(len(row["input_ids"]) for row in batch)
        ids = np.full((len(batch), longest), self.padding, dtype=np.int64)
        mask = np.zeros((len(batch), longest), dtype=np.int64)
        labels = np.zeros((len(batch), longest, self.columns), dtype=np.float32)
        for i, row in enumerate(batch):
            length = len(row["input_ids"])
            ids[i, :length], mask[i, :length] = row["input_ids"], 1
            labels[i, :length] = np.asarray(row["labels"], dtype=np.float32).reshape(length, self.columns)
        return {
            "input_ids": torch.from_numpy(ids),
            "attention_mask": torch.from_numpy(mask),
            "labels": torch.from_numpy(labels),
        }


class TagLoss:
    """Cross-entropy against distributions, each layer with its own softmax, over the pieces that have labels."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers

    def __call__(self, outputs: Any, labels: Any, num_items_in_batch: Any = None) -> Any:
        """The mean loss of a batch; `labels` as `TagCollator` gives them."""
        import torch

        total = torch.zeros((), device=labels.device)
        for columns in slices_of(self.layers):
            likely = torch.log_softmax(outputs["logits"][..., columns].float(), dim=-1)
            total = total - (labels[..., columns] * likely).sum()
        return total / labels.sum().clamp(min=1.0)
