"""A run tells which models made it, and may take others."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from baoso import artefacts
from baoso.batch.config import RunConfig
from baoso.batch.fingerprint import describe
from baoso.cli.main import app

TEXT = "UBND xã Tân Hiệp cho biết, đến hết tháng 6/2025, 82% hồ sơ của xã được nộp trực tuyến.\n"


def test_the_default_models_are_told_with_their_hashes():
    head = describe(RunConfig().settings())
    assert head["settings"]["models"] == dict(artefacts.DEFAULTS)
    assert set(head["models"]) == {*artefacts.DEFAULTS, *artefacts.FIXED}


def test_another_model_is_another_fingerprint(tmp_path):
    (tmp_path / "w.bin").write_bytes(b"1")
    artefacts.write_meta(tmp_path, model="relations", files=["w.bin"], data={}, scores={})
    own = describe(RunConfig(models={"relations": str(tmp_path)}).settings())
    (tmp_path / "w.bin").write_bytes(b"2")
    artefacts.write_meta(tmp_path, model="relations", files=["w.bin"], data={}, scores={})
    changed = describe(RunConfig(models={"relations": str(tmp_path)}).settings())
    rules = describe(RunConfig(models={"relations": None}).settings())
    assert len({own["fingerprint"], changed["fingerprint"], rules["fingerprint"]}) == 3
    assert "relations" not in rules["models"]


def test_a_part_that_does_not_exist_is_an_error():
    with pytest.raises(ValueError, match=r"no learned part relatoins; the parts are .*relations"):
        RunConfig(models={"relatoins": None})


def test_the_command_runs_by_the_rules_alone(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    out = tmp_path / "run"
    arguments = ["extract", str(tmp_path / "a.txt"), "--out", str(out), "--workers", "0", "--model", "relations=none"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert json.loads((out / "run.json").read_text("utf-8"))["settings"]["models"]["relations"] is None


@pytest.mark.parametrize(("option", "said"), [("relations", "PART=MODEL"), ("colour=none", "no learned part colour")])
def test_a_wrong_option_says_what_is_right(tmp_path, option, said):
    result = CliRunner().invoke(app, ["extract", str(tmp_path), "--out", str(tmp_path / "run"), "--model", option])
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())


def test_a_model_that_is_not_there_is_named(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    arguments = ["extract", str(tmp_path / "a.txt"), "--out", str(tmp_path / "run"), "--workers", "0"]
    result = CliRunner().invoke(app, [*arguments, "--model", f"relations={tmp_path}/none-there"])
    assert result.exit_code == 2
    assert "none-there" in result.output
