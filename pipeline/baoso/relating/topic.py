"""How much a text is about digital transformation, and which pillar its words speak of."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

import ahocorasick

from baoso.lexicon import cue_regex, fold, table
from baoso.types import Quantity

# Programme words in 1,000 characters at which an article counts as half about it.
_HALF_DENSITY = 2.5
_PILLARS = {"identity": "government"}


@lru_cache(maxsize=1)
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for pillar, terms in table("topics")["pillars"].items():
        for term in terms:
            folded = fold(term)
            automaton.add_word(folded, (len(folded), pillar))
    automaton.make_automaton()
    return automaton


@lru_cache(maxsize=1)
def _foreign() -> re.Pattern[str]:
    return cue_regex(table("topics")["foreign"]["terms"])


def find_terms(text: str) -> list[tuple[int, str]]:
    """Programme terms of folded `text` as (length, pillar), the longest of overlapping ones."""
    best: dict[int, tuple[int, int, str]] = {}
    folded = fold(text)
    for last, (length, pillar) in _automaton().iter(folded):
        start = last - length + 1
        before, after = folded[start - 1 : start], folded[last + 1 : last + 2]
        if before.isalnum() or after.isalnum():
            continue
        if start not in best or length > best[start][1]:
            best[start] = (start, length, pillar)
    kept: list[tuple[int, str]] = []
    end = -1
    for start, length, pillar in sorted(best.values()):
        if start >= end:
            kept.append((length, pillar))
            end = start + length
    return kept


def topic_score(text: str) -> float:
    """How much `text` is about the programme, 0 to 1: its density of programme words, damped."""
    if not text:
        return 0.0
    terms = [t for t in find_terms(text) if t[0] > 5]
    density = 1000 * len(terms) / max(len(text), 800)
    return round(density / (density + _HALF_DENSITY), 3)


def pillar_of(label: str, sentence: str) -> str | None:
    """The pillar that the words of `label` speak of most (longer words count more), else those of `sentence`."""
    for text in (label, sentence):
        votes: Counter[str] = Counter()
        for length, pillar in find_terms(text):
            votes[_PILLARS.get(pillar, pillar)] += length
        if votes:
            return votes.most_common(1)[0][0]
    return None


def _is_listed(quantity: Quantity, label: str) -> bool:
    """Whether a small number only counts what the text goes on to list ("3 trụ cột")."""
    own = table("topics")["listed"]
    few = quantity.measure == "level" and quantity.comparator == "eq" and quantity.value <= own["max"]
    if not few or quantity.denominator is not None or fold(quantity.unit) not in own["units"]:
        return False
    return cue_regex(own["unless"]).search(label) is None


def relevance(quantity: Quantity, label: str, sentence: str, article: float) -> float:
    """How surely a quantity measures the programme or the place's state in it, 0 to 1.

    `article` is the article's topic score. Words of the label weigh most; the place's own size counts
    only in an article about the programme.
    """
    if _is_listed(quantity, label):
        return 0.2
    named = find_terms(f"{label} {quantity.unit}")
    foreign = _foreign().search(label) is not None
    if foreign and not named:
        return 0.1
    score = min(max(2.2 * (article - 0.45), 0.0), 0.6)
    size = table("topics")["place_size"]
    if named:
        score += 0.45 - 0.15 * foreign
    elif fold(quantity.unit) in size["units"] or any(term in fold(label) for term in size["labels"]):
        score += 0.15
    elif find_terms(sentence):
        score += 0.25
    return round(min(score, 1.0), 3)
