"""Platforms: digital systems, applications, portals and services, known by name or built on a head word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import blocks_of, component, mentions_of, replace_mentions, text_of
from baoso.lexicon import alternation
from baoso.tagging.names import name_grammar
from baoso.tagging.phrases import Cover
from baoso.tagging.stages import stage_at
from baoso.text.phrasebook import Phrasebook, level
from baoso.types import Block, Mention, NamedRef, Span

_DOMAIN_END = re.compile(r"\.(?:vn|com|net|org)(?![\w@-])(?:/[\w./?=&%#-]*)?")
_DOMAIN_START = re.compile(r"(?:https?://)?[A-Za-z0-9][A-Za-z0-9.-]{0,60}\Z")
_FURNITURE = ("byline", "dateline", "source_line", "boilerplate")


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    kind: str
    method: str


@lru_cache(maxsize=1)
def _aliases() -> Phrasebook[dict[str, Any]]:
    entries = lexicon.table("platforms")["platforms"]
    return Phrasebook((alias, entry) for entry in entries for alias in entry["aliases"])


@lru_cache(maxsize=1)
def _domain_cue() -> re.Pattern[str]:
    cues = alternation(lexicon.table("platforms")["boundaries"]["domain_cues"])
    return re.compile(rf"(?<!\w){cues}(?:\s+\S+){{0,4}}?\s*[:(]?\s*\Z", re.IGNORECASE)


@lru_cache(maxsize=1)
def _kind_cues() -> Phrasebook[str]:
    cues = lexicon.table("platforms")["kind_cues"]
    return Phrasebook((word, kind) for kind, words in cues.items() for word in words)


def find_platforms(text: str, hidden: Sequence[Span | Mention | Block] = ()) -> list[Mention]:
    """The platforms that `text` names, each with a `NamedRef` of its kind and stage.

    Nothing is looked for inside `hidden` (the names of documents, page furniture).
    """
    candidates = [*_known(text), *_unknown(text), *_domains(text)]
    cover = Cover(hidden)
    shown = [c for c in candidates if not cover.touches(c.start, c.end)]
    return [_mention(text, c) for c in _merged(text, shown)]


def _known(text: str) -> Iterator[_Candidate]:
    for hit in _aliases().maximal(text):
        entry, words = hit.value, text[hit.start : hit.end]
        if entry.get("cased") and not any(words == alias for alias in entry["aliases"]):
            continue
        around = text[max(0, hit.start - 90) : hit.end + 90]
        if any(word in around for word in entry.get("not_near", ())):
            continue
        yield _Candidate(hit.start, hit.end, entry["kind"], "lexicon")


def _unknown(text: str) -> Iterator[_Candidate]:
    for found in name_grammar("platforms").find(text):
        kind = _kind_of(text[found.start : found.end], found.kind)
        yield _Candidate(found.start, found.end, kind, "grammar")


def _kind_of(name: str, kind: str) -> str:
    hits = sorted(_kind_cues().find(name), key=lambda h: (h.start, h.start - h.end))
    return hits[0].value if hits and kind in ("other", "citizen app", "website") else kind


def _domains(text: str) -> Iterator[_Candidate]:
    """Addresses of public bodies, and those that a word like "website" introduces; no newspapers."""
    news = tuple(lexicon.table("platforms")["boundaries"]["news_domains"])
    for tail in _DOMAIN_END.finditer(text):
        head = _DOMAIN_START.search(text, max(0, tail.start() - 70), tail.start())
        if head is None or text[head.start() - 1 : head.start()] == "@":
            continue
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", text[head.start() : tail.end()].lower())
        public = ".gov.vn" in host and not host.startswith("chinhphu")
        named = ".vn" in host and not host.startswith(news) and _introduced(text, head.start())
        if public or named:
            end = tail.end() - (text[tail.end() - 1] in ".?")
            yield _Candidate(head.start(), end, "website", "address")


def _introduced(text: str, start: int) -> bool:
    return _domain_cue().search(text, max(0, start - 50), start) is not None


def _merged(text: str, candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Overlapping or adjacent candidates as one ("phần mềm quản lý văn bản" + "iOffice").

    A short form in brackets right behind a name belongs to it.
    """
    merged: list[_Candidate] = []
    for c in sorted(candidates, key=lambda c: (c.start, -c.end)):
        if merged and (gap := _gap(text, merged[-1].end, c.start)) is not None:
            last = merged[-1]
            end = max(last.end, c.end + (gap == "(" and text[c.end : c.end + 1] == ")"))
            # What the lexicon knows about a part says more than the head word.
            kind = c.kind if last.method == "grammar" and c.method != "address" else last.kind
            method = "lexicon" if "lexicon" in (last.method, c.method) else c.method
            merged[-1] = _Candidate(last.start, end, kind, method)
        else:
            merged.append(c)
    return merged


def _gap(text: str, end: int, start: int) -> str | None:
    """What stands between two candidates that are one: "" or an opening bracket; None where they are two."""
    if start <= end:
        return ""
    between = text[end:start].strip(" \xa0")
    return between if start - end <= 3 and between in ("", "(", "-", "–") else None


def _mention(text: str, c: _Candidate, score: float = 1.0) -> Mention:
    stage = stage_at(text, c.start, c.end)
    ref = NamedRef(c.kind, stage[0] if stage else None, stage[1] if stage else None)
    words = text[c.start : c.end]
    return Mention("PLATFORM", c.start, c.end, words, level(words), score=score, method=c.method, value=ref)


def platform_mention(text: str, start: int, end: int, method: str, score: float) -> Mention:
    """The platform that `method` found at `start`:`end`; its kind is what the lexicon says of its words."""
    name = text[start:end]
    known = next((hit.value["kind"] for hit in _aliases().maximal(name)), None)
    kind = known or _kind_of(name, name_grammar("platforms").head_kind(name) or "other")
    return _mention(text, _Candidate(start, end, kind, method), score)


def _holds(platform: Mention, body: Mention) -> bool:
    """Whether `body` is a part of the platform's name with more behind it, or all of a name that the lexicon knows."""
    if platform.start <= body.start and body.end < platform.end:
        return True
    return (platform.start, platform.end, platform.method) == (body.start, body.end, "lexicon")


class PlatformTagger:
    """Adds PLATFORM mentions; runs after the documents, whose names hide theirs."""

    def __call__(self, doc: Doc) -> Doc:
        """Tag `doc`."""
        furniture = [b for b in blocks_of(doc) if b.kind in _FURNITURE]
        found = find_platforms(text_of(doc), [*mentions_of(doc, "DOCUMENT"), *furniture])
        # the maker's name in a product's ("VNPT iOffice"); what is both a system and a body ("IOC") stays both
        makers = [m for m in mentions_of(doc, "ORGANISATION") if any(_holds(p, m) for p in found)]
        replace_mentions(doc, makers, found)
        return doc


@component("baoso.platforms")
def make_platforms(nlp: Language, name: str) -> PlatformTagger:
    """The component `baoso.platforms`."""
    return PlatformTagger()
