"""Which unit each place name means: hierarchy, co-mention, type word, date; no guess between equals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from baoso.gazetteer import HISTORICAL, OLD, Naming, Unit
from baoso.linking.place_evidence import Evidence, naming_of, parents
from baoso.linking.place_units import by_date, called, in_force, place_of
from baoso.types import Mention, Place

_LEVEL_ORDER = ("province", "district", "commune")
_MARGIN = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """A reading of one mention: a unit, or what is known without one."""

    unit: Unit | None
    score: float
    path: tuple[str | None, str | None, str | None] = (None, None, None)


class Resolver:
    """Resolves the LOCALITY mentions of one article.

    `day` is the date of publication, `home` the province of its outlet or of a portal that it names.
    """

    def __init__(self, text: str, mentions: Sequence[Mention], day: date | None, home: Unit | None) -> None:
        self.text, self.mentions, self.day, self.home = text, list(mentions), day, home
        self.namings = [naming_of(m) for m in self.mentions]
        self.parents = parents(text, self.mentions)
        self.options = [self._options(n) for n in self.namings]
        self.evidence = Evidence()
        self.choices: list[Choice | None] = [None] * len(self.mentions)

    def resolve(self) -> list[Place]:
        """One place a mention, in order."""
        if self.home is not None:
            self.evidence.provinces[self.home.name] += 1
        self._certain()
        for level in _LEVEL_ORDER:
            self._round(level)
        return [self._place(i) for i in range(len(self.mentions))]

    def _options(self, naming: Naming) -> list[Unit]:
        """The units of the right date, of the highest level where the text gives none."""
        units: Sequence[Unit] = naming.units
        if naming.level is None or naming.kind in (None, "thành phố"):
            units = self._highest(naming)
        found = by_date(units, self.day, naming.kind)
        if self.day is None or naming.level != "commune":
            return found
        # In the two-level system a commune may still be told by its old district.
        return [*found, *(u for u in units if u.vintage == OLD and u not in found)]

    def _highest(self, naming: Naming) -> list[Unit]:
        if naming.kind == "thành phố":
            # "thành phố Huế": a municipality since 2025, a city of Thừa Thiên Huế before
            valid = [u for u in naming.units if in_force(u, self.day)]
            exact = [u for u in valid if u.kind == "thành phố"] or valid or list(naming.units)
            if naming.key == "huế" and self.day is None:
                exact = [u for u in naming.units if u.vintage == HISTORICAL]
            return exact
        units = list(naming.units)
        if naming.key == "huế" and self.day is None:
            return [u for u in units if u.vintage == HISTORICAL]
        pool = [u for u in units if in_force(u, self.day)] or units
        for level in _LEVEL_ORDER:
            found = [u for u in pool if u.level == level]
            if found:
                return found
        return pool

    def _certain(self) -> None:
        """Provinces and other names of one reading are evidence for the rest."""
        for i, options in enumerate(self.options):
            naming = self.namings[i]
            if naming.level in ("country", "hamlet") or not options:
                continue
            if options[0].level == "province" or (
                len(options) == 1 and (naming.level == "district" or options[0].level == "district")
            ):
                weight = 1.0 if options[0].level == "province" else 1.5
                self.evidence.learn(options[0], weight, naming.key)
                if options[0].level == "province":
                    self.choices[i] = Choice(options[0], 0.95 if naming.explicit else 0.9)

    def _round(self, level: str) -> None:
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
            inside = [u for u in options if u.inside(above)] or [u for u in naming.units if u.inside(above)]
            if not inside:
                return Choice(None, 0.5, self._path_below(above, naming))
            options = inside
        scored = sorted(
            ((self._score(u, naming), n) for n, u in enumerate(options)), key=lambda s: (-s[0], s[1])
        )
        best, runner = scored[0], scored[1] if len(scored) > 1 else None
        unit = options[best[1]]
        if runner is not None and best[0] - runner[0] < _MARGIN:
            tied = [options[n] for s, n in scored if best[0] - s < _MARGIN]
            return Choice(None, 0.4, self._common_path(tied, naming))
        if above is None and self._astray(unit, naming):
            return Choice(None, 0.4, self._path_below(None, naming))
        sure = 0.95 if above is not None else 0.9 if runner is None or best[0] - runner[0] >= 2 else 0.75
        return Choice(unit, sure if naming.explicit else sure - 0.1)

    def _above(self, i: int) -> Unit | None:
        """The unit that the text puts right above this mention, if it is resolved."""
        index = self.parents[i]
        seen = 0
        while index is not None and seen < 4:
            choice = self.choices[index]
            if choice is not None and choice.unit is not None:
                return choice.unit
            options = self.options[index]
            if len(options) == 1:
                return options[0]
            index, seen = self.parents[index], seen + 1
        return None

    def _score(self, unit: Unit, naming: Naming) -> float:
        score = self.evidence.weigh(unit, naming.key)
        if naming.kind and unit.kind == naming.kind:
            score += 1
        if in_force(unit, self.day):
            score += 1.5
        return score

    def _astray(self, unit: Unit, naming: Naming) -> bool:
        """Whether the only unit of that name lies in a province that the article has nothing to do with,
        while it has to do with others: a former unit that the table lacks is likelier."""
        named = {p for p, n in self.evidence.provinces.items() if n > 0}
        return unit.level == "commune" and bool(named) and unit.path[0] not in named

    def _common_path(
        self, units: Sequence[Unit], naming: Naming
    ) -> tuple[str | None, str | None, str | None]:
        paths = [called(u, self.day) for u in units]
        province, district = paths[0][0], paths[0][1]
        if any(p[0] != province for p in paths):
            province = district = None
        elif any(p[1] != district for p in paths):
            district = None
        return self._own(province, district, naming, units[0].level)

    def _path_below(self, above: Unit | None, naming: Naming) -> tuple[str | None, str | None, str | None]:
        province, district = (called(above, self.day)[:2]) if above is not None else (None, None)
        level = naming.level or (naming.units[0].level if naming.units else "commune")
        return self._own(province, district, naming, level)

    def _own(
        self, province: str | None, district: str | None, naming: Naming, level: str
    ) -> tuple[str | None, str | None, str | None]:
        if level == "district":
            return province, naming.name, None
        return province, district, naming.name if level == "commune" else None

    def _place(self, i: int) -> Place:
        naming, mention = self.namings[i], self.mentions[i]
        choice = self.choices[i]
        if naming.level == "country":
            return Place(naming.name, "country", mention=mention.span, score=0.95)
        if choice is not None and choice.unit is not None:
            return place_of(choice.unit, self.day, mention.span, choice.score)
        if naming.level == "hamlet":
            return Place(naming.name, "hamlet", path=self._hamlet_path(i), mention=mention.span, score=0.8)
        if choice is None:
            choice = Choice(None, 0.6, self._path_below(self._nearest_above(i), naming))
        level = naming.level or (naming.units[0].level if naming.units else "commune")
        vintage = HISTORICAL if not naming.units else None
        return Place(naming.name, level, None, vintage, choice.path, mention=mention.span, score=choice.score)

    def _nearest_above(self, i: int) -> Unit | None:
        return self._above(i)

    def _hamlet_path(self, i: int) -> tuple[str | None, str | None, str | None]:
        index = self.parents[i]
        if index is None:
            return (None, None, None)
        choice = self.choices[index]
        if choice is not None and choice.unit is not None:
            return called(choice.unit, self.day)
        if choice is not None:
            return choice.path
        return self._path_below(self._above(index), self.namings[index])
