"""Who is quoted saying a stretch of text: "Theo ông X, …", "X cho biết: …", "“…”, X nói"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import mentions_of, sentences_of, text_of
from baoso.types import Attribution, Mention, OfficePhrase, PersonName, Span

_REACH = 1200  # characters that one speaker's words may go on for behind a colon
_NEAR = 400  # from a paragraph's start to a speaker to whom all of it can belong
_OPENING, _CLOSING = '“"«', '”"»'


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
        rf"(?:\s*\([^()\n]{{0,60}}\))?(?:\s*[,–-])?\s*(?:{adverbs}\s+){{0,2}}{verbs}(?!\w)"
        rf"(?:\s+{particles}(?!\w)){{0,2}}(?:\s*,)?(?:\s*(?P<colon>:))?\s*",
        re.IGNORECASE,
    )
    before = re.compile(
        rf"(?<!\w){lexicon.alternation(speech['sources'])}\s+(?:{lexicon.alternation(names['honorifics'])}\s+){{0,2}}$",
        re.IGNORECASE,
    )
    return behind, before


def speech_scopes(doc: Doc) -> list[Scope]:
    """Every stretch of `doc` that somebody is quoted saying, in text order; run after coreference."""
    return find_scopes(text_of(doc), mentions_of(doc, "PERSON", "TITLE", "ORGANISATION"), sentences_of(doc))


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
    found: list[tuple[int, Scope]] = []
    for speaker in _speakers(mentions):
        index = max(bisect_right(starts, speaker.start) - 1, 0)
        scope = _scope(text, speaker, sentences[index]) if sentences else None
        if scope is not None:
            mention = Span.of(text, speaker.start, speaker.end)
            attribution = Attribution(mention, speaker.person, speaker.title, speaker.organisation)
            found.append((index, Scope(*scope, attribution)))
    found.sort(key=lambda f: (f[0], f[1].start, f[1].end))
    return _clipped(found, sentences)


def _clipped(found: Sequence[tuple[int, Scope]], sentences: Sequence[tuple[int, int]]) -> list[Scope]:
    """The scopes, none reaching into a later sentence that has a speaker of its own."""
    scopes: list[Scope] = []
    following = len(sentences)  # the next sentence with a speaker behind the one being looked at
    for k in range(len(found) - 1, -1, -1):
        index, scope = found[k]
        if k + 1 < len(found) and found[k + 1][0] > index:
            following = found[k + 1][0]
        if following < len(sentences) and scope.start < sentences[following][0] < scope.end:
            scope = replace(scope, end=sentences[following][0])
        scopes.append(scope)
    return sorted(scopes, key=lambda s: (s.start, s.end))


def _speakers(mentions: Sequence[Mention]) -> list[_Speaker]:
    """Persons with the offices named beside them, offices without a person, bodies; none inside another."""
    offices = {m.value for m in mentions if isinstance(m.value, OfficePhrase)}
    own: dict[int, list[OfficePhrase]] = {}
    for office in sorted(offices, key=lambda o: (o.start, o.titles[0].start)):
        if office.person is not None:
            own.setdefault(office.person.start, []).append(office)
    speakers = [_person(m, own.get(m.start, [])) for m in mentions if isinstance(m.value, PersonName)]
    speakers += [_office(o) for o in offices if o.person is None]
    speakers.sort(key=lambda s: (s.start, -s.end))
    reach = list(accumulate((s.end for s in speakers), max))
    starts = [s.start for s in speakers]
    for m in mentions:
        if m.label == "ORGANISATION":
            before = bisect_right(starts, m.start) - 1
            if before < 0 or reach[before] < m.end:
                speakers.append(_Speaker(m.start, m.end, None, None, m.text))
    return speakers


def _person(mention: Mention, offices: Sequence[OfficePhrase]) -> _Speaker:
    """A person as a speaker, from the first to the last word of name and offices."""
    body = offices[0].organisation if offices else None
    return _Speaker(
        min([mention.start, *(o.start for o in offices)]),
        max([mention.end, *(o.end for o in offices)]),
        mention.normalized or mention.text,
        offices[0].titles[0].text if offices else None,
        body.text if body else None,
    )


def _office(office: OfficePhrase) -> _Speaker:
    """An office as a speaker whose name is left out."""
    body = office.organisation.text if office.organisation else None
    return _Speaker(office.start, office.end, office.holder, office.titles[0].text, body)


def _scope(text: str, speaker: _Speaker, sentence: tuple[int, int]) -> tuple[int, int] | None:
    """What the speaker is quoted saying, None where he is not."""
    behind, before = _patterns()
    start, end = sentence
    if before.search(text, max(start, speaker.start - 60), speaker.start):
        return start, _paragraph(text, start, end) if _colon_follows(text, speaker.end) else end
    verb = behind.match(text, speaker.end)
    if verb is None:
        return None
    if verb.end() >= end or text[verb.end()] in ".!?…" or text[verb.end() : verb.end() + 1] == "\n":
        return _said_before(text, start, speaker.start)
    quote = text[verb.end()]
    if quote in _OPENING:
        close = _closing(text, verb.end())
        if close and not text[close : close + 2].strip(" ")[:1].islower():
            return verb.end(), close
    return verb.end(), _paragraph(text, start, end) if verb["colon"] else end


def _colon_follows(text: str, i: int) -> bool:
    return re.match(r"\s*:", text[i : i + 4]) is not None


def _paragraph(text: str, start: int, end: int) -> int:
    """The end of a paragraph that the sentence `start`:`end` opens; the sentence's own in one long line."""
    first, last = text.rfind("\n", 0, start), text.find("\n", end)
    last = len(text) if last < 0 else last
    own_lines = first >= 0 or last < len(text)
    return last if own_lines and start - first <= _NEAR and last - end <= _REACH else end


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
