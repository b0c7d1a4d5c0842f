"""Events: conferences, trainings, signings, launches, inspections, competitions and festivals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import add_mentions, component, mentions_of, text_of
from baoso.lexicon import cue_regex
from baoso.tagging.names import Named, name_grammar
from baoso.tagging.participants import participants_of
from baoso.tagging.phrases import Cover
from baoso.text.phrasebook import Phrasebook, level
from baoso.types import Mention, NamedRef

# A meeting without a subject is one event where a day tells it from others ("cuộc họp chiều 23/6").
_DATED = cue_regex(
    ["cuộc họp", "phiên họp", "buổi làm việc", "buổi họp", "hội nghị"],
    then=r"\s+(?:vào\s+)?(?:sáng|chiều|tối)?(?:\s+ngày)?\s+\d{1,2}\s?[/-]\s?\d{1,2}(?:\s?[/-]\s?\d{4})?",
)


@lru_cache(maxsize=2)
def _listed(part: str) -> Phrasebook[str]:
    """The names of one part of the lexicon with their kind."""
    table = lexicon.table("events")[part]
    return Phrasebook((name, kind) for kind, names in table.items() for name in names)


def _bare(text: str, names: Sequence[Named]) -> Iterator[Named]:
    """The first ceremony of its words that goes without a name, where none of `names` starts so."""
    known = {level(text[n.start : n.end]) for n in names}
    seen: set[str] = set()
    for hit in _listed("bare").longest(text):
        words = level(text[hit.start : hit.end])
        if words not in seen and not any(name.startswith(words) for name in known):
            yield Named(hit.start, hit.end, hit.value)
        seen.add(words)


def find_events(text: str, documents: Sequence[Mention] = ()) -> list[Mention]:
    """The events that `text` names, each with a `NamedRef` of its kind and participants.

    Repeated short forms ("tại hội nghị") are none; the names of `documents` ("Nghị quyết Hội nghị …") hide
    theirs.
    """
    dated = [Named(m.start(), m.end(), "conference") for m in _DATED.finditer(text)]
    cover = Cover(documents)
    built = name_grammar("events").find(text)
    known = [Named(h.start, h.end, h.value) for h in _listed("named").longest(text) if text[h.start].isupper()]
    # A meeting about a document holds its name ("họp báo về Nghị quyết …"); the reverse is no meeting.
    found = [n for n in [*dated, *built, *known] if not cover.touches(n.start, n.start + 1)]
    names = [_with_documents(n, documents) for n in found]
    return [_mention(text, n) for n in _outermost([*names, *_bare(text, names)])]


def _with_documents(named: Named, documents: Sequence[Mention]) -> Named:
    """`named` up to the end of a document whose name it would cut in two."""
    cut = next((d for d in documents if d.start < named.end < d.end), None)
    return named if cut is None else Named(named.start, cut.end, named.kind)


def _outermost(names: Sequence[Named]) -> Iterator[Named]:
    """The names that start in no earlier one; the first head tells the kind ("Lễ ký kết …")."""
    end = -1
    for named in sorted(names, key=lambda n: (n.start, -n.end)):
        if named.start >= end:
            end = named.end
            yield named


def event_mention(text: str, start: int, end: int, method: str, score: float) -> Mention:
    """The event that `method` found at `start`:`end`; its kind is what the lexicon says of its words."""
    name = text[start:end]
    known = next((hit.value for part in ("named", "bare") for hit in _listed(part).longest(name)), None)
    kind = name_grammar("events").head_kind(name) or known or "conference"
    return _mention(text, Named(start, end, kind), method, score)


def _mention(text: str, named: Named, method: str = "grammar", score: float = 1.0) -> Mention:
    start, end = named.start, named.end
    ref = NamedRef(named.kind, participants=participants_of(text, start, end))
    words = text[start:end]
    return Mention("EVENT", start, end, words, words, score=score, method=method, value=ref)


class EventTagger:
    """Adds EVENT mentions; runs after the documents."""

    def __call__(self, doc: Doc) -> Doc:
        """Tag `doc`."""
        add_mentions(doc, find_events(text_of(doc), mentions_of(doc, "DOCUMENT")))
        return doc


@component("baoso.events")
def make_events(nlp: Language, name: str) -> EventTagger:
    """The component `baoso.events`."""
    return EventTagger()
