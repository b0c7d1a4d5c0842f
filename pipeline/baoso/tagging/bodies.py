"""The names of bodies on syllables: a head word ("UBND", "Sở", "Công ty") and what may follow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from baoso import lexicon
from baoso.tagging.persons import (
    address_end,
    elided,
    name_end,
    native,
    opens_sentence,
    starts_name_in_run,
    surname_at,
)
from baoso.tagging.syllables import Phrases, Syllables
from baoso.tagging.titles import title_at

Kind: TypeAlias = Literal["whole", "place", "placed", "field", "closed", "named", "free"]

_LONGEST = 24  # words in a name
_BRACKETED = 4
_INNER: tuple[tuple[Kind, ...], ...] = (("place", "closed", "named", "whole"), ("place", "closed", "named"))

# Where a place mention starts → where it ends (offsets), from an earlier component.
Places: TypeAlias = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Body:
    """A body at the words `first`:`last`; its head word ends at `head`."""

    first: int
    head: int
    last: int
    kind: Kind
    weak: bool = False

    @property
    def bare(self) -> bool:
        """Whether nothing follows the head word."""
        return self.last == self.head


@dataclass(frozen=True, slots=True)
class _Lists:
    heads: Phrases[tuple[Kind, bool]]
    place_types: Phrases[bool]
    place_names: Phrases[bool]
    fields: Phrases[bool]
    words: Phrases[bool]
    joiners: frozenset[str]
    outside: frozenset[str]
    numbered: frozenset[str]
    named_after_persons: frozenset[str]
    no_bodies: frozenset[str]
    ranks: Phrases[bool]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    table = lexicon.table("organisations")
    weak = set(table["weak"])
    heads: dict[str, tuple[Kind, bool]] = {}
    kinds: list[tuple[Kind, str]] = [
        ("field", "field_bodies"), ("named", "named"), ("closed", "closed"),
        ("place", "place_bodies"), ("whole", "whole"),
    ]  # fmt: skip
    for kind, name in kinds:
        heads |= {phrase: (kind, phrase in weak) for phrase in table[name]}
    return _Lists(
        Phrases(heads),
        Phrases.of(table["place_types"]),
        Phrases.of(table["place_names"]),
        Phrases.of(variant for field in table["fields"] for variant in _variants(field)),
        Phrases.of(table["words"]),
        frozenset(table["joiners"]),
        frozenset(table["outside"]) | {verb.split()[0] for verb in lexicon.table("speech")["verbs"]},
        frozenset(table["numbered"]),
        frozenset(table["named_after_persons"]),
        frozenset(table["no_bodies"]),
        Phrases.of(lexicon.table("names")["ranks"]),
    )


def _variants(field: str) -> list[str]:
    """The field with each of the marks that may stand between its parts ("Văn hóa - Xã hội", "…, …")."""
    marks = (" và ", " & ", " - ", ", ")
    joints = [joint for joint in (" và ", " - ") if joint in field]
    return [field, *(field.replace(joint, mark) for joint in joints for mark in marks)]


@lru_cache(maxsize=1)
def head_words() -> frozenset[str]:
    """The first words of all head words."""
    return _lists().heads.first_words


def body_at(s: Syllables, i: int, places: Places, any_case: bool = False) -> Body | None:
    """The body whose name opens with the head word at `i`, as long as it goes; None where there is none.

    `any_case` accepts a head word in small letters ("Giám đốc | công ty …").
    """
    found = _lists().heads.match(s, i)
    if found is None or not (any_case or s.cap(i)) or _lists().fields.end(s, i) > found[0]:
        return None
    head, (kind, weak) = found
    return Body(i, head, tail_end(s, head, kind, places), kind, weak)


def tail_end(s: Syllables, i: int, kind: Kind, places: Places) -> int:
    """Where the rest of a name, from word `i` on, ends: before a person, a title, a verb, a full stop."""
    end, limit = i, min(len(s), i + _LONGEST)
    while end < limit and not s.new_line(end):
        after, kind = _piece(s, end, kind, places)
        if after == end:
            after, kind = _joined_piece(s, end, kind, places)
        if after == end:
            break
        end = after
    return end


def place_end(s: Syllables, i: int, places: Places) -> int:
    """Where the administrative unit that starts at word `i` ends, type word and name; `i` for none."""
    if i >= len(s) or s.new_line(i):
        return i
    known = places.get(s.starts[i])
    if known is not None:
        return s.at(known)
    lists = _lists()
    kind = lists.place_types.end(s, i)
    if kind > i:
        if s.key(kind) == "." and s.glued(kind) and s.cap(kind - 1) and len(s.words[kind - 1]) <= 2:
            kind += 1
        return kind if s.new_line(kind) else _place_name(s, kind, places)
    name = lists.place_names.end(s, i)
    return name if name > i and s.cap(i) and (name > i + 1 or not _in_name(s, i)) else i


def _in_name(s: Syllables, i: int) -> bool:
    """Whether the one-word name at `i` ("Anh", "Đức") goes on with capitals."""
    return native(s.key(i)) and not s.shapes[i].upper and s.cap(i + 1) and native(s.key(i + 1))


def _place_name(s: Syllables, i: int, places: Places) -> int:
    """Where the bare name after a type word ends: known, a number, or some capitals before a person."""
    if i >= len(s):
        return i
    known = places.get(s.starts[i])
    if known is not None:
        return s.at(known)
    end = _lists().place_names.end(s, i)
    if end > i and s.cap(i) and (end > i + 1 or not _in_name(s, i)):
        return end
    if s.words[i].isdigit() or (s.shapes[i].upper and not native(s.key(i))):
        return i + 1
    run = i
    while run < len(s) and s.cap(run) and not s.new_line(run) and _open(s, run) and run - i < 7:
        run += 1
    # The names of units are known; what is left and begins with a family name is a person's.
    if (run - i == 3 and starts_name_in_run(s, i)) or (3 <= run - i <= 4 and surname_at(s, i)):
        return i
    for cut in (2, 3, 1, 0, 4):
        if i + cut < run - 1 and starts_name_in_run(s, i + cut) and (cut or run - i >= 3 or elided(s.key(i))):
            return i + cut
    return min(run, i + 4)


def _open(s: Syllables, i: int) -> bool:
    """Whether word `i` can still belong to the name: no title, no form of address starts there."""
    if title_at(s, i) is not None:
        return False
    if not s.cap(i) or _lists().ranks.end(s, i) > i:
        return not s.cap(i)
    return s.key(i) not in {"ông", "bà", "đồng"} or address_end(s, i) == i


def _piece(s: Syllables, i: int, kind: Kind, places: Places) -> tuple[int, Kind]:
    """The end of the piece of a name at word `i` (`i` for none), and what may follow it."""
    if i >= len(s) or s.new_line(i) or kind == "whole" or not (s.shapes[i].alpha or s.words[i].isdigit()):
        return i, kind
    nested = _nested(s, i, kind)
    if nested is not None:
        return nested
    lists = _lists()
    if kind not in ("place", "placed"):
        field = lists.fields.end(s, i)
        if field > i and (s.cap(i) or kind != "free"):
            return field, "place" if kind in ("closed", "free") else kind
    words = lists.words.end(s, i)
    if words > i and not s.cap(i) and kind in ("field", "named"):
        return words, kind
    # "Khu Công nghệ cao" is no unit called "Công".
    place = place_end(s, i, places) if kind != "placed" and words < i + 3 else i
    if place == i and not _open(s, i):
        return i, kind
    if place > i:
        return place, kind if kind == "named" else "placed"
    if kind in ("place", "placed"):
        bare = kind == "place" and s.cap(i) and not starts_name_in_run(s, i) and not opens_sentence(s, i)
        return _place_name(s, i, places) if bare else i, "placed" if bare else kind
    if words > i and s.cap(i):
        return words, kind
    if s.cap(i):
        return _capital(s, i, kind)
    if kind == "named" and s.cap(i - 1) and (s.cap(i + 1) or s.key(i + 1) == "("):
        return (i, kind) if s.key(i) in lists.outside or opens_sentence(s, i + 1) else (i + 1, kind)
    return (i + 1, kind) if s.words[i].isdigit() and s.key(i - 1) in lists.numbered else (i, kind)


def _nested(s: Syllables, i: int, kind: Kind) -> tuple[int, Kind] | None:
    """The head word of the body that this one is part of: "Phòng Nội vụ | UBND huyện"."""
    found = _lists().heads.match(s, i) if s.cap(i) else None
    if found is None or found[1][1] or kind == "placed":
        return None
    inner = found[1][0]
    return (found[0], inner) if inner in _INNER[kind == "place"] else None


def _capital(s: Syllables, i: int, kind: Kind) -> tuple[int, Kind]:
    """A capitalised word that no list knows: part of the name unless a person's name starts there."""
    if kind == "named" and surname_at(s, i) and s.key(i - 1) in _lists().named_after_persons:
        return min(name_end(s, i), i + 3), kind
    if starts_name_in_run(s, i) or (opens_sentence(s, i) and _lists().heads.match(s, i) is None):
        return i, kind
    rest = i + 1  # "Khai thác": one word, its second syllable in small letters
    alone = not s.cap(i - 1) or known_word(s, i - 1)
    if kind == "field" and alone and native(s.key(i)) and not s.shapes[i].upper and in_name(s, rest):
        rest += 1
    return rest, kind


