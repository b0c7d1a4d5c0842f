"""Who is quoted saying a stretch of text: "Theo ông X, …", "X cho biết: …", "“…”, X nói"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import mentions_of, sentences_of
from baoso.types import Attribution, Mention, OfficePhrase, PersonName, Span

_REACH = 1200  # characters that one speaker's words may go on for behind a colon
_OPENING, _CLOSING = "“\"«", "”\"»"


@dataclass(frozen=True, slots=True)
class Scope:
    """The words at `start`:`end` are said by `attribution`."""

    start: int
    end: int
    attribution: Attribution


@dataclass(frozen=True, slots=True)
class _Speaker:
    start: int
    end: int
    person: str | None
    title: str | None
    organisation: str | None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A verb of saying behind a speaker, and a source phrase that ends right before one."""
    speech, names = lexicon.table("speech"), lexicon.table("names")
    verbs, adverbs = lexicon.alternation(speech["verbs"]), lexicon.alternation(speech["adverbs"])
    particles = lexicon.alternation(speech["particles"])
    behind = re.compile(
        rf"\s*(?:\([^()\n]{{0,60}}\)\s*)?[,–-]?\s*(?:{adverbs}\s+){{0,2}}{verbs}(?!\w)"
        rf"(?:\s+{particles}(?!\w)){{0,2}}\s*(?P<colon>:)?\s*",
        re.IGNORECASE,
    )
    before = re.compile(
        rf"(?<!\w){lexicon.alternation(speech['sources'])}\s+(?:{lexicon.alternation(names['honorifics'])}\s+){{0,2}}$",
        re.IGNORECASE,
    )
    return behind, before


def speech_scopes(doc: Doc) -> list[Scope]:
    """Every stretch of `doc` that somebody is quoted saying, in text order; run after coreference."""
    return find_scopes(doc.text, mentions_of(doc, "PERSON", "TITLE", "ORGANISATION"), sentences_of(doc))


def attribution_at(scopes: Sequence[Scope], span: Span | Mention) -> Attribution | None:
    """Who says the words at `span`: the narrowest scope that holds it; None for the paper itself."""
    holding = [s for s in scopes if s.start <= span.start and span.end <= s.end]
    return min(holding, key=lambda s: s.end - s.start).attribution if holding else None


def attribution_for(doc: Doc, span: Span | Mention) -> Attribution | None:
    """`attribution_at` for one span; for many, find the scopes once."""
    return attribution_at(speech_scopes(doc), span)


def find_scopes(text: str, mentions: Sequence[Mention], sentences: Sequence[tuple[int, int]]) -> list[Scope]:
    """The scopes of `text`, given its PERSON, TITLE and ORGANISATION mentions and its sentences."""
    starts = [start for start, _ in sentences]
    found = []
    for speaker in _speakers(mentions):
        index = max(bisect_right(starts, speaker.start) - 1, 0)
        scope = _scope(text, speaker, sentences[index]) if sentences else None
        if scope is not None:
            mention = Span.of(text, speaker.start, speaker.end)
            attribution = Attribution(mention, speaker.person, speaker.title, speaker.organisation)
            found.append(Scope(*scope, attribution))
    return sorted(found, key=lambda s: (s.start, s.end))


def _speakers(mentions: Sequence[Mention]) -> list[_Speaker]:
    """Persons with the offices named beside them, offices without a person, bodies; none inside another."""
    offices = {m.value: m for m in mentions if isinstance(m.value, OfficePhrase)}
    names = {m.start: m.normalized for m in mentions if isinstance(m.value, PersonName)}
    speakers: list[_Speaker] = []
    for m in mentions:
        if isinstance(m.value, PersonName):
            own = [o for o in offices if o.person is not None and o.person.start == m.start]
            title, body = (own[0].titles[0].text, own[0].organisation) if own else (None, None)
            start = min([m.start, *(o.start for o in own)])
            end = max([m.end, *(o.end for o in own)])
            speakers.append(_Speaker(start, end, names[m.start] or m.text, title, body.text if body else None))
    for office in offices:
        if office.person is None:
            body = office.organisation.text if office.organisation else None
            speakers.append(_Speaker(office.start, office.end, office.holder, office.titles[0].text, body))
    taken = list(speakers)
    for m in mentions:
        if m.label == "ORGANISATION" and not any(s.start <= m.start and m.end <= s.end for s in taken):
            speakers.append(_Speaker(m.start, m.end, None, None, m.text))
    return speakers


def _scope(text: str, speaker: _Speaker, sentence: tuple[int, int]) -> tuple[int, int] | None:
    """What the speaker is quoted saying, None where he is not."""
    behind, before = _patterns()
    start, end = sentence
    if before.search(text, max(start, speaker.start - 60), speaker.start):
        return start, _paragraph(text, end) if _colon_follows(text, speaker.end) else end
    verb = behind.match(text, speaker.end)
    if verb is None:
        return None
    if verb.end() >= end or text[verb.end()] in ".!?…" or text[verb.end() : verb.end() + 1] == "\n":
        return _said_before(text, start, speaker.start)
    quote = text[verb.end()]
    if quote in _OPENING:
        close = _closing(text, verb.end())
        return (verb.end(), close) if close else (verb.end(), end)
    return verb.end(), _paragraph(text, end) if verb["colon"] else max(end, verb.end())


def _colon_follows(text: str, i: int) -> bool:
    return re.match(r"\s*:", text[i : i + 4]) is not None


def _paragraph(text: str, end: int) -> int:
    """The paragraph's end where lines part the text; the sentence's own in text that is one long line."""
    line = text.find("\n", end)
    line = len(text) if line < 0 else line
    return line if line - end <= _REACH and "\n" in text else end


def _closing(text: str, opening: int) -> int | None:
    """Where the quotation that opens at `opening` ends."""
    mark = _CLOSING[_OPENING.index(text[opening])]
    close = text.find(mark, opening + 1, opening + _REACH)
    return close + 1 if close >= 0 else None


def _said_before(text: str, start: int, speaker: int) -> tuple[int, int] | None:
    """The words before a speaker who ends the sentence: the whole quotation, else the sentence."""
    closing = max(text.rfind(mark, max(0, speaker - 20), speaker) for mark in _CLOSING)
    if closing < 0:
        return (start, speaker) if speaker > start else None
    mark = _OPENING[_CLOSING.index(text[closing])]
    opening = text.rfind(mark, max(0, closing - _REACH), closing)
    return (opening if opening >= 0 else start), speaker
