"""Where a person's name starts and ends, on syllables: forms of address, family names, given names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from baoso import lexicon
from baoso.tagging.syllables import Phrases, Syllables
from baoso.tagging.titles import title_at

_MOST = 4  # syllables of an ordinary name
_LIMIT = 5
_MOST_ADDRESSES = 8
_NAME_ENDS = frozenset(",(-–")  # a word before one of these ends a name, it opens no sentence

# A Vietnamese syllable without its marks; "Google", "UBND" and "WTO" are none.
_NATIVE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|n|p|ph|qu|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(?:ch|c|m|ng|nh|n|p|t)?"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person named at the words `first`:`last`, after a form of address that starts at `address`."""

    address: int
    first: int
    last: int
    complete: bool


@dataclass(frozen=True, slots=True)
class _Lists:
    honorifics: Phrases[bool]
    short_forms: Phrases[bool]
    surnames: Phrases[bool]
    common: frozenset[str]
    middle: frozenset[str]
    stops: Phrases[bool]
    openers: Phrases[bool]
    no_names_after: frozenset[str]
    clans: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    names = lexicon.table("names")
    return _Lists(
        Phrases.of(names["honorifics"]),
        Phrases.of(names["short_forms"]),
        Phrases.of(lexicon.table("surnames")["surnames"]),
        frozenset(map(lexicon.fold, names["common_surnames"])),
        frozenset(map(lexicon.fold, names["middle_names"])),
        Phrases.of(names["not_names"]),
        Phrases.of(names["openers"]),
        frozenset(names["not_before_names"]),
        frozenset(map(lexicon.fold, names["clans"])),
    )


@lru_cache(maxsize=1 << 14)
def native(key: str) -> bool:
    """Whether the folded word is a Vietnamese syllable (or one letter: "D.")."""
    bare = "".join(c for c in unicodedata.normalize("NFD", key) if not unicodedata.combining(c))
    return _NATIVE.fullmatch(bare) is not None or (len(bare) == 1 and bare.isalpha())


@lru_cache(maxsize=1)
def address_words() -> frozenset[str]:
    """The first words of all forms of address."""
    return _lists().honorifics.first_words


@lru_cache(maxsize=1)
def surname_words() -> frozenset[str]:
    """The first words of all family names."""
    return _lists().surnames.first_words


def _name_part(s: Syllables, i: int, foreign: bool) -> bool:
    """Whether word `i` can be a part of a name."""
    if not s.cap(i) or s.new_line(i):
        return False
    key = s.key(i)
    if native(key) or key in _lists().clans or elided(key):
        return True
    return foreign and not s.shapes[i].upper and s.words[i].isalpha()


def opens_sentence(s: Syllables, i: int) -> bool:
    """Whether a new sentence, caption or title starts at word `i`, though no full stop says so."""
    lists = _lists()
    if lists.stops.match(s, i):
        return True
    end = lists.openers.end(s, i)
    return end > i + 1 and (s.shapes[i].upper or not s.cap(i + 1))


def name_end(s: Syllables, i: int, foreign: bool = False) -> int:
    """Where the name that starts at word `i` ends."""
    foreign = foreign or s.key(i) == "y" or elided(s.key(i))  # "Y Blưm": no Vietnamese syllables
    j = i + 1
    while j - i <= _LIMIT and _name_part(s, j, foreign) and _same_case(s, i, j):
        ends_name = j == i + 2 and j + 1 < len(s) and s.words[j + 1] in _NAME_ENDS
        if opens_sentence(s, j) and not ends_name:
            break
        j += 1
    if j - i > _LIMIT:  # two names run together, or a name and a heading
        common = _lists().common
        cut = next((k for k in range(i + 2, j) if s.key(k) in common), i + 3)
        return min(cut, i + _MOST)
    return j


def _same_case(s: Syllables, i: int, j: int) -> bool:
    """Whether both words are written in capitals, or neither; one letter goes with either."""
    return len(s.words[j]) == 1 or len(s.words[i]) == 1 or s.shapes[i].upper == s.shapes[j].upper


def elided(key: str) -> bool:
    """Whether the folded word opens a highland name with the prefix of its sex ("H'Lan", "K'Brếu").

    >>> elided("h'lan"), elided("m'gar")
    (True, False)
    """
    return len(key) > 3 and key[1] in "'’" and key[0] in "hk"


