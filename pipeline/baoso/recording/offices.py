"""Office phrases → office records: one a person and organisation, repetitions merged, contradictions kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import focus_of, mentions_of, text_of
from baoso.lexicon import fold
from baoso.recording.common import evidence_for, mentions_between
from baoso.records import Office, record_id
from baoso.types import OfficePhrase, Place, Span

# How sure a phrase is with its organisation and without it, by eye on raw news.
_SURE, _BARE = 0.95, 0.8


@dataclass(slots=True)
class _Held:
    """What one person holds at one organisation, gathered over the article.

    `fullest` is the phrase with the longest name of the organisation, the earliest of equals; `titles` are the
    different titles, each in its longest wording; `persons` the places where the person is named.
    """

    fullest: OfficePhrase
    phrases: list[OfficePhrase] = field(default_factory=list)
    titles: list[Span] = field(default_factory=list)
    persons: set[Span] = field(default_factory=set)

    def add(self, phrase: OfficePhrase) -> None:
        """Take in one more phrase."""
        self.phrases.append(phrase)
        if phrase.person is not None:
            self.persons.add(phrase.person)
        self.fullest = max(self.fullest, phrase, key=lambda p: (len(p.organisation_normalized or ""), -p.start))
        for title in phrase.titles:
            same = next((k for k, other in enumerate(self.titles) if _same_title(title.text, other.text)), None)
            if same is None:
                self.titles.append(title)
            elif len(title.text.split()) > len(self.titles[same].text.split()):
                self.titles[same] = title


def office_records(doc: Doc, article_id: str) -> list[Office]:
    """One record a person and organisation, in text order; titles held there at once share a record."""
    people: dict[str, list[_Held]] = {}
    values = {m.value for m in mentions_of(doc, "TITLE") if isinstance(m.value, OfficePhrase)}
    phrases = [phrase for phrase in values if phrase.person is not None]
    for phrase in sorted(phrases, key=lambda p: (p.organisation is None, p.start, p.titles[0].start)):
        assert phrase.person is not None
        _file(people.setdefault(fold(phrase.person.text), []), phrase, text_of(doc))
    records = [_record(doc, article_id, held) for own in people.values() for held in own]
    return sorted(records, key=lambda r: (r.mention.start, r.title_mentions[0].start))


def _file(own: list[_Held], phrase: OfficePhrase, text: str) -> None:
    """Put `phrase` with what its person is known to hold, or beside it."""
    for held in own:
        if _belongs(held, phrase, text):
            held.add(phrase)
            return
    held = _Held(phrase)
    held.add(phrase)
    own.append(held)


def _belongs(held: _Held, phrase: OfficePhrase, text: str) -> bool:
    """Whether `phrase` names the same office in the article `text`, or another title given in the same breath."""
    title = phrase.titles[0].text
    repeats = any(_same_title(title, t.text) or _alike(title, t.text) for t in held.titles)
    if phrase.organisation_normalized is None:
        return repeats or any(f" {fold(title)}" in fold(t.text) for t in held.titles)
    together = phrase.person in held.persons
    known = held.fullest.organisation_normalized
    if known is None or not (repeats or together):
        return False
    return _same_body(known, phrase.organisation_normalized) or (repeats and _abbreviates(held.fullest, phrase, text))


def _abbreviates(one: OfficePhrase, other: OfficePhrase, text: str) -> bool:
    """Whether the article itself gives one body's name as the other's short form ("Tập đoàn X (VX)")."""
    if one.organisation is None or other.organisation is None:
        return False
    a, b = one.organisation.text, other.organisation.text
    return f"{a} ({b})" in text or f"{b} ({a})" in text


@lru_cache(maxsize=1)
def _short_titles() -> dict[str, str]:
    return {fold(short): fold(long) for short, long in lexicon.table("titles")["expansions"].items()}


def _title_key(title: str) -> str:
    key = fold(title)
    return _short_titles().get(key, key).replace("phó trưởng ", "phó ")


def _same_title(one: str, other: str) -> bool:
    """Equal, or one a shorter wording of the other ("Phó Bí thư" of "Phó Bí thư Thường trực")."""
    a, b = _title_key(one), _title_key(other)
    return a == b or a.startswith(b + " ") or b.startswith(a + " ")


def _alike(one: str, other: str) -> bool:
    """Whether the titles name one post in two languages."""
    a, b = _title_key(one), _title_key(other)
    return any({a, b} <= {_title_key(t) for t in group} for group in lexicon.table("titles")["alike"])


def _same_body(one: str, other: str) -> bool:
    """Whether the names open alike and one holds all words of the other, or its abbreviation in brackets."""
    # "Thứ trưởng TT&TT" leaves the ministry's own word out.
    a, b = fold(one).removeprefix("bộ ").split(), fold(other).removeprefix("bộ ").split()
    if f"({fold(one)})" in b or f"({fold(other)})" in a:
        return True
    return a[0] == b[0] and (set(a) <= set(b) or set(b) <= set(a))


def _record(doc: Doc, article_id: str, held: _Held) -> Office:
    own = held.fullest
    assert own.person is not None
    titles = held.titles
    mention = Span.of(text_of(doc), own.start, own.end)
    others = sorted({(p.start, p.end) for p in held.phrases} - {(own.start, own.end)})
    organisation = own.organisation
    return Office(
        record_id=record_id(article_id, "office", own.person, organisation, *titles),
        article_id=article_id,
        evidence=evidence_for(doc, mention),
        confidence=_SURE if organisation else _BARE,
        locality=_locality(doc, organisation),
        mentions=[mention, *(Span.of(text_of(doc), *span) for span in others)],
        person=_flat(own.person.text),
        titles=[_flat(t.text) for t in titles],
        organisation=_flat(organisation.text) if organisation else None,
        organisation_normalized=_in_full(own.organisation_normalized, focus_of(doc)),
        mention=mention,
        person_mention=own.person,
        title_mentions=titles,
        organisation_mention=organisation,
    )


def _flat(text: str) -> str:
    return " ".join(text.split())


def _locality(doc: Doc, organisation: Span | None) -> Place | None:
    """The place that the organisation's name holds."""
    if organisation is None:
        return None
    inside = mentions_between(doc, organisation.start, organisation.end, "LOCALITY")
    return next((m.value for m in inside if isinstance(m.value, Place)), None)


def _in_full(name: str | None, focus: Place | None) -> str | None:
    """`name` with the unit that it leaves to the reader ("Ủy ban nhân dân tỉnh"): the article's own."""
    if name is None or focus is None:
        return name
    for ending, level in lexicon.table("titles")["levels"].items():
        if fold(name).endswith(ending):
            unit = focus.path[level] or (focus.path[0] if "thành" in ending else None)
            return f"{name} {unit}" if unit else name
    return name
