"""Programmes: named programmes, pilots, models, campaigns, plans, projects and community teams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import add_mentions, component, mentions_of, text_of
from baoso.tagging.names import Named, name_grammar
from baoso.tagging.participants import participants_of
from baoso.tagging.phrases import Cover
from baoso.tagging.stages import stage_at
from baoso.text.phrasebook import Phrasebook
from baoso.types import Mention, NamedRef, Span


@lru_cache(maxsize=1)
def _named() -> Phrasebook[str]:
    table = lexicon.table("programmes")["named"]
    return Phrasebook((name, kind) for kind, names in table.items() for name in names)


def find_programmes(text: str, documents: Sequence[Mention] = ()) -> list[Mention]:
    """The programmes that `text` names, each with a `NamedRef` of its kind, stage and participants.

    What lies in one of `documents` is none, unless the lexicon names it ("Đề án 06").
    """
    cover = Cover(documents)
    built = [n for n in name_grammar("programmes").find(text) if not cover.touches(n.start, n.end)]
    known = [Named(hit.start, hit.end, hit.value) for hit in _named().longest(text)]
    sure = set(known)
    return [_mention(text, named, "lexicon" if named in sure else "grammar") for named in _joined([*built, *known])]


def _joined(names: Sequence[Named]) -> Iterator[Named]:
    """Overlapping names as one, of the first one's kind."""
    last: Named | None = None
    for named in sorted(names, key=lambda n: (n.start, -n.end)):
        if last is None or named.start >= last.end:
            if last is not None:
                yield last
            last = named
        else:
            last = Named(last.start, max(last.end, named.end), last.kind)
    if last is not None:
        yield last


def programme_mention(text: str, start: int, end: int, method: str, score: float) -> Mention:
    """The programme that `method` found at `start`:`end`; its kind is what the lexicon says of its words."""
    name = text[start:end]
    known = next((hit.value for hit in _named().longest(name)), None)
    kind = known or name_grammar("programmes").head_kind(name) or "programme"
    return _mention(text, Named(start, end, kind), method, score)


def _mention(text: str, named: Named, method: str, score: float = 1.0) -> Mention:
    start, end = named.start, named.end
    stage, cue = stage_at(text, start, end) or (None, None)
    if named.kind == "pilot" and stage != "piloted":
        # The name itself is the cue.
        stage, cue = "piloted", Span.of(text, start, end)
    ref = NamedRef(named.kind, stage, cue, participants_of(text, start, end))
    words = text[start:end]
    return Mention("PROGRAMME", start, end, words, words, score=score, method=method, value=ref)


class ProgrammeTagger:
    """Adds PROGRAMME mentions; runs after the documents."""

    def __call__(self, doc: Doc) -> Doc:
        """Tag `doc`."""
        add_mentions(doc, find_programmes(text_of(doc), mentions_of(doc, "DOCUMENT")))
        return doc


@component("baoso.programmes")
def make_programmes(nlp: Language, name: str) -> ProgrammeTagger:
    """The component `baoso.programmes`."""
    return ProgrammeTagger()
