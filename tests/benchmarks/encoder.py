"""A RoBERTa encoder of PhoBERT-base's size in ONNX, int8: what a fine-tuned transformer would cost an article.

Its 135 M weights are random, which time does not depend on: 12 layers of 768, 12 heads, 64,001 pieces,
256 at a time. Built with `onnx` and quantised by `onnxruntime` (extra `benchmark`), without torch.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

_LAYERS, _WIDTH, _INNER, _HEADS, _PIECES, _WINDOW = 12, 768, 3072, 12, 64_001, 256


class _Graph:
    """Nodes and weights of a model that is being built."""

    def __init__(self) -> None:
        from onnx import helper, numpy_helper

        self._node, self._tensor = helper.make_node, numpy_helper.from_array
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self._random = np.random.default_rng(1)

    def weight(self, *shape: int) -> str:
        """A new matrix or vector of small random numbers."""
        return self.constant((self._random.standard_normal(shape) * 0.02).astype("float32"))

    def constant(self, value: Any) -> str:
        """A new constant."""
        name = f"w{len(self.weights)}"
        self.weights.append(self._tensor(value, name))
        return name

    def add(self, kind: str, *inputs: str, **options: Any) -> str:
        """A new node, by the name of its output."""
        name = f"n{len(self.nodes)}"
        self.nodes.append(self._node(kind, list(inputs), [name], **options))
        return name

    def linear(self, given: str, size_in: int, size_out: int) -> str:
        """A dense layer."""
        return self.add("Add", self.add("MatMul", given, self.weight(size_in, size_out)), self.weight(size_out))

    def norm(self, given: str) -> str:
        """A layer normalisation."""
        return self.add("LayerNormalization", given, self.weight(_WIDTH), self.weight(_WIDTH), axis=-1)


def _layer(g: _Graph, x: str) -> str:
    split = g.constant(np.array([0, 0, _HEADS, _WIDTH // _HEADS]))
    heads = [g.add("Reshape", g.linear(x, _WIDTH, _WIDTH), split) for _ in range(3)]
    query, value = (g.add("Transpose", h, perm=[0, 2, 1, 3]) for h in (heads[0], heads[2]))
    key = g.add("Transpose", heads[1], perm=[0, 2, 3, 1])
    scaled = g.add("Div", g.add("MatMul", query, key), g.constant(np.float32((_WIDTH // _HEADS) ** 0.5)))
    mixed = g.add("Transpose", g.add("MatMul", g.add("Softmax", scaled, axis=-1), value), perm=[0, 2, 1, 3])
    joined = g.add("Reshape", mixed, g.constant(np.array([0, 0, _WIDTH])))
    x = g.norm(g.add("Add", x, g.linear(joined, _WIDTH, _WIDTH)))
    inner = g.add("Gelu", g.linear(x, _WIDTH, _INNER))
    return g.norm(g.add("Add", x, g.linear(inner, _INNER, _WIDTH)))


def _build(path: Path) -> None:
    import onnx
    from onnx import TensorProto, helper
    from onnxruntime.quantization import QuantType, quantize_dynamic

    g = _Graph()
    x = g.norm(g.add("Add", g.add("Gather", g.weight(_PIECES, _WIDTH), "pieces"), g.weight(1, _WINDOW, _WIDTH)))
    for _ in range(_LAYERS):
        x = _layer(g, x)
    given = helper.make_tensor_value_info("pieces", TensorProto.INT64, [1, _WINDOW])
    out = helper.make_tensor_value_info(x, TensorProto.FLOAT, [1, _WINDOW, _WIDTH])
    graph = helper.make_graph(g.nodes, "encoder", [given], [out], g.weights)
    full = path.with_suffix(".full.onnx")
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10), full)
    quantize_dynamic(full, path, weight_type=QuantType.QInt8)
    full.unlink()


def encoder() -> Callable[[str], Any]:
    """A call that encodes a text, a piece a syllable or mark; one thread.

    Raises ImportError where `onnx` or `onnxruntime` is not installed.
    """
    import onnx  # noqa: F401
    import onnxruntime

    from baoso.segmenting.tokenizer import tokenize

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "encoder.onnx"
        _build(path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])

    def encode(text: str) -> None:
        pieces = np.array([sum(map(ord, text[a:b])) % _PIECES for a, b in tokenize(text)], dtype="int64")
        for window in np.split(np.pad(pieces, (0, -len(pieces) % _WINDOW)), -(-len(pieces) // _WINDOW)):
            session.run(None, {"pieces": window.reshape(1, -1)})

    return encode
