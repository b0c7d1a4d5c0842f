"""Persons, their titles and the bodies where they hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import add_mentions, component, mentions_of, text_of
from baoso.tagging.office_chains import assign
from baoso.tagging.office_items import Office, find_items
from baoso.tagging.organisations import full_name, places_of
from baoso.tagging.persons import Name
from baoso.tagging.syllables import Syllables, syllables
from baoso.tagging.titles import has_own_body
from baoso.types import Mention, OfficePhrase, PersonName, Span

_METHOD = "office-grammar"


def find_offices(text: str, places: Iterable[Mention] = ()) -> list[Mention]:
    """PERSON and TITLE mentions of `text`; a TITLE's value is its `OfficePhrase`, with the person if named.

    `places` are LOCALITY mentions.
    """
    s = syllables(text)
    items = list(find_items(s, places_of(places)))
    assign(s, items)
    mentions = [_person(s, item) for item in items if isinstance(item, Name)]
    for phrase, title in _phrases(s, [item for item in items if isinstance(item, Office)]):
        mentions.append(Mention("TITLE", title.start, title.end, title.text, None, None, 1.0, _METHOD, phrase))
    return sorted(mentions, key=lambda m: (m.start, -m.end))


def _phrases(s: Syllables, offices: Sequence[Office]) -> Iterator[tuple[OfficePhrase, Span]]:
    """Each office as phrases, one a holder (one without where nobody is named), with its title's span."""
    nobody: list[Name | None] = [None]
    for k, office in enumerate(offices):
        if office.title.former:
            continue
        body = office.body
        if body is None and k + 1 < len(offices):
            body = _shared_body(s, office, offices[k + 1])
        title = s.span(office.title.first, office.title.last)
        organisation = s.span(*body) if body else None
        for holder in office.holders or nobody:
            person = s.span(holder.first, holder.last) if holder else None
            parts = [p for p in (title, organisation, person) if p]
            yield OfficePhrase(
                (title,), organisation, min(p.start for p in parts), max(p.end for p in parts), person,
                full_name(organisation.text) if organisation else None,
            ), title  # fmt: skip


def _shared_body(s: Syllables, office: Office, following: Office) -> tuple[int, int] | None:
    """The body of the next office in the chain, where this one has none and the same holder."""
    same = office.holders and office.holders == following.holders and not has_own_body(s, office.title)
    return following.body if same and office.after < following.first <= office.after + 2 else None


def _person(s: Syllables, name: Name) -> Mention:
    span = s.span(name.first, name.last)
    address = s.span(name.address, name.first).text if name.address < name.first else None
    normal = " ".join(span.text.split()) if name.complete else None
    value = PersonName(address, name.complete)
    return Mention("PERSON", span.start, span.end, span.text, normal, None, 1.0, _METHOD, value)


class Offices:
    """Adds PERSON mentions (value `PersonName`) and TITLE mentions (value `OfficePhrase`)."""

    def __call__(self, doc: Doc) -> Doc:
        """Find persons and offices in `doc`."""
        add_mentions(doc, find_offices(text_of(doc), mentions_of(doc, "LOCALITY")))
        return doc


@component("baoso.offices")
def make_offices(nlp: Language, name: str) -> Offices:
    """The component `baoso.offices`."""
    return Offices()
