"""Gold's spans over syllables, and their scores by equal bounds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baoso.errors import GoldError
from baoso.tagging.bio import LAYERS, Tagged
from baoso.tagging.pieces import PieceTokenizer
from baoso.training.gold_tags import on_syllables, read_tagged
from baoso.training.span_scores import span_scores
from baoso.training.subwords import train_tokenizer
from baoso.types import Article

TEXT = "Sáng qua bà Lò Mẩy nói về ứng dụng Sổ Làng. Trời mưa."


def _write(folder: Path, article_id: str) -> Path:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    spans = (("PERSON", "Lò Mẩy"), ("DATE", "Sáng qua"))
    mentions = [
        {"id": f"m{i}", "label": label, "start": TEXT.index(words), "end": TEXT.index(words) + len(words)}
        for i, (label, words) in enumerate(spans)
    ]
    row = {"article_id": article_id, "source": "a.txt", "mentions": mentions}
    path = folder / "gold.jsonl"
    path.write_text(json.dumps(row) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def tokenizer() -> PieceTokenizer:
    return PieceTokenizer(train_tokenizer([TEXT], 400, 64), words=False)


def test_an_article_has_its_pieces_sentences_and_the_labels_that_are_learnt(
    tmp_path: Path, tokenizer: PieceTokenizer
) -> None:
    (one,) = read_tagged(tmp_path, _write(tmp_path, Article(text=TEXT).article_id), tokenizer, LAYERS)
    assert one.spans == [Tagged("PERSON", 3, 5)]
    assert one.wanted == {("PERSON", 12, 18)}
    assert [TEXT[a:b] for a, b in one.segmented.sentences][-1] == "Trời mưa."


def test_a_text_that_was_changed_is_named(tmp_path: Path, tokenizer: PieceTokenizer) -> None:
    with pytest.raises(GoldError, match=r"a\.txt: this is not the text.*annotate it again"):
        read_tagged(tmp_path, _write(tmp_path, "0" * 16), tokenizer, LAYERS)


def test_a_span_takes_every_syllable_that_it_touches() -> None:
    assert list(on_syllables({("EVENT", 1, 5)}, [(0, 2), (3, 4), (5, 6)])) == [Tagged("EVENT", 0, 2)]
    assert list(on_syllables({("EVENT", 2, 3)}, [(0, 2), (3, 4)])) == []


def test_scores_count_equal_bounds_and_the_labels_asked_for() -> None:
    wanted = [{("PERSON", 0, 2), ("EVENT", 3, 5)}, {("PERSON", 1, 2)}]
    found = [{("PERSON", 0, 2), ("EVENT", 3, 6), ("DATE", 7, 9)}, set()]
    scores = span_scores(found, wanted, ["PERSON", "EVENT"])
    assert scores["PERSON"] == {"p": 1.0, "r": 0.5, "f1": 0.6667, "gold": 2, "predicted": 1}
    assert scores["EVENT"]["f1"] == 0.0
    assert scores["all"] == {"p": 0.5, "r": 0.3333, "f1": 0.4, "gold": 3, "predicted": 2}
