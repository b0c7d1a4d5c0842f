"""Spans that a learned tagger found → mentions with the values that the grammars give theirs."""

from __future__ import annotations

from baoso.tagging.events import event_mention
from baoso.tagging.organisations import full_name
from baoso.tagging.persons import address_end, surname_at
from baoso.tagging.platforms import platform_mention
from baoso.tagging.programmes import programme_mention
from baoso.tagging.syllables import Syllables
from baoso.types import Label, Mention, PersonName

# Forms of address are not looked for further back.
_MOST_ADDRESSES = 6


def built_mention(s: Syllables, label: Label, first: int, last: int, method: str, score: float) -> Mention:
    """The mention of `label` on the syllables `first` to before `last`, found by `method`.

    A platform, programme or event gets the `NamedRef` that its head word tells, a person its form of address, a body
    its full name.
    """
    span = s.span(first, last)
    if label == "PLATFORM":
        return platform_mention(s.text, span.start, span.end, method, score)
    if label == "PROGRAMME":
        return programme_mention(s.text, span.start, span.end, method, score)
    if label == "EVENT":
        return event_mention(s.text, span.start, span.end, method, score)
    if label == "PERSON":
        return _person(s, first, last, method, score)
    normalized = full_name(span.text) if label == "ORGANISATION" else None
    return Mention(label, span.start, span.end, span.text, normalized, None, score, method)


def _person(s: Syllables, first: int, last: int, method: str, score: float) -> Mention:
    span = s.span(first, last)
    address = next((k for k in range(max(0, first - _MOST_ADDRESSES), first) if address_end(s, k) == first), first)
    complete = last - first >= 3 or (last - first == 2 and surname_at(s, first))
    value = PersonName(s.span(address, first).text if address < first else None, complete)
    normal = " ".join(span.text.split()) if complete else None
    return Mention("PERSON", span.start, span.end, span.text, normal, None, score, method, value)
