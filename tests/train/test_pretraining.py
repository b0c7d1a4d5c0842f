"""From raw text to a backbone, and from a teacher to a student."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from baoso import artefacts
from baoso.cli.main import app
from baoso.tagging.bio import LAYERS
from baoso.tagging.pieces import read_tokenizer
from baoso.training.encoder import train_encoder
from baoso.training.finetuning import read_backbone

RUNNER = CliRunner()


@pytest.fixture(scope="session")
def raw(toy: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy articles many times over, as a packed collection."""
    path = tmp_path_factory.mktemp("raw") / "tin.jsonl.xz"
    texts = [p.read_text("utf-8") for p in sorted(toy["corpus"].glob("*.txt"))]
    with lzma.open(path, "wt", encoding="utf-8") as file:
        for i in range(150):
            row = {"id": f"n{i}", "text": f"{texts[i % len(texts)]} Tin số {i}."}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


@pytest.fixture(scope="session")
def pretrained(raw: Path, config: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, float]]:
    out = tmp_path_factory.mktemp("pretrained") / "backbone"
    given = ["train", "pretrain", "--config", config, "--raw", raw, "--out", out, "--threads", "1"]
    run = RUNNER.invoke(app, list(map(str, given)))
    assert run.exit_code == 0, run.output
    return out, json.loads(run.stdout)


def test_masked_pieces_are_guessed_better(pretrained: tuple[Path, dict[str, float]]) -> None:
    _, scores = pretrained
    assert scores["loss_after"] < 0.8 * scores["loss_before"]


def test_the_backbone_is_read_by_fine_tuning(pretrained: tuple[Path, dict[str, float]]) -> None:
    folder, scores = pretrained
    model = read_backbone(str(folder), LAYERS)
    assert model.config.num_hidden_layers == 2
    assert scores["weights"] > sum(p.numel() for p in model.roberta.parameters())
    assert not read_tokenizer(folder).words
    assert artefacts.read(folder).checked().meta["data"].keys() == {"tin.jsonl.xz"}


def test_a_student_learns_from_its_teacher_what_gold_never_showed_it(
    trained: tuple[Path, dict[str, Any]],
    pretrained: tuple[Path, dict[str, float]],
    raw: Path,
    config: Path,
    toy: dict[str, Path],
    tmp_path: Path,
) -> None:
    given = ["train", "distil", "--teacher", trained[0], "--backbone", pretrained[0], "--config", config]
    given += ["--raw", raw, "--out", tmp_path / "student", "--threads", "1"]
    run = RUNNER.invoke(app, list(map(str, given)))
    assert run.exit_code == 0, run.output

    assert json.loads(run.stdout)["windows"] >= 120
    scores = {}
    for name, start in (("taught", tmp_path / "student"), ("untaught", pretrained[0])):
        # too small a rate to learn anything from gold itself
        changes: dict[str, object] = {"finetune.rate": 1e-9, "finetune.epochs": 1}
        out = tmp_path / name
        made = train_encoder(
            str(start), config, toy["corpus"], toy["gold"], toy["gold"], out, overrides=changes, threads=1
        )
        scores[name] = made["dev"]["torch"]["PERSON"]["f1"]
    assert scores["taught"] > scores["untaught"] + 0.4


def test_a_folder_without_texts_is_named(config: Path, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    given = ["train", "pretrain", "--config", config, "--raw", tmp_path / "raw", "--out", tmp_path / "out"]
    run = RUNNER.invoke(app, list(map(str, given)))
    assert run.exit_code == 2
    assert "raw: " in run.stderr


def test_the_command_writes_a_model_and_prints_scores(
    backbone: Path, config: Path, toy: dict[str, Path], tmp_path: Path
) -> None:
    given = ["train", "encoder", "--backbone", backbone, "--config", config, "--corpus", toy["corpus"]]
    given += ["--gold", toy["gold"], "--dev", toy["gold"], "--out", tmp_path / "out"]
    run = RUNNER.invoke(app, [*map(str, given), "--set", "finetune.epochs=1", "--fresh", "--threads", "1"])
    assert run.exit_code == 0, run.output
    assert "rules+int8" in run.stdout
    assert "fine-tuning: step" in run.stderr
    assert (tmp_path / "out" / "model.onnx").is_file()
