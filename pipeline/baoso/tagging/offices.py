"""Persons, their titles, and which office the words give to whom.

Offices and persons that stand side by side make a *chain* ("ông A, Phó Bí thư Tỉnh ủy, Chủ tịch UBND
tỉnh"); whatever else stands between two of them breaks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import add_mentions, component, mentions_of
from baoso.tagging.bodies import Body, Places, body_at, body_starts, in_name, known_word, place_end, tail_end
from baoso.tagging.organisations import full_name, places_of
from baoso.tagging.persons import Name, foreign_name_at, name_at, names_a_thing, native, starts_name
from baoso.tagging.syllables import Phrases, Syllables, syllables
from baoso.tagging.titles import Title, of_state, title_at
from baoso.types import Mention, OfficePhrase, PersonName, Span

_METHOD = "office-grammar"
_BELONGING = {"thuộc", "của", "tại"}
_NO_BODIES = {"khu", "tổ", "cụm", "khối", "vùng", "bản", "làng", "h", "p", "q"}
_UNKNOWN = 6  # words of a body's name that no list knows
_ASIDE = 14  # words in brackets between a name and an office ("thứ hai từ trái sang")


@dataclass(slots=True)
class Office:
    """A title with the body it is held at, at the words `first`:`last`; `after` is behind its place and parents."""

    title: Title
    first: int
    last: int
    after: int
    body: tuple[int, int] | None
    plural: bool = False
    holders: list[Name] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Lists:
    links: Phrases[bool]
    joins: Phrases[bool]
    plurals: frozenset[str]
    verbs: frozenset[str]  # their first words
    party: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    table = lexicon.table("titles")
    speech = lexicon.table("speech")
    verbs = {phrase.split()[0] for phrase in [*speech["verbs"], *speech["adverbs"]]}
    return _Lists(
        Phrases.of(table["links"]), Phrases.of(table["joins"]), frozenset(table["plurals"]), frozenset(verbs),
        frozenset(map(lexicon.fold, table["party"])),
    )  # fmt: skip


def office_at(s: Syllables, i: int, places: Places) -> Office | None:
    """The office at word `i`: its title and the body that follows it; None where there is none."""
    title = title_at(s, i)
    if title is None:
        return None
    body = _body(s, title, places)
    if body is None and (title.needs_body or title.headed):
        return None
    last = max(title.last, body[1] if body else 0)
    after = _behind(s, last, places)
    return Office(title, i, last, after, body, s.key(i - 1) in _lists().plurals)


def _body(s: Syllables, title: Title, places: Places) -> tuple[int, int] | None:
    """The words of the body that follows a title, None for none."""
    first = title.body
    if s.key(first) in ("của", "tại") and not title.headed:
        first += 1
    if first >= len(s) or s.new_line(first):
        return None
    last = _headed(s, title, places) if title.headed else _plain(s, title, first, places)
    if last > title.last:
        last = _stretched(s, last)
    nameless = last == first + 1 and (s.key(first) in _NO_BODIES or _given(s, first, places))
    return (first, last) if last > max(title.last, first) and not nameless else None


def _headed(s: Syllables, title: Title, places: Places) -> int:
    """Where the body ends whose name opens with the title's last word; the title's end for none."""
    known = body_at(s, title.body, places, any_case=True)
    last = known.last if known and known.head > title.last else tail_end(s, title.last, "field", places)
    if last == title.last and last < len(s) and s.words[last].isdigit():
        last += 1
    return max(last, place_end(s, title.body, places))


def _plain(s: Syllables, title: Title, first: int, places: Places) -> int:
    """Where the body that starts at `first`, behind the title, ends; `first` for none."""
    known = body_at(s, first, places, any_case=True)
    if known is not None and (not known.bare or s.cap(first) or known.kind == "whole") and not _weak(s, known):
        return known.last
    last = place_end(s, first, places)
    if last == first and not (of_state(s, title) and foreign_name_at(s, first)):
        last = tail_end(s, first, "free", places)
    return last


def _stretched(s: Syllables, last: int) -> int:
    """`last` moved over small-letter words that no list knows, where a name or a public body stands behind them."""
    k = last
    while k - last < _UNKNOWN and in_name(s, k):
        k += 1
    return k if k > last and not s.new_line(k) and (starts_name(s, k) or body_starts(s, k)) else last


def _given(s: Syllables, i: int, places: Places) -> bool:
    """Whether the one word behind a title is a person's given name ("Bộ trưởng Hùng")."""
    known = known_word(s, i) or place_end(s, i, places) > i
    return s.cap(i) and native(s.key(i)) and not s.shapes[i].upper and not known


