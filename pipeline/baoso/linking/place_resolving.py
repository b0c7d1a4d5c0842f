"""Which unit each place name means: hierarchy, co-mention, type word, date; no guess between equals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from baoso.gazetteer import HISTORICAL, Naming, Unit, former_communes
from baoso.linking.place_evidence import Evidence, naming_of, parents
from baoso.linking.place_units import by_date, called, in_force, place_of, within
from baoso.types import Level, Mention, Place

_LEVELS: tuple[Level, ...] = ("province", "district", "commune")
_MARGIN = 0.5
_DEEPEST = 4
Path = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading of one mention: a unit, or what is known without; `above` is what the text puts over it."""

    unit: Unit | None
    level: Level
    score: float
    path: Path = (None, None, None)
    above: Unit | None = None


class Resolver:
    """Resolves the LOCALITY mentions of one article.

    `day` is the date of publication, `home` the province of its outlet or of a portal that it names.
    """

    def __init__(self, text: str, mentions: Sequence[Mention], day: date | None, home: Unit | None) -> None:
        self.mentions, self.day, self.home = list(mentions), day, home
        self.namings = [naming_of(m) for m in self.mentions]
        self.parents = parents(text, self.mentions)
        self.options = [self._options(n) for n in self.namings]
        self.children: list[list[int]] = [[] for _ in self.mentions]
        for child, parent in enumerate(self.parents):
            if parent is not None:
                self.children[parent].append(child)
        self.evidence = Evidence()
        self.choices: list[Choice | None] = [None] * len(self.mentions)

    def resolve(self) -> list[Place]:
        """One place a mention, in order."""
        if self.home is not None:
            self.evidence.provinces[self.home.name] += 1
        self._certain()
        for level in _LEVELS:
            self._round(level)
        self._unknown()
        self._agree()
        return [self._place(i) for i in range(len(self.mentions))]

    def _options(self, naming: Naming) -> list[Unit]:
        """The units of the right date, of the highest level where the text gives none."""
        units: Sequence[Unit] = naming.units
        if naming.level is None:
            units = self._highest(naming)
        return by_date(units, self.day, naming.kind)

    def _highest(self, naming: Naming) -> list[Unit]:
        units = list(naming.units)
        if naming.key == "huế" and self.day is None:
            # A city of Thừa Thiên Huế until 2024, a municipality since.
            return [u for u in units if u.vintage == HISTORICAL]
        pool = [u for u in units if in_force(u, self.day)] or units
        if naming.kind == "thành phố":
            return [u for u in pool if u.kind == "thành phố"] or pool
        for level in _LEVELS:
            if found := [u for u in pool if u.level == level]:
                return found
        return pool

    def _certain(self) -> None:
        """Provinces and other names of one reading are evidence for the rest."""
        for i, options in enumerate(self.options):
            naming = self.namings[i]
            if not options or options[0].level == "commune":
                continue
            if options[0].level == "province":
                self.evidence.learn(options[0], 1.0, naming.key)
                self.choices[i] = Choice(options[0], "province", 0.95 if naming.explicit else 0.9)
            elif len(options) == 1:
                self.evidence.learn(options[0], 1.5, naming.key)

    def _round(self, level: Level) -> None:
        """Decide the names of one level, those with a parent beside them first."""
        pending = [
            i
            for i, options in enumerate(self.options)
            if self.choices[i] is None and options and options[0].level == level
        ]
        for i in sorted(pending, key=lambda i: (self.parents[i] is None, i)):
            choice = self._decide(i)
            self.choices[i] = choice
            if choice.unit is not None:
                self.evidence.learn(choice.unit, 1.0, self.namings[i].key)

    def _decide(self, i: int) -> Choice:
        options, naming = self.options[i], self.namings[i]
        above = self._above(i)
        if above is not None:
            inside = [u for u in options if within(u, above)] or [u for u in naming.units if within(u, above)]
            if not inside:
                return Choice(None, options[0].level, 0.5, self._below(above, naming, options[0].level))
            options = inside
        scores = [self._score(u, naming) + self._held(u, i) for u in options]
        best = max(scores)
        tied = [u for u, s in zip(options, scores, strict=True) if best - s < _MARGIN]
        if len(tied) > 1:
            return Choice(None, tied[0].level, 0.4, self._shared_path(tied, naming))
        unit = tied[0]
        if above is None and self._astray(unit):
            return Choice(None, unit.level, 0.4, self._below(None, naming, unit.level))
        runner = max((s for u, s in zip(options, scores, strict=True) if u is not unit), default=best - 2)
        sure = 0.95 if above is not None else 0.9 if best - runner >= 2 else 0.75
        return Choice(unit, unit.level, sure if naming.explicit else sure - 0.1, above=above)

    def _above(self, i: int) -> Unit | None:
        """The unit that the text puts right above this mention, if it is known."""
        index = self.parents[i]
        for _ in range(_DEEPEST):
            if index is None:
                return None
            choice = self.choices[index]
            if choice is not None and choice.unit is not None:
                return choice.unit
            if choice is None and len(self.options[index]) == 1:
                return self.options[index][0]
            index = self.parents[index]
        return None

    def _score(self, unit: Unit, naming: Naming) -> float:
        score = self.evidence.weigh(unit, naming.key)
        if naming.kind and unit.kind == naming.kind:
            score += 1
        return score + (1.5 if in_force(unit, self.day) else 0)

    def _held(self, unit: Unit, i: int) -> float:
        """What the names inside this one say: "xã Dương Xuân Hội" lies in one Châu Thành only."""
        return sum(3.0 for child in self.children[i] if any(within(u, unit) for u in self.options[child]))

    def _astray(self, unit: Unit) -> bool:
        """Whether the only unit of that name lies in a province that the article has nothing to do with,
        while it has to do with others: a former unit that the table lacks is likelier."""
        named = {p for p, n in self.evidence.provinces.items() if n > 0}
        return unit.level == "commune" and bool(named) and unit.path[0] not in named

    def _unknown(self) -> None:
        """Names that no table has: the path that the text gives them."""
        for i, naming in enumerate(self.namings):
            if self.choices[i] is None and naming.level in ("district", "commune", "hamlet"):
                score = 0.8 if naming.level == "hamlet" else 0.6
                self.choices[i] = Choice(None, naming.level, score, self._below_mention(i))

    def _agree(self) -> None:
        """One name, one place: a mention that says no more takes what another mention of the name settled."""
        best: dict[tuple[str, Level], Choice] = {}
        for naming, choice in zip(self.namings, self.choices, strict=True):
            if choice is not None:
                key = naming.key, choice.level
                if key not in best or _known(choice) > _known(best[key]):
                    best[key] = choice
        for i, (naming, choice) in enumerate(zip(self.namings, self.choices, strict=True)):
            if choice is None or choice.level == "province":
                continue
            other = best[naming.key, choice.level]
            same = choice.unit is None or choice.unit is other.unit
            if same and _known(other) > _known(choice) and _fits(choice.path, other):
                self.choices[i] = other

    def _shared_path(self, units: Sequence[Unit], naming: Naming) -> Path:
        paths = [called(u, self.day) for u in units]
        province = paths[0][0] if len({p[0] for p in paths}) == 1 else None
        district = paths[0][1] if province and len({p[1] for p in paths}) == 1 else None
        return _own_path(province, district, naming.name, units[0].level)

    def _below(self, above: Unit | None, naming: Naming, level: Level) -> Path:
        province, district, _ = (None, None, None) if above is None else called(above, self.day)
        return _own_path(province, district, naming.name, level)

    def _below_mention(self, i: int) -> Path:
        """The path of an unknown name: that of the place which the text puts it in."""
        naming, index = self.namings[i], self.parents[i]
        province = district = commune = None
        for _ in range(_DEEPEST):
            if index is None:
                break
            choice = self.choices[index]
            path = self._path_of(choice) if choice is not None else (None, None, None)
            if choice is None and self.namings[index].level == "commune":
                commune = commune or self.namings[index].name
            province, district, commune = province or path[0], district or path[1], commune or path[2]
            if province:
                break
            index = self.parents[index]
        if naming.level == "hamlet":
            return province, district, commune
        return _own_path(province, district, naming.name, naming.level or "commune")

    def _path_of(self, choice: Choice) -> Path:
        if choice.unit is None:
            return choice.path
        return place_of(choice.unit, self.day, None, 0, choice.above).path

    def _place(self, i: int) -> Place:
        naming, span, choice = self.namings[i], self.mentions[i].span, self.choices[i]
        if choice is None:
            return Place(naming.name, naming.level or "country", mention=span, score=0.95)
        if choice.unit is not None:
            return place_of(choice.unit, self.day, span, choice.score, choice.above)
        vintage = HISTORICAL if not naming.units and choice.level != "hamlet" else None
        place = Place(naming.name, choice.level, None, vintage, choice.path, mention=span, score=choice.score)
        return self._merged_away(place) if choice.level == "commune" and naming.explicit else place

    def _merged_away(self, place: Place) -> Place:
        """`place` with what the table of merged communes adds: its district, and who took it over."""
        province, district, _ = place.path
        found = [
            f
            for f in former_communes(place.name)
            if called(f.district, self.day)[0] == province and (district is None or f.district.name == district)
        ]
        if len(found) != 1:
            return place
        path = (province, found[0].district.name, place.name)
        return replace(place, path=path, vintage=HISTORICAL, successors=found[0].successors)


def _own_path(province: str | None, district: str | None, name: str, level: Level) -> Path:
    if level == "district":
        return province, name, None
    return province, district, name if level == "commune" else None


def _known(choice: Choice) -> int:
    if choice.unit is not None:
        return 5 if choice.above is not None else 4
    return sum(p is not None for p in choice.path)


def _fits(path: Path, other: Choice) -> bool:
    """Whether nothing in `path` speaks against the other reading."""
    theirs = other.unit.path if other.unit is not None else other.path
    above = other.above.path if other.above is not None else theirs
    return all(a is None or a in (b, c) for a, b, c in zip(path, theirs, above, strict=True))
