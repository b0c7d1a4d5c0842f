"""DIFFICULTY mentions → difficulty records."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from baoso.doc import mentions_of
from baoso.lexicon import fold
from baoso.recording.common import evidence_for, locality_for, merge_repeats, period_for, spans_of
from baoso.records import Difficulty, record_id
from baoso.types import DifficultyRef, Mention


def difficulty_records(doc: Doc, article_id: str) -> list[Difficulty]:
    """One record a topic and wording; the same words said twice are one."""
    mentions = [m for m in mentions_of(doc, "DIFFICULTY") if isinstance(m.value, DifficultyRef)]
    groups = merge_repeats(mentions, lambda m: (_topic(m), fold(m.text)))
    return [_record(doc, article_id, group) for group in groups]


def _topic(mention: Mention) -> str:
    assert isinstance(mention.value, DifficultyRef)
    return mention.value.topic


def _record(doc: Doc, article_id: str, group: Sequence[Mention]) -> Difficulty:
    own = group[0]
    assert isinstance(own.value, DifficultyRef)
    return Difficulty(
        record_id=record_id(article_id, "difficulty", own.span),
        article_id=article_id,
        evidence=evidence_for(doc, own),
        confidence=own.score,
        locality=locality_for(doc, own),
        period=period_for(doc, own),
        mentions=spans_of(group, own),
        topic=own.value.topic,
        mention=own.span,
    )
