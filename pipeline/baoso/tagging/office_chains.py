"""Which office the words give to whom.

Offices and persons that stand side by side make a *chain* ("ông A, Phó Bí thư Tỉnh ủy, Chủ tịch UBND
tỉnh"); whatever else stands between two of them breaks it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from baoso import lexicon
from baoso.tagging.office_items import Office
from baoso.tagging.persons import Name
from baoso.tagging.syllables import Phrases, Syllables
from baoso.tagging.titles import of_party

_ASIDE = 14  # words in brackets between a name and an office ("thứ hai từ trái sang")
_APART = 6  # more words than any link has
_GUESTS = frozenset({"và", "cùng", "với"})
_CHAIN = 8  # items looked back on


@dataclass(frozen=True, slots=True)
class _Lists:
    links: Phrases[bool]
    joins: Phrases[bool]
    verbs: frozenset[str]  # their first words
    openers: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    table, speech = lexicon.table("titles"), lexicon.table("speech")
    verbs = frozenset(phrase.split()[0] for phrase in [*speech["verbs"], *speech["adverbs"]])
    openers = frozenset(table["chain_openers"]) | {"", ".", ":", ";", "-"}
    return _Lists(Phrases.of(table["links"]), Phrases.of(table["joins"]), verbs, openers)


def _first(item: Name | Office) -> int:
    return item.first if isinstance(item, Office) else item.address


def _last(item: Name | Office) -> int:
    return item.after if isinstance(item, Office) else item.last


def _gap(s: Syllables, a: Name | Office, b: Name | Office) -> str | None:
    """What stands between two items: "", a mark, "is", "and", "join", "line"; None for other words."""
    i, end = _last(a), _first(b)
    if isinstance(a, Name) and s.key(i) == "(":
        close = next((k for k in range(i + 1, min(i + _ASIDE, len(s))) if s.words[k] == ")"), None)
        if close is not None and close < end:
            i = close + 1
    if i == end:
        return "line" if s.new_line(end) else ""
    if end - i > _APART:
        return None
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


def assign(s: Syllables, items: Sequence[Name | Office]) -> None:
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


def _held_by_previous(s: Syllables, items: Sequence[Name | Office], k: int, gap: str | None) -> bool:
    """Whether the office at `k` goes with the person before it, not with the one behind it."""
    if gap not in {",", "-", "(", "is", "join", "line"}:
        return False
    if gap == "line" and not _alone_on_line(s, items, k):
        return False
    office = items[k]
    if isinstance(office, Office) and gap == "is" and office.title.headed and office.body is None:
        return False
    if gap == "," and _has_office_before(items, k) and not _clause_ends(s, office):
        return False
    following = items[k + 1] if k + 1 < len(items) else None
    if not isinstance(following, Name) or not following.complete:
        return True
    behind = _gap(s, items[k], following)
    # "Tổng Thư ký X - ông A, Phó Chủ tịch Y - ông B": the offices stand in front.
    fronted = behind == "-" and following.address < following.first and _has_office_before(items, k)
    return behind != "" and not fronted


def _has_office_before(items: Sequence[Name | Office], k: int) -> bool:
    """Whether the person before the office at `k` was given an office in front of his name."""
    person = items[k - 1]
    near = items[max(0, k - _CHAIN) : k]
    return any(isinstance(i, Office) and person in i.holders and i.first < _first(person) for i in near)


def _clause_ends(s: Syllables, office: Name | Office) -> bool:
    """Whether a comma, a full stop or a verb of saying follows."""
    i = _last(office)
    if i >= len(s) or s.new_line(i) or not s.shapes[i].alpha:
        return True
    # Behind a body's name a small letter goes on with the sentence, but "và" with a list of guests; a capital
    # may be somebody's name.
    full = isinstance(office, Office) and office.body is not None
    return full and (s.key(i) in _lists().verbs or not (s.cap(i) or s.key(i) in _GUESTS))


def _alone_on_line(s: Syllables, items: Sequence[Name | Office], k: int) -> bool:
    """Whether the person before the office at `k` has a line for himself, as in a signature."""
    previous = next((i for i in reversed(items[max(0, k - _CHAIN) : k]) if isinstance(i, Name)), None)
    return previous is not None and (previous.address == 0 or s.new_line(previous.address))


def _held_by_next(
    s: Syllables, items: Sequence[Name | Office], k: int, gap: str | None, pending: list[Office]
) -> list[Office]:
    """The offices before the person at `k` that are his."""
    if not pending or not isinstance(items[k - 1], Office):
        return []
    item = items[k]
    assert isinstance(item, Name)
    addressed = item.address < item.first
    plural = pending[-1].plural
    pending = [o for o in pending if o is pending[-1] or _joinable(s, o, pending)]
    if gap == "" or (gap == "line" and _shouts(s, pending[-1])):
        return pending
    if gap in {",", "-"} and addressed:
        return pending if pending[-1].body or not _office_follows(s, items, k) else []
    if gap == ":" and (plural or addressed):
        return pending
    return pending if gap == "is" and addressed else []


def _joinable(s: Syllables, office: Office, chain: Sequence[Office]) -> bool:
    """Whether an office farther from the name is its bearer's too: party posts are, a second chair is not."""
    if _title_words(s, office) == _title_words(s, chain[-1]):
        return False
    if office.body is None or any(of_party(s, o.title) for o in chain):
        return True
    return s.new_line(chain[0].first) or s.key(chain[0].first - 1) in _lists().openers


def _title_words(s: Syllables, office: Office) -> list[str]:
    return [s.key(i) for i in range(office.title.first, office.title.last)]


def _office_follows(s: Syllables, items: Sequence[Name | Office], k: int) -> bool:
    """Whether the person at `k` has an office of his own behind his name."""
    following = items[k + 1] if k + 1 < len(items) else None
    return isinstance(following, Office) and _gap(s, items[k], following) in {",", "-", "("}


def _shouts(s: Syllables, office: Office) -> bool:
    """Whether the office is written in capitals, as above a signature."""
    return all(s.shapes[i].upper for i in range(office.title.first, office.title.last))
