"""The articles in corpus/ and their annotation keep the promises of their cards."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

import baoso
from baoso.annotating.check import check
from baoso.annotating.compile import compile_markup, without_text
from baoso.annotating.decompile import to_markup
from baoso.annotating.likeness import borrowed, jaccard, runs, texts_under
from baoso.annotating.markup import parse_markup, read_markup, render_markup
from baoso.annotating.splits import SPLITS, read_splits
from baoso.evaluating.matching import mentions_in, syllable_overlap
from baoso.interchange import hf
from baoso.standoff import GoldArticle, GoldMetric, read_gold
from grounding import assert_grounded

ROOT = Path(__file__).resolve().parents[1]
CORPUS, ANNOTATIONS = ROOT / "corpus", ROOT / "annotations"
TEXTS = sorted(CORPUS.glob("*.txt"))
SECOND = sorted((ANNOTATIONS / "second").glob("*.md"))

each_article = pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)


def sidecar(path: Path) -> dict[str, object]:
    return json.loads(path.with_suffix(".json").read_text("utf-8"))


def text_of(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


@cache
def golds() -> dict[str, GoldArticle]:
    """The committed standoff, by name of the text."""
    return {a.source: a for split in SPLITS for a in read_gold(ANNOTATIONS / "gold" / f"{split}.jsonl")}


@cache
def pairs(kind: str) -> list[tuple[str, str]]:
    with (ANNOTATIONS / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return [(row["first"], row["second"]) for row in csv.DictReader(file) if row["kind"] == kind]


def test_there_are_enough_articles_and_nothing_unexplained_beside_them():
    slugs = {path.stem for path in TEXTS}
    assert len(slugs) >= 200
    others = {path.name for path in CORPUS.iterdir()} - {f"{s}.txt" for s in slugs}
    assert others == {f"{s}.json" for s in slugs} | {"README.md"}


@each_article
def test_sidecar_says_that_the_article_is_synthetic(path: Path):
    meta = sidecar(path)
    assert set(meta) == {"title", "author", "published", "url", "outlet", "synthetic"}
    assert meta["synthetic"] is True
    assert meta["outlet"]
    assert urlsplit(str(meta["url"])).hostname.endswith(".example.org")
    assert meta["published"] is None or re.fullmatch(r"20(19|2[0-6])-\d\d(-\d\d)?", str(meta["published"]))


@each_article
def test_text_is_nfc_of_a_newspaper_article_s_length(path: Path):
    text = text_of(path)
    assert text == unicodedata.normalize("NFC", text)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ufeff]", text)
    assert 300 <= len(text.split()) <= 1200


def test_years_and_both_systems_of_administration_are_there():
    dates = [str(d) for path in TEXTS if (d := sidecar(path)["published"])]
    assert {d[:4] for d in dates} == {str(year) for year in range(2019, 2027)}
    assert sum(d >= date(2025, 7, 1).isoformat()[:7] for d in dates) >= 40


def test_difficulties_of_real_articles_are_there():
    everything = "\n".join(path.read_text("utf-8") for path in TEXTS)
    for sign in ("chiếm10%", "\u00a0", "./.", "Địa phương này", "oàn huyện", "Ảnh: ", "phầm mềm", "DVCTT"):
        assert sign in everything, sign
    assert re.search(r"^(.{40,})\n\n\1$", everything, re.MULTILINE), "a caption printed twice"


def test_near_copies_are_the_planned_ones():
    shingles = {path.stem: runs(text_of(path), 5) for path in TEXTS}
    assert len(pairs("syndicated")) == 10
    assert all(jaccard(shingles[one], shingles[other]) > 0.3 for one, other in pairs("syndicated"))


@pytest.mark.parametrize("pair", pairs("contradicting"), ids=" ".join)
def test_contradicting_reports_contradict_each_other(pair: tuple[str, str]):
    one, other = (golds()[f"{name}.txt"].of_type("metric") for name in pair)
    assert any(contradict(a, b) for a in one for b in other)


def contradict(a: GoldMetric, b: GoldMetric) -> bool:
    """The same place, unit and measure, much the same words, another value."""
    if a.locality is None or b.locality is None or a.locality.name != b.locality.name:
        return False
    same = a.quantity.unit == b.quantity.unit and a.quantity.measure == b.quantity.measure
    alike = syllable_overlap(a.indicator.label, b.indicator.label) >= 0.5
    return same and alike and a.status == b.status == "achieved" and a.quantity.value != b.quantity.value


def test_the_annotation_passes_its_check():
    report = check(
        ANNOTATIONS / "markup",
        CORPUS,
        targets=ANNOTATIONS / "minimum.toml",
        pairs=ANNOTATIONS / "pairs.csv",
    )
    assert report.errors == []


@each_article
def test_markup_is_written_as_it_is_read_and_compiles_to_the_committed_gold(path: Path):
    source = ANNOTATIONS / "markup" / f"{path.stem}.md"
    markup = read_markup(source)
    again = parse_markup(render_markup(markup), str(source))
    assert (again.text, again.spans, again.front) == (markup.text, markup.spans, markup.front)
    assert compile_markup(markup, text_of(path)) == golds()[path.name]


@each_article
def test_standoff_turns_back_into_markup(path: Path):
    gold = golds()[path.name]
    assert compile_markup(to_markup(gold, text_of(path), f"{path.stem}.md")) == gold


@each_article
def test_gold_is_grounded_and_read_through(path: Path):
    gold = golds()[path.name]
    assert gold.article_id == baoso.Article(text_of(path)).article_id
    assert gold.reviewed
    assert_grounded(list(mentions_in(gold.model_dump())), text_of(path))


def test_splits_are_frozen_and_divide_no_pair():
    rows = {row.article: row for row in read_splits(ANNOTATIONS / "splits.csv")}
    assert set(rows) == {path.name for path in TEXTS}
    for split in SPLITS:
        for gold in read_gold(ANNOTATIONS / "gold" / f"{split}.jsonl"):
            assert (rows[gold.source].split, rows[gold.source].article_id) == (split, gold.article_id)
    for one, other in pairs("syndicated") + pairs("contradicting"):
        assert rows[f"{one}.txt"].split == rows[f"{other}.txt"].split
    groups = {row.group: row.split for row in rows.values()}
    assert all(groups[row.group] == row.split for row in rows.values())


@pytest.mark.parametrize("split", SPLITS)
def test_the_dataset_is_the_gold_with_its_texts(split: str, tmp_path: Path):
    import datasets

    rows = list(hf.read(ANNOTATIONS / "dataset" / f"{split}.parquet"))
    assert [hf.from_row(row) for row in rows] == [
        (gold, text_of(CORPUS / gold.source)) for gold in read_gold(ANNOTATIONS / "gold" / f"{split}.jsonl")
    ]
    assert all(row["synthetic"] and row["outlet"] for row in rows)
    loaded = datasets.load_dataset(
        "parquet", data_files={split: str(ANNOTATIONS / "dataset" / f"{split}.parquet")}, cache_dir=str(tmp_path)
    )
    assert len(loaded[split]) == len(rows)


def test_the_card_is_one_that_the_hub_reads():
    card = (ANNOTATIONS / "dataset" / "README.md").read_text("utf-8")
    front = yaml.safe_load(card.split("---")[1])
    assert front["license"] == "apache-2.0"
    assert "synthetic" in front["tags"]
    files = {f["split"]: f["path"] for f in front["configs"][0]["data_files"]}
    assert files == {split: f"{split}.parquet" for split in SPLITS}


def test_thirty_articles_were_annotated_a_second_time():
    assert len(SECOND) >= 30
    for path in SECOND:
        gold = compile_markup(read_markup(path), text_of(CORPUS / f"{path.stem}.txt"))
        assert gold.annotator != golds()[f"{path.stem}.txt"].annotator


@pytest.mark.parametrize("name", ["gold", "second"])
def test_gold_of_press_articles_holds_none_of_their_words(name: str):
    articles = read_gold(ANNOTATIONS / "press" / f"{name}.jsonl")
    assert len(articles) == 10
    assert all(without_text(a) == a for a in articles)


@pytest.mark.parametrize("name", ["gold", "second"])
def test_gold_of_press_articles_fits_their_texts(name: str, shared: Path):
    texts = {a.article_id: a.text for a in baoso.read_articles([shared / "articles"])}
    for gold in read_gold(ANNOTATIONS / "press" / f"{name}.jsonl"):
        text = texts[gold.article_id]
        for mention in gold.labelled("PERSON"):
            if mention.entity is None:
                assert text[mention.start : mention.end].split()[-1] in (mention.normalized or "")


@each_article
def test_sidecar_reaches_the_article(path: Path):
    (article,) = baoso.read_articles([path])
    meta = sidecar(path)
    assert (article.title, article.author, article.outlet) == (meta["title"], meta["author"], meta["outlet"])
    assert meta["published"] is None or str(article.published).startswith(str(meta["published"]))


@each_article
def test_what_is_found_is_grounded_in_the_text(path: Path):
    (article,) = baoso.read_articles([path])
    found = baoso.extract(article)
    assert found.article.text == text_of(path)
    assert_grounded([found.records, found.mentions], found.article.text)
    assert found.mentions


def test_no_passage_is_taken_from_the_press(shared: Path):
    texts = {path.name: text_of(path) for path in TEXTS}
    assert borrowed(texts, texts_under(shared)) == []
