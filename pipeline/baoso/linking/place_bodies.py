"""Places named only as the end of a body's name ("Bệnh viện Đa khoa Đà Nẵng", "Hội Tin học Việt Nam").

They count among an article's localities, but no fact holds there for that, so they become no LOCALITY mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from baoso import lexicon
from baoso.gazetteer import Hit, Naming, gazetteer
from baoso.linking.place_resolving import Resolver
from baoso.types import Mention, overlaps

_END = re.compile(r"(?:\s*\([^()]*\)?)?\s*\Z")


@lru_cache(maxsize=1)
def _heads() -> re.Pattern[str]:
    words = lexicon.table("places")["in_bodies"]
    # "Công ty con của Tập đoàn …": what the first word is counts.
    return re.compile(rf"{lexicon.alternation(words['heads'])}(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _names() -> tuple[frozenset[str], frozenset[str]]:
    """The cities that the press names bare, and the names that are common words too."""
    table = lexicon.table("places")
    return (
        frozenset(map(lexicon.fold, table["known"]["names"])),
        frozenset(map(lexicon.fold, table["common"]["names"])),
    )


def places_in_bodies(
    text: str, bodies: Sequence[Mention], places: Sequence[Mention], day: date | None
) -> list[Mention]:
    """The LOCALITY mentions, with their `Place`, at the ends of `bodies` that none of `places` touches."""
    found = list(_found(bodies, places))
    resolved = Resolver(text, found, day, None).resolve()
    return [
        Mention("LOCALITY", m.start, m.end, m.text, p.name, p.code, p.score, m.method, p)
        for m, p in zip(found, resolved, strict=True)
    ]


def _found(bodies: Sequence[Mention], places: Sequence[Mention]) -> Iterator[Mention]:
    for body in bodies:
        if not _heads().match(body.text) or overlaps(body.start, body.end, places):
            continue
        end = _END.search(body.text)
        hit = next((h for h in gazetteer().find(body.text) if end and h.end == end.start()), None)
        naming = _naming(hit, body) if hit else None
        if hit and naming:
            start = body.start + hit.start
            words = body.text[hit.start : hit.end]
            yield Mention("LOCALITY", start, start + len(words), words, naming.name, None, 0.6, "places.bodies", naming)


def _naming(hit: Hit, body: Mention) -> Naming | None:
    """What a bare name at the end of `body` can be: the country, a province, a city that the press names so."""
    start = body.start + hit.start
    if hit.country:
        name = str(lexicon.table("places")["country"]["name"])
        return Naming(name, hit.key, None, "country", (), start)
    cities, common = _names()
    if hit.key in common:
        return None
    units = hit.at("province", "district") if hit.key == "huế" else hit.at("province")
    if not units and hit.key in cities:
        units = hit.at("district")
    names = {u.name for u in units}
    levels = {u.level for u in units}
    if len(names) != 1:
        return None
    return Naming(names.pop(), hit.key, None, levels.pop() if len(levels) == 1 else None, units, start)
