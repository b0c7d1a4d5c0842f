"""A run's articles and records as rows of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from baoso.tracking.facts import document_key, interval, name_key, place_id
from baoso.tracking.schema import RECORD_TABLES
from baoso.tracking.series import canonical_id

Row = dict[str, Any]
# Reserved for examples by RFC 2606: what is written under them is invented.
_EXAMPLE_HOSTS = ("example.org", "example.com", "example.net")
_ARTICLE = ("article_id", "source", "url", "outlet", "title", "author", "published", "published_grain", "text")
_OWN = {
    "office": ("person", "titles", "organisation", "organisation_normalized"),
    "document": ("document_type", "number", "title", "issuer", "date", "action"),
    "platform": ("name", "platform_id", "kind", "stage"),
    "programme": ("name", "kind", "stage", "participants"),
    "event": ("name", "kind", "participants"),
    "difficulty": ("topic",),
}


def article_row(article: Mapping[str, Any], run: str) -> Row:
    """The row of `articles`; `original_id` is the article itself until the whole store has been seen."""
    return {
        **{name: article[name] for name in _ARTICLE},
        "run": run,
        "topic_score": article["topic_score"],
        "duplicate_of": article["duplicate_of"],
        "original_id": article["article_id"],
        "focus_place_id": place_id(article["focus_locality"]),
        "synthetic": is_synthetic(article["url"]),
    }


def article_place_rows(articles: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """The rows of `article_places`: every unit that an article names, once."""
    for article in articles:
        for place in dict.fromkeys(map(place_id, article["localities"])):
            if place is not None:
                yield {"article_id": article["article_id"], "place_id": place}


def is_synthetic(url: str | None) -> bool:
    """Whether an address lies under a domain that is reserved for examples.

    >>> is_synthetic("https://bao.example.org/1"), is_synthetic("https://example.org.vn/1")
    (True, False)
    """
    try:
        host = (urlsplit(url or "").hostname or "").lower()
    except ValueError:  # no address at all
        return False
    return any(host == name or host.endswith(f".{name}") for name in _EXAMPLE_HOSTS)


def place_rows(places: Iterable[Mapping[str, Any] | None]) -> dict[str, Row]:
    """The rows of `places_seen` by their ids."""
    found: dict[str, Row] = {}
    for place in places:
        key = place_id(place)
        if place is None or key is None or key in found:
            continue
        province, district, commune = place["path"]
        found[key] = {
            **{name: place[name] for name in ("name", "level", "code", "vintage")},
            "place_id": key,
            "province": province,
            "district": district,
            "commune": commune,
        }
    return found


def record_rows(records: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Row]]:
    """The table and the row of each record, as the data contract has it."""
    for record in records:
        kind = record["record_type"]
        yield RECORD_TABLES[kind], _metric_row(record) if kind == "metric" else _other_row(kind, record)


def _common(record: Mapping[str, Any]) -> Row:
    period = record["period"] or {}
    return {
        "record_id": record["record_id"],
        "article_id": record["article_id"],
        "evidence_start": record["evidence"]["start"],
        "evidence_end": record["evidence"]["end"],
        "confidence": record["confidence"],
        "place_id": place_id(record["locality"]),
        "period_start": period.get("start"),
        "period_end": period.get("end"),
    }


def _other_row(kind: str, record: Mapping[str, Any]) -> Row:
    row = _common(record) | {name: record[name] for name in _OWN[kind]}
    row |= {f"mention_{name}": record["mention"][name] for name in ("start", "end", "text")}
    if kind == "document":
        row["document_key"] = document_key(record, record["locality"], record["article_id"])
    elif kind in ("platform", "programme"):
        row["name_key"] = name_key(record["name"])
    return row


def _metric_row(record: Mapping[str, Any]) -> Row:
    quantity, indicator, period = record["quantity"], record["indicator"], record["period"] or {}
    said, label = record["attribution"] or {}, indicator["mention"] or {}
    canonical = canonical_id(indicator["id"])
    own = {name: quantity[name] for name in ("value", "value_high", "unit", "comparator", "measure", "direction")}
    low, high = interval(
        own["value"], own["value_high"], own["comparator"], own["unit"], quantity["mention"]["text"], own["measure"]
    )
    return (
        _common(record)
        | own
        | {f"quantity_{name}": quantity["mention"][name] for name in ("start", "end", "text")}
        | {name: said.get(name) for name in ("person", "title", "organisation")}
        | {
            "indicator_id": indicator["id"],
            "canonical_id": canonical,
            "label": indicator["label"],
            "label_start": label.get("start"),
            "label_end": label.get("end"),
            "status": record["status"],
            "pillar": record["pillar"],
            "denominator_value": (record["denominator"] or {}).get("value"),
            "place_basis": (record["locality"] or {}).get("basis"),
            "period_grain": period.get("grain"),
            "period_basis": period.get("basis"),
            "period_text": (period.get("mention") or {}).get("text"),
            "low": low,
            "high": high,
            "unit_key": name_key(own["unit"]),
            "indicator_key": canonical or name_key(indicator["label"]),
        }
    )
