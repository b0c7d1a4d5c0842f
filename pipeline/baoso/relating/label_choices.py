"""The labels that a number may have: words on either side cut in several ways, and what earlier numbers measured."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from baoso.lexicon import fold
from baoso.relating import labels, topic
from baoso.relating.choices import Choice, Found
from baoso.relating.cues import cues, predicates
from baoso.relating.phrases import is_head
from baoso.types import Fact, Span

_EARLIER = 3  # labels of earlier numbers that may hold on
_REACH = 110  # how far right of a number its words may go, in characters
_SYLLABLE = re.compile(r"\w+")
_STOP = re.compile(r"[;:!?\n“”]|\.(?=\s|$)|[()]")
_COMMA = re.compile(r",(?!\d)")
Bounds: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the words of the text that it was put together from."""

    text: str
    parts: tuple[Span, ...]


LabelChoice: TypeAlias = Choice[Label]


def label_choices(found: Found, history: Sequence[Fact]) -> list[LabelChoice]:
    """What the label of `found` may be, after the facts of `history`; the first is what the rules chose."""
    previous = history[-1] if history else None
    ruled = Label(found.fact.label, found.fact.parts)
    features: dict[str, dict[str, float]] = {}
    chosen: dict[str, Label] = {}
    for label, own in _sources(found, ruled, history):
        if not label.text:
            continue
        key = fold(label.text)
        if key not in chosen:
            chosen[key], features[key] = label, _own(label, found, ruled, previous)
        features[key].update(own)
    return [Choice(label, features[key]) for key, label in chosen.items()]


def _sources(found: Found, ruled: Label, history: Sequence[Fact]) -> Iterator[tuple[Label, dict[str, float]]]:
    yield ruled, {"is_ruled": 1.0}
    words = labels.Words(found.context, found.site)
    lefts, rights = list(_lefts(found)), list(_rights(found))
    for name, bounds in lefts:
        yield _label(words, bounds), {"is_left": 1.0, f"is_{name}": 1.0}
    for name, bounds in rights:
        yield _label(words, bounds), {"is_right": 1.0, f"is_{name}": 1.0}
    for left, low in lefts[:2]:
        for right, high in rights[:2]:
            yield _label(words, low, high), {"is_both": 1.0, f"is_both_{left}": 1.0, f"is_both_{right}": 1.0}
    unit = found.site.quantity.unit_mention
    if unit is not None:
        yield Label(found.site.quantity.unit, (unit,)), {"is_unit": 1.0}
    yield from _inherited(found, words, history, rights[:1])
    for name, bounds in _heads(found):
        yield _label(words, bounds), {f"is_{name}": 1.0}


def _heads(found: Found) -> Iterator[tuple[str, Bounds]]:
    """A measuring head and its words up to a mark, left in this sentence or in the one before."""
    context = found.context
    for name, low, high in (
        ("head", context.start, found.site.start),
        ("head_before", max(0, context.start - _REACH), context.start),
    ):
        heads = [m for m in cues("indicator", "heads").finditer(context.bare, low, high) if is_head(context, m)]
        if heads:
            start = heads[-1].start()
            stop = re.compile(r"[,;:!?\n.]").search(context.text, heads[-1].end(), high)
            yield name, (start, stop.start() if stop else high)


def _label(words: labels.Words, *bounds: Bounds) -> Label:
    text = words.text
    parts = tuple(Span.of(text, a, b) for a, b in bounds if text[a:b].strip())
    return Label(words.label(bounds), parts)


def _inherited(
    found: Found, words: labels.Words, history: Sequence[Fact], rights: Sequence[tuple[str, Bounds]]
) -> Iterator[tuple[Label, dict[str, float]]]:
    """Labels of the facts before, the nearest first; the nearest also with this number's own noun behind it."""
    seen: set[str] = set()
    own_unit = fold(found.site.quantity.unit)
    if own_unit and found.site.quantity.unit not in ("%", "VND"):
        like = next((f for f in reversed(history) if fold(f.label).startswith(f"{own_unit} ")), None)
        if like is not None:
            yield Label(like.label, like.parts), {"is_like_unit": 1.0}
    for back, fact in enumerate(reversed(history[-12:])):
        if fact.label in seen or len(seen) >= _EARLIER or not fact.label:
            continue
        unit = found.site.quantity.unit
        features = {
            "is_earlier": 1.0,
            "earlier_rank": float(len(seen)),
            "earlier_back": float(back),
            "earlier_unit": float(fact.quantity.unit == unit),
            "earlier_behind_place": float(fact.place is not None and fact.place.basis == "explicit"),
        }
        yield Label(fact.label, fact.parts), features
        if not seen and rights:
            own = _label(words, rights[0][1])
            joined = labels.trim(f"{fact.label} {own.text}")
            yield Label(joined, (*fact.parts, *own.parts)), {"is_earlier_and_right": 1.0}
        seen.add(fact.label)


