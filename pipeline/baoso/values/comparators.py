"""What the words beside a number say about it: bound, change, level, old value.

Words are read away from the number as long as each is a cue ("giảm · tối thiểu · 8%"), so a cue never reaches
over another word, a comma or a line end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from baoso import lexicon
from baoso.types import Comparator, Direction, Span
from baoso.values.context import Phrases, Word, phrase, words_after

Role: TypeAlias = Literal[
    "gt",
    "ge",
    "lt",
    "le",
    "approx",
    "near",
    "far",
    "level",
    "up",
    "down",
    "from",
    "baseline",
    "always_up",
    "always_down",
]
_COMPARATORS = ("gt", "ge", "lt", "le", "approx")
# words read away from the number at most, so that a row of cues costs no more than this
_MOST_CUES = 6


@dataclass(slots=True)
class Left:
    """The cues before a number. `words` is how many tokens of the window they took."""

    comparator: Comparator = "eq"
    comparator_span: Span | None = None
    comparator_phrase: str = ""
    change: Direction | None = None
    difference: Direction | None = None
    level: bool = False
    from_value: bool = False
    baseline: bool = False
    words: int = 0


def read_left(text: str, words: Sequence[Word]) -> Left:
    """Read the cues at the end of `words`, the tokens before a number."""
    left = Left()
    i, far = len(words), False
    for _ in range(_MOST_CUES):
        if symbol := _symbol(words, i) if left.comparator == "eq" else None:
            left.comparator, used = symbol
            left.comparator_span = Span.of(text, words[i - used].start, words[i - 1].end)
            i -= used
            continue
        found = _roles().at_end(words, i)
        if found is None:
            break
        used, role = found
        if role in _COMPARATORS:
            form = phrase(words[i - used : i])
            if left.comparator != "eq" or (far and form not in _far()):
                break
            _bound(text, words[i - used : i], left, role, form)
        elif role in ("near", "far", "level"):
            far = far or role != "near"
            left.level = left.level or role == "level"
        elif role == "from":
            left.from_value = True
        elif not _verb(left, role):
            break
        i -= used
        if left.change or left.baseline:
            break
    if not (left.change or left.level or left.baseline) and (used := _object_of_change(words, i, left)):
        i -= used
    left.words = len(words) - i
    return left


def _bound(text: str, cue: Sequence[Word], left: Left, role: str, form: str) -> None:
    left.comparator = role  # type: ignore[assignment]
    left.comparator_phrase = form
    left.comparator_span = Span.of(text, cue[0].start, cue[-1].end)
    left.difference = _differences().get(form)


def _verb(left: Left, role: Role) -> bool:
    """Take a role that ends the reading; False where it is none."""
    if role == "baseline":
        left.baseline = True
    elif role in ("up", "always_up"):
        left.change = "up"
    elif role in ("down", "always_down"):
        left.change = "down"
    else:
        return False
    return True


def _object_of_change(words: Sequence[Word], i: int, left: Left) -> int:
    """How many tokens "giảm chi phí" takes before index `i`; 0 where there is none."""
    thing = _objects().at_end(words, i)
    verb = _roles().at_end(words, i - thing[0]) if thing else None
    if thing is None or verb is None or verb[1] not in ("up", "down"):
        return 0
    _verb(left, verb[1])
    return thing[0] + verb[0]


def bound_after(text: str, pos: int, reach: int = 2) -> tuple[Comparator, Span] | None:
    """ "trở lên" or "trở xuống" right after `pos`, or within `reach` tokens without punctuation between."""
    words = words_after(text, pos, reach + 2)
    for i in range(min(reach, len(words))):
        found = _after().at_start(words, i)
        if found:
            return found[1], Span.of(text, words[i].start, words[i + found[0] - 1].end)
        if not words[i].form.isalpha():
            return None
    return None


def compared_after(text: str, pos: int) -> bool:
    """Whether "so với", "kế hoạch" or the like follows within a few words of the clause."""
    words = words_after(text, pos, 9)
    for i in range(len(words)):
        if words[i].form in ".;:\n":
            return False
        if _against().at_start(words, i):
            return True
    return False


def _symbol(words: Sequence[Word], i: int) -> tuple[Comparator, int] | None:
    if i and not words[i - 1].form.isalnum():
        for used in (2, 1):
            role = _symbols().get("".join(w.form for w in words[max(0, i - used) : i]))
            if role and i >= used:
                return role, used
    return None


@lru_cache(maxsize=1)
def _symbols() -> dict[str, Comparator]:
    return {form: name for name, forms in lexicon.table("comparators")["symbols"].items() for form in forms}


@lru_cache(maxsize=1)
def _roles() -> Phrases[Role]:
    bounds, changes = lexicon.table("comparators"), lexicon.table("changes")
    roles: dict[str, Role] = dict.fromkeys(bounds["transparent"]["words"], "far")
    roles |= dict.fromkeys(bounds["transparent"]["near"], "near")
    roles |= dict.fromkeys(changes["level"]["words"], "level")
    roles |= dict.fromkeys(changes["change"]["up"], "up") | dict.fromkeys(changes["change"]["down"], "down")
    roles |= dict.fromkeys(changes["span"]["from"], "from") | dict.fromkeys(changes["baseline"]["words"], "baseline")
    roles |= dict.fromkeys(changes["difference"]["always_up"], "always_up")
    roles |= dict.fromkeys(changes["difference"]["always_down"], "always_down")
    for name in _COMPARATORS:
        roles |= dict.fromkeys(bounds["before"][name], name)
    return Phrases(roles)


@lru_cache(maxsize=1)
def _far() -> frozenset[str]:
    return frozenset(lexicon.table("comparators")["transparent"]["far"])


@lru_cache(maxsize=1)
def _differences() -> dict[str, Direction]:
    table = lexicon.table("changes")["difference"]
    return {**dict.fromkeys(table["up"], "up"), **dict.fromkeys(table["down"], "down")}


@lru_cache(maxsize=1)
def _objects() -> Phrases[bool]:
    return Phrases.of(lexicon.table("changes")["change"]["objects"], True)


@lru_cache(maxsize=1)
def _after() -> Phrases[Comparator]:
    table = lexicon.table("comparators")["after"]
    return Phrases({form: name for name, forms in table.items() for form in forms})


@lru_cache(maxsize=1)
def _against() -> Phrases[bool]:
    return Phrases.of(lexicon.table("changes")["difference"]["against"], True)
