"""EVENT mentions → event records, one an event."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from baoso.doc import mentions_of
from baoso.recording.common import (
    evidence_for,
    leading_period,
    locality_for,
    merge_names,
    period_for,
    spans_of,
)
from baoso.records import Event, record_id
from baoso.types import Mention, NamedRef, Period

# By eye on raw news: four in five names are events with a sound boundary.
_CONFIDENCE = 0.7


def event_records(doc: Doc, article_id: str) -> list[Event]:
    """One record a name; its period is a day at the head of its sentence or by the name."""
    mentions = [m for m in mentions_of(doc, "EVENT") if isinstance(m.value, NamedRef)]
    return [_record(doc, article_id, group) for group in merge_names(mentions)]


def _record(doc: Doc, article_id: str, group: Sequence[Mention]) -> Event:
    own = group[0]
    refs = [m.value for m in group if isinstance(m.value, NamedRef)]
    return Event(
        record_id=record_id(article_id, "event", own.span),
        article_id=article_id,
        evidence=evidence_for(doc, own),
        confidence=_CONFIDENCE,
        locality=locality_for(doc, own),
        period=_when(doc, own),
        mentions=spans_of(group, own),
        name=" ".join(own.text.split()),
        kind=refs[0].kind,
        participants=list(next((ref.participants for ref in refs if ref.participants), ())),
        mention=own.span,
    )


def _when(doc: Doc, own: Mention) -> Period | None:
    """The day that opens the sentence or stands by the name; longer periods are what the event is about."""
    period = leading_period(doc, own) or period_for(doc, own)
    return period if period is not None and period.grain == "day" else None
