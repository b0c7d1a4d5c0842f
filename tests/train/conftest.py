"""A tiny encoder with a vocabulary of its own, and articles with gold about made-up people and places."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from baoso.training import torch_tools
from baoso.training.subwords import train_tokenizer
from baoso.types import Article

CONFIG = """
[vocabulary]
size = 400
documents = 50

[pretrain]
seed = 3
layers = 2
width = 32
heads = 2
length = 34
batch = 8
steps = 60
warmup = 5
rate = 0.01
masked = 0.15
shuffle = 50
heldout = 8
bf16 = false

[finetune]
seed = 3
window = 32
overlap = 8
batch = 8
epochs = 12
patience = 12
rate = 0.01
warmup = 0.1
bf16 = false
threshold = 0.5
thresholds = {}

[distil]
seed = 3
documents = 120
batch = 8
epochs = 10
rate = 0.01
warmup = 0.1
bf16 = false
"""
_NAMES = ("Lò Thị Mẩy", "Hoàng Văn Pao", "Ksor Blin", "Trần Quý Hợi", "Vừ A Dế", "Đinh Thu Sương")
_SYSTEMS = ("Sổ Làng", "Cầu Mây", "Bến Số")
_FRAME = "Sáng nay {name} nói về ứng dụng {system} với bà con. Chiều mưa to. {name} hẹn mai trở lại xã.\n"


def articles() -> list[tuple[str, list[tuple[str, int, int]]]]:
    """Texts with the spans of their persons and platforms: every name with every system."""
    made = []
    for name, system in itertools.product(_NAMES, _SYSTEMS):
        text, spans = "", []
        for part in _FRAME.replace("{name}", "|N|").replace("{system}", "|S|").split("|"):
            words, label = {"N": (name, "PERSON"), "S": (system, "PLATFORM")}.get(part, (part, ""))
            if label:
                spans.append((label, len(text), len(text) + len(words)))
            text += words
        made.append((text, spans))
    return made


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("config") / "toy.cfg"
    path.write_text(CONFIG, "utf-8")
    return path


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of articles, their gold, and the same as raw text."""
    folder = tmp_path_factory.mktemp("toy")
    (folder / "corpus").mkdir()
    lines = []
    for i, (text, spans) in enumerate(articles()):
        (folder / "corpus" / f"{i}.txt").write_text(text, "utf-8")
        mentions = [
            {"id": f"m{k}", "label": label, "start": a, "end": b, "text": text[a:b]}
            for k, (label, a, b) in enumerate(spans)
        ]
        row = {"article_id": Article(text=text).article_id, "source": f"{i}.txt", "mentions": mentions}
        lines.append(json.dumps(row, ensure_ascii=False) + "\n")
    (folder / "gold.jsonl").write_text("".join(lines), "utf-8")
    return {"corpus": folder / "corpus", "gold": folder / "gold.jsonl"}


@pytest.fixture(scope="session")
def backbone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A RoBERTa of two layers of 32 with random weights, as `transformers` writes it."""
    from transformers import RobertaConfig, RobertaModel

    torch_tools.start(5, threads=1)
    folder = tmp_path_factory.mktemp("backbone")
    tokenizer = train_tokenizer((text for text, _ in articles()), 400, 34)
    tokenizer.save_pretrained(folder)
    shape = RobertaConfig(
        vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=36, type_vocab_size=1,
    )  # fmt: skip
    RobertaModel(shape).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def trained(
    tmp_path_factory: pytest.TempPathFactory, backbone: Path, config: Path, toy: dict[str, Path]
) -> tuple[Path, dict[str, object]]:
    """An encoder fine-tuned on the toy articles, and its scores."""
    from baoso.training.encoder import train_encoder

    out = tmp_path_factory.mktemp("trained") / "encoder"
    scores = train_encoder(str(backbone), config, toy["corpus"], toy["gold"], toy["gold"], out, threads=1)
    return out, scores


@pytest.fixture(scope="session")
def slow_backbone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same over PhoBERT's slow tokenizer, with the toy articles' words and letters as its vocabulary."""
    from transformers import PhobertTokenizer, RobertaConfig, RobertaModel

    torch_tools.start(5, threads=1)
    folder = tmp_path_factory.mktemp("slow")
    letters = sorted({c for text, _ in articles() for c in text if not c.isspace()} | {"_"})
    (folder / "vocab.txt").write_text("".join(f"{c} 1\n{c}@@ 1\n" for c in letters), "utf-8")
    (folder / "bpe.codes").write_text("", "utf-8")
    tokenizer = PhobertTokenizer(str(folder / "vocab.txt"), str(folder / "bpe.codes"))
    tokenizer.save_pretrained(folder)
    shape = RobertaConfig(
        vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=36, type_vocab_size=1,
    )  # fmt: skip
    RobertaModel(shape).save_pretrained(folder)
    return folder
