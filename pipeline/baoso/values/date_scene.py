"""What the date rules look at: one text with its atoms, and the parts that all rules share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from baoso import lexicon
from baoso.types import Grain
from baoso.values.date_atoms import Atom
from baoso.values.date_readings import Anchor, Reading

Match: TypeAlias = re.Match[str]
Fields: TypeAlias = dict[str, "int | bool"]

# Steps that a word after "năm", "tháng", "tuần" makes from the time of publication.
STEPS = {"N": 0, "K": 0, "i": 0, "G": -1, "B": -1, "A": 1, "t": 1, "e": 1, "p": -1}

_NEXT_WORD = re.compile(r"[ \t\u00a0]+(\w+)")
# What may follow "tới" or "này" where they do not belong to the date before them.
NO_DATE = r"(?![FDnMdfYkgyQvLj])"
YEAR = r"(?:[,o]?Y(?:(?P<y>y)|(?P<ys>[NGBtAe]))|[/-](?P<yb>y))"
BEFORE_DAY = r"(?P<pre>(?:[cPjDLz][,(]?I?){0,6})"
AFTER = rf"(?P<lunar>\(?q)?(?P<turn>[tpei]{NO_DATE})?(?P<again>X)?"
AFTER_DAY = rf"(?:I?cP?)?{AFTER}"


@dataclass(frozen=True, slots=True)
class Scene:
    """One text being read: itself, in lower case, its atoms and their kinds, and the publication date."""

    text: str
    lowered: str
    atoms: list[Atom]
    kinds: str
    anchor: Anchor

    def value(self, match: Match, group: str) -> tuple[int, ...]:
        """The value of the atom that `group` matched."""
        return self.atoms[match.start(group)].value

    def number(self, match: Match, group: str) -> int:
        """The number that `group` matched; "năm" standing for five."""
        value = self.value(match, group)
        return value[0] if value else 5

    def words(self, start: int, end: int) -> str:
        """The lower-case text of atoms `start` to `end`, end exclusive."""
        return self.lowered[self.atoms[start].start : self.atoms[end - 1].end]

    def next_word(self, index: int) -> str:
        """The word that follows atom `index` - 1 after white space; "" before punctuation or the end."""
        found = _NEXT_WORD.match(self.lowered, self.atoms[index - 1].end)
        return found[1] if found else ""

    def word_before(self, index: int) -> str:
        """The word, number or sign that stands before atom `index`; "" at the start of the text."""
        start = self.atoms[index].start
        return (self.lowered[max(0, start - 12) : start].split() or [""])[-1]

    def cued(self, index: int) -> bool:
        """Whether "vào", "lúc", "dịp" stands right before atom `index`."""
        return index > 0 and self.kinds[index - 1] == "I"

    def counts(self, index: int) -> bool:
        """Whether a counted noun follows atom `index` - 1, so that a number there is an amount."""
        return self.next_word(index) in context()["counted"]


class Item(NamedTuple):
    """A reading and the atoms it covers, end exclusive."""

    start: int
    end: int
    reading: Reading


# How much what stands before an expression says that it is a date: nothing; "đến", "từ"…; another day.
Cue: TypeAlias = Literal[0, 1, 2]
NO_CUE: Cue = 0
BOUNDED: Cue = 1
AMONG_DAYS: Cue = 2
# From the match and its cue to what it says, None where it is no date.
Builder: TypeAlias = Callable[[Scene, Match, Cue], "Reading | None"]
# Kinds of atom that the expression may start with; pattern over kinds; builder.
Rule: TypeAlias = tuple[str, str, Builder]


@lru_cache(maxsize=1)
def context() -> dict[str, frozenset[str]]:
    """The word lists that decide doubtful forms."""
    return {name: frozenset(words) for name, words in lexicon.table("dates")["context"].items()}


def matched(match: Match, group: str) -> bool:
    """Whether the pattern has `group` and matched it."""
    return group in match.re.groupindex and match[group] is not None


def year_of(scene: Scene, match: Match) -> Fields:
    """The year part of a reading: named ("năm 2022"), or counted from publication ("năm ngoái")."""
    for group in ("y", "yb", "yj"):
        if matched(match, group):
            return {"year": scene.value(match, group)[0]}
    if not matched(match, "ys"):
        return {}
    step = STEPS[match["ys"]]
    anaphoric = step if match["ys"] in "BA" else 0
    if scene.anchor.published is None:
        return {"dead": True, "year_step": anaphoric}
    return {"year": scene.anchor.published.year + step, "published": True, "year_step": anaphoric}


def closing(scene: Scene, match: Match) -> Fields:
    """Year, direction and lunar or recurring marks of an expression."""
    fields = year_of(scene, match)
    if match["turn"]:
        fields["turn"] = {"t": 1, "e": 1, "p": -1}.get(match["turn"], 0)
    if match["lunar"] or match["again"]:
        fields["dead"] = True
    return fields


def make(rule: str, grain: Grain, fields: Fields, **more: int) -> Reading:
    """A reading with the parts in `fields` and `more`."""
    return Reading(rule, grain, **{**fields, **more})  # type: ignore[arg-type]


def dead(rule: str, grain: Grain = "span") -> Builder:
    """A builder of readings that name no time that can be placed."""

    def build(scene: Scene, match: Match, cue: Cue) -> Reading | None:
        return Reading(rule, grain, dead=True)

    return build
