"""Difficulties: obstacles that a clause reports by a topic noun and a word of lack or limit beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias, cast

from spacy.language import Language
from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import add_mentions, component
from baoso.tagging.phrases import trimmed
from baoso.text.phrasebook import Hit, Phrasebook
from baoso.types import DifficultyRef, Mention

Topic: TypeAlias = Literal[
    "funding", "staff", "infrastructure", "devices", "skills", "awareness", "regulation", "data", "security"
]
_CLAUSE = re.compile(r"[.:](?=\s|$)|[;,\n()…!?]")
_HARD = re.compile(r"[.:](?=\s|$)|[;\n()…!?]")


class _Word(NamedTuple):
    role: str  # "before", "after", "unless" or "topic"
    topic: str = ""


@lru_cache(maxsize=1)
def _words() -> Phrasebook[_Word]:
    table = lexicon.table("difficulties")
    cues = [(cue, _Word(role)) for role in ("before", "after", "unless") for cue in table[role]]
    topics = [(noun, _Word("topic", topic)) for topic, nouns in table["topics"].items() for noun in nouns]
    return Phrasebook([*cues, *topics])


def find_difficulties(text: str) -> list[Mention]:
    """The obstacles that `text` reports; a mention is the clause from the topic or cue to its end."""
    hits = sorted(_words().find(text), key=lambda h: (h.start, h.end))
    found = [_mention(text, topic, cue) for topic, cue in _pairs(text, hits)]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _pairs(text: str, hits: list[Hit[_Word]]) -> Iterator[tuple[Hit[_Word], Hit[_Word]]]:
    """Each topic with the nearest cue that limits it in its clause, where nothing there takes that back."""
    for at, topic in enumerate(hits):
        if topic.value.role != "topic":
            continue
        near = hits[max(0, at - 12) : at + 16]
        cues = [cue for cue in near if _limits(text, topic, cue)]
        if cues:
            cue = min(cues, key=lambda c: min(abs(c.start - topic.end), abs(topic.start - c.end)))
            low, high = min(cue.start, topic.start), max(cue.end, topic.end)
            if not any(
                h.value.role == "unless" and low - 40 <= h.start < high and _same_clause(text, h, topic)
                for h in near
            ):
                yield topic, cue


def _limits(text: str, topic: Hit[_Word], cue: Hit[_Word]) -> bool:
    """Whether `cue` stands beside `topic` on its own side, with few words and no clause end between."""
    gap: int = lexicon.table("difficulties")["gap"]
    if cue.value.role == "before" and cue.end <= topic.start:
        between = text[cue.end : topic.start]
    elif cue.value.role == "after" and cue.start >= topic.end:
        between, gap = text[topic.end : cue.start], 2 * gap
    else:
        return False
    return len(between.split()) <= gap and not _CLAUSE.search(between.replace(", viễn thông", ""))


def _same_clause(text: str, one: Hit[_Word], other: Hit[_Word]) -> bool:
    low, high = min(one.end, other.end), max(one.start, other.start)
    return not _HARD.search(text[low:high])


def _mention(text: str, topic: Hit[_Word], cue: Hit[_Word]) -> Mention:
    """The words from the first to the last of topic and cue, and on to the end of the clause."""
    low, high = min(cue.start, topic.start), max(cue.end, topic.end)
    stop = _CLAUSE.search(text, high, min(len(text), high + 90))
    end = stop.start() if stop else high
    start, end = trimmed(text, low, end)
    ref = DifficultyRef(cast(Topic, topic.value.topic))
    return Mention("DIFFICULTY", start, end, text[start:end], topic.value.topic, method="cue pair", value=ref)


class DifficultyTagger:
    """Adds DIFFICULTY mentions."""

    def __call__(self, doc: Doc) -> Doc:
        """Tag `doc`."""
        add_mentions(doc, find_difficulties(doc.text))
        return doc


@component("baoso.difficulties")
def make_difficulties(nlp: Language, name: str) -> DifficultyTagger:
    """The component `baoso.difficulties`."""
    return DifficultyTagger()
