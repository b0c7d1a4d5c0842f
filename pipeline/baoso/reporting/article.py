"""One article as a page: its mentions, and its records with the words that each field came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from baoso.records import Metric, Record
from baoso.reporting.data import utf16_offsets, web_address
from baoso.reporting.fields import fields_of, outermost
from baoso.reporting.page import Lang, assemble, write_page
from baoso.types import Article, Mention, Place, Span

_SCRIPTS = ("core", "format", "marked", "article")


def write_article(
    article: Article, mentions: Iterable[Mention], records: Iterable[Record], out: str | Path, *, lang: Lang = "vi"
) -> int:
    """Write the page of an article to the file `out`; its size in bytes.

    Raises `OutputError` where the file cannot be written.
    """
    return write_page(render_article(article, mentions, records, lang), out)


def render_article(article: Article, mentions: Iterable[Mention], records: Iterable[Record], lang: Lang = "vi") -> str:
    """The page of an article whose text the mentions' and records' offsets refer to."""
    convert = utf16_offsets(article.text)
    data = {
        "article": {
            "title": article.title,
            "author": article.author,
            "outlet": article.outlet,
            "url": web_address(article.url),
            "published": article.published and article.published.isoformat(),
            "grain": article.published_grain,
            "place": article.focus_locality and _place(article.focus_locality),
        },
        "mentions": [[convert(m.start), convert(m.end), m.label] for m in outermost(mentions)],
        "records": [_record(record, convert) for record in records],
    }
    return assemble("article", _SCRIPTS, data, [[(0, article.text)]], lang)


def _record(record: Record, convert: Callable[[int], int]) -> dict[str, Any]:
    return {
        "type": record.record_type,
        "confidence": record.confidence,
        "evidence": _span(record.evidence, convert),
        "fields": [
            {"name": name, "value": _value(record, name, value), "words": words and _span(words, convert)}
            for name, value, words in fields_of(record)
            if value
        ],
    }


def _span(words: Span, convert: Callable[[int], int]) -> list[int]:
    return [convert(words.start), convert(words.end)]


def _value(record: Record, name: str, value: str) -> str | dict[str, Any]:
    """The value; of a quantity, a period and a place its parts, which the page writes in the reader's language."""
    if name == "quantity" and isinstance(record, Metric):
        q = record.quantity
        parts = {"value": q.value, "high": q.value_high, "unit": q.unit, "comparator": q.comparator}
        return {**parts, "measure": q.measure, "direction": q.direction}
    if name == "period" and record.period is not None:
        start, end = record.period.start, record.period.end
        return {
            "start": start and start.isoformat(),
            "end": end and end.isoformat(),
            "grain": record.period.grain,
        }
    if name == "place" and record.locality is not None:
        return _place(record.locality)
    return value


def _place(place: Place) -> dict[str, Any]:
    above = [name for name in reversed(place.path) if name and name != place.name]
    return {"name": ", ".join([place.name, *above]), "level": place.level, "code": place.code, "vintage": place.vintage}
