"""A fine-tuned encoder as ONNX, its weights in eight bits, so that using it needs no torch."""

from __future__ import annotations

import logging
import tempfile
import warnings
from pathlib import Path
from typing import Any

from baoso.tagging.onnx_encoder import INPUTS, OUTPUT

OPSET = 18


def export(model: Any, path: Path, length: int, int8: bool = True) -> None:
    """Write `model` to `path`: batch and length of the inputs may vary, opset 18.

    `length` is that of the example that it is traced with. `int8` quantises weights, activations while it runs.
    """
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx" if int8 else path
        _export_full(model, full, length, external=int8)
        if int8:
            _quantise(full, path)


def _export_full(model: Any, path: Path, length: int, external: bool) -> None:
    import torch

    class Logits(torch.nn.Module):  # type: ignore[misc]
        def __init__(self, inner: Any) -> None:
            super().__init__()
            self.inner = inner

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.inner(input_ids=input_ids, attention_mask=attention_mask).logits

    ids = torch.ones((2, length), dtype=torch.int64)
    shape = {0: torch.export.Dim("batch", min=1), 1: torch.export.Dim("length", min=2, max=length)}
    with warnings.catch_warnings(), torch.no_grad():
        # what it leaves out, and what will change in later versions, is nothing that its user can act on
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        torch.onnx.export(
            Logits(model.eval().cpu().float()),
            (ids, torch.ones_like(ids)),
            path,
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_shapes=(shape, shape),
            opset_version=OPSET,
            dynamo=True,
            external_data=external,
            verbose=False,
        )


def _quantise(full: Path, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # it asks for a preparation that the exporter has already done
    logging.getLogger().addFilter(_is_no_advice)
    # Seven bits of weights: on processors without VNNI sums of eight-bit products overflow.
    quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def _is_no_advice(record: logging.LogRecord) -> bool:
    return "run pre-processing before quantization" not in record.getMessage()
