"""Numbers in words inside a text: "hai mươi lăm", "hàng trăm", "một nửa", "hai phần ba"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache

from baoso import lexicon
from baoso.lexicon import alternation, cue_regex, fold
from baoso.values.context import lower
from baoso.values.digits import Number, makes_other_word
from baoso.values.spelled import read_scale, read_spelled, syllables

# the longest number below 10¹⁵ takes fewer syllables
_MOST_SYLLABLES = 32


def word_numbers(text: str) -> Iterator[Number]:
    """Every number in words, in text order: two or more words, a scale, or one after "ít nhất"."""
    end = 0
    lowered = lower(text)
    for m in _matches(lowered):
        if m.start() < end:
            continue
        end = m.end()
        if m["run"]:
            yield from _run(text, m)
        elif (number := _phrase_number(m)) is not None:
            yield number


def _matches(lowered: str) -> list[re.Match[str]]:
    """Where number words may stand: around a scale word, and alone after "ít nhất" and the like."""
    vocabulary = syllables().all | lexicon.table("numbers")["magnitude"].keys()
    found, end = [], 0
    for anchor in _anchor_pattern().finditer(lowered):
        if anchor.start() < end:
            continue
        start = _walk_back(lowered, anchor.start(), end, vocabulary)
        if m := _word_pattern().match(lowered, start):
            found.append(m)
            end = m.end()
    found += [m for s in _strong_pattern().finditer(lowered) if (m := _word_pattern().match(lowered, s.end()))]
    return sorted(found, key=lambda m: m.start())


def _walk_back(lowered: str, start: int, low: int, vocabulary: Set[str]) -> int:
    """The start of the row of number words that ends at `start`, not before `low`."""
    while True:
        j = start
        while j > low and lowered[j - 1].isspace():
            j -= 1
        k = j
        while k > low and lowered[k - 1].isalpha():
            k -= 1
        if k == j or lowered[k:j] not in vocabulary:
            return start
        start = k


def _phrase_number(m: re.Match[str]) -> Number | None:
    """ "hàng trăm", "một nửa", "nửa triệu", "hai phần ba"."""
    table = lexicon.table("numbers")
    if m["magnitude"]:
        scale, _ = read_scale(fold(m["of"]).split(), 0)
        value = float(table["magnitude"][m["magnitude"]] * scale)
        return Number(m.start(), m.end(), value, scale=scale, form="magnitude")
    if m["half"]:
        of = syllables().scales[m["half_of"]] if m["half_of"] else 1
        return Number(m.start(), m.end(), 0.5 * of, scale=of, form="words" if m["half_of"] else "half")
    whole, part = _wholes()[m["whole"]], syllables().digits[m["part"]]
    return Number(m.start(), m.end(), part / whole, form="share") if 0 < part < whole else None


def _run(text: str, m: re.Match[str]) -> Iterator[Number]:
    """The numbers in a run of number syllables; a prefix that spells nothing is passed over."""
    places = [(p.start(), p.end()) for p in re.finditer(r"\S+", m["run"])]
    words = [fold(m["run"][a:b]) for a, b in places]
    i = 0
    while i < len(words):
        read = read_spelled(words[i : i + _MOST_SYLLABLES])
        if read is None:
            i += 1
            continue
        value, used = read
        start, end = m.start() + places[i][0], m.start() + places[i + used - 1][1]
        if not makes_other_word(text, end):
            scale, _ = read_scale(words[i + used - 1 : i + used], 0)
            yield Number(start, end, value, scale=float(scale), form="words" if used > 1 else "single")
        i += used


@lru_cache(maxsize=1)
def _word_pattern() -> re.Pattern[str]:
    table = lexicon.table("numbers")
    scales, every = alternation(syllables().scales), alternation(syllables().all)
    magnitude, half = alternation(table["magnitude"]), alternation(table["words"]["half"])
    over, digits = table["words"]["over"], alternation(syllables().digits)
    wholes = alternation(_wholes())
    return re.compile(
        rf"(?<!\w)(?:(?P<magnitude>{magnitude})\s+(?P<of>{scales}(?:\s+{scales})*)"
        rf"|(?P<half>{half})(?:\s+(?P<half_of>{scales}))?"
        rf"|(?P<part>{digits})\s+{over}\s+(?P<whole>{wholes})"
        rf"|(?P<run>{every}(?:\s+{every})*))(?!\w)"
    )


@lru_cache(maxsize=1)
def _wholes() -> dict[str, int]:
    """What may stand below a spoken fraction line: "ba phần tư", "một phần mười"."""
    s = syllables()
    return {**s.digits, "tư": s.after_ten["tư"], s.ten: 10}


@lru_cache(maxsize=1)
def _anchor_pattern() -> re.Pattern[str]:
    """A word that every number of two or more words holds."""
    words = lexicon.table("numbers")["words"]
    anchors = [*syllables().scales, words["ten"], words["tens"], words["over"], *words["half"]]
    return cue_regex(anchors, ignore_case=False)


@lru_cache(maxsize=1)
def _strong_pattern() -> re.Pattern[str]:
    """The comparators after which a lone number word counts."""
    words = lexicon.table("comparators")["strong"]["words"]
    return cue_regex(words, ignore_case=False, then=r"\s+(?=[^\W\d_])")
