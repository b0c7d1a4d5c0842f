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


def find_terms(text: str) -> list[tuple[str, str]]:
    """Programme terms of `text` as (folded term, pillar), the longest of overlapping ones."""
    best: dict[int, tuple[int, int, str]] = {}
    folded = fold(text)
    for last, (length, pillar) in _automaton().iter(folded):
        start = last - length + 1
        before, after = folded[start - 1 : start], folded[last + 1 : last + 2]
        if before.isalnum() or after.isalnum():
            continue
        if start not in best or length > best[start][1]:
            best[start] = (start, length, pillar)
    kept: list[tuple[str, str]] = []
    end = -1
    for start, length, pillar in sorted(best.values()):
        if start >= end:
            kept.append((folded[start : start + length], pillar))
            end = start + length
    return kept


def topic_score(text: str) -> float:
    """How much `text` is about the programme, 0 to 1: its density of programme words, damped."""
    if not text:
        return 0.0
    terms = [t for t in find_terms(text) if len(t[0]) > 5]
    density = 1000 * len(terms) / max(len(text), 800)
    return round(density / (density + _HALF_DENSITY), 3)


def pillar_of(label: str, sentence: str) -> str | None:
    """The pillar that the words of `label` speak of most (longer words count more), else those of `sentence`."""
    for text in (label, sentence):
        votes: Counter[str] = Counter()
        for term, pillar in find_terms(text):
            votes[_PILLARS.get(pillar, pillar)] += len(term)
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


def _strength(text: str) -> float:
    """What the programme words of `text` are worth: 1 for one that no other subject uses, 0.55 for others, else 0."""
    terms = find_terms(text)
    if any(term not in _weak() for term, _ in terms):
        return 1.0
    return 0.55 if terms else 0.0


@lru_cache(maxsize=1)
def _weak() -> frozenset[str]:
    return frozenset(fold(t) for t in table("topics")["weak"]["terms"])


def relevance(quantity: Quantity, label: str, sentence: str, article: float) -> float:
    """How surely a quantity measures the programme or the place's state in it, 0 to 1.

    `article` is the article's topic score. Words of the label weigh most, then the article's subject, then
    the sentence's; the place's own size counts only in an article about the programme.
    """
    if _is_listed(quantity, label):
        return 0.2
    own = _strength(f"{label} {quantity.unit}")
    if own == 0.0 and _foreign().search(label):
        return 0.1
    size = table("topics")["place_size"]
    score = min(max(1.8 * (article - 0.45), 0.0), 0.52) + 0.55 * own
    if own < 1.0:
        score += 0.2 * _strength(sentence)
    if fold(quantity.unit) in size["units"] or any(term in fold(label) for term in size["labels"]):
        score += 0.1
    return round(min(score, 1.0), 3)
