"""Offices and persons on syllables, one by one, in text order; who holds what comes later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from baoso import lexicon
from baoso.tagging.bodies import (
    Body,
    Places,
    body_at,
    body_starts,
    head_words,
    in_name,
    known_word,
    no_body,
    place_end,
    tail_end,
)
from baoso.tagging.persons import (
    Name,
    address_words,
    foreign_name_at,
    name_at,
    names_a_thing,
    native,
    starts_name,
    surname_words,
)
from baoso.tagging.syllables import Phrases, Syllables, anchors
from baoso.tagging.titles import Title, of_state, title_at, title_words

_UNKNOWN = 6  # words of a body's name that no list knows


@dataclass(slots=True)
class Office:
    """A title and the body it is held at, words `first`:`last`; `after` is behind its place and parents."""

    title: Title
    first: int
    last: int
    after: int
    body: tuple[int, int] | None
    plural: bool = False
    holders: list[Name] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Lists:
    plurals: frozenset[str]
    of: frozenset[str]
    bare_heads: frozenset[str]
    belonging: Phrases[bool]
    anaphora: Phrases[bool]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    table = lexicon.table("titles")
    return _Lists(
        frozenset(table["plurals"]),
        frozenset(table["of"]),
        frozenset(table["bare_heads"]),
        Phrases.of(table["belonging"]),
        Phrases.of(table["anaphora"]),
    )


def office_at(s: Syllables, i: int, places: Places) -> Office | None:
    """The office at word `i`: its title and the body that follows it; None where there is none."""
    title = title_at(s, i)
    if title is None:
        return None
    body = (title.core, title.last - 1) if title.member else _body(s, title, places)
    if body is None and (title.needs_body or (title.headed and not _bare_head(s, title))):
        return None
    last = max(title.last, body[1] if body else 0)
    after = _behind(s, last, places) if body else _lists().anaphora.end(s, last)
    return Office(title, i, last, after, body, _plural(s, i, after))


def _bare_head(s: Syllables, title: Title) -> bool:
    """Whether a title that opens a body's name stands without the rest of it ("Phó trưởng phòng,")."""
    return s.key(title.last - 1) in _lists().bare_heads and not in_name(s, title.last)


def _plural(s: Syllables, i: int, after: int) -> bool:
    """Whether several persons hold the office: "các Phó Chủ tịch …", "các đồng chí Phó Chủ tịch …:"."""
    plurals = _lists().plurals
    return s.key(i - 1) in plurals or (s.key(i - 3) in plurals and s.key(after) == ":")


def _body(s: Syllables, title: Title, places: Places) -> tuple[int, int] | None:
    """The words of the body that follows a title, None for none."""
    first = title.body
    if not title.headed:
        first += s.key(first) in _lists().of or _apposed(s, first, places)
    if first >= len(s) or s.new_line(first):
        return None
    if title.headed and s.key(title.last) == s.key(title.body):
        again = body_at(s, title.last, places)
        if again is not None and not again.bare:
            return again.first, again.last
    last = _headed(s, title, places) if title.headed else _plain(s, title, first, places)
    if last > title.last:
        last = _stretched(s, last, places)
    nameless = last == first + 1 and (no_body(s, first) or _given(s, first, places))
    return (first, last) if last > max(title.last, first) and not nameless else None


def _apposed(s: Syllables, i: int, places: Places) -> bool:
    """Whether a comma at `i` stands between a title and its body, named in full ("Vụ trưởng, Vụ Đào tạo")."""
    body = body_at(s, i + 1, places) if s.key(i) == "," and s.cap(i + 1) else None
    return body is not None and not body.bare and not body.weak and title_at(s, i + 1) is None


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
    named = known is not None and (s.cap(first) or known.kind == "whole" or not known.bare)
    if known is not None and named and not _weak(s, known):
        return known.last
    foreign = of_state(s, title) and place_end(s, first, places) == first and foreign_name_at(s, first)
    return first if foreign else tail_end(s, first, "free", places)


def _stretched(s: Syllables, last: int, places: Places) -> int:
    """`last` moved over words that no list knows, where a name or a public body stands behind them."""
    k = last
    while k - last < _UNKNOWN and in_name(s, k):
        k += 1
    if k == last or k >= len(s) or s.new_line(k):
        return last
    k = tail_end(s, k, "field", places)
    return k if k < len(s) and (starts_name(s, k) or body_starts(s, k)) else last


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
        first = i + 1 if s.key(i) in {",", "-"} else _lists().belonging.end(s, i)
        end = _located(s, first, places) if first > i else i
        if end in (first, i):
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


def find_items(s: Syllables, places: Places) -> Iterator[Name | Office]:
    """Persons and offices in text order."""
    candidates = anchors(s, title_words() | address_words(), surname_words() | head_words())
    held = -1  # where a person may follow the office just read
    i = k = 0
    while True:
        while k < len(candidates) and candidates[k] < i:
            k += 1
        if i != held or i >= len(s):
            if k == len(candidates):
                return
            i = candidates[k]
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
