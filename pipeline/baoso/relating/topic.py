"""How much a text is about digital transformation, which numbers measure it, and which pillar they speak of."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from baoso.lexicon import cue_regex, fold, table
from baoso.relating.pillars import likeliest
from baoso.text.phrasebook import Phrasebook
from baoso.types import Fact, Pillar, Quantity

# Shorter texts are too short for a density.
_MIN_LENGTH = 800
# What is assumed of neighbours that a number does not have.
_UNKNOWN = 0.3
# The relevance of the unlikeliest; 0 is for what was ruled out without asking the model.
_LEAST = 0.001


@lru_cache(maxsize=1)
def _terms() -> Phrasebook[str]:
    pillars = table("topics")["pillars"]
    return Phrasebook((term, pillar) for pillar, terms in pillars.items() for term in terms)


@lru_cache(maxsize=1)
def _surroundings() -> Phrasebook[str]:
    own = table("topics")
    return Phrasebook((term, kind) for kind in ("public", "consumer") for term in own[kind]["terms"])


@lru_cache(maxsize=1)
def _foreign() -> re.Pattern[str]:
    return cue_regex(table("topics")["foreign"]["terms"])


@lru_cache(maxsize=1)
def _listed_heads() -> tuple[str, ...]:
    return tuple(f"{head} " for head in table("topics")["listed"]["heads"])


@lru_cache(maxsize=1)
def _not_listed() -> re.Pattern[str]:
    return cue_regex(table("topics")["listed"]["unless"])


@lru_cache(maxsize=1)
def _weak() -> frozenset[str]:
    return frozenset(fold(t) for t in table("topics")["weak"]["terms"])


@lru_cache(maxsize=512)
def find_terms(text: str) -> tuple[tuple[str, str], ...]:
    """Programme terms of `text` as (folded term, pillar), the longest of those that lie in one another."""
    return tuple((fold(text[hit.start : hit.end]), hit.value) for hit in _terms().maximal(text))


def profile(text: str) -> dict[str, float]:
    """What an article speaks of: damped densities (0–1) of its words, by kind.

    Keys: `strong` and `weak` programme words, words of `public` bodies, `consumer` words.
    """
    counts = Counter("weak" if term in _weak() else "strong" for term, _ in find_terms(text) if len(term) > 2)
    counts.update(hit.value for hit in _surroundings().maximal(text))
    thousands = max(len(text), _MIN_LENGTH) / 1000
    half = table("topics")["half"]
    return {kind: counts[kind] / thousands / (counts[kind] / thousands + half[kind]) for kind in half}


def _logistic(values: dict[str, float]) -> float:
    weights = table("topics")["relevance"]
    score = weights["intercept"] + sum(weights[name] * value for name, value in values.items())
    return round(1.0 / (1.0 + math.exp(-score)), 3)


def topic_score(article: dict[str, float]) -> float:
    """How much an article with this `profile` is about the programme, 0 to 1.

    It is the relevance that a number would have there that, like those around it, tells nothing itself.
    """
    return _logistic({**article, "company": _UNKNOWN, "near": _UNKNOWN, "strong_sentence": 1.0})


def pillar_of(label: str, sentence: str) -> Pillar:
    """The pillar that a number most likely speaks of which measures `label` in `sentence`."""
    return likeliest(label, sentence)[0]


def _is_listed(quantity: Quantity, label: str) -> bool:
    """Whether a small number only counts what the text goes on to list ("3 trụ cột")."""
    own = table("topics")["listed"]
    whole = float(quantity.value).is_integer() and quantity.measure == "level" and quantity.comparator == "eq"
    unit = fold(quantity.unit)
    listed = unit in own["units"] or f"{unit} ".startswith(_listed_heads())
    if not (listed and whole and quantity.value <= own["max"]) or quantity.denominator is not None:
        return False
    return _not_listed().search(label) is None


def _strength(text: str) -> str | None:
    """The strongest kind of programme word in `text`."""
    terms = find_terms(text)
    if not terms:
        return None
    return "weak" if all(term in _weak() for term, _ in terms) else "strong"


def features(quantity: Quantity, label: str, sentence: str) -> dict[str, float]:
    """What the relevance model looks at besides the article's profile: each 0 or 1."""
    own, near = _strength(f"{label} {quantity.unit}"), _strength(sentence)
    return {
        "strong_label": own == "strong",
        "weak_label": own == "weak",
        "strong_sentence": near == "strong",
        "weak_sentence": near == "weak",
        "foreign": _foreign().search(label) is not None,
        "listed": _is_listed(quantity, label),
        "percent": quantity.unit == "%",
        "money": len(quantity.unit) == 3 and quantity.unit.isupper(),
        "small": quantity.value in range(1, 6) and quantity.unit != "%" and quantity.measure == "level",
        "change": quantity.measure == "change",
        "rank": quantity.measure == "rank",
        "vague": quantity.mention is not None and not quantity.mention.text[0].isdigit(),
    }


def _voice(values: dict[str, float]) -> float:
    """How loudly one number's words speak of the programme, 0 to 1."""
    return max(values["strong_label"], 0.6 * values["weak_label"], 0.5 * values["strong_sentence"])


def vectors(facts: Sequence[Fact], article: dict[str, float]) -> list[dict[str, float]]:
    """What the relevance model is given for each of the `facts` of one article with this `profile`."""
    values = [features(f.quantity, f.label, f.sentence.text if f.sentence else "") for f in facts]
    voices = [_voice(v) for v in values]
    total = sum(voices)
    for i, own in enumerate(values):
        beside = voices[max(0, i - 2) : i] + voices[i + 1 : i + 3]
        own["company"] = (total - voices[i] + 0.5) / len(voices)
        own["near"] = sum(beside) / len(beside) if beside else _UNKNOWN
    return [{**article, **{name: float(value) for name, value in own.items()}} for own in values]


def judged(facts: Sequence[Fact], article: dict[str, float]) -> list[Fact]:
    """`facts` of one article with their relevance: the probability that each measures the programme.

    `article` is the article's profile. A fact whose relevance was set to 0 before stays out, and it alone has 0.
    """
    return [
        fact if fact.relevance == 0.0 else replace(fact, relevance=max(_logistic(values), _LEAST))
        for fact, values in zip(facts, vectors(facts, article), strict=True)
    ]
