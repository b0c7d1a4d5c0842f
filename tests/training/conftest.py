"""A made-up collection of two articles with their tables of annotations."""

from __future__ import annotations

import json
import lzma
import re
from pathlib import Path

import pytest

from baoso.training.numbers import FILES
from baoso.types import Article
from training_samples import OFF, ON


def number(text: str, quote: str, kind: str) -> tuple[int, int, float, str]:
    start = text.index(quote)
    return start, start + len(quote), float(re.search(r"\d+", quote)[0]), kind


def write(path: Path, head: str, rows: list[tuple[object, ...]]) -> None:
    path.write_text("\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8")


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """Two made-up collections with their tables; `on` has judged numbers, `off` none."""
    raw, articles = tmp_path / "raw", tmp_path / "articles"
    raw.mkdir()
    articles.mkdir()
    (articles / "on.txt").write_text(ON, encoding="utf-8")
    with lzma.open(raw / "tin.jsonl.xz", "wt", encoding="utf-8") as lines:
        for name, text in (("khac", ON), ("off", OFF)):
            lines.write(json.dumps({"id": name, "text": text, "published": "2021-03-04"}) + "\n")
    ids = {name: Article(text=text).article_id for name, text in (("on", ON), ("off", OFF))}
    judged = [number(ON, "88%", "metric"), number(ON, "14", "metric"), number(ON, "21", "optional")]
    write(tmp_path / "numbers.csv", "collection,document,article_id,start,end,value,kind", [
        (FILES, "on.txt", ids["on"], *row) for row in judged
    ])  # fmt: skip
    write(
        tmp_path / "offtopic.csv",
        "collection,document,article_id,chosen",
        [("tin", "off", ids["off"], "drawn")],
    )
    return {
        "numbers": tmp_path / "numbers.csv",
        "offtopic": tmp_path / "offtopic.csv",
        "raw": raw,
        "articles": articles,
    }
