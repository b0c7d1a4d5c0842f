"""Articles moved to other places and other years, and what is expected of their records then."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

from baoso.extraction import Extraction
from baoso.gazetteer.units import OLD, Unit, all_units
from baoso.types import Article, Place

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%])(?![.,]\d)")
_ISO_DAY = re.compile(r"(\d{4})(-\d\d-\d\d)")


@cache
def _by_path() -> dict[tuple[str | None, ...], Unit]:
    return {u.path: u for u in all_units() if u.vintage == OLD}


@cache
def _distinct() -> dict[tuple[str, str, int], tuple[Unit, ...]]:
    """Units that share their name with no other of any vintage, by parent's name, type word and length of the name."""
    units = all_units()
    often: dict[str, set[tuple[str | None, ...]]] = {}
    for unit in units:
        often.setdefault(unit.name.lower(), set()).add(unit.path[:1])
    kinds: dict[tuple[str, str, int], list[Unit]] = {}
    for unit in units:
        plain = len(often[unit.name.lower()]) == 1 and len(unit.name.split()) == 2 and unit.name.replace(" ", "").isalpha()
        if unit.vintage == OLD and plain:
            kinds.setdefault((unit.parent.name if unit.parent else "", unit.kind, 2), []).append(unit)
    return {key: tuple(found) for key, found in kinds.items()}


def moves(found: Extraction, chance: Random) -> dict[str, str]:
    """Name → another unit's name, for every place that the article names: same type word, same hierarchy.

    Empty where a place has no counterpart, has one syllable or a number for a name, or shares its name with another of them.
    """
    named = [p for p in found.article.localities if p.level in ("province", "district", "commune")]
    moved: dict[str, Unit] = {}
    for place in sorted(named, key=lambda p: ("province", "district", "commune").index(p.level)):
        unit = _by_path().get(place.path) if place.vintage == OLD else None
        if unit is None or len(unit.name.split()) != 2 or unit.name in moved:
            return {}
        parent = "" if unit.parent is None else moved[unit.parent.name].name if unit.parent.name in moved else unit.parent.name
        options = [u for u in _distinct().get((parent, unit.kind, 2), ()) if u.name != unit.name and u not in moved.values()]
        if not options:
            return {}
        moved[unit.name] = chance.choice(options)
    return {old: new.name for old, new in moved.items()}


def move(article: Article, names: dict[str, str]) -> Article:
    """The article with all names changed at once, in every case that they are written in."""
    return replace(article, text=renamed(article.text, names), title=renamed(article.title, names), url=None, outlet=None)


def renamed(text: Any, names: dict[str, str]) -> Any:
    """A string with the names changed; anything else as it is."""
    if not isinstance(text, str) or not names:
        return text
    both = names | {k.upper(): v.upper() for k, v in names.items()} | {k.lower(): v.lower() for k, v in names.items()}
    pattern = "|".join(map(re.escape, sorted(both, key=len, reverse=True)))
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda m: both[m[0]], text)


def shift(article: Article, years: int) -> Article | None:
    """The article with every year of four digits shifted, its date too; None where that would make a 29 February wrong."""
    try:
        published = article.published and article.published.replace(year=article.published.year + years)
    except ValueError:
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


def places_of(articles: Iterable[Extraction]) -> list[Place]:
    """Every place named."""
    return [place for found in articles for place in found.article.localities]
