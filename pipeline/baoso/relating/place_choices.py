"""The places that a number may be about: those of its sentence, those under discussion, and what they lie in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from baoso.relating import places
from baoso.relating.choices import Choice, Found, gap_features, numbers_between, place_before
from baoso.relating.cues import cues, last
from baoso.types import Article, Fact, Level, Mention, Place

_LEVELS: tuple[Level, ...] = ("country", "province", "district", "commune", "hamlet")
_NEAREST = 3
_BEFORE = 12
PlaceChoice: TypeAlias = Choice["Place | None"]


def place_features(found: Found) -> dict[str, float]:
    """What is the same for all choices of a place."""
    counted = places.counted_level(found.site.quantity)
    return {
        "places": float(len(found.context.places)),
        "left_places": float(sum(m.end <= found.site.start for m in found.context.places)),
        "ruled_here": float(found.fact.place is not None and found.fact.place.basis == "explicit"),
        "counted": float(_LEVELS.index(counted)) if counted is not None else -1.0,
    }


def says_country(found: Found) -> bool:
    """Whether words before the number say that the whole country is meant, and the rules took them so."""
    place = found.fact.place
    if place is None or (place.name, place.level) != (places.VIETNAM.name, places.VIETNAM.level):
        return False
    return last(cues("place", "national"), found.context.text, found.context.start, found.site.end) is not None


def place_choices(found: Found, previous: Fact | None, article: Article) -> list[PlaceChoice]:
    """What the place of `found` may be; the first is what the rules chose, if anything.

    A count of units ("63 tỉnh") is about nothing below what holds them.
    """
    counted = places.counted_level(found.site.quantity)
    claimed = place_before(found.context, found.site)
    features: dict[object, dict[str, float]] = {}
    chosen: dict[object, Place] = {}
    for place, own in _sources(found, previous, claimed):
        if place is None or ("is_ruled" not in own and _too_low(place, counted)):
            continue
        key = place.name, place.level
        if key not in chosen:
            chosen[key], features[key] = place, _own(place, found, previous, article, counted)
        features[key].update(own)
    if not chosen:
        return [Choice(found.fact.place, {})]
    return [Choice(place, features[key]) for key, place in chosen.items()]


def _sources(
    found: Found, previous: Fact | None, claimed: Mention | None
) -> Iterator[tuple[Place | None, dict[str, float]]]:
    context, site, scene = found.context, found.site, found.scene
    yield found.fact.place, {"is_ruled": 1.0}
    named = [m for m in context.places if isinstance(m.value, Place)]
    left = [m for m in named if m.end <= site.start]
    for order, mention in enumerate(reversed(left[-_NEAREST:])):
        features = {"is_left": 1.0, "order": float(order), "adjacent": float(mention is claimed)}
        yield _named(mention), features | _beside(found, mention)
    right = [m for m in named if m.start >= site.end]
    for order, mention in enumerate(right[:_NEAREST]):
        yield _named(mention), {"is_right": 1.0, "order": float(order)} | _beside(found, mention)
    if left:
        first = left[0]
        yield _named(first), {"is_first": 1.0}
    yield places.based(context, scene.current), {"is_current": 1.0}
    yield places.based(context, scene.focus), {"is_focus": 1.0}
    if previous is not None:
        here = previous.sentence is not None and previous.sentence.start == context.start
        yield places.based(context, previous.place), {"is_previous": 1.0, "previous_here": float(here)}
    for level, place in sorted(scene.recent.items()):
        yield places.based(context, place), {f"is_recent_{level}": 1.0}
    for base in (scene.current, scene.focus):
        for level in ("province", "district"):
            if base is not None:
                yield places.ancestor(base, level), {"is_ancestor": 1.0}
    yield places.VIETNAM, {"is_country": 1.0}


def _named(mention: Mention) -> Place | None:
    return mention.value if isinstance(mention.value, Place) else None


def _beside(found: Found, mention: Mention) -> dict[str, float]:
    context, site = found.context, found.site
    low, high = (mention.end, site.start) if mention.end <= site.start else (site.end, mention.start)
    before = context.text[max(context.start, mention.start - _BEFORE) : mention.start].lower().split()
    after = context.text[mention.end : mention.end + 3]
    return gap_features(context.text, low, high) | {
        "numbers_between": numbers_between(context, low, high),
        "behind_in": float(before[-1:] in (["tại"], ["ở"], ["trên"], ["trong"])),
        "behind_of": float(before[-1:] in (["của"], ["cho"], ["do"])),
        "behind_than": float(before[-1:] in (["hơn"], ["sau"], ["với"], ["như"])),
        "behind_comma": float((bool(before) and before[-1][-1] in ",;:(") or not before),
        "before_number": float(after.strip(" :(–-")[:1].isdigit()),
        "opens": float(mention.start - context.start <= 2),
    }


def _own(
    place: Place, found: Found, previous: Fact | None, article: Article, counted: Level | None
) -> dict[str, float]:
    """What the place is like, wherever it came from."""
    focus, current = found.scene.focus, found.scene.current
    told = next((p for p in article.localities if (p.name, p.level) == (place.name, place.level)), None)
    same = previous is not None and previous.place is not None
    before = [m.end for m in told.mentions if m.end <= found.site.start] if told is not None else []
    after = [m.start for m in told.mentions if m.start >= found.site.end] if told is not None else []
    return {
        **{f"level_{level}": float(place.level == level) for level in _LEVELS},
        "in_focus": float(places.is_within(place, focus)),
        "holds_focus": float(places.is_within(focus, place)),
        "in_current": float(places.is_within(place, current)),
        "is_told": float(min(len(told.mentions), 9)) if told is not None else 0.0,
        "same_as_previous": float(same and previous is not None and _same(previous.place, place)),
        "too_low": float(_too_low(place, counted)),
        "since_told": float(min(found.site.start - before[-1], 2_000)) if before else 2_000.0,
        "until_told": float(min(after[0] - found.site.end, 2_000)) if after else 2_000.0,
        "told_in_sentence": float(bool(before) and before[-1] > found.context.start),
    }


def _too_low(place: Place, counted: Level | None) -> bool:
    return counted is not None and _LEVELS.index(place.level) > _LEVELS.index(counted)


def _same(one: Place | None, other: Place) -> bool:
    return one is not None and (one.name, one.level) == (other.name, other.level)
