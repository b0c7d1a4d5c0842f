"""Metadata beside an article: a sidecar file's keys or a table's columns → fields of `Article`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, TypedDict

from baoso.errors import ReadingError
from baoso.types import PublishedGrain

ALIASES: dict[str, tuple[str, ...]] = {
    "text": ("text", "content", "body", "article", "full_text", "maintext", "noi_dung", "nội dung"),
    "title": ("title", "headline", "tieu_de", "tiêu đề"),
    "author": ("author", "authors", "byline", "tac_gia", "tác giả"),
    "published": (
        "published", "date", "published_at", "publish_date", "date_published", "published_date", "pub_date",
        "ngay_dang", "ngày đăng",
    ),
    "url": ("url", "link", "address", "source_url"),
    "outlet": ("outlet", "newspaper", "publisher", "site_name", "site", "bao", "báo"),
    "id": ("id", "article_id", "doc_id"),
}  # fmt: skip
_VIETNAM = timezone(timedelta(hours=7))
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4})")
_YEAR = re.compile(r"(\d{4})")
_VIETNAMESE_DAY = re.compile(
    r"(?:\d{1,2}:\d{2}(?::\d{2})?,?\s+)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[,\s-]+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_MAX_SHOWN = 60


class Fields(TypedDict, total=False):
    """The fields of `Article` that metadata can give."""

    title: str | None
    author: str | None
    published: date | None
    published_grain: PublishedGrain | None
    url: str | None
    outlet: str | None


def parse_published(value: object) -> tuple[date, PublishedGrain] | None:
    """A publication date and its grain; None for a missing value.

    Takes dates, "2021-04-28", "2023-02", "2023", ISO date-times (one with a zone is read on the clock of
    Vietnam), "28/04/2021". Raises `ValueError` for anything else.
    """
    if isinstance(value, datetime):
        return (value.astimezone(_VIETNAM) if value.tzinfo else value).date(), "day"
    if isinstance(value, date):
        return value, "day"
    if value is None or (isinstance(value, float) and math.isnan(value)) or not str(value).strip():
        return None
    text = str(value).strip()
    try:
        parsed = _parse(text)
    except OverflowError:  # a clock of another zone may show a year that there is not
        parsed = None
    if parsed is None or not _FIRST_YEAR <= parsed[0].year <= _LAST_YEAR:
        raise ValueError(f"{_shown(text)} is no date")
    return parsed


def _shown(text: str) -> str:
    """`text` for a message: what is no date may be as long as a book."""
    return f'"{text}"' if len(text) <= _MAX_SHOWN else f'"{text[:_MAX_SHOWN]}…"'


def _parse(text: str) -> tuple[date, PublishedGrain] | None:
    if m := _YEAR.fullmatch(text):
        return date(int(m[1]), 1, 1), "year"
    if m := _MONTH.fullmatch(text):
        return date(int(m[1] or m[4]), int(m[2] or m[3]), 1), "month"
    if m := _ISO_DAY.fullmatch(text):
        return date(int(m[1]), int(m[2]), int(m[3])), "day"
    if m := _VIETNAMESE_DAY.fullmatch(text):
        return date(int(m[3]), int(m[2]), int(m[1])), "day"
    if not _ISO_DAY.match(text):
        return None
    # `fromisoformat` before Python 3.11 knows neither "Z", "+0700" nor fractions of other than 3 or 6 digits.
    plain = re.sub(r"\.\d+", "", re.sub(r"\s*([+-]\d{2}):?(\d{2})$", r"\1:\2", re.sub(r"[Zz]$", "+00:00", text)))
    return parse_published(datetime.fromisoformat(plain))


def fields_of(row: Mapping[str, Any], source: str, columns: Mapping[str, str] | None = None) -> Fields:
    """The metadata in `row` under its usual names, or under those that `columns` gives.

    Raises `ReadingError` for a value that is no string and for a malformed date.
    """
    names = column_names(row, source, columns or {})
    fields = Fields()
    for name in ("title", "author", "url", "outlet"):
        value = _as_string(row.get(names[name])) if name in names else None
        fields[name] = value
    raw = row.get(names["published"]) if "published" in names else None
    try:
        published = parse_published(raw)
    except ValueError as error:
        raise ReadingError(
            source,
            f"malformed publication date {_shown(str(raw))} ({error}); write it as 2021-04-28, 2021-04 or 28/04/2021",
        ) from error
    if published:
        fields["published"], fields["published_grain"] = published
    return fields


def merged(weaker: Fields, stronger: Fields) -> Fields:
    """`weaker` with everything that `stronger` states put in its place."""
    fields = Fields(**weaker)
    for name in ("title", "author", "url", "outlet"):
        if stronger.get(name):
            fields[name] = stronger[name]
    if stronger.get("published"):
        fields["published"], fields["published_grain"] = stronger["published"], stronger["published_grain"]
    return fields


def column_names(present: Iterable[str], source: str, columns: Mapping[str, str]) -> dict[str, str]:
    """Our field name → the name it has among the columns `present`.

    Raises `ReadingError` where `columns` names one that is not there.
    """
    by_folded = {str(name).strip().lower(): name for name in present}
    found: dict[str, str] = {}
    for field, aliases in ALIASES.items():
        if field in columns:
            if columns[field].strip().lower() not in by_folded:
                raise ReadingError(
                    source,
                    f'no column "{columns[field]}" for {field}; there are: {_listed(by_folded.values())}',
                )
            found[field] = by_folded[columns[field].strip().lower()]
            continue
        name = next((by_folded[a] for a in aliases if a in by_folded), None)
        if name is not None:
            found[field] = name
    return found


def text_column(present: Iterable[str], source: str, columns: Mapping[str, str]) -> str:
    """The name of the column that holds the text; raises `ReadingError` where there is none."""
    names = list(present)
    found = column_names(names, source, columns)
    if "text" not in found:
        raise ReadingError(
            source,
            f"no column with the text; there are: {_listed(names)}. "
            'Name yours "text", or say --column text=… (columns={"text": "…"} in Python)',
        )
    return found["text"]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(str, names)) or "none"


def _as_string(value: object) -> str | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, (list, tuple)):
        return " - ".join(filter(None, map(_as_string, value))) or None
    return " ".join(str(value).split()) or None
