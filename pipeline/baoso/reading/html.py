"""Saved web pages: the article's own text in page order, captions, lead, date and byline kept.

trafilatura decides which paragraphs belong to the article; our own pass over the page keeps what it drops.
Its guess at the date is not used: without meta tags it takes a decision's date in the body for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from baoso.errors import DecodingError, ReadingError
from baoso.reading.context import Context
from baoso.reading.metadata import Fields, fields_of, parse_published
from baoso.reading.plain import sidecar_fields
from baoso.text import decode
from baoso.types import Article

_BLOCKS = {
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "figcaption",
    "li",
    "blockquote",
    "td",
    "th",
    "time",
    "div",
    "span",
    "em",
}
_DROPPED = {
    "script",
    "style",
    "noscript",
    "nav",
    "footer",
    "form",
    "aside",
    "iframe",
    "button",
    "svg",
    "head",
    "template",
}
_KEPT_CLASS = re.compile(
    r"sapo|(?<![a-z])lead(?![a-z])|summary|chapeau|description|caption|(?<![a-z])author(?![a-z])|byline|tac-?gia|"
    r"publish|(?<![a-z])date(?![a-z])|datetime|(?<![a-z])time(?![a-z])|source",
    re.IGNORECASE,
)
_LINKS_CLASS = re.compile(
    r"related|relate|lien-?quan|comment|share|social|breadcrumb|menu|banner|sidebar|footer", re.IGNORECASE
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_META: dict[str, tuple[str, ...]] = {
    "published": (
        "article:published_time", "datepublished", "pubdate", "publishdate", "dc.date.issued", "dc.date", "date",
    ),
    "title": ("og:title", "twitter:title", "dc.title", "title"),
    "author": ("author", "article:author", "dc.creator"),
    "url": ("og:url",),
    "outlet": ("og:site_name",),
}  # fmt: skip
_MIN_COVERED = 0.6


def read_html(path: Path, source: str, context: Context) -> Iterator[Article]:
    """The article of a saved page. Raises `ReadingError` where the page holds none."""
    context.check_size(path, source)
    page = _decode_page(path.read_bytes(), source)
    text, fields = extract_page(page, source)
    article = Article(text=context.clean_text(text, source), source=source, **fields)
    yield replace(article, **{k: v for k, v in sidecar_fields(path, source).items() if v is not None})


def extract_page(page: str, source: str) -> tuple[str, Fields]:
    """The text, one paragraph a line, and the metadata of meta tags and structured data."""
    import trafilatura
    from lxml import html as lxml_html

    if not page.strip():
        raise ReadingError(source, "empty: there is no text in it; remove it from the input")
    tree = lxml_html.fromstring(_without_declaration(page))
    main = trafilatura.extract(page, favor_recall=True, include_comments=False, include_tables=True) or ""
    fields = _fields(tree, source)
    lines = _lines(tree, main)
    kept = sum(map(len, lines))
    if kept < _MIN_COVERED * len(main):
        title = [fields["title"]] if fields.get("title") else []
        lines = [*(t for t in title if t and t not in main), *main.splitlines()]
    text = "\n".join(line for line in lines if line)
    if not text:
        raise ReadingError(source, "no article in the page; save the page with its text, or give the text")
    return text, fields


def _decode_page(data: bytes, source: str) -> str:
    """The page's text; a page in no known set is read as it declares itself."""
    try:
        return decode(data, source)
    except DecodingError:
        declared = _CHARSET.search(data[:4096])
        if declared is None or b"\x00" in data:
            raise
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
        raise


def _without_declaration(page: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", page)


def _lines(tree: Any, main: str) -> list[str]:
    """The page's paragraphs that trafilatura kept, and the title, lead, date, byline and captions among them."""
    wanted = _key(main)
    found: list[tuple[str, bool]] = []
    for element in _leaf_blocks(tree):
        text = _text(element)
        if not text:
            continue
        own = element.tag == "h1" or (len(_key(text)) > 20 and _key(text) in wanted)
        if own or (len(text) <= 400 and _is_kept(element)):
            found.append((text, own))
    first = next((i for i, (_, own) in enumerate(found) if own), 0)
    last = max((i for i, (_, own) in enumerate(found) if own), default=-1)
    # Around the text only its neighbours: a date above the title, a byline and a source below.
    near = found[max(0, first - 2) : last + 4]
    lines: list[str] = []
    for text, _ in near:
        if not lines or text != lines[-1]:
            lines.append(text)
    return lines


def _leaf_blocks(tree: Any) -> Iterator[Any]:
    """Elements that hold text of their own and no paragraph inside, in page order."""
    stack = [tree]
    while stack:
        element = stack.pop()
        if (
            not isinstance(element.tag, str)
            or element.tag in _DROPPED
            or _LINKS_CLASS.search(_marks(element))
        ):
            continue
        children = [c for c in element if isinstance(c.tag, str)]
        if element.tag in _BLOCKS and not _holds_blocks(element):
            yield element
        else:
            stack.extend(reversed(children))


def _holds_blocks(element: Any) -> bool:
    inner = {
        "p",
        "div",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "li",
        "td",
        "figure",
        "table",
        "ul",
        "time",
        "blockquote",
    }
    if any(d.tag in inner for d in element.iterdescendants() if isinstance(d.tag, str)):
        return True
    return element.tag == "div" and any(
        _is_kept(d) for d in element.iterdescendants("span", "em", "strong", "a")
    )


def _is_kept(element: Any) -> bool:
    return element.tag in ("figcaption", "time") or bool(_KEPT_CLASS.search(_marks(element)))


def _marks(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


def _text(element: Any) -> str:
    for br in element.iter("br"):
        br.tail = " " + (br.tail or "")
    return _SPACE.sub(" ", element.text_content()).strip()


def _key(text: str) -> str:
    """Letters and digits only, so that white space and punctuation do not matter."""
    return re.sub(r"\W+", "", text)


def _fields(tree: Any, source: str) -> Fields:
    """Metadata from meta tags, else from structured data (JSON-LD); a malformed date counts as none."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name, content)
    row = {field: next((metas[n] for n in names if n in metas), None) for field, names in _META.items()}
    canonical = tree.xpath("//link[@rel='canonical']/@href")
    row["url"] = row["url"] or (canonical[0] if canonical else None)
    row["published"] = row["published"] or _structured_date(tree)
    try:
        parse_published(row["published"])
    except ValueError:
        row["published"] = None
    if row["author"] and re.match(r"https?:", row["author"]):
        row["author"] = None
    return fields_of(row, source)


def _structured_date(tree: Any) -> str | None:
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(script)
        except ValueError:
            continue
        for item in data if isinstance(data, list) else [data, *_graph(data)]:
            if isinstance(item, dict) and isinstance(item.get("datePublished"), str):
                return str(item["datePublished"])
    return None


def _graph(data: object) -> list[Any]:
    graph = data.get("@graph") if isinstance(data, dict) else None
    return graph if isinstance(graph, list) else []