def _joined_piece(s: Syllables, i: int, kind: Kind, places: Places) -> tuple[int, Kind]:
    """A piece behind "và", "-", "&", or an abbreviation in brackets; `i` where there is none."""
    key = s.key(i)
    if key == "(":
        close = next((k for k in range(i + 2, min(i + 2 + _BRACKETED, len(s))) if s.words[k] == ")"), i)
        inside = range(i + 1, close)
        own = all(s.shapes[k].upper or (kind != "placed" and s.cap(k)) or s.words[k] in "-&." for k in inside)
        other = body_starts(s, i + 1) or place_end(s, i + 1, places) > i + 1
        return (close + 1, kind) if close > i and own and not other else (i, kind)
    if kind in ("whole", "free") or (key not in _lists().joiners and key not in {"-", "&", "/", "của"}):
        return i, kind
    nested = _lists().heads.match(s, i + 1)
    if key == "của" and nested is not None and nested[1][0] == "whole":
        return nested[0], "whole"
    public = nested is not None and nested[1][0] == "place" and s.cap(i + 1)
    if key == "-" and nested is not None and public and title_at(s, i + 1) is None:
        return nested[0], nested[1][0]
    if kind in ("place", "placed", "closed") or key == "của":
        return i, kind
    opens = opens_sentence(s, i + 1) and _lists().words.match(s, i + 1) is None
    if _lists().heads.match(s, i + 1) is not None or opens:
        return i, kind
    after, following = _piece(s, i + 1, kind, places)
    return (after, following) if after > i + 1 else (i, kind)


def in_name(s: Syllables, i: int) -> bool:
    """Whether the small-letter word at `i` can stand inside a body's name."""
    lists = _lists()
    lower = i < len(s) and s.shapes[i].alpha and not s.cap(i) and not s.new_line(i)
    return lower and s.key(i) not in lists.outside and lists.place_types.end(s, i) == i


def body_starts(s: Syllables, i: int) -> bool:
    """Whether a capitalised head word of a public body stands at `i` ("Sở", "UBND")."""
    found = _lists().heads.match(s, i) if s.cap(i) else None
    return found is not None and found[1][0] in ("place", "closed") and not found[1][1]


def no_body(s: Syllables, i: int) -> bool:
    """Whether the word at `i` names a kind of unit that is no body by itself."""
    return s.key(i) in _lists().no_bodies


def known_word(s: Syllables, i: int) -> bool:
    """Whether a word of some body's or place's name stands at `i`, not any capital."""
    lists = _lists()
    return any(phrases.match(s, i) for phrases in (lists.fields, lists.words, lists.heads, lists.place_types))
