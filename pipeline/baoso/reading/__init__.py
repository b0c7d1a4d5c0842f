"""Files, folders, tables and streams → articles."""

from __future__ import annotations

from baoso.reading.articles import READERS, articles_from, read_articles
from baoso.reading.context import MAX_CHARS, Context
from baoso.reading.metadata import parse_published

__all__ = ["MAX_CHARS", "READERS", "Context", "articles_from", "parse_published", "read_articles"]
