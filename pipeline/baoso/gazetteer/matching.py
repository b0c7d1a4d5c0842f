"""Find the names of administrative units in a text.

What is found is a *name*, with the type word it carries; whether a bare name is a place at all, and
which of several units it means, is for tagging and linking to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from baoso.gazetteer.folding import Folded, fold_text
from baoso.gazetteer.names import COUNTRY, LEVEL_OF_KIND, automaton, units_by_name
from baoso.gazetteer.typewords import TypeWord, announces_list, read_type_word
from baoso.gazetteer.units import Unit
from baoso.types import Level

_NUMBER = re.compile(r"0?([1-9]\d?)(?![\w%]|[.,/]\d|\s?(?:-|–)\s?\d)")
_NUMBERED_KINDS = {"quận", "phường"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit's name in a text: source offsets of the name, and of the type word before it.

    `key` is the folded official name, `kind` the type word's ("huyện") or None for a bare name, `body`
    whether the type word is part of a body's name ("Huyện ủy"), `units` all units of that name (none
    for the country), `shared` whether the type word stands before an earlier name of a list.
    """

    start: int
    end: int
    key: str
    units: tuple[Unit, ...]
    kind: str | None = None
    type_start: int | None = None
    body: bool = False
    plural: bool = False
    shared: bool = False

    @property
    def country(self) -> bool:
        """Whether this is the name of the country."""
        return self.key == COUNTRY

    @property
    def level(self) -> Level | None:
        """The level its type word gives; None for a bare name and for "thành phố" (two levels have it)."""
        return LEVEL_OF_KIND.get(self.kind) if self.kind else None

    def at(self, *levels: Level) -> tuple[Unit, ...]:
        """Its units of these levels."""
        return tuple(u for u in self.units if u.level in levels)


class Gazetteer:
    """Names of units in text; make one with `gazetteer()`."""

    def __init__(self) -> None:
        self._machine = automaton()
        self._units = units_by_name()

    def units(self, name: str) -> tuple[Unit, ...]:
        """Every unit of a folded official name, all vintages."""
        return self._units.get(name, ())

    def find(self, text: str) -> list[Hit]:
        """Names in `text`, whole syllables and capitalised, longest first, none overlapping."""
        folded = fold_text(text)
        names, words = self._scan(folded.text)
        hits = self._numbered(text, folded, words)
        for begin, stop, key in names:
            start, end = folded.start(begin), folded.end(stop)
            if (
                begin
                and folded.text[begin - 1].isalnum()
                and not (_fused(text, start) or self._tabular(folded.text[begin - 1], key))
            ):
                continue
            if not _capitalised(text[start:end]):
                continue
            hit = Hit(start, end, key, self._units.get(key, ()))
            word = words.get(begin)
            hits.append(_typed(hit, word, text, folded) if word else hit)
        hits.sort(key=lambda h: (h.start, -h.end))
        return _without_overlap(hits)

    def _scan(self, lowered: str) -> tuple[list[tuple[int, int, str]], dict[int, TypeWord]]:
        """Names (start, end, key) that end with a syllable, and type words by where their name starts."""
        names = []
        words: dict[int, TypeWord] = {}
        size = len(lowered)
        for last, (length, key, word) in self._machine.iter(lowered):
            begin, stop = last - length + 1, last + 1
            if stop < size and lowered[stop].isalpha():
                continue
            if word is None:
                after = lowered[stop] if stop < size else " "
                if not (after.isalnum() or after == "_") or self._tabular(after, key):
                    names.append((begin, stop, key))
            elif not begin or not lowered[begin - 1].isalnum():
                for read in read_type_word(lowered, begin, stop, word):
                    # The longer word is found at the same end: "thị xã" after "xã".
                    earlier = words.get(read.end)
                    if earlier is None or read.start < earlier.start:
                        words[read.end] = read
        return names, words

    def _tabular(self, neighbour: str, key: str) -> bool:
        """Whether a digit runs into a province's name, as in a table whose cells lost their borders."""
        return neighbour.isdigit() and " " in key and any(u.level == "province" for u in self.units(key))

    def _numbered(self, text: str, folded: Folded, words: dict[int, TypeWord]) -> list[Hit]:
        hits = []
        for begin, found in words.items():
            kind, body, short = found.word
            if kind not in _NUMBERED_KINDS or body:
                continue
            match = _NUMBER.match(folded.text, begin)
            # "P4" and "q1" are too many other things; "Q1/2021" is a quarter.
            if not match or (short and not _abbreviated(text, folded, found, begin)):
                continue
            key = f"{kind} {match[1]}"
            start, end = folded.start(match.start()), folded.end(match.end())
            plural, _ = announces_list(folded.text, found)
            type_start = folded.start(found.start)
            hits.append(Hit(start, end, key, self._units.get(key, ()), kind, type_start, plural=plural))
        return hits


def _abbreviated(text: str, folded: Folded, word: TypeWord, begin: int) -> bool:
    return text[folded.start(word.start)].isupper() and folded.text[begin - 1] in ". "


def _fused(text: str, start: int) -> bool:
    """Whether a name runs into the word before it ("tỉnhHậu Giang"): small letter, then capital."""
    return text[start - 1].islower() and text[start].isupper()


def _capitalised(name: str) -> bool:
    """Every syllable with a capital; one of three or more may lack it ("Thừa thiên Huế")."""
    heads = [s[0] for s in re.split(r"[\s\-–—]+", name) if s]
    small = sum(h.islower() for h in heads)
    return small == 0 or (small == 1 and len(heads) > 2 and not heads[-1].islower())


def _typed(hit: Hit, found: TypeWord, text: str, folded: Folded) -> Hit:
    kind, body, short = found.word
    type_start = folded.start(found.start)
    if short and not ("." in text[type_start : hit.start] and any(u.kind == kind for u in hit.units)):
        return hit
    plural, kind = announces_list(folded.text, found)
    return replace(hit, kind=kind, type_start=type_start, body=body, plural=plural)


def _without_overlap(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in hits:
        if kept and hit.start < kept[-1].end:
            # "phường 1" inside "Phường 1 Bảo Lộc", "Huế" inside "Thừa Thiên Huế".
            if hit.end - hit.start > kept[-1].end - kept[-1].start and kept[-1].kind is None:
                kept[-1] = hit
            continue
        kept.append(hit)
    return kept


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of this process, its index read once."""
    return Gazetteer()
