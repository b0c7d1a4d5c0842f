"""The texts that everything is timed on: real articles of about one length, no two alike."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

from baoso import read_articles

SHARED = Path(__file__).resolve().parents[3] / "shared"
NEWS = SHARED / "raw" / "news-2020.jsonl.xz"
GROWING = SHARED / "raw" / "news-2017.jsonl.xz"
REPORTS = SHARED / "articles"
CORPUS = Path(__file__).resolve().parents[2] / "corpus"
_SHORTEST, _LONGEST = 3_500, 5_500


def news(source: Path, wanted: int) -> list[str]:
    """`wanted` articles of `source` with 3,500 to 5,500 characters, as they come; those of the corpus without it."""
    given = source if source.exists() else CORPUS
    found = (a.text for a in read_articles(given, on_error=lambda row: None))
    fitting = (text for text in found if _SHORTEST <= len(text) <= _LONGEST or given == CORPUS)
    texts = list(dict.fromkeys(islice(fitting, wanted)))
    if not texts:
        sys.exit(f"{given}: no article of {_SHORTEST} to {_LONGEST} characters there; name another with --texts")
    return texts
