"""What may be chosen for one field of a fact, each choice told by named features, for the trained scorer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from baoso.relating.context import SentenceContext, Site
from baoso.relating.periods import Frame
from baoso.relating.phrases import Phrase
from baoso.relating.places import Scene
from baoso.types import BlockKind, Fact, Mention, Period, Status

ValueT = TypeVar("ValueT")
_SHAPES = ("linked", "verb", "right", "coordinated", "elliptical")
_HARD = re.compile(r"[;:!?\n]|\.(?=\s)")
_WORD = re.compile(r"\w+")
_LIST_START = re.compile(r"\s*(?:[-–+•*]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class Choice(Generic[ValueT]):
    """One value that a field may take, and what speaks for or against it, by name."""

    value: ValueT
    features: dict[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A fact as the rules left it, with all that they knew when they made it."""

    fact: Fact
    context: SentenceContext
    site: Site
    phrase: Phrase
    frame: Frame | None
    scene: Scene
    carried: Status | None
    block: BlockKind
    # the last dates of earlier sentences, the nearest first, with how many sentences ago each stood
    earlier_dates: tuple[tuple[Period, int], ...] = ()


def words_in(text: str) -> int:
    """How many words (syllables, numbers) `text` has."""
    return len(_WORD.findall(text))


def gap_features(text: str, start: int, end: int) -> dict[str, float]:
    """What lies between two things in one sentence: characters, words, commas and marks that end a clause."""
    gap = text[start:end] if start < end else ""
    return {
        "gap_chars": float(len(gap)),
        "gap_words": float(words_in(gap)),
        "gap_commas": float(gap.count(",")),
        "gap_hard": float(len(_HARD.findall(gap))),
    }


@lru_cache(maxsize=8)
def numbers_between(context: SentenceContext, start: int, end: int) -> float:
    """How many numbers begin in `start`:`end`."""
    return float(sum(start <= s.start < end for s in context.sites))


def is_list_item(context: SentenceContext) -> bool:
    """Whether the sentence's line begins with the mark of a list."""
    line = context.text.rfind("\n", 0, context.start + 1) + 1
    return _LIST_START.match(context.text, line) is not None


def place_before(context: SentenceContext, site: Site) -> Mention | None:
    """The place that stands right before the number: "xã Mỹ Thọ 46%", "xã Hòa Tiến: 18 máy"."""
    for mention in reversed(context.places):
        if mention.end <= site.start:
            gap = context.text[mention.end : site.start]
            return mention if len(gap) <= 3 and not _WORD.search(gap) else None
    return None


def site_features(found: Found, previous: Fact | None) -> dict[str, float]:
    """What is known of the number itself, the same for every choice."""
    site, context, quantity = found.site, found.context, found.site.quantity
    same = previous is not None and previous.quantity.unit == quantity.unit
    here = previous is not None and previous.quantity.mention is not None
    distance = site.start - previous.quantity.mention.end if here and previous and previous.quantity.mention else 999
    return {
        "percent": float(quantity.unit == "%"),
        "money": float(len(quantity.unit) == 3 and quantity.unit.isupper()),
        "rank": float(quantity.measure == "rank"),
        "change": float(quantity.measure in ("change", "multiple")),
        "score_unit": float(quantity.unit == "điểm"),
        "bounded": float(quantity.comparator != "eq"),
        **{f"shape_{shape}": float(found.phrase.shape == shape) for shape in _SHAPES},
        "site_index": float(site.index),
        "sites": float(len(context.sites)),
        "from_start": float(site.start - context.start),
        "behind_place": float(place_before(context, site) is not None),
        "previous_behind_place": float(
            site.index > 0 and place_before(context, context.sites[site.index - 1]) is not None
        ),
        "words_since_number": float(min(words_in(context.text[site.low : site.start]), 30)),
        "words_to_number": float(min(words_in(context.text[site.end : site.high]), 30)),
        "ruled_words": float(min(words_in(found.fact.label), 30)),
        "list_item": float(is_list_item(context)),
        "caption": float(found.block == "caption"),
        "title": float(found.block in ("title", "heading")),
        "previous_same_unit": float(same),
        "previous_distance": float(min(distance, 999)),
    }


def distinct(rows: Iterable[tuple[object, Choice[ValueT]]]) -> list[Choice[ValueT]]:
    """One choice a key, in the order of first appearance: the value of the first, the features of all."""
    kept: dict[object, Choice[ValueT]] = {}
    for key, choice in rows:
        first = kept.setdefault(key, choice)
        if first is not choice:
            first.features.update(choice.features)
    return list(kept.values())


class Columns:
    """The order in which a model takes its features."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._at = {name: i for i, name in enumerate(names)}

    def rows(self, shared: Mapping[str, float], own: Iterable[Mapping[str, float]]) -> list[list[float]]:
        """One row for each of `own`, which come before `shared`; a feature that neither has is 0."""
        common = self._filled([0.0] * len(self._at), shared)
        return [self._filled(common.copy(), features) for features in own]

    def _filled(self, row: list[float], features: Mapping[str, float]) -> list[float]:
        at = self._at
        for name, value in features.items():
            if name in at:
                row[at[name]] = value
        return row
