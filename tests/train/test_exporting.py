"""What is exported says what torch says, for inputs of any length; eight bits change little."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest

from baoso.tagging.bio import LAYERS, softmax
from baoso.tagging.onnx_encoder import INPUTS, OUTPUT, WEIGHTS
from baoso.training.encoder import TORCH
from baoso.training.exporting import OPSET, export


def _logits(path: Path, ids: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    session = onnxruntime.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])
    return np.asarray(session.run([OUTPUT], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0])


@pytest.fixture(scope="module")
def model(trained: tuple[Path, dict[str, Any]]) -> Any:
    from transformers import AutoModelForTokenClassification

    return AutoModelForTokenClassification.from_pretrained(trained[0] / TORCH).eval()


@pytest.fixture(scope="module")
def full(model: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, exported without quantisation."""
    path = tmp_path_factory.mktemp("full") / "full.onnx"
    export(model, path, 34, int8=False)
    return path


@pytest.mark.parametrize("shape", [(1, 34), (1, 3), (3, 17)])
def test_the_export_equals_torch(
    model: Any, full: Path, trained: tuple[Path, dict[str, Any]], shape: tuple[int, int]
) -> None:
    import torch

    ids = np.random.default_rng(0).integers(5, 100, shape)
    with torch.no_grad():
        wanted = model(input_ids=torch.from_numpy(ids), attention_mask=torch.ones(shape, dtype=torch.int64)).logits
    np.testing.assert_allclose(_logits(full, ids), wanted.numpy(), atol=1e-4)
    flat = (-1, wanted.shape[-1])
    exact = softmax(wanted.numpy().reshape(flat), LAYERS)
    eight = softmax(_logits(trained[0] / WEIGHTS, ids).reshape(flat), LAYERS)
    assert np.abs(exact - eight).mean() < 0.02


def test_the_opset_and_the_free_axes(trained: tuple[Path, dict[str, Any]]) -> None:
    made = onnx.load(trained[0] / WEIGHTS)
    assert {o.domain: o.version for o in made.opset_import}[""] >= 17 == OPSET - 1
    axes = {i.name: [d.dim_param for d in i.type.tensor_type.shape.dim] for i in made.graph.input}
    assert sorted(axes) == sorted(INPUTS)
    assert all(len(set(names)) == 2 and all(names) for names in axes.values())


def test_the_weights_are_in_eight_bits(trained: tuple[Path, dict[str, Any]]) -> None:
    made = onnx.load(trained[0] / WEIGHTS)
    kinds = {i.data_type for i in made.graph.initializer if np.prod(i.dims) > 1000}
    assert kinds == {onnx.TensorProto.INT8, onnx.TensorProto.UINT8}
