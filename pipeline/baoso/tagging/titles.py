"""Titles of office on syllables: "Phó Chủ tịch Thường trực", "Trưởng | phòng"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from baoso import lexicon
from baoso.tagging.syllables import Phrases, Syllables

_MOST_PREFIXES, _MOST_SUFFIXES = 3, 3
MEMBER = -1  # in place of the number of words that open the body's name


@dataclass(frozen=True, slots=True)
class Title:
    """A title at the words `first`:`last`, "phó" and "nguyên" before `core`; its body starts at `body`.

    A `member`'s title ("Tỉnh ủy viên") holds all of the body's name.
    """

    first: int
    core: int
    last: int
    body: int
    former: bool
    needs_body: bool
    member: bool = False

    @property
    def headed(self) -> bool:
        """Whether the title's last word opens the body's name."""
        return self.body < self.last


@dataclass(frozen=True, slots=True)
class _Lists:
    titles: Phrases[int]  # how many last words open the body's name; `MEMBER`
    prefixes: Phrases[bool]
    former: Phrases[bool]
    suffixes: Phrases[bool]
    bodies_when_last: frozenset[str]
    need_body: Phrases[bool]
    of_state: Phrases[bool]
    party: Phrases[bool]
    own_body: Phrases[bool]
    body_openers: frozenset[str]
    not_after: frozenset[str]
    first: frozenset[str]


def _head_length(phrase: str, longer: list[str]) -> int:
    return next((len(words.split()) for words in longer if phrase.endswith(" " + words)), 1)


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    table = lexicon.table("titles")
    titles = dict.fromkeys(table["titles"], 0)
    titles |= dict.fromkeys(table["members"], MEMBER)
    titles |= {phrase: _head_length(phrase, table["headed_words"]) for phrase in table["headed"]}
    opening = [*titles, *table["prefixes"], *table["former"]]
    return _Lists(
        Phrases(titles),
        Phrases.of(table["prefixes"]),
        Phrases.of(table["former"]),
        Phrases.of(table["suffixes"]),
        frozenset(map(lexicon.fold, table["bodies_when_last"])),
        Phrases.of(table["need_body"]),
        Phrases.of(table["of_state"]),
        Phrases.of(table["party"]),
        Phrases.of(table["own_body"]),
        frozenset(table["body_openers"]),
        frozenset(table["not_after"]),
        frozenset(lexicon.fold(p).split()[0].strip(".") for p in opening),
    )


def title_words() -> frozenset[str]:
    """The first words of all that may open a title."""
    return _lists().first


def title_at(s: Syllables, i: int) -> Title | None:
    """The title at word `i`, with what belongs to it; None where there is none."""
    lists = _lists()
    if s.shapes[i].key not in lists.first or s.key(i - 1) in lists.not_after:
        return None
    first = lists.former.end(s, i)
    former, core = first > i, first
    found = lists.titles.match(s, core)
    for _ in range(_MOST_PREFIXES):
        if found is not None:
            break
        after = lists.prefixes.end(s, core)
        if after == core or s.new_line(after):
            return None
        # "q. Giám đốc", but not "… quyền. Thủ tướng"
        if s.key(after) == "." and s.glued(after) and len(s.key(after - 1)) == 1:
            after += 1
        core, found = after, lists.titles.match(s, after)
    if found is None:
        return None
    end, head = found
    if head == MEMBER:
        return Title(first, core, end, end, former, False, True)
    needs_body = core == first and lists.need_body.end(s, core) == end
    last = _with_suffixes(s, end)
    if head and last == end:
        return Title(first, core, end, end - head, former, needs_body)
    return Title(first, core, last, last, former, needs_body)


def _with_suffixes(s: Syllables, end: int) -> int:
    """`end` moved over the words that belong to the title; a body that nothing follows stays one."""
    lists = _lists()
    for _ in range(_MOST_SUFFIXES):
        after = lists.suffixes.end(s, end)
        if after == end or s.new_line(end):
            break
        words = " ".join(s.key(k) for k in range(end, after))
        if words in lists.bodies_when_last and not _goes_on(s, after):
            break
        end = after
    return end


def _goes_on(s: Syllables, i: int) -> bool:
    """Whether the name of a body can follow at word `i`."""
    return i < len(s) and not s.new_line(i) and (s.cap(i) or s.key(i) in _lists().body_openers)


def of_state(s: Syllables, title: Title) -> bool:
    """Whether the office is one that states have, so that a foreign name may follow it at once."""
    return _lists().of_state.end(s, title.core) == title.last


def of_party(s: Syllables, title: Title) -> bool:
    """Whether the office is a party's, which goes together with another one."""
    return _lists().party.end(s, title.core) > title.core


def has_own_body(s: Syllables, title: Title) -> bool:
    """Whether the office never goes without saying with the body of the next one."""
    return _lists().own_body.end(s, title.core) > title.core
