from __future__ import annotations

import json
import sys

import pytest

from baoso.errors import BaosoError
from baoso.evaluating import baseline as module
from baoso.evaluating.baseline import baseline, write_baseline
from baoso.evaluating.matching import mentions_in
from baoso.evaluating.scores import evaluate
from evaluating_samples import TEXT

TAGS = {"Tô": "B-PER", "Văn": "I-PER", "Hạ": "I-PER", "UBND": "B-ORG", "Minh Phú": "B-LOC"}


@pytest.fixture(autouse=True)
def _names(monkeypatch):
    """underthesea's answer for the sample, words joined and split as it does."""
    words = TEXT.replace("Minh Phú", "Minh_Phú").replace(",", " , ").split()
    answer = [(w.replace("_", " "), "N", "B-NP", TAGS.get(w.replace("_", " "), "O")) for w in words]
    monkeypatch.setattr("underthesea.ner", lambda text: answer)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "bai.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "texts" / "bai.json").write_text('{"published": "2032-01-05"}', encoding="utf-8")
    return tmp_path / "texts"


def test_records_are_in_export_form_and_grounded(folder):
    article, records = baseline(folder / "bai.txt")
    for record in records:
        for mention in mentions_in(record):
            assert TEXT[mention["start"] : mention["end"]] == mention["text"]
    by_type = {kind: [r for r in records if r["record_type"] == kind] for kind in ("metric", "office", "document")}
    first = by_type["metric"][0]
    assert (first["quantity"]["value"], first["quantity"]["unit"]) == (82, "%")
    assert str(first["period"]["end"]) == "2031-12-31"
    (office,) = by_type["office"]
    assert (office["person"], office["titles"], office["organisation"]) == ("Tô Văn Hạ", ["Chủ tịch"], "UBND")
    assert [d["number"] for d in by_type["document"]] == ["7/KH-UBND"]
    assert (article["focus_locality"]["name"], article["focus_locality"]["level"]) == ("Minh Phú", "commune")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Đạt 1.250,5 điểm.", 1250.5, "điểm"),
        ("Chi 2,5 tỷ đồng.", 2.5e9, "VND"),
        ("Chi 700 đồng.", 700, "VND"),
    ],
)
def test_numbers_are_read_the_vietnamese_way(tmp_path, text, value, unit):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    _, (record,) = baseline(tmp_path / "a.txt")
    assert (record["quantity"]["value"], record["quantity"]["unit"]) == (value, unit)


def test_it_runs_through_the_same_scorer(folder, gold_folder, tmp_path):
    (tmp_path / "to").mkdir()
    write_baseline([folder / "bai.txt", folder / "absent.txt"], tmp_path / "to")
    scores = evaluate(gold_folder, tmp_path / "to")
    assert scores.prf["metric"].recall == 1
    assert scores.prf["metric"].precision < 1
    assert scores.shares["grounded"] == 1
    assert len((tmp_path / "to" / "articles.jsonl").read_text("utf-8").splitlines()) == 1


def test_without_the_extra_it_says_what_to_install(folder, monkeypatch):
    module._dates.cache_clear()
    monkeypatch.setitem(sys.modules, "dateparser.date", None)
    with pytest.raises(BaosoError, match=r"pip install 'baoso\[evaluate\]'"):
        baseline(folder / "bai.txt")
    module._dates.cache_clear()


def test_rows_are_json(folder):
    article, records = baseline(folder / "bai.txt")
    assert json.loads(json.dumps([article, records], default=str))
