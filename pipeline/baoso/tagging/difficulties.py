"""Difficulties: clauses that report an obstacle by a topic noun and a word of lack beside it, or by a model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, cast

from spacy.language import Language
from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import add_mentions, blocks_of, component, sentences_of, text_of
from baoso.tagging.field import field_words, is_near
from baoso.tagging.obstacles import ObstacleModel, obstacle_model
from baoso.tagging.phrases import trimmed
from baoso.text.phrasebook import Hit, Phrasebook, level
from baoso.types import DifficultyRef, DifficultyTopic, Mention

_HARD = re.compile(r"[.:](?=\s|$)|[;\n()…!?]")
_CLAUSE_REACH = 70  # how far a clause is followed, in characters
# By eye on raw news: the cue pair is right in about seven of ten clauses.
_SCORE = 0.7


class _Word(NamedTuple):
    role: str  # "before", "after", "unless", "field", "mask" or "topic"
    topic: str = ""


class _Found(NamedTuple):
    topic: Hit[_Word]
    cue: Hit[_Word]


@lru_cache(maxsize=1)
def _words() -> Phrasebook[_Word]:
    table = lexicon.table("difficulties")
    roles = {"before": "before", "after": "after", "unless": "unless", "masks": "mask"}
    cues = [(cue, _Word(role)) for key, role in roles.items() for cue in table[key]]
    topics = [(noun, _Word("topic", topic)) for topic, nouns in table["topics"].items() for noun in nouns]
    return Phrasebook([*cues, *topics])


@lru_cache(maxsize=1)
def _breaks() -> re.Pattern[str]:
    """What ends a clause: punctuation, or a word that turns to another matter."""
    words = lexicon.alternation(lexicon.table("difficulties")["breaks"])
    # A comma between two nouns of one list ("công nghệ thông tin, viễn thông") does not.
    return re.compile(rf"[.:](?=\s|$)|[;\n()…!?\"”]|,(?!\s+viễn thông)|(?<!\w){words}(?!\w)", re.IGNORECASE)


def find_difficulties(text: str) -> list[Mention]:
    """The obstacles that `text` reports, each with a `DifficultyRef`; a mention is the reporting clause."""
    hits = _maximal(text)
    pairs = list(_pairs(text, hits))
    if not pairs:
        return []
    # press articles name shortages of everything
    field = field_words(text)
    found = [_mention(text, pair) for pair in pairs if is_near(pair.topic.start, field)]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _maximal(text: str) -> list[Hit[_Word]]:
    """The words in no longer one; a word that is both a cue before and behind ("thiếu") stays both."""
    spans = {(h.start, h.end) for h in _words().maximal(text)}
    both = [h for h in _words().find(text) if (h.start, h.end) in spans]
    return sorted(both, key=lambda h: (h.start, h.end))


def _pairs(text: str, hits: list[Hit[_Word]]) -> Iterator[_Found]:
    """Each topic with the nearest cue that limits it in its clause, where nothing there takes that back."""
    for at, topic in enumerate(hits):
        if topic.value.role != "topic":
            continue
        near = hits[max(0, at - 12) : at + 16]
        cues = [cue for cue in near if _limits(text, topic, cue)]
        if cues:
            cue = min(cues, key=lambda c: max(c.start - topic.end, topic.start - c.end))
            if not _taken_back(text, topic, cue, near):
                yield _Found(topic, cue)


def _limits(text: str, topic: Hit[_Word], cue: Hit[_Word]) -> bool:
    """Whether `cue` stands beside `topic` on its own side, with few words and no clause end between."""
    table = lexicon.table("difficulties")
    if cue.value.role == "before" and cue.end <= topic.start:
        tight = level(text[cue.start : cue.end]) in table["tight"]
        start, end, gap = cue.end, topic.start, table["tight_gap" if tight else "gap"]
    elif cue.value.role == "after" and cue.start >= topic.end:
        start, end, gap = topic.end, cue.start, table["gap_after"]
    else:
        return False
    return len(text[start:end].split()) <= gap and not _breaks().search(text, start, end)


def _taken_back(text: str, topic: Hit[_Word], cue: Hit[_Word], near: list[Hit[_Word]]) -> bool:
    """Whether a word like "khắc phục" shortly before says that the obstacle is being or has been removed."""
    low, high = min(cue.start, topic.start), max(cue.end, topic.end)
    return any(
        hit.value.role == "unless" and low - 40 <= hit.start < high and not _HARD.search(text, hit.start, low)
        for hit in near
    )


def _mention(text: str, pair: _Found) -> Mention:
    """The words from the first to the last of topic and cue, and on to the end of the clause."""
    topic, cue = pair
    low, high = min(cue.start, topic.start), max(cue.end, topic.end)
    limit = min(len(text), high + _CLAUSE_REACH)
    stop = _breaks().search(text, high, limit)
    start, end = trimmed(text, low, stop.start() if stop else (limit if limit == len(text) else high))
    ref = DifficultyRef(cast(DifficultyTopic, topic.value.topic))
    words, topic_name = text[start:end], topic.value.topic
    return Mention("DIFFICULTY", start, end, words, topic_name, score=_SCORE, method="cue pair", value=ref)


class DifficultyTagger:
    """Adds DIFFICULTY mentions: what the cue pairs find, and what the classifier, if any, finds beside them."""

    def __init__(self, model: ObstacleModel | None) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Tag `doc`."""
        text = text_of(doc)
        told = find_difficulties(text)
        more = [] if self.model is None else self.model.find(text, sentences_of(doc), blocks_of(doc), told)
        add_mentions(doc, [*told, *more])
        return doc


@component("baoso.difficulties")
def make_difficulties(nlp: Language, name: str, model: str | None = "classifiers") -> DifficultyTagger:
    """The component `baoso.difficulties`; run it after `baoso.sentences`.

    `model` is the name or folder of a trained classifier, None for the cue pairs alone.
    """
    return DifficultyTagger(obstacle_model(model) if model is not None else None)
