"""Distillation: a student learns, syllable by syllable, what a teacher says of raw text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from baoso.tagging.bio import tags_of
from baoso.tagging.onnx_encoder import OnnxEncoder, read_encoder
from baoso.tagging.pieces import PieceTokenizer, read_tokenizer
from baoso.training import torch_tools
from baoso.training.encoder import empty_folder
from baoso.training.encoder_config import EncoderConfig, Finetune
from baoso.training.finetuning import fitting_window, read_backbone
from baoso.training.gold_tags import segment
from baoso.training.raw import some_texts
from baoso.training.tag_rows import TagCollator, TagLoss, rows
from baoso.types import Article

_LOG_EVERY = 50


def distil(
    teacher: Path,
    backbone: str,
    config: EncoderConfig,
    raw: Sequence[Path],
    out: Path,
    *,
    fresh: bool = False,
    download: bool = False,
    threads: int | None = None,
) -> dict[str, float]:
    """Train the student `backbone` on the probabilities that the encoder in `teacher` gives to texts of `raw`.

    The two may differ in everything but the labels: they meet at syllables. The student is written to `out` as
    `transformers` reads it, for `train_encoder`. Returns its last loss and the number of windows and weights.
    Raises `ModelError`, `ReadingError`, `OutputError` for what cannot be used.
    """
    own = config.distil
    torch_tools.start(own.seed, threads)
    empty_folder(out)
    master = read_encoder(str(teacher.resolve()))
    model = read_backbone(backbone, master.layers, download, fresh)
    tokenizer = read_tokenizer(backbone, config.finetune.words, download)
    fitting_window(model, tokenizer, config.finetune)
    with tempfile.TemporaryDirectory() as folder:
        made = _taught(master, tokenizer, config, raw, Path(folder))
        steps = -(-len(made) // own.batch) * own.epochs
        trainer = torch_tools.trainer(
            "distilling",
            model=model,
            args=torch_tools.arguments(
                Path(folder),
                num_train_epochs=own.epochs,
                per_device_train_batch_size=own.batch,
                learning_rate=own.rate,
                warmup_steps=round(own.warmup * steps),
                bf16=own.bf16,
                seed=own.seed,
                logging_steps=_LOG_EVERY,
                save_strategy="no",
            ),
            train_dataset=made,
            data_collator=TagCollator(tokenizer.tokenizer.pad_token_id, len(tags_of(master.layers))),
            compute_loss_func=TagLoss(master.layers),
        )
        loss = trainer.train().training_loss
        windows = float(len(made))
    model.save_pretrained(out)
    tokenizer.tokenizer.save_pretrained(out)
    return {"loss": round(loss, 4), "windows": windows, "weights": float(sum(p.numel() for p in model.parameters()))}


def _taught(
    master: OnnxEncoder, tokenizer: PieceTokenizer, config: EncoderConfig, raw: Sequence[Path], folder: Path
) -> Any:
    """The rows that the student learns from, kept on disk."""
    from datasets import Dataset, Features, Value
    from datasets import Sequence as Listed

    features = Features({"input_ids": Listed(Value("int32")), "labels": Listed(Value("float32"))})

    def each() -> Iterator[dict[str, Any]]:
        for text in some_texts(raw, config.distil.documents):
            yield from taught_rows(master, tokenizer, config.finetune, text)

    return Dataset.from_generator(each, features=features, cache_dir=str(folder), fingerprint="taught")


def taught_rows(master: OnnxEncoder, tokenizer: PieceTokenizer, own: Finetune, text: str) -> Iterator[dict[str, Any]]:
    """The windows of `text` for the student with the teacher's probabilities as labels."""
    given = segment(Article(text=text), master.tokenizer.words or tokenizer.words)
    likely = master.probabilities(given)
    yield from rows(tokenizer.pieces(given), likely, tokenizer, own.window, own.overlap)
