"""The configurations of the transformer that lie under models/ are sound, and unsound ones are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from baoso.errors import ModelError
from baoso.training.config import parse_overrides, read_config
from baoso.training.encoder_config import EncoderConfig

FOLDER = Path(__file__).parents[2] / "models" / "encoder"


@pytest.mark.parametrize("name", ["config.cfg", "small.cfg"])
def test_those_of_the_project_are_read(name: str) -> None:
    own = read_config(FOLDER / name, EncoderConfig)
    # special pieces stand around each window
    assert own.finetune.window == own.pretrain.length - 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("finetune.overlap=254", "cannot overlap by 254"),
        ("pretrain.heads=5", "cannot be shared out to 5 heads"),
        ("finetune.threshold=1.5", "less than or equal to 1"),
        ("finetune.epoch=3", "epoch"),
    ],
)
def test_values_that_do_not_fit_are_named(change: str, told: str) -> None:
    with pytest.raises(ModelError, match=told):
        read_config(FOLDER / "config.cfg", EncoderConfig, parse_overrides([change]))


def test_changes_on_the_command_line_are_json_or_text() -> None:
    assert parse_overrides(["a.b=3", "a.c=true", "d.e=x=y", 'f.g={"h": 0.5}']) == {
        "a.b": 3,
        "a.c": True,
        "d.e": "x=y",
        "f.g": {"h": 0.5},
    }


@pytest.mark.parametrize("change", ["a.b", "=3"])
def test_a_change_that_sets_nothing_is_refused(change: str) -> None:
    with pytest.raises(ModelError, match=r"section\.key=value"):
        parse_overrides([change])
