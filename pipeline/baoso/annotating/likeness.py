"""How alike texts are: near-copies by runs of five syllables, borrowed passages by whole sentences and long runs."""

from __future__ import annotations

import json
import lzma
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

SHINGLE = 5
# Longer than any name of a body with its title ("Chi cục trưởng Chi cục Quản lý chất lượng nông lâm sản và thủy sản").
RUN = 16
# Shorter sentences are common property ("Xin cảm ơn ông!").
SENTENCE = 8
_SENTENCE_END = re.compile(r"(?<![.!?…;:])[.!?…;:]+\s|\n")


def words_of(text: str) -> list[str]:
    """Syllables and numbers in lower case, punctuation aside."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of `length` words."""
    words = words_of(text)
    return set(zip(*(words[i:] for i in range(length)), strict=False))


def jaccard(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    """Shared of all; 0 where either is empty."""
    return len(one & other) / len(one | other) if one and other else 0.0


def alike(texts: dict[str, str], above: float) -> list[tuple[float, str, str]]:
    """Pairs of texts whose runs of five syllables have a Jaccard index above `above`, most alike first."""
    shingles = {name: runs(text, SHINGLE) for name, text in texts.items()}
    names = sorted(shingles)
    pairs = []
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            shared = jaccard(shingles[one], shingles[other])
            if shared > above:
                pairs.append((shared, one, other))
    return sorted(pairs, reverse=True)


def borrowed(texts: dict[str, str], others: Iterable[str]) -> list[tuple[str, str]]:
    """(name, words) for every sentence of eight words, and every run of 16, that a text shares with one of `others`."""
    owners: dict[tuple[str, ...], str] = {}
    for name, text in texts.items():
        for passage in _passages(text):
            owners.setdefault(passage, name)
    found: set[tuple[str, ...]] = set()
    for text in others:
        found |= owners.keys() & _passages(text)
    return sorted((owners[passage], " ".join(passage)) for passage in found)


def _passages(text: str) -> set[tuple[str, ...]]:
    sentences = (tuple(words_of(piece)) for piece in _SENTENCE_END.split(text))
    return runs(text, RUN) | {sentence for sentence in sentences if len(sentence) >= SENTENCE}


def texts_under(folder: Path) -> Iterator[str]:
    """Every text in a folder of press articles: `*.txt`, and `text` of the rows of `*.jsonl.xz`, however deep."""
    for path in sorted(folder.rglob("*.txt")):
        yield path.read_text(encoding="utf-8", errors="replace")
    for path in sorted(folder.rglob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line).get("text") or ""
