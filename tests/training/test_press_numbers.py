from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import baoso
from baoso.errors import GoldError
from baoso.evaluating.matching import same_value
from baoso.relating import topic
from baoso.training.examples import examples_of
from baoso.training.numbers import Labelled, Number, corpus_texts, press_texts
from baoso.types import Article
from baoso.values.numbers import numbers_in, parse_number
from baoso.values.quantities import find_quantities
from training_samples import CORPUS, GOLD, OFF, ON, PRESS


def table(name: str) -> list[dict[str, str]]:
    with (PRESS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Reading the tables


def test_judged_numbers_become_examples(folders: dict[str, Path]):
    on, off = press_texts(**folders)
    assert (on.origin, off.origin) == ("press", "offtopic")
    assert str(off.article.published) == "2021-03-04"
    assert on.numbers[0] == Number(ON.index("88%"), ON.index("88%") + 3, 88.0, "metric")
    examples = list(examples_of([on, off], baoso.load()))
    of_on = [e for e in examples if e.article_id == on.article.article_id]
    assert [e.relevant for e in of_on] == [True, True], "the optional 21 is no example"
    of_off = [e for e in examples if e.article_id == off.article.article_id]
    assert len(of_off) >= 3
    assert not any(e.relevant for e in of_off)
    assert of_on[0].values["strong"] == topic.profile(ON)["strong"] > of_off[0].values["strong"]


def test_a_metric_read_with_another_value_is_no_example():
    start = ON.index("88%")
    texts = [Labelled(Article(text=ON), "press", (Number(start, start + 3, 8.0, "metric"),))]
    assert len(list(examples_of(texts, baoso.load()))) == 2


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("numbers", "on.txt", "kia.txt", "no document kia.txt"),
        ("numbers", ",metric", ",metrics", "is no number or kind"),
        ("numbers", "kind", "sort", "columns must be"),
        ("offtopic", Article(text=OFF).article_id, "0" * 16, "not the text that was annotated"),
        ("offtopic", "tin,off", "bao,off", "must hold one JSON object"),
    ],
)
def test_a_wrong_table_is_explained(folders: dict[str, Path], file: str, old: str, new: str, message: str):
    folders[file].write_text(folders[file].read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(GoldError, match=message):
        list(press_texts(**folders))


def test_corpus_numbers_come_from_its_gold():
    texts = {t.article.source: t for t in corpus_texts(CORPUS, GOLD)}
    assert len(texts) >= 120
    numbers = [(t.article.text[n.start : n.end], n) for t in texts.values() for n in t.numbers]
    assert sum(n.kind == "metric" for _, n in numbers) >= 3000
    assert any(n.kind == "optional" for _, n in numbers)
    assert all(any(c.isalnum() for c in words) for words, _ in numbers)
    assert not any(n.kind == "metric" for n in texts["an-giang-ngay-hoi-am-thuc-that-son.txt"].numbers)


def test_gold_of_another_text_is_no_example(tmp_path: Path):
    first = next(iter(corpus_texts(CORPUS, GOLD))).article
    (tmp_path / Path(first.source).name).write_text(first.text + " Thêm.", encoding="utf-8")
    with pytest.raises(GoldError, match="not the text that was annotated"):
        list(corpus_texts(tmp_path, GOLD))


def test_tables_hold_no_words_of_the_articles():
    for row in table("numbers.csv"):
        assert re.fullmatch(r"\d+", row["start"] + row["end"]), row
        assert re.fullmatch(r"\d+(\.\d+)?", row["value"]), row
    rows = table("numbers.csv") + table("offtopic.csv")
    assert all(re.fullmatch(r"[0-9a-f]{16}", row["article_id"]) for row in rows)
    documents = {(r["collection"], r["document"]) for r in rows}
    assert len(documents) == len({r["article_id"] for r in rows}) == 80 + 150


def reads_as(text: str, start: int, end: int, value: float) -> bool:
    """Whether the words at `start`:`end`, alone or in their place, are a number of that value."""
    words = text[start:end]
    near = text[max(0, start - 20) : end + 20]
    found = [f.quantity.value for part in (words, near) for f in find_quantities(part)]
    for n in numbers_in(words):
        found += [n.value, n.value / (n.denominator or 1)]
    # a collection that was put together from tokens has a space behind the decimal mark: "31, 2%"
    tight = re.sub(r"(?<=\d), (?=\d)", ",", words)
    return any(same_value(v, value) for v in [*found, parse_number(words), parse_number(tight.rstrip("%"))])


def test_offsets_point_at_the_values(shared: Path):
    texts = list(
        press_texts(PRESS / "numbers.csv", PRESS / "offtopic.csv", raw=shared / "raw", articles=shared / "articles")
    )
    assert len(texts) == 80 + 150
    numbers = [(t.article.text, n) for t in texts for n in t.numbers]
    assert len(numbers) == len(table("numbers.csv"))
    wrong = [
        (text[n.start : n.end], n)
        for text, n in numbers
        if not (0 <= n.start < n.end <= len(text) and reads_as(text, n.start, n.end, n.value))
    ]
    assert not wrong
