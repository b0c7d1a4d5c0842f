"""Where a number holds: a place in its own words, the nearest one before it, or the one being talked about."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import overload

from baoso.gazetteer.units import by_code
from baoso.lexicon import UPPER, alternation, cue_regex, fold, matches_at
from baoso.relating.context import SentenceContext, Site
from baoso.relating.cues import countries, cues, last, lexicon
from baoso.relating.phrases import Phrase
from baoso.types import Level, Mention, Place, Quantity, Span

_ONE_OF = re.compile(r"\s*trong\s+(?:số\s+|tổng số\s+)?\d", re.IGNORECASE)
VIETNAM = Place("Việt Nam", "country", path=(None, None, None), basis="coreference")
_LEVELS: tuple[Level, ...] = ("country", "province", "district", "commune", "hamlet")
_TOPIC_REACH = 90
_LONGEST_COUNTRY = 40


@lru_cache(maxsize=1)
def _generic() -> re.Pattern[str]:
    """A bare level word that stands for the place of that level: "toàn tỉnh", "của huyện", "Xã đã …".

    Behind a word that makes it one place ("của", "toàn") anything but a name may follow; alone it needs a
    verb or a mark behind it.
    """
    own = lexicon()["place"]
    bound, free = alternation(own["binders"]), alternation(own["followers"])
    levels = [
        rf"(?P<{level}{n}>{alternation(own[level])})" for n in (1, 2) for level in ("province", "district", "commune")
    ]
    name = rf"(?!\w)(?!\s+[{UPPER}\d])"
    return re.compile(
        rf"(?i:(?<!\w){bound}\s+(?:toàn\s+)?(?:{'|'.join(levels[:3])})){name}"
        rf"|(?<!\d\s)(?<!các\s)(?<!mỗi\s)(?<!từng\s)(?<!cấp\s)(?<!một\s)(?<!nhiều\s)(?<![,/]\s)"
        rf"(?i:(?<!\w)(?:{'|'.join(levels[3:])})(?=\s*(?:[:)]|$|(?:{free})(?!\w))))"
    )


@lru_cache(maxsize=1)
def _generic_words() -> re.Pattern[str]:
    """What a reference by level begins with."""
    own = lexicon()["place"]
    return cue_regex([*own["binders"], *own["province"], *own["district"], *own["commune"]])


def _level_of(match: re.Match[str]) -> Level:
    levels: tuple[Level, ...] = ("province", "district", "commune")
    return next(level for level in levels if match[f"{level}1"] or match[f"{level}2"])


@lru_cache(maxsize=8)
def _all_references(context: SentenceContext) -> tuple[re.Match[str], ...]:
    """References by level that are neither part of a name nor of what is counted, in text order."""
    units = [s.quantity.unit_mention for s in context.sites if s.quantity.unit_mention is not None]
    taken: list[Span | Mention] = [*units, *context.places]
    return tuple(
        m
        for m in matches_at(_generic_words(), _generic(), context.text, context.start, context.end)
        if not any(u.start < m.end() and m.start() < u.end for u in taken)
    )


def _references(context: SentenceContext, end: int) -> list[re.Match[str]]:
    """The references of the sentence that lie before `end`."""
    return [m for m in _all_references(context) if m.end() <= end]


def ancestor(place: Place, level: Level) -> Place | None:
    """The unit of `level` that `place` lies in (or is); None where its path does not say."""
    if place.level == level:
        return place
    if level == "country":
        return VIETNAM
    unit = by_code().get((place.vintage or "", place.level, place.code or ""))
    while unit is not None and unit.level != level:
        unit = unit.parent
    if unit is not None:
        return Place(unit.name, level, unit.code, unit.vintage, unit.path, basis="coreference")
    index = _LEVELS.index(level) - 1
    if index > 2 or index >= _LEVELS.index(place.level) - 1 or place.path[index] is None:
        return None
    path = tuple(p if i <= index else None for i, p in enumerate(place.path))
    return Place(place.path[index] or "", level, path=(path[0], path[1], path[2]), basis="coreference")


def counted_level(quantity: Quantity) -> Level | None:
    """The lowest level that a count can be about: communes are counted in a district, 200 of them in a province."""
    folded = fold(quantity.unit)
    counted = lexicon()["counted"]
    for level in _LEVELS[:-1]:
        if folded in counted[level]:
            index = _LEVELS.index(level)
            while index > 0 and quantity.value > counted["most"].get(f"{level}_{_LEVELS[index]}", math.inf):
                index -= 1
            return _LEVELS[index]
    return None


def _own_place(context: SentenceContext, phrase: Phrase) -> Place | None:
    """A place inside the number's right part or predicate: "95% dân số Việt Nam"."""
    for part in (phrase.right, phrase.tail):
        if part is None:
            continue
        for m in context.places:
            if part[0] <= m.start and m.end <= part[1] and isinstance(m.value, Place):
                return m.value
        for _, place in _abroad(context, *part):
            return place
    return None


@dataclass(frozen=True, slots=True)
class Scene:
    """The place being talked about, the article's, and the last one named of each level."""

    current: Place | None
    focus: Place | None
    recent: Mapping[Level, Place]


def _resolve_generic(match: re.Match[str], scene: Scene) -> Place | None:
    """The place of the level that a bare level word names: the last one named, else that of the current place."""
    level = _level_of(match)
    levels: list[Level] = ["province", "district"] if "thành phố" in fold(match[0]) else [level]
    for wanted in levels:
        bases = (scene.current, scene.recent.get(wanted) if wanted != "province" else None, scene.focus)
        for base in bases:
            place = ancestor(base, wanted) if base is not None else None
            if place is not None:
                return replace(place, basis="coreference")
    return None