def _weak(s: Syllables, body: Body) -> bool:
    """Whether a weak head word is the end of something else ("Trường Giang")."""
    return body.weak and body.bare and not s.shapes[body.first].upper and s.cap(body.head)


def _behind(s: Syllables, i: int, places: Places) -> int:
    """`i` moved over what locates a body: ", huyện X, tỉnh Y", "(Bộ Z)", ", Sở Z", "thuộc Bộ Z"."""
    while i < len(s) and not s.new_line(i):
        if s.words[i] == "(":
            inner = _located(s, i + 1, places)
            if inner == i + 1 or s.key(inner) != ")":
                break
            i = inner + 1
            continue
        first = i + 1 if s.words[i] in {",", "-", "–"} or s.key(i) in _BELONGING else i
        first += s.key(i) == "trực" and s.key(i + 1) == "thuộc" and 2
        end = _located(s, first, places) if first > i else i
        if end == first or end == i:
            break
        i = end
    return i


def _located(s: Syllables, i: int, places: Places) -> int:
    """Where the places and bodies from word `i` on end, commas between them."""
    body = body_at(s, i, places)
    if body is not None:
        return body.last if not body.bare or body.kind == "whole" else i
    end = place_end(s, i, places)
    while end > i and s.key(end) in {",", "-"} and place_end(s, end + 1, places) > end + 1:
        end = place_end(s, end + 1, places)
    return end


def _items(s: Syllables, places: Places) -> Iterator[Name | Office]:
    """Persons and offices in text order."""
    i = 0
    held = -1  # where a person may follow the office just read
    while i < len(s):
        if not s.shapes[i].alpha:
            i += 1
            continue
        office = office_at(s, i, places)
        if office is not None:
            yield office
            i = held = office.after
            continue
        name = name_at(s, i) or (_after_office(s, i, places) if i == held else None)
        if name is not None and name.address == name.first:
            place = place_end(s, i, places)
            if place > i and starts_name(s, place):
                i = place
                continue
        if name is not None:
            if _is_person(s, name, name.address in (held, held + 1), places):
                yield name
            i = name.last
            continue
        body = body_at(s, i, places) if s.cap(i) else None
        i = body.last if body is not None else i + 1


def _after_office(s: Syllables, i: int, places: Places) -> Name | None:
    """A foreign name, or a given name alone, right behind an office."""
    return foreign_name_at(s, i) or (Name(i, i, i + 1, False) if _given(s, i, places) else None)


def _is_person(s: Syllables, name: Name, after_office: bool, places: Places) -> bool:
    """Whether the words name a person, not a place or two stray capitals."""
    if name.address < name.first or not name.complete:
        return True
    place = place_end(s, name.first, places)
    if place >= name.last:
        return False
    return after_office or (name.last - name.first >= 3 and not names_a_thing(s, name.first))


def _first(item: Name | Office) -> int:
    return item.first if isinstance(item, Office) else item.address


def _last(item: Name | Office) -> int:
    return item.after if isinstance(item, Office) else item.last


