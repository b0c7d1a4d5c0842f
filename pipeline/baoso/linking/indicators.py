"""`baoso.indicator_linker`: gives a fact the id of the indicator of the national programmes that it measures."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import component, facts_of, mentions_of, replace_mentions
from baoso.lexicon import fold, rows, table
from baoso.types import Fact, Pillar

_SYLLABLE = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """A row of the indicator table: one way of naming one indicator."""

    indicator_id: str
    name: str
    syllables: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    unit: str
    pillar: str


def _features(text: str) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Syllables and neighbouring pairs of `text`, abbreviations spelled out, function words left out."""
    own = table("indicators")
    folded = fold(text)
    for short, full in own["expansions"].items():
        folded = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", full, folded)
    syllables = [s for s in _SYLLABLE.findall(folded) if s not in own["stop"]]
    return frozenset(syllables), frozenset(itertools.pairwise(syllables))


def _entries() -> Iterator[IndicatorEntry]:
    for row in rows("indicators"):
        for name in [row["name"], *filter(None, row["aliases"].split("|"))]:
            syllables, pairs = _features(name)
            if syllables:
                yield IndicatorEntry(row["id"], name, syllables, pairs, row["unit"], row["pillar"])


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[IndicatorEntry, ...], dict[str, float]]:
    """The entries and the inverse frequency of each syllable among them."""
    entries = tuple(_entries())
    counts = Counter(s for e in entries for s in e.syllables)
    return entries, {s: 1.0 / (1.0 + n) ** 0.5 for s, n in counts.items()}


def _similarity(syllables: frozenset[str], pairs: frozenset[tuple[str, str]], entry: IndicatorEntry) -> float:
    """Weighted F1 of shared syllables and pairs, 0 to 1: rare syllables count more."""
    _, weights = _table()

    def weight(items: frozenset[str]) -> float:
        return sum(weights.get(s, 0.5) for s in items)

    shared = 2 * weight(syllables & entry.syllables) / (weight(syllables) + weight(entry.syllables))
    total = len(pairs) + len(entry.pairs)
    paired = 2 * len(pairs & entry.pairs) / total if total else shared
    return 0.5 * shared + 0.5 * paired


@lru_cache(maxsize=4096)
def link_indicator(label: str, unit: str, measure: str = "level") -> tuple[str | None, float]:
    """The indicator id that `label` names best and its similarity; (None, best) below the threshold.

    A share never takes the id of a count, nor a count that of a share; a change takes none.
    """
    if measure == "change":
        return None, 0.0
    syllables, pairs = _features(label)
    if not syllables:
        return None, 0.0
    own = table("indicators")
    best: tuple[float, str | None] = (0.0, None)
    for entry in _table()[0]:
        if (entry.unit == "%") != (unit == "%") or (entry.unit == "hạng") != (measure == "rank"):
            continue
        score = _similarity(syllables, pairs, entry)
        if score > best[0]:
            best = (score, entry.indicator_id)
    score, indicator = best
    return (indicator if score >= own["threshold"] else None), round(score, 3)


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
