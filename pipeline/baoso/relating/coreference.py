"""Later mentions of a person ("ông Quân", "Chủ tịch UBND huyện") → the person named in full."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import component, mentions_of, replace_mentions, text_of
from baoso.lexicon import fold
from baoso.types import Mention, OfficePhrase, PersonName

_METHOD = "person-coreference"


@dataclass(frozen=True, slots=True)
class _Person:
    """A person named in full at offset `start`."""

    name: str
    key: str
    start: int
    gender: str | None


@dataclass(frozen=True, slots=True)
class _Known:
    """Persons by given name, full names by key, and the phrases that give an office to somebody, by title."""

    given: dict[str, list[_Person]]
    names: dict[str, str]
    offices: dict[str, list[OfficePhrase]]


@lru_cache(maxsize=1)
def _genders() -> dict[str, str]:
    names = lexicon.table("names")
    return {fold(w): "f" for w in names["feminine"]} | {fold(w): "m" for w in names["masculine"]}


def _gender(mention: Mention) -> str | None:
    """What the form of address says of the person."""
    value = mention.value
    words = fold(value.honorific).split() if isinstance(value, PersonName) and value.honorific else []
    return next((_genders()[w] for w in words if w in _genders()), None)


def resolve_persons(text: str, mentions: Sequence[Mention]) -> list[tuple[Mention | None, Mention]]:
    """What to replace: each PERSON or TITLE mention with what it refers to; None before one newly found.

    A short name's `normalized` becomes the full name, an office without a name gets its `holder`.
    """
    persons = _known(mentions)
    known = _Known(_by_given_name(persons), {p.key: p.name for p in persons}, _held(mentions))
    changes: list[tuple[Mention | None, Mention]] = []
    for mention in mentions:
        changed = _resolved(mention, known)
        if changed is not None:
            changes.append((mention, changed))
    return changes + [(None, m) for m in _uncapitalised(text, persons, mentions)]


def _known(mentions: Sequence[Mention]) -> list[_Person]:
    """Everybody named in full, a name in capitals as it is written elsewhere."""
    spelling: dict[str, str] = {}
    known = []
    for m in mentions:
        if m.label == "PERSON" and m.normalized and isinstance(m.value, PersonName) and m.value.complete:
            key = fold(m.normalized)
            if key not in spelling or spelling[key].isupper():
                spelling[key] = m.normalized
            known.append((key, m))
    return [_Person(spelling[key], key, m.start, _gender(m)) for key, m in known]


def _by_given_name(persons: Sequence[_Person]) -> dict[str, list[_Person]]:
    given: dict[str, list[_Person]] = {}
    for person in persons:
        given.setdefault(person.key.split()[-1], []).append(person)
    return given


def _held(mentions: Sequence[Mention]) -> dict[str, list[OfficePhrase]]:
    held: dict[str, list[OfficePhrase]] = {}
    for m in mentions:
        if isinstance(m.value, OfficePhrase) and m.value.person is not None:
            held.setdefault(fold(m.value.titles[0].text), []).append(m.value)
    return held


def _resolved(mention: Mention, known: _Known) -> Mention | None:
    """The mention with its person filled in; None where nothing is to be said."""
    if isinstance(mention.value, PersonName):
        name = _named(mention, mention.value, known)
        return replace(mention, normalized=name) if name is not None and name != mention.normalized else None
    if isinstance(mention.value, OfficePhrase) and mention.value.person is None:
        holder = _holder(mention.value, known)
        return replace(mention, value=replace(mention.value, holder=holder)) if holder else None
    return None


def _named(mention: Mention, value: PersonName, known: _Known) -> str | None:
    """The full name that `mention` stands for: the last one before it, else the only one behind it."""
    key = fold(mention.text)
    if value.complete:
        return known.names.get(key)
    gender = _gender(mention)
    fitting = [
        p for p in known.given.get(key.split()[-1], ())
        if p.key.endswith(" " + key) and (gender is None or p.gender is None or p.gender == gender)
    ]  # fmt: skip
    before = [p for p in fitting if p.start < mention.start]
    if before:
        return before[-1].name
    return fitting[0].name if len({p.key for p in fitting}) == 1 else None


def _holder(office: OfficePhrase, known: _Known) -> str | None:
    """Who was said before to hold this office, where only one person was."""
    holders = {
        " ".join(other.person.text.split())
        for other in known.offices.get(fold(office.titles[0].text), ())
        if other.person is not None and other.start < office.start and _same_body(office, other)
    }
    return holders.pop() if len(holders) == 1 else None


def _same_body(one: OfficePhrase, other: OfficePhrase) -> bool:
    """Whether both are held at one body, going by the words of its name."""
    if one.organisation_normalized is None or other.organisation_normalized is None:
        return one.organisation_normalized is None
    a, b = (fold(o.organisation_normalized or "").split() for o in (one, other))
    return a[0] == b[0] and (set(a) <= set(b) or set(b) <= set(a))


def _uncapitalised(text: str, persons: Sequence[_Person], mentions: Sequence[Mention]) -> list[Mention]:
    """Given names left in small letters behind a form of address ("bà chung")."""
    given = {p.key.split()[-1]: p for p in reversed(persons) if p.gender}
    taken = {m.start for m in mentions if m.label == "PERSON"}
    found = []
    for match in lexicon.matches_at(_addresses(), _address_pattern(), text) if given else ():
        person = given.get(fold(match[2]))
        fits = person and person.start < match.start() and person.gender == _genders()[fold(match[1])]
        if person and fits and match[2].islower() and match.start(2) not in taken:
            start, end = match.span(2)
            value = PersonName(match[1], False)
            found.append(Mention("PERSON", start, end, match[2], person.name, None, 0.8, _METHOD, value))
    return found


@lru_cache(maxsize=1)
def _address_pattern() -> re.Pattern[str]:
    """A form of address and the word behind it."""
    return re.compile(rf"({lexicon.alternation(_genders())})\s+(\w+)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _addresses() -> re.Pattern[str]:
    return lexicon.cue_regex(_genders())


class Coreference:
    """Fills `normalized` of short PERSON mentions and `holder` of TITLE mentions without a person."""

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the persons of `doc`."""
        changes = resolve_persons(text_of(doc), mentions_of(doc, "PERSON", "TITLE"))
        replace_mentions(doc, [old for old, _ in changes if old is not None], [new for _, new in changes])
        return doc


@component("baoso.coreference")
def make_coreference(nlp: Language, name: str) -> Coreference:
    """The component `baoso.coreference`."""
    return Coreference()
