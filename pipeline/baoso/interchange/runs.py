"""What a run found, as annotation: its rows → extractions → suggestions for a reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from baoso.annotating.suggesting import suggestion
from baoso.batch.export import contract_rows
from baoso.batch.tables import read_run
from baoso.extraction import Extraction
from baoso.records import RECORD_ADAPTER, Metric, Office, Record
from baoso.standoff import GoldArticle
from baoso.types import Article, Mention, OfficePhrase, Place

_ARTICLE: TypeAdapter[Article] = TypeAdapter(Article)
_LENGTH = {"year": 4, "month": 7, "day": 10}


def read(out: Path) -> Iterator[tuple[GoldArticle, str]]:
    """Each article of the run in `out` with its text; what is on disk alone is used, nothing is extracted again.

    Raises `OutputError` where there is no run. Records and mentions of the whole run are held in memory.
    """
    read_run(out)
    records, mentions = _by_article(out, "records"), _by_article(out, "mentions")
    for row in contract_rows(out, "articles"):
        own = {key: value for key, value in row.items() if key not in ("article_id", "words")}
        article = _ARTICLE.validate_python(own)
        found = [RECORD_ADAPTER.validate_python(r) for r in records[row["article_id"]]]
        extraction = Extraction(article, list(_valued(mentions[row["article_id"]], article, found)), found)
        grain = article.published_grain
        published = article.published.isoformat()[: _LENGTH[grain or "day"]] if article.published else None
        yield suggestion(extraction, published, Path(article.source).name), article.text


def _by_article(out: Path, table: str) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in contract_rows(out, table):
        rows[row["article_id"]].append(row)
    return rows


def _valued(rows: list[dict[str, Any]], article: Article, records: list[Record]) -> Iterator[Mention]:
    """The mentions with what records and places say of them: units, days, offices."""
    places: dict[tuple[int, int], Place] = {}
    for place in article.localities:
        places |= {(s.start, s.end): place for s in place.mentions}
    values: dict[tuple[str, int, int], object] = {("LOCALITY", *bounds): place for bounds, place in places.items()}
    for record in records:
        if isinstance(record, Metric) and record.period and record.period.mention:
            at = record.period.mention
            values["DATE", at.start, at.end] = record.period
        if isinstance(record, Office):
            values |= {("TITLE", t.start, t.end): _phrase(record) for t in record.title_mentions}
    for row in rows:
        told = {name: row[name] for name in ("label", "start", "end", "text", "normalized", "link", "score", "method")}
        yield Mention(**told, value=values.get((row["label"], row["start"], row["end"])))


def _phrase(office: Office) -> OfficePhrase:
    own = office.mention
    return OfficePhrase(
        titles=tuple(office.title_mentions),
        organisation=office.organisation_mention,
        start=own.start,
        end=own.end,
        person=office.person_mention,
        organisation_normalized=office.organisation_normalized,
        holder=office.person,
    )