@lru_cache(maxsize=2)
def _country_starts(text: str) -> list[int]:
    """Where names of foreign countries begin in an article; most name none."""
    return [m.start() for m in countries().finditer(text)]


def _abroad(context: SentenceContext, start: int, end: int) -> Iterator[tuple[int, Place]]:
    """Foreign countries named in ``text[start:end]``, with where each begins."""
    known = _country_starts(context.text)
    # also a name that `start` cuts in two
    first = bisect_left(known, start - _LONGEST_COUNTRY)
    if first == len(known) or known[first] >= end:
        return
    for m in countries().finditer(context.text, start, end):
        before = context.text[max(context.start, m.start() - 12) : m.start()].split()
        behind = context.text[m.end() : m.end() + 2]
        # "xã Mỹ Lộc", "bà Lê Mỹ": a part of a longer name
        if (len(before) > 1 and before[-1][:1].isupper() and before[-1].isalpha()) or behind[1:2].isupper():
            continue
        yield m.start(), Place(m[0], "country", mention=Span.of(context.text, m.start(), m.end()))


def _left_place(context: SentenceContext, site: Site, scene: Scene) -> Place | None:
    """The nearest place, or reference to one, between the sentence's start and the number."""
    text = context.text
    named = [m for m in context.places if m.end <= site.start and isinstance(m.value, Place)]
    found: list[tuple[int, Place]] = [(m.end, m.value) for m in named if isinstance(m.value, Place)]
    for reference in _references(context, site.start)[-1:]:
        place = _resolve_generic(reference, scene)
        if place is not None:
            found.append((reference.end(), place))
    found.extend(_abroad(context, context.start, site.start))
    national = last(cues("place", "national"), text, context.start, site.end)
    if national and not _in_name(context, national.start()):
        found.append((national.end(), VIETNAM))
    return max(found, key=lambda f: f[0])[1] if found else None


def _in_name(context: SentenceContext, at: int) -> bool:
    return any(n.start <= at < n.end for n in context.names)


def place_of(context: SentenceContext, site: Site, phrase: Phrase, scene: Scene) -> Place | None:
    """The place that a number is about."""
    place = _own_place(context, phrase) or _left_place(context, site, scene) or scene.current or scene.focus
    level = counted_level(site.quantity)
    if place is None:
        return VIETNAM if level == "country" else None
    if level is not None and _LEVELS.index(place.level) > _LEVELS.index(level):
        return ancestor(place, level) or place
    return based(context, place)


@overload
def based(context: SentenceContext, place: Place) -> Place: ...


@overload
def based(context: SentenceContext, place: Place | None) -> Place | None: ...


def based(context: SentenceContext, place: Place | None) -> Place | None:
    """`place`, its basis "explicit" only where this sentence names it."""
    if place is None or place.basis != "explicit":
        return place
    if place.mention is None:
        return replace(place, basis="focus")
    here = context.start <= place.mention.start < context.end
    return place if here else replace(place, basis="coreference")


def counts_scope(context: SentenceContext, site: Site) -> bool:
    """Whether a number only says what something is one of, or whose: "1 trong 6 nhiệm vụ", "8 trang của 8 xã"."""
    before = context.text[max(context.start, site.start - 24) : site.start].rstrip()
    if _ONE_OF.match(context.text, site.end):
        return True
    selection = last(cues("scope", "selections"), before, 0, len(before))
    if selection is not None and selection.end() == len(before):
        return True
    owner = last(cues("scope", "owners"), before, 0, len(before))
    follows = site is not context.sites[0] or (owner is not None and owner[0].isupper())
    return follows and owner is not None and owner.end() == len(before) and counted_level(site.quantity) is not None


def topic_place(context: SentenceContext, scene: Scene) -> Place | None:
    """The place that a sentence is about: the first one named or referred to near its start, a venue apart.

    In news of the whole country a place behind "tại" is where people met, not what is talked about.
    """
    end = min(context.end, context.start + _TOPIC_REACH)
    found: list[tuple[int, Place]] = [
        (m.start, m.value)
        for m in context.places
        if m.start < end
        and isinstance(m.value, Place)
        and not _in_name(context, m.start)
        and not _is_venue(context, m.start, scene.focus)
    ]
    found.extend((at, place) for at, place in _abroad(context, context.start, end) if not _is_venue(context, at, None))
    for reference in _references(context, end)[:1]:
        place = _resolve_generic(reference, scene)
        if place is not None:
            found.append((reference.start(), place))
    return min(found, key=lambda f: f[0])[1] if found else None


def _is_venue(context: SentenceContext, at: int, focus: Place | None) -> bool:
    before = context.text[context.start : at].rstrip()
    behind = cues("venue", "prepositions").search(before[-6:])
    if behind is None or behind.end() != len(before[-6:]):
        return False
    opens = len(before) <= 6
    return not opens or (focus is not None and focus.level == "country")


def is_within(place: Place | None, other: Place | None) -> bool:
    """Whether `place` is `other` or a unit below it."""
    if place is None or other is None:
        return False
    if place.name == other.name and place.level == other.level:
        return True
    return other.level == "country" or (other.level != "hamlet" and other.name in place.path)