def _lefts(found: Found) -> Iterator[tuple[str, Bounds]]:
    """Stretches left of the number, the longest first."""
    context, site = found.context, found.site
    ruled = found.phrase.left
    low = max(site.behind, site.start - _REACH)
    stop = max((m.end() for m in _STOP.finditer(context.bare, low, site.start)), default=low)
    start, end = ruled if ruled is not None and not found.phrase.coordinated else (stop, site.start)
    if not context.text[start:end].strip():
        return
    yield "left_all", (start, end)
    comma = max((m.end() for m in _COMMA.finditer(context.bare, start, end)), default=None)
    if comma is not None:
        yield "left_segment", (comma, end)
    verb = predicates().search(context.text, comma or start, end)
    if verb is not None:
        yield "left_from_verb", (verb.start(), end)
        yield "left_after_verb", (verb.end(), end)
        yield "left_before_verb", (comma or start, verb.start())
    heads = [m for m in cues("indicator", "heads").finditer(context.bare, start, end) if is_head(context, m)]
    if heads:
        yield "left_head", (heads[-1].start(), end)


def _rights(found: Found) -> Iterator[tuple[str, Bounds]]:
    """Stretches right of the number, as the rules cut them, then longer and shorter ones."""
    context, site = found.context, found.site
    high = min(site.high, site.end + _REACH)
    stop = next((m.start() for m in _STOP.finditer(context.bare, site.end, high)), high)
    ruled = found.phrase.right
    end = ruled[1] if ruled is not None else stop
    if context.text[site.end : end].strip():
        yield "right_ruled", (site.end, end)
    comma = next((m.start() for m in _COMMA.finditer(context.bare, site.end, stop)), None)
    if comma is not None and comma != end and comma > site.end:
        yield "right_segment", (site.end, comma)
    verb = predicates().search(context.text, site.end, end)
    if verb is not None and verb.start() > site.end + 1:
        yield "right_before_verb", (site.end, verb.start())
    if stop > end:
        yield "right_all", (site.end, stop)


@lru_cache(maxsize=4096)
def _syllables(text: str) -> frozenset[str]:
    return frozenset(_SYLLABLE.findall(fold(text)))


@lru_cache(maxsize=4096)
def _wording(text: str) -> dict[str, float]:
    """What the label's words are like, whatever the number."""
    words = _SYLLABLE.findall(text)
    verb = predicates().search(text)
    terms = topic.find_terms(text)
    return {
        "words": float(min(len(words), 30)),
        "capitals": sum(w[0].isupper() for w in words) / max(len(words), 1),
        "starts_with_verb": float(verb is not None and verb.start() == 0),
        "has_verb": float(verb is not None),
        "verb_at": verb.start() / len(text) if verb is not None else 1.0,
        "starts_with_head": float(cues("indicator", "heads").match(text) is not None),
        "heads": float(len(cues("indicator", "heads").findall(text))),
        "commas": float(text.count(",")),
        "terms": float(len(terms)),
        "term_share": sum(len(t) for t, _ in terms) / max(len(text), 1),
        "agent": float(labels.is_agent(text)),
        "vacuous": float(cues("indicator", "vacuous").fullmatch(text) is not None),
        "target_noun": float(cues("status", "target_nouns").match(text) is not None),
    }


def overlap(one: str, other: str) -> float:
    """F1 of the two labels' sets of syllables, 0 to 1."""
    a, b = _syllables(one), _syllables(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _own(label: Label, found: Found, ruled: Label, previous: Fact | None) -> dict[str, float]:
    unit = fold(found.site.quantity.unit)
    folded = fold(label.text)
    return _wording(label.text) | {
        "like_ruled": overlap(label.text, ruled.text),
        "like_previous": overlap(label.text, previous.label) if previous is not None else 0.0,
        "has_unit": float(bool(unit) and unit in folded),
        "starts_with_unit": float(bool(unit) and folded.startswith(unit)),
        "is_only_unit": float(folded == unit),
        "left_of_number": float(any(p.end <= found.site.start for p in label.parts)),
        "right_of_number": float(any(p.start >= found.site.end for p in label.parts)),
    }
