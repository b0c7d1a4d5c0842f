"""Which names that the gazetteer found are places here: typed ones, bare ones that the text supports."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from baoso import lexicon
from baoso.gazetteer import Hit, Naming, Unit
from baoso.tagging.place_guards import after_locative, at_place, begins_like_person, blocked, is_hcm_person
from baoso.types import Level

_LIST_GAP = re.compile(r"\s?(?:,|;|và|hoặc|hay|,\s?và|/|-|–|đến)\s?")
# The names of a list whose items have numbers: "xã Tràm Chim 95%; Phú Cường 88%, còn Tân Thành 91%".
_VALUE = r"\d[\d.,]*(?:\s?[-–/]\s?\d[\d.,]*)?"
_LEAD = r"(?:\s?[(:]|\s(?:là|đạt|được|có|mới|chỉ|gần|trên|hơn|lên|tới|xuống|mới được|cũng))?\s?"
_NUMBERED_GAP = re.compile(
    rf"{_LEAD}{_VALUE}(?:\s?%|(?:\s[a-zà-ỹđ]+){{1,3}})?\)?\s?(?:,\s?và|[,;.]|và)\s?"
    r"(?:còn|kế đến|đến|tới|rồi đến|thấp nhất là)?\s?"
)
_NUMBER_NEXT = re.compile(rf"{_LEAD}\d")
_LONGEST_GAP = 48
_PATH_GAP = re.compile(r"\s?(?:,|\(|-|–)\s?|\s(?:thuộc|của)\s")
_NAME = r"[^\W\d_a-z]\w*(?:\s[^\W\d_a-z]\w*){0,3}"
_NEXT_NAME = rf"{_NAME}\s?(?:,|và\s|-|–)\s?"
_ROAD_LIST = re.compile(rf"(?<!\w)(?<!thành )(?:[Đđ]ường|[Pp]hố|[Nn]gã tư)\s{_NEXT_NAME}(?:{_NEXT_NAME})?$")
# "Ở Yên Lạc, huyện nằm sát sông": what kind of unit the name is, said right behind it.
_APPOSED = re.compile(r",\s(xã|phường|thị trấn|huyện|thị xã|quận)\s(?=[^\W\d_A-ZĐ])")
_CLAUSE_START = re.compile(r"[;\n]\s?$|\.\s$")
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_SENTENCE = 240
_DISTRICT_KINDS = {"quận", "huyện", "thị xã"}
_COMMUNE_KINDS = {"xã", "phường", "thị trấn", "đặc khu"}


@lru_cache(maxsize=1)
def _sets() -> tuple[frozenset[str], frozenset[str]]:
    table = lexicon.table("places")
    return (
        frozenset(lexicon.fold(n) for n in table["known"]["names"]),
        frozenset(lexicon.fold(n) for n in table["common"]["names"]),
    )


class Found(NamedTuple):
    """An accepted hit and what it names."""

    hit: Hit
    naming: Naming


@dataclass(slots=True)
class Judge:
    """Goes through the hits of one text, in order, and says what each names (None: no place)."""

    text: str
    hits: list[Hit]
    skip: list[tuple[int, int]]
    typed: dict[str, set[Level]] = field(default_factory=dict)
    provinces: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for hit in self.hits:
            if hit.kind and (units := typed_units(hit)):
                self.typed.setdefault(hit.key, set()).update(u.level for u in units)
            if hit.at("province") and hit.kind in (None, "tỉnh", "thành phố"):
                self.provinces.add(hit.key)

    def judge(self) -> list[Found]:
        """The accepted hits with what they name."""
        accepted: list[Found] = []
        before: Found | None = None
        for i, hit in enumerate(self.hits):
            after = self.hits[i + 1] if i + 1 < len(self.hits) else None
            naming = self._naming(hit, before, after)
            if naming is not None:
                shared = hit.kind is None and naming.kind is not None
                before = Found(replace(hit, shared=True) if shared else hit, naming)
                accepted.append(before)
        return accepted

    def _naming(self, hit: Hit, before: Found | None, after: Hit | None) -> Naming | None:
        if covered(hit.start, hit.end, self.skip):
            return None
        if hit.country:
            if blocked(self.text, hit.start, hit.end, "country"):
                return None
            return Naming(lexicon.table("places")["country"]["name"], hit.key, None, "country", (), hit.start)
        if hit.kind:
            if self._cut_short(hit):
                return None
            units = typed_units(hit)
            if units and self._names_person(hit, units):
                return None
            if units:
                return self._made(hit, units, hit.kind, explicit=True)
            if hit.level in ("district", "commune"):
                return self._made(hit, (), hit.kind, explicit=True)
        return self._bare(hit, before, after)

    def _cut_short(self, hit: Hit) -> bool:
        """Whether a one-syllable name goes on: "xã Ba" in "xã Ba Sao"."""
        if " " in hit.key:
            return False
        after = re.match(r"\s(\w+)", self.text[hit.end : hit.end + 20])
        return bool(after and after[1][0].isupper() and not begins_like_person(after[1]))

    def _names_person(self, hit: Hit, units: tuple[Unit, ...]) -> bool:
        """Whether the type word ends a body and a person's name follows it ("UBND phường Trần Cao Đệ")."""
        if hit.start - (hit.type_start or hit.start) < 2 or any(u.kind == hit.kind for u in units):
            return False
        after = re.match(r"[ \u00a0]([^\W\d_]+)(?![ \u00a0][^\W\d_a-z]*[A-ZĐ])", self.text[hit.end : hit.end + 24])
        surface = self.text[hit.start : hit.end]
        if after is None or not after[1].istitle() or begins_like_person(after[1]):
            return False
        return begins_like_person(surface) and len(surface.split()) == 2

    def _bare(self, hit: Hit, before: Found | None, after: Hit | None) -> Naming | None:
        surface = self.text[hit.start : hit.end]
        if over := self._holders(hit, before):
            return None if self._blocked(hit) else self._made(hit, over, None, explicit=False)
        kind = self._handed_on(hit, before)
        if kind is not None and not blocked(self.text, hit.start, hit.end, "local"):
            return self._made(hit, hit.at(*_levels(kind)), kind, explicit=False)
        if hit.at("province"):
            return self._bare_province(hit, surface, before, after)
        known = any(u.name.lower() in _sets()[0] for u in hit.at("district"))
        if " " not in surface and not known:
            return None
        if self._blocked(hit):
            return None
        if known:
            return self._made(hit, hit.at("district"), None, explicit=False)
        return self._supported(hit, surface, after)

    def _blocked(self, hit: Hit) -> bool:
        return blocked(self.text, hit.start, hit.end, "local") or self._in_road_list(hit)

    def _holders(self, hit: Hit, before: Found | None) -> tuple[Unit, ...]:
        """Its units that hold the place named right before ("xã Đại Bái, Gia Bình", "Nhị Bình (Hóc Môn)")."""
        if before is None or not _PATH_GAP.fullmatch(self.text[before.hit.end : hit.start]):
            return ()
        # "Chiềng Xôm, Sơn La": the province rather than its city of the same name
        if any(b.inside(u) for u in hit.at("province") for b in before.naming.units):
            return ()
        return tuple(u for u in hit.units if u.level != "province" and any(u is b.parent for b in before.naming.units))

    def _handed_on(self, hit: Hit, before: Found | None) -> str | None:
        """The type word of an earlier name of the same list, where it holds for this name too."""
        if before is None or before.naming.kind is None:
            return None
        gap = self.text[before.hit.end : hit.start]
        numbered = self._in_numbered_list(gap, hit)
        if not numbered and not _LIST_GAP.fullmatch(gap):
            return None
        kind = before.naming.kind
        units = hit.at(*_levels(kind))
        if not units or ("province" in _levels(kind) and hit.at("province")):
            return None
        parents = {u.parent for u in before.naming.units}
        # "huyện Phù Cát, Bình Định" goes up to the province; "huyện Đông Hải, Hòa Bình" on to a sister.
        if any(u in parents for u in hit.units):
            return None
        announced = (before.hit.plural or before.hit.shared) and not numbered
        sisters = any(u.parent in parents for u in units)
        return kind if sisters or (announced and not hit.at("province")) else None

    def _in_numbered_list(self, gap: str, hit: Hit) -> bool:
        """Whether `gap` holds the number of the item before, and a number follows this name too."""
        if len(gap) > _LONGEST_GAP or not _NUMBERED_GAP.fullmatch(gap):
            return False
        return _NUMBER_NEXT.match(self.text, hit.end) is not None

    def _in_road_list(self, hit: Hit) -> bool:
        """Whether the name before it in a list is a road's ("các đường Võ Thị Sáu, Điện Biên Phủ")."""
        head = self.text[max(0, hit.start - 60) : hit.start]
        return _ROAD_LIST.search(head) is not None

    def _bare_province(self, hit: Hit, surface: str, before: Found | None, after: Hit | None) -> Naming | None:
        if surface.title() == "Hồ Chí Minh":
            near = before is not None and bool(_LIST_GAP.fullmatch(self.text[before.hit.end : hit.start]))
            near = bool(near) or self.text[hit.start - 1 : hit.start].isdigit()
            near = near or (after is not None and bool(_LIST_GAP.fullmatch(self.text[hit.end : after.start])))
            if not near or is_hcm_person(self.text, hit.start):
                return None
        if blocked(self.text, hit.start, hit.end, "province"):
            return None
        units = hit.at("province", "district") if hit.key == "huế" else hit.at("province")
        return self._made(hit, units, None, explicit=False)

    def _supported(self, hit: Hit, surface: str, after: Hit | None) -> Naming | None:
        personal = begins_like_person(surface)
        if hit.key in self.typed and not personal and hit.key not in _sets()[1]:
            return self._made(hit, hit.at(*self.typed[hit.key]), None, explicit=False)
        if after is not None and _PATH_GAP.fullmatch(self.text[hit.end : name_start(after)]):
            inside = tuple(u for u in hit.units if _inside_any(u, after))
            if inside and (after.kind or after.at("province")):
                return self._made(hit, inside, None, explicit=False)
        if personal or hit.key in _sets()[1]:
            return None
        units = self._apposed(hit) or self._nearby(hit)
        return self._made(hit, units, None, explicit=False) if units else None

    def _apposed(self, hit: Hit) -> tuple[Unit, ...]:
        """Its units, in a province that the text names, of the kind that stands behind it in apposition."""
        kind = _APPOSED.match(self.text, hit.end)
        if kind is None or not after_locative(self.text, hit.start):
            return ()
        return tuple(
            u
            for u in hit.at(*_levels(kind[1]))
            if self._named(u.province) or (u.parent is not None and self._named(u.parent))
        )

    def _nearby(self, hit: Hit) -> tuple[Unit, ...]:
        """Its districts in a named province, its communes in a named district, where the sentence locates them."""
        located = self._located(hit)
        districts = tuple(u for u in hit.at("district") if self._named(u.province))
        if districts and (located or self._beside_sister(hit, districts)):
            return districts
        if located and at_place(self.text, hit.start):
            return tuple(u for u in hit.at("commune") if u.parent is not None and self._named(u.parent))
        return ()

    def _named(self, unit: Unit) -> bool:
        """Whether the text names the unit: a province in any way, a district with its type word."""
        name = unit.name.lower()
        return name in self.provinces if unit.level == "province" else "district" in self.typed.get(name, ())

    def _beside_sister(self, hit: Hit, units: tuple[Unit, ...]) -> bool:
        """Whether a clause opens with the name in a sentence that names a district beside it in full."""
        if not _CLAUSE_START.search(self.text, max(0, hit.start - 2), hit.start):
            return False
        ends = [m.end() for m in _SENTENCE_END.finditer(self.text, max(0, hit.start - _SENTENCE), hit.start - 2)]
        start = ends[-1] if ends else max(0, hit.start - _SENTENCE)
        sisters = {u.province for u in units}
        return any(
            start <= h.start < hit.start and h.kind and not sisters.isdisjoint(u.province for u in h.at("district"))
            for h in self.hits
        )

    def _located(self, hit: Hit) -> bool:
        if after_locative(self.text, hit.start):
            return True
        at_line_start = hit.start == 0 or self.text[hit.start - 1] == "\n"
        return at_line_start and self.text[hit.end : hit.end + 1] == ":"

    def _made(self, hit: Hit, units: tuple[Unit, ...], kind: str | None, *, explicit: bool) -> Naming:
        names = {u.name for u in units}
        name = names.pop() if len(names) == 1 else " ".join(self.text[hit.start : hit.end].split())
        levels = {u.level for u in units}
        level: Level | None = levels.pop() if len(levels) == 1 else (hit.level if not units else None)
        return Naming(name, hit.key, kind, level, units, hit.start, explicit, hit.body)


def covered(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Whether `start`:`end` shares a character with one of `spans` (sorted, apart from each other)."""
    index = bisect_left(spans, (end, 0)) - 1
    return index >= 0 and start < spans[index][1]


def name_start(hit: Hit) -> int:
    """Where the hit starts, type word included."""
    return hit.start if hit.type_start is None else hit.type_start


def typed_units(hit: Hit) -> tuple[Unit, ...]:
    """The units that the hit's own type word allows; else those of its level ("huyện" for a "thị xã")."""
    if hit.kind == "thành phố":
        exact = tuple(u for u in hit.units if u.kind == "thành phố")
        # "thành phố Thừa Thiên Huế", and districts before or after they were cities
        return exact or hit.at("province") or hit.at("district")
    if hit.kind == "tỉnh":
        return hit.at("province")
    return hit.at(hit.level) if hit.level else ()


def _levels(kind: str) -> tuple[Level, ...]:
    if kind in _DISTRICT_KINDS:
        return ("district",)
    if kind in _COMMUNE_KINDS:
        return ("commune",)
    return ("province", "district")


def _inside_any(unit: Unit, hit: Hit) -> bool:
    return any(unit.inside(other) and unit is not other for other in hit.units)
