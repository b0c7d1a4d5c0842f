"""Which names that the gazetteer found are places here: typed ones, bare ones that the text supports."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from baoso import lexicon
from baoso.gazetteer import Hit, Naming, Unit
from baoso.tagging.place_guards import begins_like_person, blocked, is_hcm_person
from baoso.types import Level

_LIST_GAP = re.compile(r"\s?(?:,|;|và|hoặc|hay|,\s?và|/|-|–|đến)\s?")
_PATH_GAP = re.compile(r"\s?(?:,|\(|-|–|\sthuộc|\scủa)\s?|\s(?:thuộc|của)\s")
_LOCATIVE = re.compile(
    r"(?<!\w)(?:tại|ở|về|đến|từ|lên|xuống|ra|vào|qua|tới|UBND|HĐND|Công an|công an|chính quyền|người dân|nhân dân|ghé|thăm)\s$"
)
_DISTRICT_KINDS = {"quận", "huyện", "thị xã"}
_COMMUNE_KINDS = {"xã", "phường", "thị trấn", "đặc khu"}


@lru_cache(maxsize=1)
def _sets() -> tuple[frozenset[str], frozenset[str]]:
    table = lexicon.table("places")
    return (
        frozenset(lexicon.fold(n) for n in table["known"]["names"]),
        frozenset(lexicon.fold(n) for n in table["common"]["names"]),
    )


@dataclass(slots=True)
class Judge:
    """Goes through the hits of one text, in order, and says what each names (None: no place)."""

    text: str
    hits: list[Hit]
    skip: list[tuple[int, int]]
    typed_keys: set[str] = field(default_factory=set)
    provinces: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for hit in self.hits:
            if hit.kind and typed_units(hit):
                self.typed_keys.add(hit.key)
            if hit.at("province") and hit.kind in (None, "tỉnh", "thành phố"):
                self.provinces.add(hit.key)

    def judge(self) -> list[tuple[Hit, Naming]]:
        """The accepted hits with what they name."""
        accepted: list[tuple[Hit, Naming]] = []
        before: tuple[Hit, Naming] | None = None
        for i, hit in enumerate(self.hits):
            after = self.hits[i + 1] if i + 1 < len(self.hits) else None
            naming = self._naming(hit, before, after)
            if naming is not None:
                before = (hit, naming)
                accepted.append(before)
        return accepted

    def _naming(self, hit: Hit, before: tuple[Hit, Naming] | None, after: Hit | None) -> Naming | None:
        if any(a < hit.end and hit.start < b for a, b in self.skip):
            return None
        if hit.country:
            if blocked(self.text, hit.start, hit.end, "country"):
                return None
            return Naming(lexicon.table("places")["country"]["name"], hit.key, None, "country", (), hit.start)
        if hit.kind:
            if self._cut_short(hit):
                return None
            units = typed_units(hit)
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

    def _bare(self, hit: Hit, before: tuple[Hit, Naming] | None, after: Hit | None) -> Naming | None:
        listed = self._listed(hit, before)
        provinces = hit.at("province")
        surface = self.text[hit.start : hit.end]
        if provinces and (listed is None or listed not in _DISTRICT_KINDS | _COMMUNE_KINDS):
            return self._bare_province(hit, provinces, surface, before, after)
        if " " not in surface and hit.key not in _sets()[0]:
            return None
        if blocked(self.text, hit.start, hit.end, "local"):
            return None
        if listed and before is not None:
            units = [u for u in hit.units if u.level in _levels(listed)]
            if before[0].plural or before[0].shared or _siblings(units, before[1].units):
                return self._made(hit, tuple(units), listed, explicit=False)
        if hit.key in _sets()[0]:
            return self._made(hit, hit.at("province", "district"), None, explicit=False)
        return self._supported(hit, surface, after)

    def _bare_province(
        self,
        hit: Hit,
        provinces: tuple[Unit, ...],
        surface: str,
        before: tuple[Hit, Naming] | None,
        after: Hit | None,
    ) -> Naming | None:
        if surface == "Hồ Chí Minh" or surface == "HỒ CHÍ MINH":
            near = before is not None and _LIST_GAP.fullmatch(self.text[before[0].end : hit.start])
            near = near or (after is not None and _LIST_GAP.fullmatch(self.text[hit.end : after.start]))
            if not near or is_hcm_person(self.text, hit.start):
                return None
        if blocked(self.text, hit.start, hit.end, "province"):
            return None
        units = hit.at("province", "district") if hit.key == "huế" else provinces
        return self._made(hit, units, None, explicit=False)

    def _supported(self, hit: Hit, surface: str, after: Hit | None) -> Naming | None:
        personal = begins_like_person(surface)
        if hit.key in self.typed_keys and not personal and hit.key not in _sets()[1]:
            return self._made(hit, hit.at("district", "commune"), None, explicit=False)
        if after is not None and _PATH_GAP.fullmatch(self.text[hit.end : name_start(after)]):
            inside = tuple(u for u in hit.units if _inside_any(u, after))
            if inside and (after.kind or after.at("province")):
                return self._made(hit, inside, None, explicit=False)
        districts = [u for u in hit.at("district") if u.province.name.lower() in self.provinces]
        if districts and not personal and hit.key not in _sets()[1] and self._located(hit):
            return self._made(hit, tuple(districts), None, explicit=False)
        return None

    def _located(self, hit: Hit) -> bool:
        head = self.text[max(0, hit.start - 20) : hit.start]
        return _LOCATIVE.search(head) is not None or (
            (not head or head[-1] == "\n") and self.text[hit.end : hit.end + 1] == ":"
        )

    def _listed(self, hit: Hit, before: tuple[Hit, Naming] | None) -> str | None:
        """The type word that an earlier name of the same list hands on."""
        if before is None or before[1].kind is None:
            return None
        return before[1].kind if _LIST_GAP.fullmatch(self.text[before[0].end : hit.start]) else None

    def _made(self, hit: Hit, units: tuple[Unit, ...], kind: str | None, *, explicit: bool) -> Naming:
        names = {u.name for u in units}
        name = names.pop() if len(names) == 1 else " ".join(self.text[hit.start : hit.end].split())
        levels = {u.level for u in units}
        level: Level | None = levels.pop() if len(levels) == 1 else (hit.level if not units else None)
        return Naming(name, hit.key, kind, level, units, hit.start, explicit, hit.body)


def name_start(hit: Hit) -> int:
    """Where the hit starts, type word included."""
    return hit.start if hit.type_start is None else hit.type_start


def typed_units(hit: Hit) -> tuple[Unit, ...]:
    """The units that the hit's own type word allows; a type of the same level will do ("huyện" become "thị xã")."""
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


def _siblings(units: list[Unit], others: tuple[Unit, ...]) -> bool:
    parents = {u.parent for u in others}
    return any(u.parent in parents for u in units)


def _inside_any(unit: Unit, hit: Hit) -> bool:
    return any(unit.inside(other) and unit is not other for other in hit.units)
