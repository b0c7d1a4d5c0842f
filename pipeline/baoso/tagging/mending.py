"""Offices kept in step with mentions that a learned tagger added, took away or gave other bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from baoso.tagging.combining import Placed
from baoso.tagging.organisations import full_name
from baoso.types import Label, Mention, OfficePhrase, PersonName, Span

# What may stand between the parts of one office.
_BETWEEN = " ,:\xa0"
_Bounds: TypeAlias = tuple[Label, int, int]


@dataclass(frozen=True, slots=True)
class _Changes:
    """What became of mentions that went, and the persons named in full and the bodies, by where their words begin."""

    moved: Mapping[_Bounds, Span | None]
    persons: Mapping[int, Span]
    bodies: Mapping[int, Span]


def mended_offices(
    text: str, rules: Sequence[Mention], gone: Sequence[Mention], come: Sequence[Mention]
) -> tuple[list[Mention], list[Mention]]:
    """`gone` and `come` with the TITLE mentions whose office phrase has to change.

    A phrase takes the longer name that its body was given; an office without a holder gets the person who is named
    right behind it; a new title is an office of the body and the person behind it. Titles and persons of offices with
    a holder are not among `gone`.
    """
    out = {id(m) for m in gone}
    kept = [m for m in rules if id(m) not in out]
    changes = _changes(text, [*kept, *come], gone, come)
    bodies = Placed(m for m in gone if m.label == "ORGANISATION")
    olds, news = list(gone), [_named(m, bodies) for m in come if m.label != "TITLE"]
    for mention in kept:
        if isinstance(mention.value, OfficePhrase):
            phrase = _adopted(text, _moved(mention.value, changes), changes)
            if phrase != mention.value:
                olds.append(mention)
                news.append(replace(mention, value=phrase))
    old_titles = [m for m in gone if m.label == "TITLE"]
    for title in (m for m in come if m.label == "TITLE"):
        before = [m.value for m in old_titles if _touch(m, title) and isinstance(m.value, OfficePhrase)]
        for phrase in before or [OfficePhrase((title.span,), None, title.start, title.end)]:
            own = _phrase(replace(_moved(phrase, changes), titles=(title.span,)))
            news.append(replace(title, value=_adopted(text, own, changes)))
    return olds, news


def _changes(text: str, mentions: Sequence[Mention], gone: Sequence[Mention], come: Sequence[Mention]) -> _Changes:
    placed = Placed(come)
    moved = {(old.label, old.start, old.end): next((new.span for new in placed.across(old)), None) for old in gone}
    named = [m for m in mentions if isinstance(m.value, PersonName) and m.value.complete]
    persons = {m.start - _led(text, m): m.span for m in named}
    return _Changes(moved, persons, {m.start: m.span for m in mentions if m.label == "ORGANISATION"})


def _named(mention: Mention, bodies: Placed) -> Mention:
    """`mention` with the full name of the body that stood in its place, where that one only began earlier."""
    before = next((b for b in bodies.across(mention) if b.end == mention.end and b.start < mention.start), None)
    return mention if before is None else replace(mention, normalized=before.normalized)


def _inside(one: Span, other: Span) -> bool:
    return other.start <= one.start and one.end <= other.end


def _touch(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _moved(phrase: OfficePhrase, changes: _Changes) -> OfficePhrase:
    """`phrase` with the new bounds of its body, where they hold the old ones.

    "Trưởng | phòng Nội vụ": the mention leaves the shared word to the title, the body's name does not.
    """
    old = phrase.organisation
    new = changes.moved.get(("ORGANISATION", old.start, old.end)) if old is not None else None
    if old is None or new is None or _inside(new, old):
        return phrase
    return _phrase(replace(phrase, organisation=new))


def _phrase(phrase: OfficePhrase) -> OfficePhrase:
    """`phrase` with its bounds and its body's full name as its parts have them."""
    parts = [*phrase.titles, *(p for p in (phrase.person, phrase.organisation) if p is not None)]
    name = full_name(phrase.organisation.text) if phrase.organisation else None
    start, end = min(p.start for p in parts), max(p.end for p in parts)
    return replace(phrase, organisation_normalized=name, start=start, end=end)


def _led(text: str, person: Mention) -> int:
    """How far before `person` the form of address begins that leads to the name."""
    if not isinstance(person.value, PersonName) or not person.value.honorific:
        return 0
    at = text.rfind(person.value.honorific, 0, person.start)
    return person.start - at if at >= 0 else 0


def _adopted(text: str, phrase: OfficePhrase, changes: _Changes) -> OfficePhrase:
    """`phrase` with the body right behind its title, and the person right behind that, where it has none."""
    if phrase.organisation is None and phrase.person is None:
        body = changes.bodies.get(_behind(text, phrase.end, " \xa0"))
        phrase = _phrase(replace(phrase, organisation=body)) if body else phrase
    if phrase.person is None:
        person = changes.persons.get(_behind(text, phrase.end, _BETWEEN))
        phrase = _phrase(replace(phrase, person=person)) if person else phrase
    return phrase


def _behind(text: str, at: int, marks: str) -> int:
    """The first place from `at` on where none of `marks` stands."""
    while at < len(text) and text[at] in marks:
        at += 1
    return at
