"""What an encoder finds is added where the rules have nothing; a tagger's name says its kind."""

from __future__ import annotations

from pathlib import Path

import pytest

import baoso
from baoso.errors import ModelError
from baoso.tagging.bio import LAYERS
from baoso.tagging.onnx_encoder import Found
from baoso.tagging.transformer import added
from baoso.types import Label, Mention

HALF = dict.fromkeys((label for layer in LAYERS for label in layer), 0.5)


def known(label: Label, start: int, end: int) -> Mention:
    return Mention(label, start, end, "x" * (end - start))


@pytest.mark.parametrize(
    ("rule", "label", "kept"),
    [
        ("PERSON", "PERSON", False),
        ("ORGANISATION", "PLATFORM", False),
        ("DOCUMENT", "PROGRAMME", False),
        ("INDICATOR", "INDICATOR", False),
        ("INDICATOR", "PLATFORM", True),
        ("PLATFORM", "INDICATOR", True),
        ("DOCUMENT", "INDICATOR", True),
        ("LOCALITY", "ORGANISATION", True),
    ],
)
def test_what_touches_a_mention_of_the_rules_is_left_out(rule: Label, label: Label, kept: bool) -> None:
    found = [Found(label, 5, 9, 0.9)]
    assert added(found, [known(rule, 8, 12)], LAYERS, HALF) == (found if kept else [])


def test_what_only_stands_beside_one_is_added() -> None:
    found = [Found("PERSON", 5, 9, 0.9)]
    assert added(found, [known("PERSON", 9, 12)], LAYERS, HALF) == found


def test_each_label_has_its_own_threshold() -> None:
    found = [Found("PERSON", 0, 3, 0.7), Found("EVENT", 5, 9, 0.7)]
    assert added(found, [], LAYERS, HALF | {"EVENT": 0.8}) == found[:1]


@pytest.mark.parametrize("tagger", ["onnx", "onnx:", "torch:model", ""])
def test_a_tagger_of_no_known_kind_is_refused(tagger: str) -> None:
    with pytest.raises(ModelError, match="onnx: and the folder"):
        baoso.load(tagger=tagger)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=rf"{tmp_path.name}.*meta\.json"):
        baoso.load(tagger=f"onnx:{tmp_path}")
