"""PER, DOC, PLAT, PROG, EVT and DIFF spans → offices, documents, named things, difficulties."""

from __future__ import annotations

import datetime
from typing import Any

from baoso.annotating.context import Context, full_name
from baoso.annotating.markup import Marked
from baoso.annotating.vocabulary import EVENT_KINDS, PLATFORM_KINDS, PROGRAMME_KINDS
from baoso.lexicon import fold
from baoso.standoff import (
    GoldDifficulty,
    GoldDocument,
    GoldEvent,
    GoldOffice,
    GoldPhrase,
    GoldPlatform,
    GoldProgramme,
    GoldSpan,
)

# A phrase that tells an office is one stretch of at most so many characters, else the person's name stands for it.
_LONGEST_PHRASE = 250
_NO_BODY = "-"
_KINDS = {"PLAT": PLATFORM_KINDS, "PROG": PROGRAMME_KINDS, "EVT": EVENT_KINDS}


def offices_of(context: Context) -> list[GoldOffice]:
    """One office a person and body, in text order, from the `holds=` of all mentions of the person."""
    held: dict[tuple[Marked, str], list[tuple[GoldPhrase, Marked | None]]] = {}
    for person in context.of("PER"):
        holds = person.get("holds")
        for part in (holds or "").split(";") if holds is not None else ():
            read = _phrase(context, person, part)
            if read is not None:
                key = _key(context, context.roots[person], *read, held)
                held.setdefault(key, []).append(read)
    return [_office(context, root, told) for (root, _), told in held.items()]


def _phrase(context: Context, person: Marked, part: str) -> tuple[GoldPhrase, Marked | None] | None:
    """One "t1,t2@o1"."""
    named, _, body = part.strip().partition("@")
    titles = [context.referred(person, t.strip(), "TTL") for t in named.split(",") if t.strip()]
    if not titles:
        context.problems.add(person, f'holds={part.strip()!r} names no TITLE; write holds="t1@o1"')
    organisation = context.referred(person, body.strip(), "ORG") if body.strip() not in ("", _NO_BODY) else None
    found = [t for t in titles if t is not None]
    if not found:
        return None
    spans = tuple(context.span(t) for t in found)
    at = context.span(organisation) if organisation is not None else None
    return GoldPhrase(person=context.span(person), titles=spans, organisation=at), organisation


def _key(
    context: Context,
    root: Marked,
    phrase: GoldPhrase,
    body: Marked | None,
    held: dict[tuple[Marked, str], list[tuple[GoldPhrase, Marked | None]]],
) -> tuple[Marked, str]:
    """The person and the body's name; a phrase without body repeats the office with one of its titles."""
    if body is not None:
        own = context.roots[body]
        return root, fold(own.get("n") or context.words(own))
    titles = {fold(t.text or "") for t in phrase.titles}
    for (person, name), told in held.items():
        if person is root and any(titles & {fold(t.text or "") for t in p.titles} for p, _ in told):
            return person, name
    return root, ""


def _office(context: Context, root: Marked, told: list[tuple[GoldPhrase, Marked | None]]) -> GoldOffice:
    phrases = [phrase for phrase, _ in told]
    body = next((b for _, b in told if b is not None), None)
    titles: dict[str, str] = {}
    for phrase in phrases:
        for title in phrase.titles:
            titles.setdefault(fold(title.text or ""), " ".join((title.text or "").split()))
    hulls = list(dict.fromkeys(_hull(context, phrase) for phrase in phrases))
    return GoldOffice(
        id="",
        mentions=tuple(hulls),
        person=full_name(context, root),
        titles=tuple(titles.values()),
        organisation=context.words(body) if body is not None else None,
        organisation_normalized=_full(context, context.roots[body]) if body is not None else None,
        mention=hulls[0],
        phrases=tuple(phrases),
    )


def _full(context: Context, root: Marked) -> str:
    return root.get("n") or context.words(root)


def _hull(context: Context, phrase: GoldPhrase) -> GoldSpan:
    parts = [phrase.person, *phrase.titles, *([phrase.organisation] if phrase.organisation else [])]
    start, end = min(p.start for p in parts), max(p.end for p in parts)
    words = context.text[start:end]
    if len(words) > _LONGEST_PHRASE or "\n" in words:
        return phrase.person
    return GoldSpan(start=start, end=end, text=words)


