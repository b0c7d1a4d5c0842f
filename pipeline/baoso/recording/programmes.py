"""PROGRAMME mentions → programme records, one a programme."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from baoso.doc import mentions_of
from baoso.recording.common import evidence_for, locality_for, merge_names, period_for, spans_of
from baoso.records import Programme, record_id
from baoso.types import Mention, NamedRef

# By eye on raw news: a name of the lexicon is sure, where a built one ends is less so.
_CONFIDENCE = {"lexicon": 0.9, "grammar": 0.7}


def programme_records(doc: Doc, article_id: str) -> list[Programme]:
    """One record a name, short forms and abbreviations merged."""
    mentions = [m for m in mentions_of(doc, "PROGRAMME") if isinstance(m.value, NamedRef)]
    return [_record(doc, article_id, group) for group in merge_names(mentions)]


def _record(doc: Doc, article_id: str, group: Sequence[Mention]) -> Programme:
    own = group[0]
    refs = [m.value for m in group if isinstance(m.value, NamedRef)]
    staged = next((ref for ref in refs if ref.stage), refs[0])
    return Programme(
        record_id=record_id(article_id, "programme", own.span),
        article_id=article_id,
        evidence=evidence_for(doc, own),
        confidence=_CONFIDENCE.get(own.method, 0.7),
        locality=locality_for(doc, own),
        period=period_for(doc, own),
        mentions=spans_of(group, own),
        name=" ".join(own.text.split()),
        kind=refs[0].kind,
        stage=staged.stage,
        stage_mention=staged.stage_mention,
        participants=list(next((ref.participants for ref in refs if ref.participants), ())),
        mention=own.span,
    )