def _gap(s: Syllables, a: Name | Office, b: Name | Office) -> str | None:
    """What stands between two items: "" nothing, ",", "-", ":", "(", "is", "and", "line"; None: they are apart."""
    i, end = _last(a), _first(b)
    if isinstance(a, Name) and s.key(i) == "(":
        close = next((k for k in range(i + 1, min(i + _ASIDE, len(s))) if s.words[k] == ")"), None)
        if close is not None and close < end:
            i = close + 1
    if i == end:
        return "line" if s.new_line(end) else ""
    keys = [s.key(k) for k in range(i, end)]
    if any(s.new_line(k) for k in range(i, end + 1)):
        return "line" if keys == [","] else None
    if keys[0] == "," and len(keys) > 1:
        keys, i = keys[1:], i + 1
    if len(keys) == 1 and keys[0] in {",", "-", ":", "(", ";"}:
        return keys[0]
    if keys == ["và"]:
        return "and"
    if _lists().joins.end(s, i) == end:
        return "join"
    return "is" if _lists().links.end(s, i) == end else None


def find_offices(text: str, places: Iterable[Mention] = ()) -> list[Mention]:
    """PERSON and TITLE mentions of `text`; a TITLE's value is its `OfficePhrase`, with the person where named.

    `places` are LOCALITY mentions.
    """
    s = syllables(text)
    items = [item for item in _items(s, places_of(places)) if item is not None]
    _assign(s, items)
    mentions = [_person(s, item) for item in items if isinstance(item, Name)]
    for phrase, title in _phrases(s, [item for item in items if isinstance(item, Office)]):
        mentions.append(
            Mention("TITLE", title.start, title.end, title.text, None, None, 1.0, _METHOD, phrase)
        )
    return sorted(mentions, key=lambda m: (m.start, -m.end))


def _assign(s: Syllables, items: list[Name | Office]) -> None:
    """Give every office of a chain to the person it belongs to."""
    pending: list[Office] = []
    person: Name | None = None
    shared: Office | None = None
    for k, item in enumerate(items):
        gap = _gap(s, items[k - 1], item) if k else None
        if gap is None:
            pending, person, shared = [], None, None
        if isinstance(item, Office):
            if person is not None and _held_by_previous(s, items, k, gap):
                item.holders.append(person)
                continue
            if person is not None or gap not in {",", "-", "join", "and", ""}:
                pending = []
            person = None
            pending.append(item)
            continue
        if not item.complete:
            pending, person, shared = [], None, None
            continue
        offices = _held_by_next(s, items, k, gap, pending)
        if offices and offices[-1].plural:
            shared = offices[-1]
        elif shared is not None and gap in {",", ";", "and"} and not offices:
            offices = [shared]
        elif offices:
            shared = None
        for office in offices:
            office.holders.append(item)
        person, pending = item, []


def _held_by_previous(s: Syllables, items: list[Name | Office], k: int, gap: str | None) -> bool:
    """Whether the office at `k` goes with the person before it, not with the one behind it."""
    if gap not in {",", "-", "(", "is", "join", "line"}:
        return False
    if gap == "line" and not _alone_on_line(s, items, k):
        return False
    office = items[k]
    if gap == "," and _has_office_before(items, k) and not _clause_ends(s, office):
        return False
    following = items[k + 1] if k + 1 < len(items) else None
    if isinstance(following, Name) and following.complete and _gap(s, items[k], following) == "":
        return False
    return True


def _has_office_before(items: list[Name | Office], k: int) -> bool:
    """Whether the person before the office at `k` was given an office in front of his name."""
    person = items[k - 1]
    return any(isinstance(i, Office) and person in i.holders and i.first < _first(person) for i in items[:k])


def _clause_ends(s: Syllables, office: Name | Office) -> bool:
    """Whether a comma, a full stop or a verb of saying follows."""
    i = _last(office)
    verb = isinstance(office, Office) and office.body is not None and s.key(i) in _lists().verbs
    return i >= len(s) or s.new_line(i) or not s.shapes[i].alpha or verb


def _alone_on_line(s: Syllables, items: list[Name | Office], k: int) -> bool:
    """Whether the person before the office at `k` has a line for himself, as in a signature."""
    previous = next((i for i in reversed(items[:k]) if isinstance(i, Name)), None)
    return previous is not None and (previous.address == 0 or s.new_line(previous.address))


