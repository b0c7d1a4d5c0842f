"""`baoso.indicator_linker`: gives a fact the id of the indicator of the national programmes that it measures."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import component, facts_of, mentions_of, replace_mentions
from baoso.lexicon import cue_regex, fold, rows, table
from baoso.types import Fact, Pillar

_SYLLABLE = re.compile(r"\w+")
# What a syllable weighs that no entry holds.
_UNKNOWN = 0.5


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """A row of the indicator table: one way of naming one indicator."""

    indicator_id: str
    name: str
    syllables: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    distinct: frozenset[str]
    required: frozenset[str]
    unit_kind: str
    pillar: str


def _spelled_out(text: str) -> str:
    """Folded `text`, abbreviations spelled out and synonyms made one."""
    own = table("indicators")
    folded = fold(text)
    for short, full in (*own["expansions"].items(), *own["synonyms"].items()):
        if short in folded:
            folded = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", full, folded)
    return folded


@lru_cache(maxsize=2)
def _words(kind: str) -> re.Pattern[str]:
    return cue_regex(table("indicators")[kind])


def _words_in(text: str, kind: str) -> frozenset[str]:
    """The words of a list of the lexicon, `distinct` or `required`, that stand in `text`."""
    return frozenset(m[0] for m in _words(kind).finditer(_spelled_out(text)))


@lru_cache(maxsize=1)
def _unit_kinds() -> dict[str, str]:
    kinds: dict[str, list[str]] = table("indicators")["unit_kinds"]
    return {fold(unit): kind for kind, units in kinds.items() for unit in units}


def unit_kind(unit: str, measure: str = "level") -> str:
    """What kind of number has this unit: share, score, rank, money, speed, points, rate or count.

    >>> unit_kind("%"), unit_kind("hồ sơ"), unit_kind("thuê bao/100 dân")
    ('share', 'count', 'rate')
    """
    if measure == "rank":
        return "rank"
    known = _unit_kinds().get(fold(unit))
    return known or ("rate" if "/" in unit else "count")


def _features(text: str) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Syllables and neighbouring pairs of `text`, abbreviations spelled out, function words left out."""
    stop = table("indicators")["stop"]
    syllables = [s for s in _SYLLABLE.findall(_spelled_out(text)) if s not in stop]
    return frozenset(syllables), frozenset(itertools.pairwise(syllables))


def _entries() -> Iterator[IndicatorEntry]:
    for row in rows("indicators"):
        for name in [row["name"], *filter(None, row["aliases"].split("|"))]:
            syllables, pairs = _features(name)
            if syllables:
                yield IndicatorEntry(
                    row["id"], name, syllables, pairs, _words_in(name, "distinct"), _words_in(name, "required"),
                    unit_kind(row["unit"]), row["pillar"],
                )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Index:
    """The entries with their weights, and the numbers of the entries that hold each syllable.

    A syllable weighs the inverse root of its frequency among the entries.
    """

    entries: tuple[IndicatorEntry, ...]
    weights: dict[str, float]
    entry_weights: tuple[float, ...]
    holders: dict[str, list[int]]


@lru_cache(maxsize=1)
def _index() -> _Index:
    entries = tuple(_entries())
    holders: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        for syllable in entry.syllables:
            holders.setdefault(syllable, []).append(number)
    weights = {s: 1.0 / (1.0 + len(numbers)) ** 0.5 for s, numbers in holders.items()}
    totals = tuple(sum(weights[s] for s in sorted(e.syllables)) for e in entries)
    return _Index(entries, weights, totals, holders)


def _similarities(
    syllables: frozenset[str], pairs: frozenset[tuple[str, str]]
) -> Iterator[tuple[IndicatorEntry, float]]:
    """Each entry that shares a syllable, in the table's order, and the weighted F1 of shared syllables and pairs.

    0 to 1; rare syllables count more.
    """
    index = _index()
    own, shared_weights = 0.0, dict[int, float]()
    # in a fixed order, so that the sums are the same in every process
    for syllable in sorted(syllables):
        weight = index.weights.get(syllable, _UNKNOWN)
        own += weight
        for number in index.holders.get(syllable, ()):
            shared_weights[number] = shared_weights.get(number, 0.0) + weight
    for number, weight in sorted(shared_weights.items()):
        entry = index.entries[number]
        shared = 2 * weight / (own + index.entry_weights[number])
        total = len(pairs) + len(entry.pairs)
        paired = 2 * len(pairs & entry.pairs) / total if total else shared
        yield entry, 0.5 * shared + 0.5 * paired


@lru_cache(maxsize=4096)
def link_indicator(label: str, unit: str, measure: str = "level") -> tuple[str | None, float]:
    """The indicator id that `label` names best and its similarity; (None, best) below the threshold.

    A value never takes the id of an indicator of another kind of unit (`unit_kind`), nor of one whose name sets
    itself apart by a word that the label has not, or the other way round; a change takes none.
    """
    if measure == "change":
        return None, 0.0
    best: tuple[float, str | None] = (0.0, None)
    kind, distinct, present = unit_kind(unit, measure), _words_in(label, "distinct"), _words_in(label, "required")
    for entry, score in _similarities(*_features(label)):
        if entry.unit_kind != kind or entry.distinct != distinct or not entry.required <= present:
            continue
        if score > best[0]:
            best = (score, entry.indicator_id)
    score, indicator = best
    return (indicator if score >= table("indicators")["threshold"] else None), round(score, 3)


@lru_cache(maxsize=1)
def _pillars() -> dict[str, Pillar]:
    return {row["id"]: cast(Pillar, row["pillar"]) for row in rows("indicators")}


def _linked(fact: Fact) -> Fact:
    indicator, _ = link_indicator(fact.label, fact.quantity.unit, fact.quantity.measure)
    if indicator is None:
        return fact
    return replace(fact, indicator_id=indicator, pillar=_pillars()[indicator] or fact.pillar)


class IndicatorLinker:
    """Fills `Fact.indicator_id` and the link of each fact's INDICATOR mention."""

    def __call__(self, doc: Doc) -> Doc:
        """Link the facts of `doc`."""
        facts = [_linked(f) for f in facts_of(doc)]
        doc._.facts = facts
        links = {(f.indicator.start, f.indicator.end): f.indicator_id for f in facts if f.indicator and f.indicator_id}
        old = [m for m in mentions_of(doc, "INDICATOR") if (m.start, m.end) in links]
        replace_mentions(doc, old, [replace(m, link=links[m.start, m.end]) for m in old])
        return doc


@component("baoso.indicator_linker")
def make_indicator_linker(nlp: Language, name: str) -> IndicatorLinker:
    """The `baoso.indicator_linker` component; run it after `baoso.relations`."""
    return IndicatorLinker()
