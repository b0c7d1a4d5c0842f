"""Exported encoders run by onnxruntime alone; those that do not fit are refused with file and remedy."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

import baoso
from baoso import artefacts
from baoso.errors import ModelError
from baoso.segmenting.tokenizer import tokenize
from baoso.tagging.bio import LAYERS, tags_of
from baoso.tagging.onnx_encoder import INPUTS, OUTPUT, WEIGHTS, read_encoder
from baoso.tagging.pieces import Segmented
from baoso.training.subwords import train_tokenizer

TAGS = tags_of(LAYERS)
TEXT = "Hôm qua Xíu đến. Xíu Bông về.\nHôm nay trời mưa."
SETTINGS = {
    "form": 1,
    "layers": LAYERS,
    "window": 6,
    "overlap": 2,
    "words": False,
    "thresholds": {label: 0.5 for layer in LAYERS for label in layer},
}


def _tokenizer() -> Any:
    return train_tokenizer([TEXT] * 3, 400, 16)


def _table(tokenizer: Any, columns: int) -> np.ndarray[Any, Any]:
    """Scores of every piece: "Xíu" begins a person, "Bông" goes on with one, all else is outside."""
    table = np.zeros((len(tokenizer), columns), dtype=np.float32)
    table[:, [0, -3 if columns == len(TAGS) else 0]] = 6.0
    for syllable, tag in (("Xíu", "B-PERSON"), ("Bông", "I-PERSON")):
        (piece,) = tokenizer(syllable, add_special_tokens=False)["input_ids"]
        table[piece, TAGS.index(tag)] = 12.0
    return table


def _graph(table: np.ndarray[Any, Any], inputs: tuple[str, ...], axis: int = 0) -> onnx.ModelProto:
    """A model that looks each piece up in `table`."""
    given = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in inputs]
    gives = [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, None)]
    node = helper.make_node("Gather", ["table", inputs[0]], [OUTPUT], axis=axis)
    graph = helper.make_graph([node], "toy", given, gives, [numpy_helper.from_array(table, "table")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)


def given(text: str, sentences: list[tuple[int, int]]) -> Segmented:
    return Segmented(text, list(tokenize(text)), sentences, [])


def write(folder: Path, **changes: Any) -> Path:
    """A model that knows persons called Xíu; `changes` spoil it."""
    tokenizer = _tokenizer()
    folder.mkdir()
    table = _table(tokenizer, changes.get("columns", len(TAGS)))
    onnx.save(_graph(table[: changes.get("pieces")], changes.get("inputs", INPUTS)), folder / WEIGHTS)
    if "weights" in changes:
        (folder / WEIGHTS).write_bytes(changes["weights"])
    if changes.get("tokenizer", True):
        tokenizer.save_pretrained(folder)
    files = [path.name for path in folder.iterdir()]
    settings = SETTINGS | changes.get("settings", {})
    artefacts.write_meta(folder, model="encoder", files=files, data={}, scores={}, settings=settings)
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Callable[..., Path]:
    return lambda **changes: write(tmp_path / "encoder", **changes)


def test_spans_are_found_and_grounded(model: Callable[..., Path]) -> None:
    found = read_encoder(str(model())).find(given(TEXT, [(0, 16), (17, 29), (30, len(TEXT))]))
    assert [(f.label, TEXT[f.start : f.end]) for f in found] == [("PERSON", "Xíu"), ("PERSON", "Xíu Bông")]
    assert all(f.score > 0.9 for f in found)


def test_the_pipeline_adds_them_and_rules_win(model: Callable[..., Path]) -> None:
    nlp = baoso.load(tagger=f"onnx:{model()}")
    text = f"{TEXT}\nÔng Lò Văn Xíu phát biểu."
    mentions = baoso.extract(text, nlp).mentions
    assert [m.text for m in mentions if m.method == "encoder"] == ["Xíu", "Xíu Bông"]
    assert "Lò Văn Xíu" in [m.text for m in mentions if m.method != "encoder" and m.label == "PERSON"]


def test_thresholds_are_those_of_the_model(model: Callable[..., Path]) -> None:
    folder = model(settings={"thresholds": SETTINGS["thresholds"] | {"PERSON": 1.0}})
    assert not [m for m in baoso.extract(TEXT, baoso.load(tagger=f"onnx:{folder}")).mentions if m.method == "encoder"]


def test_a_text_without_words_is_no_trouble(model: Callable[..., Path]) -> None:
    assert read_encoder(str(model())).find(given("", [])) == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"weights": b"not a model"}, r"model\.onnx: is no model that onnxruntime can run.*train it again"),
        ({"inputs": ("tokens", "attention_mask")}, r"model\.onnx: takes attention_mask, tokens.*train it again"),
        ({"inputs": ("input_ids",)}, r"model\.onnx: takes input_ids and gives logits.*train it again"),
        ({"columns": 9}, r"model\.onnx: gives scores of shape \(8, 9\) for 8 pieces and 16 tags; train it again"),
        ({"pieces": 20}, r"model\.onnx: cannot read 8 pieces.*train it again"),
        ({"tokenizer": False}, r"encoder: no tokenizer can be read.*name a folder"),
        ({"settings": {"form": 2}}, r"encoder: its settings are not those of an encoder.*train it again"),
        ({"settings": {"layers": [["PERSON", "CITY"]]}}, r"encoder: its settings lack.*train it again"),
        ({"settings": {"overlap": 6}}, r"encoder: its settings are not.*train it again"),
        ({"settings": {"words": "no"}}, r"encoder: its settings are not.*train it again"),
        ({"settings": {"thresholds": {}}}, r"encoder: its settings lack 'PERSON'.*train it again"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(model: Callable[..., Path], changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ModelError, match=told):
        read_encoder(str(model(**changes)))


def test_an_altered_file_is_refused(model: Callable[..., Path]) -> None:
    folder = model()
    (folder / "tokenizer.json").write_text((folder / "tokenizer.json").read_text("utf-8") + " ", "utf-8")
    with pytest.raises(ModelError, match=r"tokenizer\.json: not the file"):
        read_encoder(str(folder))


def test_without_onnxruntime_the_remedy_is_named(model: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = model()
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelError, match=r"pip install 'baoso\[onnx\]'"):
        read_encoder(str(folder))


_WITHOUT_TORCH = """
import sys

# as where it is not installed: no import, no spec
sys.modules["torch"] = sys.modules["accelerate"] = None
import baoso
nlp = baoso.load(tagger=f"onnx:{sys.argv[1]}")
print(*(m.text for m in baoso.extract(sys.argv[2], nlp).mentions if m.method == "encoder"), sep="|")
assert sys.modules["torch"] is None
"""


def test_it_runs_where_torch_cannot_be_imported(trained: tuple[Path, dict[str, Any]], toy: dict[str, Path]) -> None:
    folder, text = trained[0], (toy["corpus"] / "0.txt").read_text("utf-8")
    run = subprocess.run(
        [sys.executable, "-c", _WITHOUT_TORCH, str(folder), text],
        capture_output=True, text=True, env=os.environ | {"PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "Sổ Làng" in run.stdout.strip().split("|")
