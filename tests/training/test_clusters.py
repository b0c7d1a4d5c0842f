"""Syllables that keep the same company share a cluster."""

from __future__ import annotations

import json
import lzma
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from baoso.errors import GoldError
from baoso.tagging.learned import read_clusters
from baoso.training.clusters import clusters_of, main


def _texts(size: int = 400) -> list[str]:
    """Sentences in which any animal eats any plant, and any boat sails any sea."""
    rng = np.random.default_rng(0)
    kinds = [[f"{k}{a}{b}" for a in "aeiou" for b in "nmtcpgh"] for k in ("th", "l", "v", "s")]
    texts = []
    for _ in range(size):
        words = []
        for _ in range(10):
            one, other = (0, 1) if rng.random() < 0.5 else (2, 3)
            words += [str(rng.choice(kinds[one])), ("ăn", "bơi")[one // 2], str(rng.choice(kinds[other]))]
        texts.append(" ".join(words))
    return texts


def test_words_of_one_kind_share_clusters() -> None:
    found = clusters_of(_texts(), words=1000, clusters=6, seed=0)
    homes = {k: Counter(c for w, c in found.items() if w.startswith(k) and len(w) > 2) for k in ("th", "v")}
    assert not set(homes["th"]) & set(homes["v"])
    assert found == clusters_of(_texts(), words=1000, clusters=6, seed=0)


def test_too_few_words_are_refused() -> None:
    with pytest.raises(GoldError, match="too few"):
        clusters_of(["một hai ba"], words=100, clusters=5, seed=0)
    with pytest.raises(GoldError, match="0 frequent"):
        clusters_of([], words=100, clusters=5, seed=0)


def test_the_command_writes_what_the_tagger_reads(tmp_path: Path) -> None:
    with lzma.open(tmp_path / "raw.jsonl.xz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"text": text}) + "\n" for text in _texts())
    out = tmp_path / "clusters.tsv"
    assert main([str(tmp_path / "raw.jsonl.xz"), "--out", str(out), "--clusters", "6"]) == 0
    assert read_clusters(out)["than"] != read_clusters(out)["van"]


def test_a_broken_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "raw.jsonl.xz").write_bytes(b"no xz")
    assert main([str(tmp_path / "raw.jsonl.xz"), "--out", str(tmp_path / "c.tsv")]) == 2
    assert "raw.jsonl.xz" in capsys.readouterr().err
