"""The place that an article is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import ahocorasick

from baoso import lexicon
from baoso.gazetteer import Unit, ascii_key, gazetteer
from baoso.linking.place_evidence import naming_of
from baoso.linking.place_outlets import hosts, of_host
from baoso.linking.place_units import by_date, place_of
from baoso.types import Article, Block, Level, Mention, Place

_BLOCK_WEIGHT = {"title": 6.0, "lead": 3.0, "body": 1.0, "heading": 1.5, "caption": 0.6, "dateline": 2.0,
                 "source_line": 0.4, "byline": 0.0, "boilerplate": 0.0}  # fmt: skip
_OPENING = 400
_GENERIC = 0.25
_LEVEL_CUE = 0.5
_NATIONAL = 0.15
_VENUE = 0.1
_HOST, _GUEST = 160, 60  # characters looked at before and behind a venue
Key = tuple[Level, str, str | None, tuple[str | None, str | None, str | None]]


def key_of(place: Place) -> Key:
    """What makes two mentions the same place."""
    return place.level, place.name, place.code, place.path


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the choice of a focus looks at; `home` is the province of the outlet."""

    article: Article
    text: str
    blocks: Sequence[Block]
    mentions: Sequence[Mention]
    places: Sequence[Place]
    home: Unit | None
    day: date | None


@lru_cache(maxsize=1)
def _cues() -> ahocorasick.Automaton:
    """The words that show an article's level; values are (length, level)."""
    machine = ahocorasick.Automaton()
    for level, cues in lexicon.table("places")["focus"].items():
        for cue in cues:
            for spelling in {lexicon.fold(cue), lexicon.old_tones(lexicon.fold(cue))}:
                machine.add_word(spelling, (len(spelling), level))
    machine.make_automaton()
    return machine


@lru_cache(maxsize=1)
def _venues() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before a meeting's place, behind it, and before it where its host comes first."""
    table = lexicon.table("places")["venues"]
    bodies, opening = lexicon.alternation(table["bodies"]), lexicon.alternation(table["openings"])
    at = r"(?:ở|tại)\s(?:(?:thành phố|thủ đô|tp\.?)\s?)?\Z"
    behind = rf"(?:\s?\([^()]{{1,30}}\))?,?\s(?:\w+\s){{0,2}}?{bodies}(?!\w)"
    host = (
        rf"(?:\A|[.\n]\s?|-\s|,\s){bodies}(?!\w)[^.;\n]*?(?<!\w){lexicon.alternation(table['deeds'])}(?!\w)[^.;\n]*{at}"
    )
    return (
        re.compile(rf"(?:\A|[.\n]\s?|-\s){opening}(?!\w)[^.;\n]{{0,40}}?(?<!\w){at}", re.IGNORECASE),
        re.compile(behind, re.IGNORECASE),
        re.compile(host, re.IGNORECASE),
    )


def _is_venue(text: str, mention: Mention) -> bool:
    """Whether a national body only meets at the place ("Sáng 5/3, tại Hà Nội, Bộ … tổng kết")."""
    before, behind, host = _venues()
    head = text[max(0, mention.start - _HOST) : mention.start].replace("\u00a0", " ")
    if not head.lower().rstrip().endswith(("ở", "tại", "phố", "đô", "tp", "tp.")):
        return False
    after = text[mention.end : mention.end + _GUEST].replace("\u00a0", " ")
    return bool(before.search(head) and behind.match(after)) or host.search(head) is not None


def find_focus(scene: Scene) -> Place | None:
    """The focus, `basis` "focus" ("outlet" where only outlet or portal say so); None where nothing does."""
    scores = _scores(scene)
    places = {key_of(p): p for p in reversed(scene.places)}
    cues = _count_cues(scene.text)
    home = scene.home or _portal(scene.text)
    provinces: dict[str, float] = defaultdict(float)
    for key, score in scores.items():
        if key[3][0] is not None:
            provinces[key[3][0]] += score
    if home is not None:
        provinces[home.name] += 2 + _GENERIC * (cues["province"] + cues["district"] + cues["commune"])
    national = _national(scores, cues)
    winner = max(provinces, key=lambda p: provinces[p], default=None)
    if winner is None:
        return _country(places, scene, cues)
    if home is None and _is_national(winner, provinces, national, cues, scene):
        return _country(places, scene, cues)
    return _inside(winner, scores, places, cues, scene)


def _anchored(province: str, scene: Scene) -> bool:
    """Whether a place of the province stands in title, lead, opening, dateline or address."""
    slug = (scene.article.url or "").rsplit("/", 1)[-1].lower()
    title = lexicon.fold(scene.article.title or "")
    for mention, place in zip(scene.mentions, scene.places, strict=True):
        shown = mention.start < _OPENING or _weight(scene, mention.start) >= 2 or _named_in(place.name, slug, title)
        if place.path[0] == province and shown and not _is_venue(scene.text, mention):
            return True
    return False


def _weight(scene: Scene, start: int) -> float:
    index = bisect_right(scene.blocks, start, key=lambda b: b.start) - 1
    inside = index >= 0 and start < scene.blocks[index].end
    kind = scene.blocks[index].kind if inside else "body"
    return 2.0 if kind == "body" and start < _OPENING else _BLOCK_WEIGHT[kind]


