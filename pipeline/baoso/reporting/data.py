"""A store as plain data for the report: tables of rows, and the articles' texts once each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import urlsplit

from baoso.reporting import queries
from baoso.reporting.tiles import tile_rows, tiles_of

if TYPE_CHECKING:
    import duckdb

Row: TypeAlias = dict[str, Any]
# What is shown of an article: stretches of its text, each with the offset it starts at.
Segments: TypeAlias = list[tuple[int, str]]
Texts: TypeAlias = Literal["full", "excerpt"]

CONTEXT = 240
"""Characters that an excerpt keeps on either side of an evidence."""
_SPANS = ("start", "end", "m_start", "m_end", "l_start", "l_end")


@dataclass(frozen=True, slots=True)
class ReportData:
    """What the page is made of. Offsets count UTF-16 units, as a browser's strings do.

    `tables`: name → rows; a row names articles, places and evidence by their position in those tables.
    `texts`: for each article, in the order of the table, what is shown of its text.
    """

    tables: dict[str, list[Row]]
    texts: list[Segments]


def read_report(db: str | Path, texts: Texts = "full") -> ReportData:
    """Everything the report shows of the store `db`; `texts="excerpt"` keeps only evidence with some context.

    Raises `StoreError` where there is no store, or one of another version.
    """
    from baoso.tracking.store import open_store

    connection = open_store(db)
    try:
        return _read(connection, texts)
    finally:
        connection.close()


def _read(connection: duckdb.DuckDBPyConnection, shown: Texts) -> ReportData:
    articles = _rows(connection, queries.ARTICLES)
    places = _rows(connection, queries.PLACES)
    evidence = _rows(connection, queries.EVIDENCE)
    number_of = {
        "article": {row["article_id"]: i for i, row in enumerate(articles)},
        "place": {row["place_id"]: i for i, row in enumerate(places)},
        "record": {row["id"]: i for i, row in enumerate(evidence)},
    }
    texts = [row.pop("text") for row in articles]
    tables = {
        "articles": [_article(row, number_of) for row in articles],
        "places": [_place(row) for row in places],
        "evidence": [_evidence(row, number_of, texts) for row in evidence],
        "tiles": list(tile_rows()),
        "article_places": [
            {"article": number_of["article"][row["article_id"]], "place": number_of["place"][row["place_id"]]}
            for row in _rows(connection, queries.ARTICLE_PLACES)
        ],
        **{name: [_numbered(row, number_of) for row in _rows(connection, sql)] for name, sql in queries.TABLES.items()},
    }
    wanted: list[list[tuple[int, int]]] = [[] for _ in texts]
    for row in tables["evidence"]:
        wanted[row["article"]].append((row["start"], row["end"]))
    segments = [
        [(0, text)] if shown == "full" else excerpt(text, spans, utf16_offsets(text))
        for text, spans in zip(texts, wanted, strict=True)
    ]
    return ReportData(tables, segments)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    answer = connection.execute(sql)
    names = [column[0] for column in answer.description or ()]
    return [
        {n: v.isoformat() if isinstance(v, date) else v for n, v in zip(names, values, strict=True)}
        for values in answer.fetchall()
    ]


def _article(row: Row, number_of: dict[str, dict[str, int]]) -> Row:
    return {
        "id": row["article_id"],
        **{name: row[name] for name in ("title", "outlet", "author", "published", "grain", "synthetic")},
        "url": web_address(row["url"]),
        # A copy names the article that it repeats; an original names none.
        "copy_of": None if row["original_id"] == row["article_id"] else number_of["article"].get(row["original_id"]),
        "place": number_of["place"].get(row["focus_place_id"]),
    }


def web_address(url: str | None) -> str | None:
    """The address where a browser may follow it (http, https), else None.

    >>> web_address("https://bao.vn/1"), web_address("javascript:alert(1)")
    ('https://bao.vn/1', None)
    """
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:  # no address at all
        return None


def _place(row: Row) -> Row:
    old, new = tiles_of(row["vintage"], row["province"])
    kept = {name: row[name] for name in ("name", "level", "vintage", "province", "district")}
    return {"id": row["place_id"], **kept, "old": old, "new": new}


def _evidence(row: Row, number_of: dict[str, dict[str, int]], texts: list[str]) -> Row:
    article = number_of["article"][row["article_id"]]
    convert = utf16_offsets(texts[article])
    spans = {name: None if row[name] is None else convert(row[name]) for name in _SPANS}
    kept = {name: row[name] for name in ("id", "kind", "what", "confidence")}
    return {"article": article, **spans, **kept}


def _numbered(row: Row, number_of: dict[str, dict[str, int]]) -> Row:
    """The row with its place and records named by their position in the tables `places` and `evidence`."""
    changed = dict(row)
    if "place" in row:
        changed["place"] = number_of["place"].get(row["place"])
    for name in ("record_a", "record_b"):
        if name in row:
            changed[name] = number_of["record"][row[name]]
    if "records" in row:
        changed["records"] = sorted(number_of["record"][record] for record in row["records"])
    return changed


def utf16_offsets(text: str) -> Callable[[int], int]:
    """From code points of `text` to UTF-16 units; the two differ behind a character outside the first plane.

    >>> utf16_offsets("a😀b")(2)
    3
    """
    if text.isascii() or max(text) <= "\uffff":
        return lambda offset: offset
    return lambda offset: len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def excerpt(text: str, spans: Iterable[tuple[int, int]], convert: Callable[[int], int]) -> Segments:
    """The stretches of `text` within `CONTEXT` of the spans (UTF-16 units), with whole words, joined where they meet.

    `convert` is `utf16_offsets(text)`; the starts of the segments are UTF-16 units too.
    """
    units = text if convert(len(text)) == len(text) else None
    raw = text.encode("utf-16-le", "surrogatepass")

    def piece(start: int, end: int) -> str:
        return units[start:end] if units is not None else raw[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")

    size = len(raw) // 2
    grown: list[list[int]] = []
    for start, end in sorted(spans):
        low, high = max(0, start - CONTEXT), min(size, end + CONTEXT)
        while low > 0 and not piece(low - 1, low).isspace():
            low -= 1
        while high < size and not piece(high, high + 1).isspace():
            high += 1
        if grown and low <= grown[-1][1]:
            grown[-1][1] = max(grown[-1][1], high)
        else:
            grown.append([low, high])
    return [(low, piece(low, high)) for low, high in grown]
