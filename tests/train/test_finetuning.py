"""Backbones: read from folders alone, fitted to their positions, repeatable by their seed, slow tokenizers too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from baoso.errors import ModelError, OutputError
from baoso.tagging.bio import LAYERS, tags_of, targets
from baoso.tagging.pieces import read_tokenizer
from baoso.training import torch_tools
from baoso.training.config import read_config
from baoso.training.encoder import train_encoder
from baoso.training.encoder_config import EncoderConfig
from baoso.training.finetuning import finetune, fitting_window, read_backbone
from baoso.training.gold_tags import read_tagged
from baoso.training.tag_rows import TagCollator, TagLoss, rows


def _loss(model: Any, tokenizer: Any, articles: Any) -> float:
    made = [
        row
        for one in articles
        for row in rows(one.pieces, targets(one.spans, len(one.pieces.syllables), LAYERS), tokenizer, 32, 8)
    ]
    batch = TagCollator(tokenizer.tokenizer.pad_token_id, len(tags_of(LAYERS)))(made)
    with torch.no_grad():
        given = {"input_ids": batch["input_ids"], "attention_mask": batch["attention_mask"]}
        return float(TagLoss(LAYERS)(model.eval()(**given), batch["labels"]))


def test_the_loss_falls_and_the_same_seed_gives_the_same_weights(
    backbone: Path, config: Path, toy: dict[str, Path]
) -> None:
    own = read_config(config, EncoderConfig, {"finetune.epochs": 2}).finetune
    tokenizer = read_tokenizer(backbone)
    articles = read_tagged(toy["corpus"], toy["gold"], tokenizer, LAYERS)
    weights, losses = [], []
    for _ in range(2):
        torch_tools.start(own.seed, threads=1)
        model = read_backbone(str(backbone), LAYERS)
        before = _loss(model, tokenizer, articles)
        finetune(model, tokenizer, own, articles, articles, LAYERS)
        losses.append((before, _loss(model, tokenizer, articles)))
        weights.append(torch.cat([p.flatten() for p in model.parameters()]))
    assert losses[0][1] < 0.7 * losses[0][0]
    assert torch.equal(*weights)


def test_a_slow_tokenizer_learns_over_words(
    slow_backbone: Path, config: Path, toy: dict[str, Path], tmp_path: Path
) -> None:
    scores = train_encoder(
        str(slow_backbone), config, toy["corpus"], toy["gold"], toy["gold"], tmp_path / "out", threads=1
    )
    assert scores["dev"]["int8"]["PERSON"]["f1"] > 0.8


def test_a_window_longer_than_the_positions_is_refused(backbone: Path, config: Path) -> None:
    own = read_config(config, EncoderConfig, {"finetune.window": 33}).finetune
    with pytest.raises(ModelError, match=r"reads 32 pieces at once, not 33; set finetune\.window"):
        fitting_window(read_backbone(str(backbone), LAYERS), read_tokenizer(backbone), own)


def test_pickled_weights_are_not_read(backbone: Path, tmp_path: Path) -> None:
    model = read_backbone(str(backbone), LAYERS)
    model.config.save_pretrained(tmp_path)
    torch.save(model.state_dict(), tmp_path / "pytorch_model.bin")
    with pytest.raises(ModelError, match="no model with safetensors weights"):
        read_backbone(str(tmp_path), LAYERS)


def test_a_name_that_is_not_at_hand_is_not_fetched() -> None:
    with pytest.raises(ModelError, match=r"nobody/nothing: .*--download"):
        read_backbone("nobody/nothing", LAYERS)


def test_a_folder_that_holds_something_is_left_alone(
    backbone: Path, config: Path, toy: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "own.txt").write_text("", "utf-8")
    with pytest.raises(OutputError, match="is not empty; name a new folder"):
        train_encoder(str(backbone), config, toy["corpus"], toy["gold"], toy["gold"], tmp_path)


def test_a_threshold_of_no_label_is_named(backbone: Path, config: Path, toy: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"toy\.cfg: finetune\.thresholds: no label CITY"):
        train_encoder(
            str(backbone), config, toy["corpus"], toy["gold"], toy["gold"], tmp_path / "out",
            overrides={"finetune.thresholds": {"CITY": 0.5}},
        )  # fmt: skip
