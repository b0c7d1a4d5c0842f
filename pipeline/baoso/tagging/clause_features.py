"""What the classifier of difficulties looks at in a clause: the names of its features."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from baoso import lexicon
from baoso.tagging.clauses import Clause
from baoso.tagging.field import is_near
from baoso.text.grams import NUMBER, pairs_of, words_of
from baoso.types import Block

_PERCENT = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s?%")
_PART = re.compile(r"(?<![\d/.,])(\d{1,6})/(\d{1,6})(?![\d/])")
_ANNOUNCING = "announcing"
# Field words for each thousand characters, from which on an article is of the field to another degree.
_DENSITIES = (1, 3, 6, 10)

_Kind = tuple[str, str]  # "wrong", "thing" or "announcing", and which


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[tuple[str, ...], tuple[_Kind, ...]]]]:
    """By their first word, the phrases of the lexicon with their kinds, the longest first."""
    table = lexicon.table("obstacle_words")
    kinds: dict[tuple[str, ...], list[_Kind]] = defaultdict(list)
    for group, name in (("announcing", _ANNOUNCING), ("wrong", "wrong"), ("things", "thing")):
        for kind, phrases in table[group].items():
            for phrase in phrases:
                kinds[tuple(words_of(phrase))].append((name, kind))
    by_head: dict[str, list[tuple[tuple[str, ...], tuple[_Kind, ...]]]] = defaultdict(list)
    for words, own in sorted(kinds.items(), key=lambda item: (-len(item[0]), item[0])):
        by_head[words[0]].append((words, tuple(own)))
    return dict(by_head)


def kinds_of(words: tuple[str, ...]) -> frozenset[_Kind]:
    """The kinds of the lexicon's phrases in `words`, the longest from the left."""
    phrases = _phrases()
    found: set[_Kind] = set()
    at = 0
    while at < len(words):
        step = 1
        for phrase, kinds in phrases.get(words[at], ()):
            if len(phrase) == 1 or words[at : at + len(phrase)] == phrase:
                found.update(kinds)
                step = len(phrase)
                break
        at += step
    return frozenset(found)


def clause_features(
    text: str, clauses: Sequence[Clause], blocks: Sequence[Block], field: Sequence[int]
) -> list[list[str]]:
    """For each of the `clauses` of an article the names of the features that it has, none twice.

    `blocks` are the page's, in text order; `field` tells where words of the field stand, as `field_words` does.
    """
    density = len(field) / max(len(text), 1000) * 1000
    degree = sum(density >= step for step in _DENSITIES)
    kinds = [kinds_of(clause.words) for clause in clauses]
    announced = _announced(text, clauses, kinds)
    starts = [block.start for block in blocks]
    rows = []
    for at, clause in enumerate(clauses):
        row = [*clause.words, *pairs_of(clause.words), *_kind_features(kinds[at]), *announced[at]]
        row += _marks(text, clauses, at)
        if NUMBER in clause.words:
            row += _shares(text[clause.start : clause.end])
        block = bisect_right(starts, clause.start) - 1
        row.append(f"@block {blocks[block].kind if block >= 0 else 'body'}")
        row.append(f"@field {degree} {is_near(clause.start, field)}")
        row.append(f"@length {min(len(clause.words) // 2, 8)}")
        rows.append(list(dict.fromkeys(row)))
    return rows


@lru_cache(maxsize=4096)
def _kind_features(kinds: frozenset[_Kind]) -> tuple[str, ...]:
    wrong = sorted(kind for group, kind in kinds if group == "wrong")
    things = sorted(kind for group, kind in kinds if group == "thing")
    pairs = [f"@{kind} of {thing}" for kind in wrong for thing in things]
    return (*(f"@{kind}" for kind in wrong), *(f"@thing {t}" for t in things), *pairs, *(() if wrong else ("@fine",)))


def _announced(text: str, clauses: Sequence[Clause], kinds: Sequence[frozenset[_Kind]]) -> list[list[str]]:
    """Where words that announce obstacles stand before each clause: sentence, sentence before, line, line before."""
    rows = []
    spoken: set[int] = set()
    lines: set[int] = set()
    line = reached = 0
    for clause, own in zip(clauses, kinds, strict=True):
        line += text.count("\n", reached, clause.start)
        reached = clause.start
        told = {
            "@announced here": clause.sentence in spoken,
            "@announced before": clause.sentence - 1 in spoken,
            "@announced in line": line in lines,
            "@announced line before": bool(lines & {line - 1, line - 2}),
        }
        rows.append([name for name, holds in told.items() if holds])
        if any(group == _ANNOUNCING for group, _ in own):
            spoken.add(clause.sentence)
            lines.add(line)
    return rows


def _marks(text: str, clauses: Sequence[Clause], at: int) -> list[str]:
    """What stands before and behind the clause, and whether it is its sentence's first or last."""
    clause = clauses[at]
    before = clauses[at - 1] if at else None
    after = clauses[at + 1] if at + 1 < len(clauses) else None
    left = text[before.end if before else 0 : clause.start]
    right = text[clause.end : after.start if after else len(text)]
    marks = [f"@before {left.strip()[:8].lower()}", f"@behind {right.strip()[:8].lower()}"]
    if before is None or before.sentence != clause.sentence:
        marks.append("@first")
    if after is None or after.sentence != clause.sentence:
        marks.append("@last")
    return marks


def _shares(words: str) -> list[str]:
    """How large a share the clause tells, in fifths."""
    shares = [int(m[1]) / 100 for m in _PERCENT.finditer(words)]
    shares += [int(m[1]) / int(m[2]) for m in _PART.finditer(words) if int(m[2])]
    return [f"@share {min(int(share * 5), 5)}" for share in shares]
