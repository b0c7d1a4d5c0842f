"""Fine-tuning: any token classifier of `transformers` learns the tags, and stops where dev no longer gains."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from baoso.errors import ModelError
from baoso.tagging.bio import Array, Layers, decode_sentences, softmax, tags_of, targets
from baoso.tagging.pieces import PieceTokenizer, by_syllable
from baoso.tagging.windows import windows
from baoso.training import torch_tools
from baoso.training.encoder_config import Finetune
from baoso.training.gold_tags import LabelledSpan, TaggedArticle
from baoso.training.span_scores import ALL, span_scores
from baoso.training.tag_rows import TagCollator, TagLoss, rows

_LOG_EVERY = 50


def read_backbone(backbone: str, layers: Layers, download: bool = False, fresh: bool = False) -> Any:
    """The token classifier on top of `backbone`, a folder or a model's name, with as many outputs as tags.

    `fresh` takes its shape alone, with random weights. Raises `ModelError` where it is not there or no such model;
    nothing is fetched unless `download`.
    """
    from transformers import AutoConfig, AutoModelForTokenClassification

    tags = tags_of(layers)
    common = {"trust_remote_code": False, "local_files_only": not download}
    try:
        config = AutoConfig.from_pretrained(backbone, num_labels=len(tags), **common)
        config.id2label = {i: f"{i}:{tag}" for i, tag in enumerate(tags)}
        config.label2id = {name: i for i, name in config.id2label.items()}
        if fresh:
            return AutoModelForTokenClassification.from_config(config)
        return AutoModelForTokenClassification.from_pretrained(
            backbone, config=config, use_safetensors=True, ignore_mismatched_sizes=True, **common
        )
    except (OSError, ValueError, KeyError) as error:
        told = str(error).strip().split("\n")[0]
        raise ModelError(
            f"{backbone}: no model with safetensors weights can be read there ({told}); name its folder, or give "
            "--download where it may be fetched"
        ) from error


def fitting_window(model: Any, tokenizer: PieceTokenizer, own: Finetune) -> int:
    """`own.window`, once it is found to fit the model's positions, special pieces included; else `ModelError`."""
    most = getattr(model.config, "max_position_embeddings", None)
    special = len(tokenizer.prefix) + len(tokenizer.suffix)
    # RoBERTa's positions count from its padding's id
    offset = 2 if model.config.model_type in ("roberta", "xlm-roberta", "camembert") else 0
    if most is not None and own.window + special + offset > most:
        fits = most - special - offset
        raise ModelError(f"the backbone reads {fits} pieces at once, not {own.window}; set finetune.window to {fits}")
    return own.window


def finetune(
    model: Any,
    tokenizer: PieceTokenizer,
    own: Finetune,
    train: Sequence[TaggedArticle],
    dev: Sequence[TaggedArticle],
    layers: Layers,
) -> dict[str, dict[str, float]]:
    """Train `model` in place on `train`; it ends with the weights that are best on `dev`, whose scores are returned."""
    window = fitting_window(model, tokenizer, own)
    given = {"train": train, "dev": dev}
    made = {name: _rows(articles, tokenizer, window, own.overlap, layers) for name, articles in given.items()}
    steps = -(-len(made["train"]) // own.batch) * own.epochs
    judge = _Judge(dev, tokenizer, window, own.overlap, layers)
    with tempfile.TemporaryDirectory() as folder:
        trainer = _trainer(model, own, Path(folder), made, layers, judge, tokenizer, round(own.warmup * steps))
        trainer.train()
        trainer.evaluate()
        torch_tools.unwrapped(trainer)
    return judge.scores


def _trainer(
    model: Any,
    own: Finetune,
    folder: Path,
    made: dict[str, Any],
    layers: Layers,
    judge: _Judge,
    tokenizer: PieceTokenizer,
    warmup: int,
) -> Any:
    from transformers import EarlyStoppingCallback

    return torch_tools.trainer(
        "fine-tuning",
        model=model,
        args=torch_tools.arguments(
            folder,
            num_train_epochs=own.epochs,
            per_device_train_batch_size=own.batch,
            per_device_eval_batch_size=own.batch,
            learning_rate=own.rate,
            warmup_steps=warmup,
            bf16=own.bf16,
            seed=own.seed,
            logging_steps=_LOG_EVERY,
            eval_strategy="epoch",
            save_strategy="epoch",
            save_total_limit=1,
            save_only_model=True,
            load_best_model_at_end=True,
            metric_for_best_model="f1",
        ),
        train_dataset=made["train"],
        eval_dataset=made["dev"],
        data_collator=TagCollator(tokenizer.tokenizer.pad_token_id, len(tags_of(layers))),
        compute_loss_func=TagLoss(layers),
        compute_metrics=judge,
        callbacks=[EarlyStoppingCallback(own.patience)],
    )


def _rows(
    articles: Sequence[TaggedArticle], tokenizer: PieceTokenizer, window: int, overlap: int, layers: Layers
) -> Any:
    from datasets import Dataset

    made = []
    for one in articles:
        tags = targets(one.spans, len(one.pieces.syllables), layers)
        made += list(rows(one.pieces, tags, tokenizer, window, overlap))
    return Dataset.from_list(made)


class _Judge:
    """Logits of all windows of dev → F1 of spans of equal bounds; keeps the scores of its last call."""

    def __init__(
        self, articles: Sequence[TaggedArticle], tokenizer: PieceTokenizer, window: int, overlap: int, layers: Layers
    ) -> None:
        self.articles, self.layers = articles, layers
        self.window, self.overlap, self.before = window, overlap, len(tokenizer.prefix)
        self.scores: dict[str, dict[str, float]] = {}

    def __call__(self, evaluated: Any) -> dict[str, float]:
        """The figure that early stopping looks at."""
        at, predicted = 0, []
        for one in self.articles:
            own = windows(len(one.pieces.ids), self.window, self.overlap)
            logits = [evaluated.predictions[at + i] for i in range(len(own))]
            at += len(own)
            parts = [
                part[self.before + w.first - w.start : self.before + w.last - w.start]
                for part, w in zip(logits, own, strict=True)
            ]
            predicted.append(spans_of(one, np.concatenate(parts).astype(np.float32), self.layers))
        labels = [label for layer in self.layers for label in layer]
        self.scores = span_scores(predicted, [one.wanted for one in self.articles], labels)
        return {"f1": self.scores[ALL]["f1"]}


def spans_of(one: TaggedArticle, logits: Array, layers: Layers) -> set[LabelledSpan]:
    """What the `logits` of each piece of an article, (pieces, columns), say, in code points."""
    likely = by_syllable(one.pieces, softmax(logits, layers), layers)
    syllables = one.pieces.syllables
    found = decode_sentences(likely, syllables, one.segmented.sentences, layers)
    return {(tag.label, syllables[tag.first][0], syllables[tag.last - 1][1]) for tag in found}
