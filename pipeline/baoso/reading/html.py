"""Saved web pages: the article's own text in page order, and the metadata of its meta tags.

trafilatura's guess at the date is not used: without meta tags it takes a decision's date in the body for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from baoso.errors import DecodingError, ReadingError
from baoso.reading.context import Context
from baoso.reading.metadata import Fields, fields_of, merged, parse_published
from baoso.reading.page import article_lines
from baoso.reading.plain import read_whole, sidecar_fields
from baoso.text import decode
from baoso.types import Article

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_META: dict[str, tuple[str, ...]] = {
    "published": (
        "article:published_time", "datepublished", "pubdate", "publishdate", "dc.date.issued", "dc.date",
        "date",
    ),
    "title": ("og:title", "twitter:title", "dc.title", "title"),
    "author": ("author", "article:author", "dc.creator"),
    "url": ("og:url",),
    "outlet": ("og:site_name",),
}  # fmt: skip
_MIN_COVERED = 0.6


def read_html(path: Path, source: str, context: Context) -> Iterator[Article]:
    """The article of a saved page; a metadata file beside it goes before the page's own.

    Raises `ReadingError` where the page holds no article.
    """
    text, fields = extract_page(decode_page(read_whole(path, source, context), source), source)
    fields = merged(fields, sidecar_fields(path, source))
    yield Article(text=context.clean_text(text, source), source=source, **fields)


def extract_page(page: str, source: str) -> tuple[str, Fields]:
    """The text, one paragraph a line, and the metadata of meta tags and structured data."""
    import trafilatura
    from lxml import html

    if not page.strip():
        raise ReadingError(source, "empty: there is no text in it; remove it from the input")
    page = _DECLARATION.sub("", page)
    main = trafilatura.extract(page, favor_recall=True, include_comments=False) or ""
    tree = html.fromstring(page)
    fields = _fields(tree, source)
    lines = article_lines(tree, main)
    if sum(map(len, lines)) < _MIN_COVERED * len(main):
        title = fields.get("title")
        lines = [*([title] if title and title not in main else []), *main.splitlines()]
    text = "\n".join(line for line in lines if line)
    if not text:
        raise ReadingError(source, "no article in the page; save the page with its text, or give the text")
    return text, fields


def decode_page(data: bytes, source: str, charset: str | None = None) -> str:
    """The page's text; one in no known set is read as its server (`charset`) or it itself declares.

    Raises `DecodingError` where that does not fit either.
    """
    try:
        return decode(data, source)
    except DecodingError:
        if b"\x00" in data:
            raise
        own = _CHARSET.search(data[:4096])
        for declared in filter(None, (charset, own and own[1].decode("ascii"))):
            with suppress(LookupError, UnicodeDecodeError):
                return data.decode(declared)
        raise


def _fields(tree: HtmlElement, source: str) -> Fields:
    """Metadata from meta tags, else from structured data (JSON-LD); a malformed date counts as none."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name, content)
    row = {field: next((metas[n] for n in names if n in metas), None) for field, names in _META.items()}
    row["url"] = row["url"] or next(iter(tree.xpath("//link[@rel='canonical']/@href")), None)
    row["published"] = row["published"] or _structured_date(tree)
    try:
        parse_published(row["published"])
    except ValueError:
        row["published"] = None
    if row["author"] and row["author"].startswith(("http:", "https:")):
        row["author"] = None
    return fields_of(row, source)


def _structured_date(tree: HtmlElement) -> str | None:
    """`datePublished` of the page's JSON-LD."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        # what is no JSON, or nested deeper than any page needs, tells no date
        with suppress(ValueError, RecursionError):
            for item in _items(json.loads(script)):
                if isinstance(item.get("datePublished"), str):
                    return str(item["datePublished"])
    return None


def _items(data: object) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD script: one, a list, or a graph."""
    if isinstance(data, list):
        for entry in data:
            yield from _items(entry)
    elif isinstance(data, dict):
        yield data
        yield from _items(data.get("@graph"))
