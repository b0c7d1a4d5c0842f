"""LOC spans → places: codes looked up in the gazetteer, names held against them."""

from __future__ import annotations

from datetime import date

from baoso import lexicon
from baoso.annotating.markup import Marked
from baoso.gazetteer import HISTORICAL, NEW, OLD, TWO_LEVEL_FROM, Unit, gazetteer
from baoso.gazetteer.names import COUNTRY, units_by_name
from baoso.gazetteer.units import all_units
from baoso.linking.place_units import place_of
from baoso.standoff import GoldPlace
from baoso.types import Level
from baoso.values.dates import parse_date

# How many units of one name a message lists.
_FEW = 12
_DIGITS: dict[str, int] = {"province": 2, "district": 3, "commune": 5}


class PlacingError(Exception):
    """What is wrong with a place, and the remedy."""


def first_day(published: str | None) -> date | None:
    """The first day of a date of publication ("2025-10" is 1 October)."""
    parsed = parse_date(published) if published else None
    return parsed[0] if parsed else None


def default_vintage(published: str | None) -> str:
    """The system of units that was in force on the day of publication."""
    day = first_day(published)
    return NEW if day is not None and day >= TWO_LEVEL_FROM else OLD


def place_for(words: str, span: Marked, published: str | None, above: GoldPlace | None) -> GoldPlace:
    """The place that `span`, written as `words`, stands for; `above` is what `in=` names.

    Raises `PlacingError`.
    """
    level = _level(span)
    name = span.get("n")
    if level in ("country", "hamlet"):
        path = above.path if above is not None and level == "hamlet" else (None, None, None)
        return GoldPlace(name=name or _bare(words, level), level=level, path=path)
    vintage = span.get("vintage")
    day = first_day(published)
    unit = _unit(words, level, name, span.get("code"), vintage, default_vintage(published))
    if unit is None:
        bare = name or _bare(words, level)
        path = above.path if above is not None else (None, None, None)
        slots = {"province": 0, "district": 1, "commune": 2}
        own = tuple(bare if i == slots[level] else part for i, part in enumerate(path))
        return GoldPlace(name=bare, level=level, vintage=HISTORICAL, path=(own[0], own[1], own[2]))
    place = place_of(unit, day, None, 1.0)
    path = place.path
    if above is not None and level == "commune":
        path = (above.path[0] or path[0], above.path[1] or path[1], path[2])
    return GoldPlace(name=place.name, level=level, code=place.code, vintage=place.vintage, path=path)


def _level(span: Marked) -> Level:
    levels: list[Level] = [w for w in ("country", "province", "district", "commune", "hamlet") if w in span.words]
    if len(levels) != 1:
        raise PlacingError("say one level: country, province, district, commune or hamlet")
    return levels[0]


def _unit(
    words: str, level: Level, name: str | None, code: str | None, vintage: str | None, default: str
) -> Unit | None:
    """The unit meant; None for a historical one that no table has."""
    named = [u for u in units_named(words, name) if u.level == level]
    if vintage == HISTORICAL:
        ended = [u for u in named if u.vintage == HISTORICAL and code in (None, u.code)]
        if code is not None and not ended:
            raise PlacingError(f"no ended {level} of that name has the code {code}; leave code= out")
        return ended[0] if len(ended) == 1 else None
    system = vintage or default
    if code is None:
        own = [u for u in named if u.vintage == system]
        if len(own) == 1:
            return own[0]
        raise PlacingError(f"say code=; {_told(own or named, words)}")
    found = unit_of_code(code, level, system)
    if found is None:
        raise PlacingError(f"no {level} has the code {code} in {system}; {_told(named, words)}")
    if found not in named:
        raise PlacingError(
            f'{code} in {system} is {found.kind} {found.name}; {_told(named, words)}; n="{found.name}" if it is meant'
        )
    return found


def unit_of_code(code: str, level: Level, vintage: str) -> Unit | None:
    """The unit with a General Statistics Office code."""
    if len(code) != _DIGITS[level]:
        return None
    return next((u for u in all_units() if u.code == code and u.level == level and u.vintage == vintage), None)


def units_named(words: str, name: str | None = None) -> list[Unit]:
    """Every unit, of any level and vintage, that `words` (or the official `name`) may name."""
    found: list[Unit] = []
    if name is not None:
        found += units_by_name().get(lexicon.fold(name), ())
        return found
    for text in (words, f"xã {words}", words.title()):
        hits = [h for h in gazetteer().find(text) if h.end == len(text)]
        found += [u for h in hits for u in h.units if u not in found]
        if found:
            break
    return found


def _told(units: list[Unit], words: str) -> str:
    """Units as a remedy lists them, those of the type that `words` begin with where there are any."""
    if not units:
        return 'no unit has that name; n="official name" for a misspelling, vintage=historical for an ended unit'
    typed = [u for u in units if lexicon.fold(words).startswith(f"{u.kind} ")] or units
    told = [f"code={u.code} vintage={u.vintage} ({u.kind} {', '.join(filter(None, reversed(u.path)))})" for u in typed]
    more = f"; and {len(told) - _FEW} more" if len(told) > _FEW else ""
    return "choose of " + "; ".join(told[:_FEW]) + more


def _bare(words: str, level: Level) -> str:
    """The words without type word; a numbered unit keeps it ("thôn 4" is "Thôn 4")."""
    flat = " ".join(words.split())
    if level == "country":
        return "Việt Nam" if any(h.key == COUNTRY for h in gazetteer().find(flat)) else flat
    tables = lexicon.table("places")
    types = [*tables["hamlets"]["plain"], *tables["hamlets"]["careful"]]
    types += [w for entry in tables["types"] for w in entry["words"]]
    for word in sorted(types, key=len, reverse=True):
        if lexicon.fold(flat).startswith(f"{word} "):
            rest = flat[len(word) + 1 :]
            return rest if rest[:1].isupper() and len(rest) > 1 else flat[:1].upper() + flat[1:]
    return flat
