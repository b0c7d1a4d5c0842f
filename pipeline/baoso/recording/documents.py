"""DOCUMENT mentions → document records, repetitions of one document merged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace

from spacy.tokens import Doc

from baoso.doc import mentions_of
from baoso.recording.common import evidence_for, locality_for, merge_repeats, period_for, spans_of
from baoso.records import Document, record_id
from baoso.types import DocumentRef, Mention, Span

# How sure each way of finding is, by eye on raw news: a number leaves hardly a doubt, a title's end does.
_CONFIDENCE = {"numbered": 0.95, "law": 0.9, "party": 0.9, "quoted": 0.85, "dated": 0.7}


def document_records(doc: Doc, article_id: str) -> list[Document]:
    """One record a document, its fields the first stated among the mentions."""
    mentions = [m for m in mentions_of(doc, "DOCUMENT") if isinstance(m.value, DocumentRef)]
    groups = _joined(merge_repeats(mentions, _key))
    return [_record(doc, article_id, group) for group in groups]


def _key(mention: Mention) -> tuple[str, str]:
    ref = _ref(mention)
    return ref.document_type, (ref.number or mention.normalized or mention.text).lower()


def _ref(mention: Mention) -> DocumentRef:
    assert isinstance(mention.value, DocumentRef)
    return mention.value


def _joined(groups: Sequence[list[Mention]]) -> list[list[Mention]]:
    """A short number ("Nghị quyết 36a") joins the only full one of its type that starts with it."""
    full: dict[tuple[str, str], list[list[Mention]]] = {}
    for group in groups:
        for opening in _openings(_ref(group[0])):
            full.setdefault(opening, []).append(group)
    joined: list[list[Mention]] = []
    for group in groups:
        hosts = full.get(_key(group[0]), [])
        if len(hosts) == 1:
            hosts[0].extend(group)
        else:
            joined.append(group)
    return joined


def _openings(ref: DocumentRef) -> list[tuple[str, str]]:
    """The shorter numbers that a number opens with: "61" and "61/2018" of "61/2018/NĐ-CP"."""
    number = (ref.number or "").lower()
    return [(ref.document_type, number[: match.start()]) for match in re.finditer(r"[-/]", number)]


def _named(ref: DocumentRef, own: Mention) -> DocumentRef:
    """A law without a number is known by the name behind its type: "Luật | Giao dịch điện tử"."""
    name = own.text[len(ref.document_type) :].strip()
    if ref.title or ref.number or own.method != "law" or not name:
        return ref
    start = own.end - len(name)
    return replace(ref, title=" ".join(name.split()), title_mention=Span(start, own.end, name))


def _record(doc: Doc, article_id: str, group: Sequence[Mention]) -> Document:
    ordered = sorted(group, key=lambda m: m.start)
    own = ordered[0]
    ref = _named(_merged([_ref(m) for m in ordered]), own)
    return Document(
        record_id=record_id(article_id, "document", own.span),
        article_id=article_id,
        evidence=evidence_for(doc, own),
        confidence=_CONFIDENCE.get(own.method, 0.7),
        locality=locality_for(doc, own),
        period=period_for(doc, own) if own.method == "dated" else None,
        mentions=spans_of(ordered, own),
        mention=own.span,
        **{f.name: getattr(ref, f.name) for f in fields(ref)},
    )


def _merged(refs: Sequence[DocumentRef]) -> DocumentRef:
    """The one with the longest number, with each other field where it is first stated."""
    merged = max(refs, key=lambda r: len(r.number or ""))
    for name in ("title", "issuer", "date", "action"):
        stated = next((r for r in refs if getattr(r, f"{name}_mention")), merged)
        merged = replace(merged, **{name: getattr(stated, name), f"{name}_mention": getattr(stated, f"{name}_mention")})
    return merged
