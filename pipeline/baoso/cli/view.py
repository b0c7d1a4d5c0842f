"""An extraction on the terminal: the text with its mentions marked, and a table of its records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from rich.console import Console
from rich.table import Table
from rich.text import Text

from baoso.records import Document, Metric, Office, Record
from baoso.types import Mention, Period, Place, Span

if TYPE_CHECKING:
    from baoso.extraction import Extraction

# A field's name, its value, and the words that it came from.
Field: TypeAlias = tuple[str, str, Span | None]

COLOURS = {
    "QUANTITY": "bold black on bright_yellow",
    "INDICATOR": "black on bright_green",
    "LOCALITY": "black on bright_cyan",
    "DATE": "black on bright_magenta",
    "PERSON": "white on blue",
    "TITLE": "white on dark_blue",
    "ORGANISATION": "white on purple4",
    "DOCUMENT": "white on dark_red",
    "PLATFORM": "black on orange1",
    "PROGRAMME": "black on light_salmon1",
    "EVENT": "black on plum2",
    "DIFFICULTY": "white on red",
}
_SIGNS = {"eq": "", "gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ ", "approx": "≈ ", "between": ""}
# What would move the cursor or change the terminal; replaced one for one, so that offsets hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def print_extraction(found: Extraction, *, color: bool) -> None:
    """Print to stdout; without colour a mention reads [LABEL its words]."""
    console = Console(no_color=not color, highlight=False, emoji=False, markup=False)
    article = found.article
    mentions = _outermost(found.mentions)
    console.print(_coloured(article.text, mentions) if color else _bracketed(article.text, mentions))
    if color and mentions:
        console.print(_legend({m.label for m in mentions}))
    console.print()
    told = [article.title, article.author, article.published and article.published.isoformat()]
    console.print(_clean(" · ".join(t for t in told if t) or "no title, author or date found"))
    if article.focus_locality is not None:
        console.print(_clean(f"about {_place(article.focus_locality)}"))
    console.print(_records_table(found.records) if found.records else "no records")


def _clean(text: str) -> str:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _outermost(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions that share no character, the longer before the shorter, in text order."""
    kept: list[Mention] = []
    taken = set[int]()
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        places = range(mention.start, mention.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def _coloured(text: str, mentions: list[Mention]) -> Text:
    shown = Text(_clean(text))
    for mention in mentions:
        shown.stylize(COLOURS[mention.label], mention.start, mention.end)
    return shown


def _bracketed(text: str, mentions: list[Mention]) -> str:
    parts, at = [], 0
    for mention in mentions:
        parts += [text[at : mention.start], f"[{mention.label} {mention.text}]"]
        at = mention.end
    return _clean("".join([*parts, text[at:]]))


def _legend(labels: set[str]) -> Text:
    legend = Text()
    for label in (name for name in COLOURS if name in labels):
        legend.append(f" {label.lower()} ", COLOURS[label]).append(" ")
    return legend


def _records_table(records: list[Record]) -> Table:
    table = Table("record", "field", "value", "words", show_lines=False)
    for record in records:
        fields = [*fields_of(record), ("evidence", f"confidence {record.confidence:.2f}", record.evidence)]
        for i, (name, value, words) in enumerate(fields):
            shown = _clean(" ".join(words.text.split())) if words else ""
            table.add_row("" if i else record.record_type, name, _clean(value), shown)
        table.add_section()
    return table


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
        yield "place", _place(record.locality), record.locality.mention
    if record.period is not None:
        yield "period", _period(record.period), record.period.mention
    if record.attribution is not None:
        said = record.attribution
        yield "said by", ", ".join(filter(None, (said.person, said.title, said.organisation))), said.mention


def _given(field: tuple[str, str | None, Span | None]) -> Iterator[Field]:
    name, value, words = field
    if value:
        yield name, value, words


def _place(place: Place) -> str:
    above = [p for p in reversed(place.path) if p and p != place.name]
    code = f" {place.code} of {place.vintage}" if place.code else ""
    return f"{', '.join([place.name, *above])} ({place.level}{code}, {place.basis})"


def _period(period: Period) -> str:
    return f"{period.start or '…'} to {period.end or '…'} ({period.grain}, {period.basis})"
