"""LOCALITY mentions → places with code, vintage and path; the article's localities and its focus.

After this component every LOCALITY mention's `value` is a `baoso.types.Place` with its full path.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import article_of, blocks_of, component, mentions_of, replace_mentions, text_of
from baoso.gazetteer import HISTORICAL, NEW
from baoso.linking.place_bodies import places_in_bodies
from baoso.linking.place_evidence import naming_of
from baoso.linking.place_focus import Key, Scene, find_focus, key_of
from baoso.linking.place_outlets import outlet_province
from baoso.linking.place_resolving import Resolver
from baoso.linking.place_units import in_force
from baoso.types import Article, Block, Mention, Place, Span, overlaps

_NEAR = 8
_DAY = re.compile(r"(\d(?<!\d\d)\d?)[/.-](\d{1,2})[/.-](20\d\d)(?!\d)")


def link_places(
    text: str, mentions: Sequence[Mention], article: Article, blocks: Sequence[Block] = ()
) -> tuple[list[Mention], Place | None]:
    """The LOCALITY `mentions` of `text` with their `Place` as value, and the focus.

    `article` gives the date, the outlet and the address; all of them may be missing. Mentions that prove
    to be no place of their time are left out.
    """
    day = article.published or latest_day(text)
    home = outlet_province(article)
    kept = [m for m in mentions if _of_its_time(m, day)]
    places = Resolver(text, kept, day, home).resolve()
    linked = [
        replace(m, value=p, link=p.code, normalized=p.name, score=p.score) for m, p in zip(kept, places, strict=True)
    ]
    scene = Scene(article, text, blocks, kept, places, home, day)
    return [m for m in linked if not _foreign(m)], find_focus(scene)


def latest_day(text: str) -> date | None:
    """The latest full date that an undated text names: it was written about then, or later."""
    days = []
    for match in _DAY.finditer(text):
        day, month, year = map(int, match.groups())
        if 1 <= month <= 12 and 1 <= day <= 28:
            days.append(date(year, month, day))
    return max(days, default=None)


def _of_its_time(mention: Mention, day: date | None) -> bool:
    """False for a bare name that only a unit of the two-level system bears, in an older text."""
    naming = naming_of(mention)
    if naming.explicit or not naming.units or any(u.vintage != NEW for u in naming.units):
        return True
    return any(in_force(u, day) for u in naming.units)


def _foreign(mention: Mention) -> bool:
    """An unknown district in no known province ("huyện Nam Đầu, Đài Loan")."""
    place = mention.value
    if not isinstance(place, Place) or place.level != "district" or place.vintage != HISTORICAL:
        return False
    return place.code is None and not place.path[0]


def localities(linked: Sequence[Mention]) -> tuple[Place, ...]:
    """Each place once, in the order in which `linked` first names it, with all its mentions in text order."""
    spans: dict[Key, list[Span]] = {}
    first: dict[Key, Place] = {}
    for mention in linked:
        place = mention.value
        if isinstance(place, Place):
            key = key_of(place)
            if key not in first or place.score > first[key].score:
                first[key] = replace(place, mention=first.get(key, place).mention)
            spans.setdefault(key, []).append(mention.span)
    return tuple(
        replace(place, mentions=tuple(sorted(spans[key], key=lambda s: s.start))) for key, place in first.items()
    )


def without_persons(mentions: Sequence[Mention], persons: Sequence[Mention]) -> list[Mention]:
    """Bare names that a person's name holds are no places; both in text order."""
    kept = []
    first = 0
    for mention in mentions:
        while first < len(persons) and persons[first].end <= mention.start:
            first += 1
        near = persons[first : first + _NEAR]
        if naming_of(mention).explicit or not overlaps(mention.start, mention.end, near):
            kept.append(mention)
    return kept


class PlaceLinker:
    """The spaCy component around `link_places`."""

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the LOCALITY mentions of `doc`; fill `doc._.focus` and the article's localities."""
        article = article_of(doc)
        tagged = mentions_of(doc, "LOCALITY")
        kept = without_persons(tagged, mentions_of(doc, "PERSON"))
        linked, focus = link_places(text_of(doc), kept, article, blocks_of(doc))
        replace_mentions(doc, tagged, linked)
        doc._.focus = focus
        day = article.published or latest_day(text_of(doc))
        more = places_in_bodies(text_of(doc), mentions_of(doc, "ORGANISATION"), linked, day)
        doc._.article = replace(article, focus_locality=focus, localities=localities([*linked, *more]))
        return doc


@component("baoso.place_linker")
def make_place_linker(nlp: Language, name: str) -> PlaceLinker:
    """The factory of "baoso.place_linker"."""
    return PlaceLinker()
