from __future__ import annotations

import re
from importlib import resources
from typing import get_args

import pytest

from baoso import lexicon, types
from baoso.records import DifficultyTopic, DocumentAction, Stage
from baoso.reporting.page import strings

TEMPLATES = resources.files("baoso.reporting").joinpath("templates")
SCRIPTS = "\n".join(f.read_text(encoding="utf-8") for f in TEMPLATES.joinpath("js").iterdir())
PAGES = "\n".join(TEMPLATES.joinpath(f"{name}.html").read_text(encoding="utf-8") for name in ("report", "article"))
USED = set(re.findall(r'\bt\(\s*"([^"]+)"', SCRIPTS)) | set(re.findall(r'data-t(?:-label)?="([^"]+)"', PAGES))
# Keys that code puts together: `section.${id}`, word("kind", …), a choice between two.
# Fields of one article's page are looked up by their own names.
GROUPS = {"comparator"} | set(re.findall(r"`([a-z]+)\.\$", SCRIPTS)) | set(re.findall(r'word\("([a-z]+)"', SCRIPTS))


@pytest.mark.parametrize("key", sorted(USED))
def test_what_the_page_says_has_words(key):
    assert key in strings()


@pytest.mark.parametrize("key", sorted(strings()))
def test_both_languages_say_it_with_the_same_values(key):
    vi, en = strings()[key]["vi"], strings()[key]["en"]
    assert vi.strip()
    assert en.strip()
    if key != "quarter":  # Vietnamese counts quarters in Roman figures
        assert set(re.findall(r"\{\d\}", vi)) == set(re.findall(r"\{\d\}", en))


@pytest.mark.parametrize("key", sorted(strings()))
def test_no_words_are_left_that_nothing_shows(key):
    named = f'"{key}"' in SCRIPTS or key.split(".")[0] in GROUPS
    assert key in USED or named or key in ("noscript", "failed", "title.article")


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("status", get_args(types.Status)),
        ("level", get_args(types.Level)),
        ("pillar", get_args(types.Pillar)),
        ("measure", get_args(types.Measure)),
        ("comparator", get_args(types.Comparator)),
        ("label", get_args(types.Label)),
        ("stage", get_args(Stage)),
        ("topic", get_args(DifficultyTopic)),
        ("action", get_args(DocumentAction)),
        ("kind", sorted({row["kind"] for row in lexicon.table("platforms")["platforms"]})),
    ],
)
def test_what_records_name_has_words(group, values):
    assert values
    assert [value for value in values if f"{group}.{value}" not in strings()] == []


@pytest.mark.parametrize(
    "sink", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("]
)
def test_no_script_makes_markup_or_code_of_a_string(sink):
    assert sink not in SCRIPTS
