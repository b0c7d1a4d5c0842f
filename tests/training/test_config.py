"""Configuration files are read into a checked form, and say what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from baoso.errors import ModelError
from baoso.training.config import Settings, read_config


class Fit(Settings):
    seed: int
    l2: float = 1.0


class Toy(Settings):
    training: Fit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "config.cfg"
    path.write_text("[training]\nseed = 7\n", "utf-8")
    return path


def test_values_and_defaults(path: Path) -> None:
    assert read_config(path, Toy).training == Fit(seed=7, l2=1.0)


def test_a_value_is_replaced_by_its_dotted_key(path: Path) -> None:
    assert read_config(path, Toy, {"training.seed": 8}).training.seed == 8


@pytest.mark.parametrize("text", ["[training]\nsede = 7\n", "[training]\nseed = true-ish\n", "[other]\nseed = 7\n"])
def test_a_key_or_value_that_does_not_belong_is_named(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    with pytest.raises(ModelError, match=r"config\.cfg.*models/"):
        read_config(path, Toy)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no\.cfg"):
        read_config(tmp_path / "no.cfg", Toy)