def surname_at(s: Syllables, i: int) -> bool:
    """Whether a family name, or what stands in its place, is found at word `i`."""
    return s.cap(i) and (_lists().surnames.match(s, i) is not None or elided(s.key(i)))


def starts_name(s: Syllables, i: int) -> bool:
    """Whether a full name starts at word `i`, going by the family name and the name's length alone."""
    if not surname_at(s, i):
        return False
    lists, length = _lists(), name_end(s, i) - i
    if s.key(i) == "y" or elided(s.key(i)):
        # "Y Rin Niê", "H'Lan Ayun": the clan comes last; "Y tế" has none.
        return length > 1 and (elided(s.key(i)) or any(s.key(k) in lists.clans for k in range(i + 2, i + length)))
    common = s.key(i) in lists.common
    if length == 2:
        return common
    return length > 2 and (common or s.key(i + 1) in lists.middle)


def starts_name_in_run(s: Syllables, i: int) -> bool:
    """`starts_name` for a word amid capitals that may belong to a body's or a place's name."""
    if not starts_name(s, i) or name_end(s, i) - i > _MOST:
        return False
    if not s.cap(i - 1) or s.shapes[i - 1].upper or not s.shapes[i - 1].alpha:
        return True
    later = [k for k in range(i + 1, name_end(s, i) - 1) if starts_name(s, k)]
    # "Bạch Mai | Nguyễn Văn An": of two places to cut, the one that leaves three syllables.
    return not any(name_end(s, k) - k == 3 and s.key(i + 1) not in _lists().middle for k in later)


def address_end(s: Syllables, i: int) -> int:
    """Where the forms of address, degrees and ranks that start at word `i` end; `i` where there is none."""
    honorifics, j = _lists().honorifics, i
    for _ in range(_MOST_ADDRESSES):
        if j >= len(s) or (j > i and s.new_line(j)):
            break
        end = honorifics.end(s, j)
        if end == j:
            break
        j = end
        while j < len(s) and s.words[j] in {".", ","} and _belongs_to_degree(s, j):
            j += 1
    return j


def _belongs_to_degree(s: Syllables, j: int) -> bool:
    """Whether the point or comma at `j` belongs to a degree ("PGS.TS.", "TS, BS")."""
    previous = s.shapes[j - 1]
    if s.words[j] == ".":
        return previous.upper or len(previous.key) <= 3
    return previous.upper and _lists().honorifics.end(s, j + 1) > j + 1


def name_at(s: Syllables, i: int) -> Name | None:
    """The person named at word `i`, with or without a form of address; None where there is none."""
    first = address_end(s, i)
    if first == i:
        return Name(i, i, name_end(s, i), True) if starts_name(s, i) else None
    if s.new_line(first) or not _name_part(s, first, True) or opens_sentence(s, first) or title_at(s, first):
        return None
    known = surname_at(s, first)
    last = name_end(s, first, foreign=not known or not native(s.key(first)))
    foreign = not all(native(s.key(k)) for k in range(first, last))
    complete = last - first >= 2 and (known or foreign or last - first >= 3)
    if complete or _short_form(s, i, first):
        return Name(i, first, last, complete)
    return None


def foreign_name_at(s: Syllables, i: int) -> Name | None:
    """A name at `i` that is no ordinary Vietnamese one; only where an office stands before it.

    Two to four foreign words, or three that begin with a family name, be it a rare one ("Lữ Khăm Bun").
    """
    j = i
    while j - i < _MOST and j < len(s) and _name_part(s, j, True) and not s.shapes[j].upper:
        if j > i and opens_sentence(s, j):
            break
        j += 1
    foreign = any(not native(s.key(k)) for k in range(i, j)) or (j - i == _MOST - 1 and surname_at(s, i))
    ends = not s.cap(j) or opens_sentence(s, j)
    return Name(i, i, j, True) if j - i >= 2 and foreign and ends else None


def names_a_thing(s: Syllables, i: int) -> bool:
    """Whether the name at word `i` is a street's, a school's, a prize's."""
    return s.key(i - 1) in _lists().no_names_after


def _short_form(s: Syllables, i: int, first: int) -> bool:
    """Whether the words `i`:`first` may stand before a given name alone."""
    short = _lists().short_forms
    return any(short.end(s, k) in (first, first - 1) for k in range(i, first))
