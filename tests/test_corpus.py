"""The articles in corpus/ and their gold keep the promises of their cards."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

import baoso
from baoso.evaluating.gold import doubts, load_gold
from grounding import assert_grounded

ROOT = Path(__file__).resolve().parents[1]
TEXTS = sorted((ROOT / "corpus").glob("*.txt"))
GOLD = ROOT / "annotations" / "gold"
LONGEST_SHARED_RUN = 8

each_article = pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)


def sidecar(path: Path) -> dict[str, object]:
    return json.loads(path.with_suffix(".json").read_text("utf-8"))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + LONGEST_SHARED_RUN + 1]) for i in range(len(found) - LONGEST_SHARED_RUN)}


def test_there_are_ten_articles_and_nothing_unexplained_beside_them():
    slugs = {path.stem for path in TEXTS}
    assert len(slugs) == 10
    others = {path.name for path in (ROOT / "corpus").iterdir()} - {f"{s}.txt" for s in slugs}
    assert others == {f"{s}.json" for s in slugs} | {"README.md"}


@each_article
def test_sidecar_says_that_the_article_is_synthetic(path: Path):
    meta = sidecar(path)
    assert set(meta) == {"title", "author", "published", "url", "outlet", "synthetic"}
    assert meta["synthetic"] is True
    assert urlsplit(str(meta["url"])).hostname.endswith(".example.org")
    assert re.fullmatch(r"202[0-6]-\d\d(-\d\d)?", str(meta["published"]))


@each_article
def test_text_is_nfc_of_a_newspaper_article_s_length(path: Path):
    text = path.read_text("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\ufeff]", text)
    assert 400 <= len(text.split()) <= 1100


def test_years_and_both_systems_of_administration_are_there():
    dates = [str(sidecar(path)["published"]) for path in TEXTS]
    assert {d[:4] for d in dates} == {str(year) for year in range(2020, 2027)}
    assert any(d >= date(2025, 7, 1).isoformat()[:7] for d in dates)


def test_difficulties_of_real_articles_are_there():
    everything = "\n".join(path.read_text("utf-8") for path in TEXTS)
    for sign in ("chiếm10%", "\u00a0", "./.", "Địa phương này", "oàn huyện", "Ảnh: ", "phầm mềm", "DVCTT"):
        assert sign in everything, sign
    assert re.search(r"^(.{40,})\n\n\1$", everything, re.MULTILINE), "a caption printed twice"


def test_card_lists_every_article():
    card = (ROOT / "corpus" / "README.md").read_text("utf-8")
    front = yaml.safe_load(card.split("---")[1])
    assert front["license"] == "apache-2.0"
    assert "synthetic" in front["tags"]
    assert set(re.findall(r"^\| `([a-z0-9-]+)`", card, re.MULTILINE)) == {path.stem for path in TEXTS}


def test_gold_is_there_for_each_article_and_quotes_it():
    golds = {gold.article: gold for gold in load_gold(GOLD)}
    assert set(golds) == {path.name for path in TEXTS}
    for path in TEXTS:
        assert not list(doubts(golds[path.name], path.read_text("utf-8")))


@each_article
def test_gold_agrees_with_the_sidecar(path: Path):
    gold = yaml.safe_load((GOLD / f"{path.stem}.yaml").read_text("utf-8"))
    meta = sidecar(path)
    assert str(gold.get("published", meta["published"])) == meta["published"]
    assert gold.get("author", meta["author"]) == meta["author"]


@each_article
def test_sidecar_reaches_the_article(path: Path):
    (article,) = baoso.read_articles([path])
    meta = sidecar(path)
    assert (article.title, article.author, article.outlet) == (meta["title"], meta["author"], meta["outlet"])
    assert str(article.published).startswith(str(meta["published"]))


@each_article
def test_what_is_found_is_grounded_in_the_text(path: Path):
    (article,) = baoso.read_articles([path])
    found = baoso.extract(article)
    assert found.article.text == path.read_text("utf-8")
    assert_grounded([found.records, found.mentions], found.article.text)
    assert found.records or path.stem == "quang-tri-nha-may-vien-nen"


@each_article
def test_no_sentence_is_taken_from_the_press(path: Path, shared: Path):
    published = set().union(*(runs(p.read_text("utf-8")) for p in (shared / "articles").glob("*.txt")))
    assert not runs(path.read_text("utf-8")) & published
