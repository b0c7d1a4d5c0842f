"""Word F1 on a treebank: the words layer beside underthesea and pyvi, on the same sentences."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from texts import SHARED

TREEBANK = SHARED / "peers" / "ud_vtb_test.jsonl"
_Cut = Callable[[str], Iterable[str]]


def _own() -> _Cut:
    from baoso.segmenting.words import find_words

    return lambda text: [text[a:b] for a, b in find_words(text, [(0, len(text))])]


def _underthesea() -> _Cut:
    from underthesea import word_tokenize

    return word_tokenize


def _pyvi() -> _Cut:
    from pyvi import ViTokenizer

    return lambda text: ViTokenizer.tokenize(text).split()


SYSTEMS = {"**baoso**, words layer": _own, "underthesea `word_tokenize`": _underthesea, "pyvi `ViTokenizer`": _pyvi}


def _spans(words: Iterable[str]) -> set[tuple[int, int]]:
    """Words as offsets among the letters of a sentence, white space and joints left out."""
    spans, at = set(), 0
    for word in words:
        length = len("".join(word.replace("_", " ").split()))
        spans.add((at, at + length))
        at += length
    return spans


def _score(cut: _Cut, rows: list[dict[str, list[str] | str]]) -> tuple[float, float, float, float]:
    """F1, precision, recall, and CPU seconds."""
    right = gold = found = 0
    spent = 0.0
    for row in rows:
        started = time.process_time()
        words = list(cut(str(row["text"])))
        spent += time.process_time() - started
        truth, own = _spans(row["words"]), _spans(words)
        right, gold, found = right + len(truth & own), gold + len(truth), found + len(own)
    return 2 * right / (gold + found), right / found, right / gold, spent


def table(treebank: Path = TREEBANK) -> str:
    """A row a system; those not installed say so."""
    if not treebank.exists():
        return f"{treebank.name} is not there."
    rows = [json.loads(line) for line in treebank.read_text(encoding="utf-8").splitlines()]
    lines = ["| words of the treebank | F1 | precision | recall | sentences a second |", "|---|--:|--:|--:|--:|"]
    for name, ready in SYSTEMS.items():
        try:
            cut = ready()
        except ImportError as error:
            lines.append(f"| {name} | left out: {error.name} is not installed (extra `benchmark`) | | | |")
            continue
        cut("Xin chào.")
        f1, precision, recall, spent = _score(cut, rows)
        lines.append(f"| {name} | {f1:.4f} | {precision:.4f} | {recall:.4f} | {len(rows) / spent:,.0f} |")
    return "\n".join(lines)
