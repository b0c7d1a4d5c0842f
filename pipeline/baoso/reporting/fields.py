"""What a record says, field by field, each with the words that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from baoso.records import Document, Metric, Office, Record
from baoso.types import Mention, Period, Place, Span

# A field's name, its value, and the words that it came from.
Field: TypeAlias = tuple[str, str, Span | None]

_SIGNS = {"eq": "", "gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ ", "approx": "≈ ", "between": ""}


def outermost(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions that share no character, the longer before the shorter, in text order."""
    kept: list[Mention] = []
    taken = set[int]()
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        places = range(mention.start, mention.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def fields_of(record: Record) -> Iterator[Field]:
    """What a record says, field by field, own fields first."""
    if isinstance(record, Metric):
        yield from _metric_fields(record)
    elif isinstance(record, Office):
        yield "person", record.person, record.person_mention
        for title, words in zip(record.titles, record.title_mentions, strict=False):
            yield "title", title, words
        yield "organisation", record.organisation or "", record.organisation_mention
    elif isinstance(record, Document):
        yield "type", record.document_type, record.mention
        yield from _given(("number", record.number, record.number_mention))
        yield from _given(("title", record.title, record.title_mention))
        yield from _given(("issuer", record.issuer, record.issuer_mention))
        yield from _given(("date", str(record.date or ""), record.date_mention))
        yield from _given(("action", record.action, record.action_mention))
    else:
        yield from _other_fields(record)
    yield from _common_fields(record)


def _metric_fields(record: Metric) -> Iterator[Field]:
    quantity = record.quantity
    value = f"{_SIGNS[quantity.comparator]}{quantity.value:,.12g}"
    if quantity.value_high is not None:
        value += f"–{quantity.value_high:,.12g}"
    way = f" ({quantity.measure}{', ' + quantity.direction if quantity.direction else ''})"
    yield "quantity", f"{value} {quantity.unit}" + way * (quantity.measure != "level"), quantity.mention
    if quantity.comparator_mention is not None:
        yield "comparator", quantity.comparator, quantity.comparator_mention
    if quantity.unit_mention is not None:
        yield "unit", quantity.unit, quantity.unit_mention
    indicator = record.indicator
    yield "indicator", f"{indicator.label}{f' [{indicator.id}]' if indicator.id else ''}", indicator.mention
    yield "status", record.status, record.status_mention
    if record.denominator is not None:
        whole = record.denominator
        yield "of", f"{whole.value:,.12g} {whole.unit}", whole.mention


def _other_fields(record: Record) -> Iterator[Field]:
    """Platforms, programmes, events and difficulties: what they are called and of what sort they are."""
    mention: Span | None = getattr(record, "mention", None)
    for name in ("name", "kind", "topic", "stage"):
        value = getattr(record, name, None)
        words = getattr(record, f"{name}_mention", None) or (mention if name in ("name", "topic") else None)
        yield from _given((name, value, words))


def _common_fields(record: Record) -> Iterator[Field]:
    if record.locality is not None:
        yield "place", place_words(record.locality), record.locality.mention
    if record.period is not None:
        yield "period", _period(record.period), record.period.mention
    if record.attribution is not None:
        said = record.attribution
        yield "said by", ", ".join(filter(None, (said.person, said.title, said.organisation))), said.mention


def _given(field: tuple[str, str | None, Span | None]) -> Iterator[Field]:
    name, value, words = field
    if value:
        yield name, value, words


def place_words(place: Place) -> str:
    """A place with those above it, its code, and how it was found."""
    above = [p for p in reversed(place.path) if p and p != place.name]
    code = f" {place.code} of {place.vintage}" if place.code else ""
    return f"{', '.join([place.name, *above])} ({place.level}{code}, {place.basis})"


def _period(period: Period) -> str:
    return f"{period.start or '…'} to {period.end or '…'} ({period.grain}, {period.basis})"
