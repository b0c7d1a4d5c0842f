"""Regular expressions of many phrases, built as tries so that a text is read about once whatever their number.

A cue matches whole syllables, case-insensitively, in either tone placement ("hoá", "hóa"),
any white space standing for any other.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from baoso.lexicon.tones import RHYME, TO_NEW, TO_OLD

# Letter → what follows; the empty key where a phrase ends.
_Trie = dict[str, Any]
_END = ""


def phrase_pattern(phrase: str) -> str:
    """A regular expression (no groups, no anchors) that matches `phrase` as a cue does."""

    def both(match: re.Match[str]) -> str:
        new, old = _placements(match)
        return f"(?:{new}|{old})"

    return r"\s+".join(RHYME.sub(both, re.escape(s)) for s in phrase.split())


def alternation(phrases: Iterable[str]) -> str:
    """A non-capturing alternation of `phrases`, each as `phrase_pattern`; the longest that fits is tried first.

    Case counts unless the pattern that it is put into ignores it.
    """
    own = sorted(set(phrases), key=lambda p: (-len(p), p))
    trie = _trie(own, str)
    if _size(trie) != _size(_trie(own, str.lower)):
        # Phrases alike but for case stand in two branches: there the shorter could come before the longer.
        return f"(?:{'|'.join(map(phrase_pattern, own))})"
    return f"(?:{_branches(trie, _one_case)})"


def cue_regex(
    phrases: Iterable[str], *, ignore_case: bool = True, not_behind: Iterable[str] = (), then: str = r"(?!\w)"
) -> re.Pattern[str]:
    """A compiled pattern that finds any of `phrases` as whole syllables, ignoring case unless told otherwise.

    `not_behind` are expressions of a fixed length that may not stand right before a phrase, `then` is
    what follows it (lower-case where case is ignored).

    Every branch begins with a letter and looks behind it then: so `re` skips through a text to the
    next such letter, many times faster than trying each offset.
    """
    written = _both_cases if ignore_case else _one_case
    flag = "(?i:" if ignore_case else "(?:"
    branches = []
    for first, rest in _trie(phrases, str.lower if ignore_case else str).items():
        for letter in map(re.escape, dict.fromkeys((first, first.upper()) if ignore_case else first)):
            unless = "".join(f"(?<!{flag}{expression}){letter})" for expression in (r"\w", *not_behind))
            branches.append(f"{letter}{unless}{_follow(rest, written)}")
    return re.compile(rf"(?:{'|'.join(branches)}){flag}{then})" if branches else r"(?!)")


def matches_at(
    starts: re.Pattern[str], pattern: re.Pattern[str], text: str, start: int = 0, end: int = sys.maxsize
) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer(text, start, end)`` finds, where every match begins with a match of `starts`.

    A costly pattern is tried only where a cheap one leads.
    """
    while first := starts.search(text, start, end):
        match = pattern.match(text, first.start(), end)
        if match is not None:
            yield match
        start = max(match.end() if match else 0, first.start() + 1)


def _placements(match: re.Match[str]) -> tuple[str, str]:
    new = TO_NEW.get(match[1].lower(), match[1].lower())
    return new, TO_OLD[new]


def _spellings(phrase: str) -> Iterator[str]:
    """`phrase` in every mixture of tone placements, one space between syllables."""
    phrase, at = " ".join(phrase.split()), 0
    pieces: list[tuple[str, ...]] = []
    for match in RHYME.finditer(phrase):
        pieces += [(phrase[at : match.start()],), _placements(match)]
        at = match.end()
    return map("".join, itertools.product(*pieces, (phrase[at:],)))


def _trie(phrases: Iterable[str], key: Callable[[str], str]) -> _Trie:
    root: _Trie = {}
    for spelling in itertools.chain.from_iterable(map(_spellings, phrases)):
        node = root
        for letter in key(spelling):
            node = node.setdefault(letter, {})
        node[_END] = {}
    return root


def _size(node: _Trie) -> int:
    return 1 + sum(map(_size, node.values()))


def _branches(node: _Trie, written: Callable[[str], str]) -> str:
    return "|".join(written(letter) + _follow(rest, written) for letter, rest in node.items() if letter != _END)


def _follow(node: _Trie, written: Callable[[str], str]) -> str:
    """What may follow in the trie, longer phrases before the one that ends here."""
    branches = _branches(node, written)
    if not branches:
        return ""
    if _END in node:
        return f"(?:{branches})?"
    return branches if len(node) == 1 else f"(?:{branches})"


def _one_case(letter: str) -> str:
    return r"\s+" if letter == " " else re.escape(letter)


def _both_cases(letter: str) -> str:
    lower, upper = letter.lower(), letter.upper()
    return _one_case(letter) if lower == upper else f"[{lower}{upper}]"
