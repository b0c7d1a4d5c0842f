"""What training reads and refuses; the fitting itself is tested in tests/train."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from baoso.errors import BaosoError, GoldError, ModelError
from baoso.standoff import GoldArticle, GoldMention, write_gold
from baoso.tagging.chain_columns import OUTSIDE
from baoso.training.chain import crfsuite
from baoso.training.tagged import examples_of, gold_articles
from baoso.training.tagger import drawn, model_scores
from baoso.types import Article

TEXT = "UBND xã Hồng Lĩnh dùng phần mềm Sao Mai."


def _gold(folder: Path, text: str = TEXT) -> Path:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    at = TEXT.index("phần mềm")
    mentions = (
        GoldMention(start=0, end=17, id="m1", label="ORGANISATION"),
        GoldMention(start=5, end=17, id="m2", label="LOCALITY"),
        GoldMention(start=at, end=len(TEXT) - 1, id="m3", label="PLATFORM"),
    )
    article = GoldArticle(article_id=Article(text).article_id, source="a.txt", mentions=mentions)
    write_gold(folder / "gold.jsonl", [article])
    return folder / "gold.jsonl"


def test_gold_becomes_tags_of_the_labels_that_are_learnt(tmp_path: Path) -> None:
    (example,) = examples_of(tmp_path, _gold(tmp_path))
    inner = ["I-PLATFORM"] * 3
    assert example.tags() == ["B-ORGANISATION", *["I-ORGANISATION"] * 3, OUTSIDE, "B-PLATFORM", *inner, OUTSIDE]
    assert {m.label for m in example.rules} == {"ORGANISATION", "PLATFORM"}


def test_another_text_than_was_annotated_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"a\.txt: this is not the text that was annotated"):
        list(gold_articles(tmp_path, _gold(tmp_path, "Khác")))


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    gold = _gold(tmp_path)
    (tmp_path / "a.txt").unlink()
    with pytest.raises(GoldError, match=r"a\.txt: missing"):
        list(gold_articles(tmp_path, gold))


def test_a_larger_draw_holds_the_smaller_ones(tmp_path: Path) -> None:
    examples = examples_of(tmp_path, _gold(tmp_path)) * 20
    for k, example in enumerate(examples):
        object.__setattr__(example, "rules", [k])
    assert len(drawn(examples, 0.25, 0)) == 5
    assert drawn(examples, 1.0, 0) == examples
    assert drawn(examples, 0.0001, 0)
    for share in (0.0, 1.5, -1.0):
        with pytest.raises(ModelError, match="cannot be drawn"):
            drawn(examples, share, 0)


def test_without_crfsuite_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycrfsuite", None)
    with pytest.raises(BaosoError, match=r"pip install 'baoso\[train\]'"):
        crfsuite()


def test_the_scores_of_a_model_are_told_beside_those_of_the_rules(tmp_path: Path) -> None:
    scores = model_scores("tagger", tmp_path, _gold(tmp_path))
    assert scores.keys() == {"rules", "alone", "both"}
    assert scores["rules"]["ORGANISATION"].recall == 1.0
    assert scores["both"]["all"].gold == 2