def _scores(scene: Scene) -> dict[Key, float]:
    scores: dict[Key, float] = defaultdict(float)
    for mention, place in zip(scene.mentions, scene.places, strict=True):
        typed = 0.3 if naming_of(mention).explicit else 0.0
        share = _VENUE if _is_venue(scene.text, mention) else 1.0 if place.code is not None else 0.5
        scores[key_of(place)] += (_weight(scene, mention.start) + typed) * share
    slug = (scene.article.url or "").rsplit("/", 1)[-1].lower()
    title = lexicon.fold(scene.article.title or "")
    for key in scores:
        if key[0] not in ("country", "hamlet"):
            scores[key] += _named_in(key[1], slug, title)
    return scores


def _named_in(name: str, slug: str, title: str) -> float:
    """What a name in the address or the title adds."""
    dashed = "-".join(filter(None, (ascii_key(s) for s in re.split(r"[\s-]+", name))))
    in_slug = dashed and re.search(rf"(?<![a-z0-9]){re.escape(dashed)}(?![a-z0-9])", slug)
    return (4.0 if in_slug else 0.0) + (6.0 if title and lexicon.fold(name) in title else 0.0)


def _count_cues(text: str) -> dict[str, int]:
    counts = dict.fromkeys(("province", "district", "commune", "country"), 0)
    lowered = text.replace("\u00a0", " ").lower()
    for last, (length, level) in _cues().iter(lowered):
        before, after = lowered[last - length : last - length + 1], lowered[last + 1 : last + 2]
        if not after.isalnum() and (last == length - 1 or not before.isalnum()):
            counts[level] += 1
    return counts


def _portal(text: str) -> Unit | None:
    """The province of the first local authority's portal or provincial paper that the text names."""
    return next((u for host, _ in hosts(text) if (u := of_host(host)) is not None), None)


def _national(scores: dict[Key, float], cues: dict[str, int]) -> float:
    named = sum(score for key, score in scores.items() if key[0] == "country")
    return named + _NATIONAL * cues["country"]


def _is_national(winner: str, provinces: dict[str, float], national: float, cues: dict[str, int], scene: Scene) -> bool:
    """Whether the nation (or nothing here) is the subject rather than the province named most."""
    own = provinces[winner]
    share = own / (sum(provinces.values()) or 1)
    if _anchored(winner, scene):
        named = sum(p.path[0] == winner for p in scene.places)
        # Named twice in passing, or one of many.
        slight = named <= 2 or (share < 0.3 and len(provinces) > 4)
        return own < min(6.0, (0.8 if slight else 0.5) * national)
    total = own + _GENERIC * min(cues["province"], 12)
    return (share < 0.4 and len(provinces) > 2) or total < max(1.2 * national, 2.0)


def _country(places: dict[Key, Place], scene: Scene, cues: dict[str, int]) -> Place | None:
    """The country, where the text names it or speaks of its bodies often enough."""
    named = next((p for p in places.values() if p.level == "country"), None)
    if named is not None:
        return replace(named, basis="focus")
    name = str(lexicon.table("places")["country"]["name"])
    if cues["country"] < 3 and "viet-nam" not in (scene.article.url or ""):
        return None
    return Place(name, "country", basis="focus", score=0.5)


def _inside(
    province: str, scores: dict[Key, float], places: dict[Key, Place], cues: dict[str, int], scene: Scene
) -> Place | None:
    """The place of a province that the article is about: itself, a district or a commune of it."""
    own: dict[Key, float] = {k: s for k, s in scores.items() if k[3][0] == province and k[0] != "hamlet"}
    whole = sum(s for k, s in own.items() if k[0] == "province") + _LEVEL_CUE * cues["province"]
    districts: dict[str | None, float] = defaultdict(float)
    for key, score in own.items():
        if key[0] != "province":
            districts[key[3][1] or key[3][2]] += score
    best = max(districts, key=lambda d: districts[d], default=None)
    cue = _LEVEL_CUE * (cues["district"] + cues["commune"])
    others = sum(districts.values()) - districts[best] if best is not None else 0.0
    if best is None or districts[best] + cue <= whole or others > 0.6 * districts[best]:
        return _province(province, places, scene)
    members = {k: s for k, s in own.items() if k[0] != "province" and (k[3][1] or k[3][2]) == best}
    top = max((k for k in members if k[0] == "district"), key=lambda k: members[k], default=None)
    low = max((k for k in members if k[0] == "commune"), key=lambda k: members[k], default=None)
    if top is not None and (low is None or members[low] <= members[top] + _LEVEL_CUE * cues["district"]):
        return replace(places[top], basis="focus")
    return replace(places[low], basis="focus") if low is not None else None


def _province(name: str, places: dict[Key, Place], scene: Scene) -> Place | None:
    for key, place in places.items():
        if key[0] == "province" and key[3][0] == name:
            return replace(place, basis="focus")
    units = [u for u in gazetteer().units(lexicon.fold(name)) if u.level == "province"]
    valid = by_date(units, scene.day, None)
    if not valid:
        return None
    return replace(place_of(valid[0], scene.day, None, 0.7), basis="outlet" if scene.home else "focus")
