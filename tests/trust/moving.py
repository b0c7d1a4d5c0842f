"""Articles moved to other places and other years, and what is expected of their records then."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

from baoso.extraction import Extraction
from baoso.gazetteer.units import NEW, OLD, TWO_LEVEL_FROM, Unit, all_units
from baoso.types import Article, Place

# Also written in ways that a change of names does not reach ("TPHCM").
_ABBREVIATED = {"Hồ Chí Minh"}
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%])(?![.,]\d)")


@cache
def _by_path() -> dict[tuple[str | None, ...], Unit]:
    return {(u.vintage, *u.path): u for u in all_units() if u.vintage in (OLD, NEW)}


@cache
def _counterparts() -> dict[tuple[str, str, str], tuple[Unit, ...]]:
    """Units whose name no other of their time has, by vintage, name of the parent and type word."""
    often = Counter((u.vintage, u.name.lower()) for u in all_units())
    kinds: dict[tuple[str, str, str], list[Unit]] = {}
    for unit in all_units():
        if often[unit.vintage, unit.name.lower()] == 1 and _plain(unit.name):
            kinds.setdefault((unit.vintage, unit.parent.name if unit.parent else "", unit.kind), []).append(unit)
    return {key: tuple(found) for key, found in kinds.items()}


def _plain(name: str) -> bool:
    """Whether a name is two or three syllables and nothing else: one alone may be any word."""
    return len(name.split()) in (2, 3) and name.replace(" ", "").isalpha() and name not in _ABBREVIATED


def moves(found: Extraction, chance: Random) -> dict[str, str]:
    """Name → another unit's name, of the same type word and vintage, for each place that the article names.

    The places of one province move together, or stay where one of them cannot: for a name of one syllable or with a
    number, for one that two of them share, and where no unit of the new parent has a name of its own.
    """
    families: dict[str | None, list[Place]] = {}
    for place in found.article.localities:
        if place.level != "country":
            families.setdefault(place.path[0], []).append(place)
    moved: dict[str, str] = {}
    names = Counter(name for p in found.article.localities for name in [p.name])
    for places in families.values():
        family = _moved_family(places, names, {*moved.values(), *names}, chance)
        moved |= family or {}
    return moved


def _moved_family(places: list[Place], names: Counter[str], taken: set[str], chance: Random) -> dict[str, str] | None:
    moved: dict[str, Unit] = {}
    for place in sorted(places, key=lambda p: sum(n is not None for n in p.path)):
        unit = _by_path().get((place.vintage or "", *place.path))
        if unit is None or not _plain(unit.name) or names[unit.name] > 1:
            return None
        parent = unit.parent
        under = "" if parent is None else moved[parent.name].name if parent.name in moved else parent.name
        options = [u for u in _counterparts().get((unit.vintage, under, unit.kind), ()) if u.name not in taken]
        if not options:
            return None
        moved[unit.name] = chance.choice(options)
        taken = taken | {moved[unit.name].name}
    return {old: new.name for old, new in moved.items()}


def move(article: Article, names: dict[str, str]) -> Article:
    """The article with all names changed at once, in every case that they are written in."""
    return replace(
        article, text=renamed(article.text, names), title=renamed(article.title, names), url=None, outlet=None
    )


def renamed(text: Any, names: dict[str, str]) -> Any:
    """A string with the names changed; anything else as it is."""
    if not isinstance(text, str) or not names:
        return text
    both = names | {k.upper(): v.upper() for k, v in names.items()} | {k.lower(): v.lower() for k, v in names.items()}
    pattern = "|".join(map(re.escape, sorted(both, key=len, reverse=True)))
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda m: both[m[0]], text)


def shift(article: Article, years: int) -> Article | None:
    """The article with every year of four digits shifted, its date too.

    None where other administrative units were in force then, and where a 29 February would be wrong.
    """
    try:
        published = article.published and article.published.replace(year=article.published.year + years)
    except ValueError:
        return None
    if published and article.published and (published < TWO_LEVEL_FROM) != (article.published < TWO_LEVEL_FROM):
        return None
    if re.search(r"(?<!\d)29[/.-]0?2[/.-]\d{4}", article.text):
        return None
    return replace(
        article, text=_shifted(article.text, years), title=shifted(article.title, years), published=published, url=None
    )


def _shifted(text: str, years: int) -> str:
    return _YEAR.sub(lambda m: str(int(m[0]) + years), text)


def shifted(value: Any, years: int) -> Any:
    """A field's value with its years shifted: days and texts, ends of February made to fit."""
    if isinstance(value, date):
        last = value.month == 2 and (value.replace(day=28) if value.day == 29 else value).day == 28
        moved = value.replace(year=value.year + years, day=28 if last else value.day)
        return moved.replace(day=29) if last and moved.year % 4 == 0 else moved
    return _shifted(value, years) if isinstance(value, str) else value
