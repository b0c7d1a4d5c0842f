"""How much a text is about digital transformation, and which pillar its words speak of."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache

from baoso.lexicon import cue_regex, fold, table
from baoso.text.phrasebook import Phrasebook
from baoso.types import Quantity

# Programme words in 1,000 characters at which an article counts as half about it.
_HALF_DENSITY = 2.5
_PILLARS = {"identity": "government"}


@lru_cache(maxsize=1)
def _terms() -> Phrasebook[str]:
    pillars = table("topics")["pillars"]
    return Phrasebook((term, pillar) for pillar, terms in pillars.items() for term in terms)


@lru_cache(maxsize=1)
def _foreign() -> re.Pattern[str]:
    return cue_regex(table("topics")["foreign"]["terms"])


@lru_cache(maxsize=512)
def find_terms(text: str) -> tuple[tuple[str, str], ...]:
    """Programme terms of `text` as (folded term, pillar), the longest of those that lie in one another."""
    return tuple((fold(text[hit.start : hit.end]), hit.value) for hit in _terms().maximal(text))


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


def features(quantity: Quantity, label: str, sentence: str, article: float) -> dict[str, float]:
    """What the relevance model looks at; `article` is the article's topic score, the rest are 0 or 1."""
    own, near = _strength(f"{label} {quantity.unit}"), _strength(sentence)
    size = table("topics")["place_size"]
    sized = fold(quantity.unit) in size["units"] or any(term in fold(label) for term in size["labels"])
    spelled = quantity.mention is not None and not quantity.mention.text[0].isdigit()
    return {
        "article": article,
        "about": max(article - 0.6, 0.0),
        "strong_label": own == 1.0,
        "weak_label": 0.0 < own < 1.0,
        "strong_sentence": near == 1.0,
        "weak_sentence": 0.0 < near < 1.0,
        "place_size": sized,
        "foreign": _foreign().search(label) is not None,
        "listed": _is_listed(quantity, label),
        "percent": quantity.unit == "%",
        "money": len(quantity.unit) == 3 and quantity.unit.isupper(),
        "small": quantity.value <= 5 and quantity.unit != "%" and quantity.measure == "level",
        "change": quantity.measure == "change",
        "vague": spelled,
    }


def relevance(quantity: Quantity, label: str, sentence: str, article: float) -> float:
    """The probability that a quantity measures the programme or the place's state in it."""
    weights = table("topics")["relevance"]
    values = features(quantity, label, sentence, article)
    score = weights["intercept"] + sum(weights[name] * value for name, value in values.items())
    return round(1.0 / (1.0 + math.exp(-score)), 3)
