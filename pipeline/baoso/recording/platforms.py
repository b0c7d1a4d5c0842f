"""PLATFORM mentions → platform records, one a system."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from baoso.doc import mentions_of
from baoso.lexicon import fold
from baoso.recording.common import evidence_for, locality_for, merge_repeats, period_for, spans_of
from baoso.records import Platform, record_id
from baoso.types import Mention, NamedRef

# By eye on raw news: names of the lexicon and public addresses are sure, those built on a head word less so.
_CONFIDENCE = {"lexicon": 0.92, "address": 0.85, "grammar": 0.7}


def platform_records(doc: Doc, article_id: str) -> list[Platform]:
    """One record a platform id, and one a name where the lexicon has no id."""
    mentions = [m for m in mentions_of(doc, "PLATFORM") if isinstance(m.value, NamedRef)]
    return [_record(doc, article_id, group) for group in merge_repeats(mentions, _key)]


def _key(mention: Mention) -> str:
    return mention.link or fold(mention.normalized or mention.text)


def _record(doc: Doc, article_id: str, group: Sequence[Mention]) -> Platform:
    own = group[0]
    refs = [m.value for m in group if isinstance(m.value, NamedRef)]
    staged = next((ref for ref in refs if ref.stage), refs[0])
    return Platform(
        record_id=record_id(article_id, "platform", own.span),
        article_id=article_id,
        evidence=evidence_for(doc, own),
        confidence=_CONFIDENCE.get(own.method, 0.7),
        locality=locality_for(doc, own),
        period=period_for(doc, own),
        mentions=spans_of(group, own),
        name=own.normalized or own.text,
        platform_id=own.link,
        kind=refs[0].kind,
        stage=staged.stage,
        stage_mention=staged.stage_mention,
        mention=own.span,
    )