def documents_of(context: Context) -> list[GoldDocument]:
    """One document a number, or a chain of `same=`."""
    groups: dict[object, list[Marked]] = {}
    for span in context.of("DOC"):
        root = context.roots[span]
        number = root.get("number")
        groups.setdefault((fold(root.get("type") or ""), fold(number)) if number else root, []).append(span)
    return [d for d in (_document(context, spans) for spans in groups.values()) if d is not None]


def _document(context: Context, spans: list[Marked]) -> GoldDocument | None:
    first = spans[0]
    keys = ("type", "number", "title", "date", "issuer")
    told = {key: next((v for s in spans if (v := s.get(key))), None) for key in keys}
    if told["type"] is None:
        context.problems.add(first, 'of what type? type="Nghị quyết"')
        return None
    day, issuer, at = None, told["issuer"], None
    try:
        day = datetime.date.fromisoformat(told["date"]) if told["date"] else None
    except ValueError:
        context.problems.add(first, f"date={told['date']} is no day; write 2021-08-20")
    if issuer is not None and issuer.startswith("#"):
        body = context.referred(first, issuer, "ORG")
        issuer, at = (context.words(body), context.span(body)) if body is not None else (None, None)
    fields: dict[str, Any] = {
        "id": "",
        "mentions": [context.span(s) for s in spans],
        "optional": _optional(context, spans),
        "document_type": told["type"],
        "number": told["number"],
        "title": told["title"],
        "issuer": issuer,
        "issuer_mention": at,
        "date": day,
        "action": next((a for s in spans if (a := context.word(s, "action"))), None),
        "mention": context.span(first),
    }
    return GoldDocument(**fields)


def _optional(context: Context, spans: list[Marked]) -> bool:
    """Borderline where every mention that says anything says so."""
    own = [s for s in spans if s.get("same") is None]
    return all(context.word(s, "optional") for s in own)


def named_of(context: Context) -> list[GoldPlatform | GoldProgramme | GoldEvent]:
    """Platforms, programmes and events: one a name, or a chain of `same=`."""
    found: list[GoldPlatform | GoldProgramme | GoldEvent] = []
    for label in _KINDS:
        groups: dict[str, list[Marked]] = {}
        for span in context.of(label):
            root = context.roots[span]
            groups.setdefault(fold(root.get("n") or context.words(root)), []).append(span)
        for spans in groups.values():
            fields = _named(context, label, spans)
            if fields is not None:
                found.append(_NAMED[label](**fields))
    return found


_NAMED: dict[str, type[GoldPlatform] | type[GoldProgramme] | type[GoldEvent]] = {
    "PLAT": GoldPlatform,
    "PROG": GoldProgramme,
    "EVT": GoldEvent,
}


def _named(context: Context, label: str, spans: list[Marked]) -> dict[str, Any] | None:
    first = context.roots[spans[0]]
    kind = next((k for s in spans if (k := s.get("kind") or context.word(s, "kind"))), None)
    if kind not in _KINDS[label]:
        context.problems.add(spans[0], f"kind {kind!r}; one of {', '.join(_KINDS[label])}")
        return None
    fields: dict[str, Any] = {
        "id": "",
        "mentions": [context.span(s) for s in spans],
        "optional": _optional(context, spans),
        "name": first.get("n") or context.words(first),
        "kind": kind,
        "mention": context.span(spans[0]),
    }
    if label != "EVT":
        fields["stage"] = next((w for s in spans if (w := context.word(s, "stage"))), None)
    return fields


def difficulties_of(context: Context) -> list[GoldDifficulty]:
    """One a span."""
    found = []
    for span in context.of("DIFF"):
        topic: Any = context.word(span, "topic")
        if topic is None:
            context.problems.add(span, "about what? funding, staff, infrastructure, devices, skills, awareness, …")
            continue
        own = context.span(span)
        found.append(GoldDifficulty(id="", mentions=(own,), topic=topic, mention=own))
    return found