def _held_by_next(
    s: Syllables, items: list[Name | Office], k: int, gap: str | None, pending: list[Office]
) -> list[Office]:
    """The offices before the person at `k` that are his."""
    if not pending or not isinstance(items[k - 1], Office):
        return []
    item = items[k]
    assert isinstance(item, Name)
    addressed = item.address < item.first
    plural = pending[-1].plural
    last = [s.key(i) for i in range(pending[-1].title.first, pending[-1].title.last)]
    pending = [
        o for o in pending
        if o is pending[-1]
        or ([s.key(i) for i in range(o.title.first, o.title.last)] != last and _joinable(s, o, pending))
    ]  # fmt: skip
    if gap == "" or (gap == "line" and _shouts(s, pending[-1])):
        return pending
    if gap in {",", "-"} and addressed:
        return pending if pending[-1].body or not _office_follows(s, items, k) else []
    if gap == ":" and (plural or addressed):
        return pending
    return pending if gap == "is" and addressed else []


def _joinable(s: Syllables, office: Office, chain: list[Office]) -> bool:
    """Whether an office far from the name is still its bearer's: party posts are, two chairs are told apart."""
    party = _lists().party
    if office.body is None or any(s.key(o.title.first) in party or s.key(o.title.first + 1) in party for o in chain):
        return True
    before = s.key(chain[0].first - 1)
    return s.new_line(chain[0].first) or before in {"", ".", ":", ";", "theo", "chí", "ông", "bà", "do", "–", "-"}


def _office_follows(s: Syllables, items: list[Name | Office], k: int) -> bool:
    """Whether the person at `k` has an office of his own behind his name."""
    following = items[k + 1] if k + 1 < len(items) else None
    return isinstance(following, Office) and _gap(s, items[k], following) in {",", "-", "("}


def _shouts(s: Syllables, office: Office) -> bool:
    """Whether the office is written in capitals, as above a signature."""
    return all(s.shapes[i].upper for i in range(office.title.first, office.title.last))


def _phrases(s: Syllables, offices: list[Office]) -> Iterator[tuple[OfficePhrase, Span]]:
    """Each office as phrases, one a holder (one without where nobody is named), with its title's span."""
    for k, office in enumerate(offices):
        if office.title.former:
            continue
        body = office.body
        if body is None and k + 1 < len(offices):
            body = _shared_body(s, office, offices[k + 1])
        title = s.span(office.title.first, office.title.last)
        organisation = s.span(*body) if body else None
        for holder in office.holders or [None]:
            person = s.span(holder.first, holder.last) if holder else None
            parts = [p for p in (title, organisation, person) if p]
            yield OfficePhrase(
                (title,), organisation, min(p.start for p in parts), max(p.end for p in parts), person,
                full_name(organisation.text) if organisation else None,
            ), title  # fmt: skip


def _shared_body(s: Syllables, office: Office, following: Office) -> tuple[int, int] | None:
    """The body of the next office in the chain, where this one has none and the same holder."""
    same = office.holders == following.holders and office.holders
    return following.body if same and office.after < following.first <= office.after + 2 else None


def _person(s: Syllables, name: Name) -> Mention:
    span = s.span(name.first, name.last)
    address = s.span(name.address, name.first).text if name.address < name.first else None
    normal = " ".join(span.text.split()) if name.complete else None
    return Mention(
        "PERSON", span.start, span.end, span.text, normal, None, 1.0, _METHOD, PersonName(address, name.complete)
    )


class Offices:
    """Adds PERSON mentions (value `PersonName`) and TITLE mentions (value `OfficePhrase`)."""

    def __call__(self, doc: Doc) -> Doc:
        """Find persons and offices in `doc`."""
        add_mentions(doc, find_offices(doc.text, mentions_of(doc, "LOCALITY")))
        return doc


@component("baoso.offices")
def make_offices(nlp: Language, name: str) -> Offices:
    """The component `baoso.offices`."""
    return Offices()
