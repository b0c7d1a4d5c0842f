"""`baoso train encoder`: fine-tune a transformer on gold, export it, and score what was exported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from baoso import artefacts
from baoso.errors import ModelError, OutputError
from baoso.tagging.bio import LAYERS, Layers
from baoso.tagging.onnx_encoder import FORM, WEIGHTS, read_encoder
from baoso.tagging.pieces import PieceTokenizer, read_tokenizer
from baoso.training import torch_tools
from baoso.training.config import read_config
from baoso.training.encoder_config import EncoderConfig, Finetune
from baoso.training.encoder_scores import score
from baoso.training.exporting import export
from baoso.training.finetuning import finetune, read_backbone
from baoso.training.gold_tags import read_tagged

# Weights for further training, as `transformers` reads them; no part of the model that is used.
TORCH = "torch"


def train_encoder(
    backbone: str,
    config: Path,
    corpus: Path,
    gold: Path,
    dev: Path,
    out: Path,
    *,
    overrides: dict[str, object] | None = None,
    fresh: bool = False,
    download: bool = False,
    threads: int | None = None,
) -> dict[str, Any]:
    """Fine-tune `backbone` on `gold` of the articles in `corpus`, choose the round by `dev`, write the model to `out`.

    `backbone` is a folder or the name of a model in the local cache; with `fresh` its weights are random, with
    `download` it may be fetched. `out` gets the ONNX in int8, tokenizer and `meta.json`, and in `torch/` the weights
    for further training. Returns the scores on dev that `meta.json` holds.
    Raises `ModelError`, `GoldError`, `ReadingError`, `OutputError` for what cannot be used.
    """
    own = read_config(config, EncoderConfig, overrides).finetune
    labels = [label for layer in LAYERS for label in layer]
    if unknown := sorted(set(own.thresholds) - set(labels)):
        raise ModelError(f"{config}: finetune.thresholds: no label {', '.join(unknown)}; use {', '.join(labels)}")
    torch_tools.start(own.seed, threads)
    empty_folder(out)
    model = read_backbone(backbone, LAYERS, download, fresh)
    tokenizer = read_tokenizer(backbone, own.words, download)
    train, held = (read_tagged(corpus, path, tokenizer, LAYERS) for path in (gold, dev))
    scores: dict[str, Any] = {"dev": {"torch": finetune(model, tokenizer, own, train, held, LAYERS)}}
    torch_tools.say(f"exporting to {out}")
    model.save_pretrained(out / TORCH)
    tokenizer.tokenizer.save_pretrained(out / TORCH)
    write_model(model, tokenizer, own, LAYERS, out, {path.name: artefacts.sha256(path) for path in (gold, dev)})
    exported = read_encoder(str(out.resolve()))
    scores["dev"] |= score(exported, held)
    scores["weights"] = sum(p.numel() for p in model.parameters())
    rewrite_scores(out, scores)
    return scores


def empty_folder(out: Path) -> None:
    """Make the folder `out`; raises `OutputError` where it already holds something."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        full = any(out.iterdir())
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror}; name a folder that can be written") from error
    if full:
        raise OutputError(f"{out}: is not empty; name a new folder")


def write_model(
    model: Any, tokenizer: PieceTokenizer, own: Finetune, layers: Layers, out: Path, data: dict[str, str]
) -> None:
    """Write ONNX, tokenizer and `meta.json` to `out`."""
    special = len(tokenizer.prefix) + len(tokenizer.suffix)
    export(model, out / WEIGHTS, own.window + special)
    tokenizer.tokenizer.save_pretrained(out)
    labels = [label for layer in layers for label in layer]
    settings = {
        "form": FORM,
        "layers": [list(layer) for layer in layers],
        "window": own.window,
        "overlap": own.overlap,
        "words": tokenizer.words,
        "thresholds": {label: own.thresholds.get(label, own.threshold) for label in labels},
    }
    files = [path.name for path in out.iterdir() if path.is_file() and path.name != artefacts.META]
    artefacts.write_meta(out, model="encoder", files=files, data=data, scores={}, settings=settings)


def rewrite_scores(out: Path, scores: dict[str, Any]) -> None:
    """Put `scores` into the `meta.json` of `out`."""
    meta = artefacts.read(out)
    artefacts.write_meta(
        out,
        model=meta.name,
        files=meta.files,
        data=meta.meta["data"],
        scores=scores,
        settings=meta.meta["settings"],
    )
