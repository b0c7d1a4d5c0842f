"""Extraction by the rules alone, for tests of what the rules say."""

from __future__ import annotations

from functools import lru_cache

import baoso
from baoso.extraction import Extraction
from baoso.types import Article


@lru_cache(maxsize=1)
def _pipeline():
    return baoso.load(relations=None, tagger=None)


def extract(article: str | Article) -> Extraction:
    """`baoso.extract` without learned components."""
    return baoso.extract(article, _pipeline())
