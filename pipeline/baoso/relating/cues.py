"""The compiled cue patterns of `lexicon/relations.toml`."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from baoso.lexicon import alternation, cue_regex, table


@lru_cache(maxsize=1)
def lexicon() -> dict[str, Any]:
    """The parsed table."""
    return table("relations")


@cache
def cues(section: str, key: str) -> re.Pattern[str]:
    """The pattern of one list of cues, whole syllables, any case."""
    return cue_regex(lexicon()[section][key])


@lru_cache(maxsize=1)
def countries() -> re.Pattern[str]:
    """Names of foreign countries (case counts), not behind a word that makes them part of another name."""
    own = table("countries")
    return cue_regex(own["names"], ignore_case=False, not_behind=[rf"{word}\s" for word in own["not_after"]])


@lru_cache(maxsize=1)
def predicates() -> re.Pattern[str]:
    """Verbs and tense words that make a predicate."""
    return cue_regex(table("verbs")["predicates"])


@lru_cache(maxsize=1)
def _compounds() -> re.Pattern[str]:
    return cue_regex(lexicon()["indicator"]["compounds"])


_ASIDE = re.compile(r"\([^()\d]{1,40}\)")


def blank(match: re.Match[str]) -> str:
    """As many dots as the match has characters, so that offsets stay."""
    return "\u00b7" * len(match[0])


@lru_cache(maxsize=256)
def masked(text: str) -> str:
    """`text` with compounds that merely hold a cue ("thực hiện") and asides in brackets blanked out, offsets kept."""
    return _ASIDE.sub(blank, _compounds().sub(blank, text))


@lru_cache(maxsize=1)
def copula_end() -> re.Pattern[str]:
    """A linking verb (group `kept` or `dropped`) that ends the words before a number."""
    own = lexicon()["indicator"]
    adverbs = alternation(own["adverbs"])
    kept, dropped = alternation(own["kept"]), alternation(own["copulas"])
    return re.compile(
        rf"(?:(?<!\w){adverbs}\s+){{0,3}}(?<!\w)(?:(?P<kept>{kept})|(?P<dropped>{dropped}))"
        rf"(?:\s+{adverbs}){{0,2}}\s*(?P<open>[(:]?)\s*$",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def soft_copula_end() -> re.Pattern[str]:
    """A word that links a number to a measuring head before it, and only to one."""
    return re.compile(rf"(?<!\w){alternation(lexicon()['indicator']['soft_copulas'])}\s*$", re.IGNORECASE)


@lru_cache(maxsize=1)
def edge_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words that may not begin or end a label, each with its white space."""
    trim = alternation(lexicon()["indicator"]["trim"])
    return (
        re.compile(rf"^(?:{trim}(?!\w)|[\s,;:.()\-–—…“”\"'/])+\s*", re.IGNORECASE),
        re.compile(rf"(?:\s(?:{trim})|[\s,;:.()\-–—…“”\"'/])+$", re.IGNORECASE),
    )


def last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The last match of `pattern` in ``text[start:end]``."""
    match = None
    for match in pattern.finditer(text, start, end):  # noqa: B007
        pass
    return match
