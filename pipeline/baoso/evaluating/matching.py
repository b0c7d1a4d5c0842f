"""When a predicted value counts as the gold one: text, names, numbers and spans compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from baoso import lexicon

Bounds: TypeAlias = tuple[int, int]
# What a missing mention stands for: it touches nothing.
NOWHERE: Bounds = (-1, -1)


def fold(text: str | None) -> str:
    """NFC, lower case, new tone placement, single spaces; "" for None."""
    return lexicon.fold(unicodedata.normalize("NFC", text or ""))


def find_quote(quote: str, text: str) -> list[Bounds]:
    """Where `quote` stands in `text`, case and white space aside (in the text there may even be none)."""
    words = unicodedata.normalize("NFC", quote).split()
    return [m.span() for m in re.finditer(r"\s*".join(map(re.escape, words)), text, re.IGNORECASE)]


def find_anchor(quote: str, anchor: str, text: str) -> list[Bounds]:
    """Where the part `anchor` of each `quote` in `text` stands: its first occurrence there."""
    found = []
    for start, end in find_quote(quote, text):
        inner = find_quote(anchor, text[start:end])
        found += [(start + a, start + b) for a, b in inner[:1]]
    return found


def touches(span: Bounds, spans: Iterable[Bounds]) -> bool:
    """Whether `span` shares a character with one of `spans`."""
    return any(span[0] < end and start < span[1] for start, end in spans)


def bounds(mention: dict[str, Any] | None) -> Bounds:
    """A mention's offsets."""
    return (mention["start"], mention["end"]) if mention else NOWHERE


def syllable_overlap(left: str | None, right: str | None) -> float:
    """F1 of the two texts' sets of syllables, 0 where either has none."""
    ours, theirs = ({*re.findall(r"[\w%]+", fold(t))} for t in (left, right))
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0


def same_value(value: object, wanted: float) -> bool:
    """Equal up to rounding: to the sixth digit, below 1 to the fourth decimal (2/3 is written 0.6667)."""
    if not isinstance(value, (int, float)):
        return False
    slack = max(abs(wanted) * 1e-6, 5e-5 if abs(wanted) < 1 else 0)
    return abs(value - wanted) <= slack


def same_unit_name(name: str | None, wanted: str | None) -> bool:
    """Whether both name one administrative unit, its type word aside; syllables in the same order."""
    ours = _bare_unit(name)
    return bool(ours) and ours == _bare_unit(wanted)


def _bare_unit(name: str | None) -> str:
    bare = _unit_word().sub("", fold(name))
    known: dict[str, str] = lexicon.table("evaluation")["unit_names"]
    return known.get(bare) or re.sub(r"\s+-\s+", " ", bare)


@lru_cache(maxsize=1)
def _unit_word() -> re.Pattern[str]:
    words = "|".join(map(re.escape, lexicon.table("evaluation")["unit_words"]))
    return re.compile(rf"^(?:{words})\s*(?=\S)")


def names_in_byline(byline: str | Sequence[str] | None) -> set[str]:
    """The writers in a byline, titles and bracketed notes left off: "Lan (tổng hợp) - TS Mai" has two."""
    text = byline if isinstance(byline, str) else "; ".join(byline or [])
    separators = "|".join(lexicon.table("evaluation")["name_separators"]).replace(" ", r"\s+")
    parts = re.split(rf"\s*[-–/]\s*|[,;&]|{separators}", re.sub(r"\(.*?\)", "", text))
    return {_person_prefix().sub("", fold(part)) for part in parts if part.strip()}


@lru_cache(maxsize=1)
def _person_prefix() -> re.Pattern[str]:
    words = "|".join(lexicon.table("evaluation")["person_prefixes"])
    return re.compile(rf"^(?:(?:{words})\b\.?\s*)+")


def mentions_in(value: object) -> Iterator[dict[str, Any]]:
    """Every mention object inside a record, however deep."""
    if isinstance(value, dict):
        if value.keys() >= {"start", "end", "text"}:
            yield value
        for inner in value.values():
            yield from mentions_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from mentions_in(inner)


def record_spans(record: dict[str, Any]) -> list[Bounds]:
    """The record's own mention (a metric's is its quantity's) and where the article repeats it."""
    holder = record["quantity"] if record["record_type"] == "metric" else record
    return [bounds(m) for m in (holder.get("mention"), *(record.get("mentions") or ())) if m]
