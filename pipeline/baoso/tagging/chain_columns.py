"""What the learned tagger sees of a text: keys of its syllables, and the templates that make attributes of them.

An attribute is what stands at some place seen from the syllable that is judged ("-1:w=sở", "0:rule+w=O ứng").
Training writes attributes out; tagging looks their weights up by numbers (`chain.py`). Both go by the same columns and
templates.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from baoso import lexicon
from baoso.tagging.syllables import Phrases, Syllables, shape_of
from baoso.types import Block, Label, Mention

# A key for what lies beyond a sentence, and how far a syllable sees there.
EDGE: Final = "<>"
REACH: Final = 2
# A key for nothing: no tag, no list, no cluster.
OUTSIDE: Final = "O"
# What the rules tag, and the tagger tags anew.
LABELS: Final[tuple[Label, ...]] = ("PERSON", "TITLE", "ORGANISATION", "PROGRAMME", "PLATFORM", "EVENT")
# What the rules tag and the tagger only looks at.
_CONTEXT: Final[tuple[Label, ...]] = ("LOCALITY", "DATE", "DOCUMENT")

# Keys that follow from the syllable alone, and those of its place in the text.
WORD_KEYS: Final = ("w", "form", "shape", "cluster", "head", "tail")
PLACE_KEYS: Final = ("rule", "place", "listed", "run", "block", "quoted")


@dataclass(frozen=True, slots=True)
class Template:
    """Where keys are seen from (`offsets`), and which keys make one attribute: of each its name, and how far behind."""

    offsets: tuple[int, ...]
    parts: tuple[tuple[str, int], ...]

    @property
    def of_word(self) -> bool:
        """Whether the attribute is one key of one syllable."""
        return len(self.parts) == 1 and self.parts[0][0] in WORD_KEYS


_WINDOW = (-2, -1, 0, 1, 2)
TEMPLATES: Final[Mapping[str, Template]] = {
    "w": Template(_WINDOW, (("w", 0),)),
    "form": Template((-1, 0, 1), (("form", 0),)),
    "shape": Template(_WINDOW, (("shape", 0),)),
    "cluster": Template(_WINDOW, (("cluster", 0),)),
    "head": Template((0,), (("head", 0),)),
    "tail": Template((0,), (("tail", 0),)),
    "ww": Template((-2, -1, 0, 1), (("w", 0), ("w", 1))),
    "shapes": Template((-2, -1, 0), (("shape", 0), ("shape", 1), ("shape", 2))),
    "clusters": Template((-2, -1, 0, 1), (("cluster", 0), ("cluster", 1))),
    "rule": Template(_WINDOW, (("rule", 0),)),
    "rules": Template((-1, 0), (("rule", 0), ("rule", 1))),
    "rule+w": Template((-1, 0, 1), (("rule", 0), ("w", 0))),
    "rule+shape": Template((0,), (("rule", 0), ("shape", 0))),
    "place": Template(_WINDOW, (("place", 0),)),
    "listed": Template(_WINDOW, (("listed", 0),)),
    "listed+shape": Template((0,), (("listed", 0), ("shape", 0))),
    "run": Template((-1, 0, 1), (("run", 0),)),
    "block+shape": Template((0,), (("block", 0), ("shape", 0))),
    "quoted": Template((-1, 0, 1), (("quoted", 0),)),
}

_DIGITS = re.compile(r"\d")
_OPENING, _CLOSING = frozenset("“«"), frozenset("”»")
_LONGEST_RUN = 8
# Longer ones are lists that run on, or no sentences.
_LONGEST_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class Columns:
    """All sentences of a text in a row, with `REACH` edges before, between and behind them.

    `words` are the syllables, `places` their keys by `PLACE_KEYS`; `sentences` gives, of each that holds a syllable,
    where it begins in the columns, how many syllables it has, and the number of its first one in the text.
    """

    words: list[str]
    places: dict[str, list[str]]
    sentences: list[tuple[int, int, int]]

    def parts(self, size: int) -> Iterator[Columns]:
        """These columns in parts of at least `size` syllables, but for the last; no sentence is cut."""
        begin = 0
        for k, (at, count, _) in enumerate(self.sentences):
            start = self.sentences[begin][0]
            if at + count - start < size and k + 1 < len(self.sentences):
                continue
            low, high = start - REACH, at + count + REACH
            yield Columns(
                self.words[low:high],
                {name: keys[low:high] for name, keys in self.places.items()},
                [(a - low, n, first) for a, n, first in self.sentences[begin : k + 1]],
            )
            begin = k + 1


@lru_cache(maxsize=1 << 16)
def word_shape(word: str) -> str:
    """The shape of a syllable: a mark is itself, "9" digits, "x" small, "X" one capital, "Xx", "XX", "xX" mixed."""
    if not word[0].isalnum():
        return word
    if word.isdigit():
        return f"9{min(len(word), 5)}"
    if not word.isalpha():
        return "x9"
    if word.islower():
        return "x"
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    return "Xx" if word[0].isupper() and word[1:].islower() else "xX"


@lru_cache(maxsize=1 << 16)
def cluster_key(word: str) -> str:
    """The spelling that clusters go by: tones in their new places, and of capitals only whether first or all are."""
    shape = shape_of(word)
    if not shape.cap:
        return _DIGITS.sub("9", shape.key)
    return shape.key.upper() if shape.upper else shape.key.capitalize()


def word_keys(word: str, clusters: Mapping[str, str]) -> dict[str, str]:
    """Keys of a syllable by `WORD_KEYS`; what it has none of is left out. `clusters` maps `cluster_key` to a name."""
    if word == EDGE:
        return {"w": EDGE, "shape": EDGE, "cluster": EDGE}
    key, shape = _DIGITS.sub("9", shape_of(word).key), word_shape(word)
    found = {"w": key, "shape": shape, "cluster": clusters.get(cluster_key(word), OUTSIDE)}
    if shape in ("X", "XX", "Xx", "xX"):
        found["form"] = word
    if word[0].isalpha():
        found |= {"head": key[:2], "tail": key[-3:]}
    return found


def columns(
    s: Syllables, sentences: Iterable[tuple[int, int]], blocks: Sequence[Block], mentions: Iterable[Mention]
) -> Columns:
    """The columns of a text; `mentions` are what the rules found in it."""
    spans: list[tuple[int, int, int]] = []
    words = [EDGE] * REACH
    for first, last in _pieces(s, sentences):
        spans.append((len(words), last - first, first))
        words += s.words[first:last]
        words += [EDGE] * REACH
    rules, others = rule_tags(s, mentions)
    places = {
        "rule": _spread(rules, spans, len(words)),
        "place": _spread(others, spans, len(words)),
        "listed": _spread(_listed(s), spans, len(words)),
        "run": _runs(words),
        "block": _kinds(spans, s, blocks, len(words)),
        "quoted": _quoted(words),
    }
    return Columns(words, places, spans)


def _pieces(s: Syllables, sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The syllables of each sentence that holds any, first and before last; a very long one in pieces."""
    for start, end in sentences:
        first, last = s.at(start), s.at(end)
        yield from ((k, min(k + _LONGEST_SENTENCE, last)) for k in range(first, last, _LONGEST_SENTENCE))


def _spread(keys: Sequence[str], spans: Iterable[tuple[int, int, int]], size: int) -> list[str]:
    """The keys of the text's syllables, each sentence's at its place in the columns."""
    column = [EDGE] * size
    for at, count, first in spans:
        column[at : at + count] = keys[first : first + count]
    return column


def attributes(seen: Columns, keys: Mapping[str, Mapping[str, str]], at: int) -> Iterator[str]:
    """The attributes of the syllable at place `at` of the columns; `keys` maps each word there to its `word_keys`."""
    for name, template in TEMPLATES.items():
        for offset in template.offsets:
            if template.of_word:
                key = keys[seen.words[at + offset]].get(template.parts[0][0])
                if key is not None:
                    yield f"{offset}:{name}={key}"
                continue
            parts = [_key(seen, keys, part, at + offset + behind) for part, behind in template.parts]
            yield f"{offset}:{name}={' '.join(parts)}"


def _key(seen: Columns, keys: Mapping[str, Mapping[str, str]], part: str, at: int) -> str:
    return seen.places[part][at] if part in PLACE_KEYS else keys[seen.words[at]].get(part, OUTSIDE)


def span_tags(s: Syllables, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """Tags B-…, I-… of the syllables that the spans (start, end, name) touch; of two that overlap the longer one's."""
    tags = [OUTSIDE] * len(s)
    for start, end, name in sorted(spans, key=lambda m: (m[0] - m[1], m)):
        first, last = s.at(start), s.at(end)
        if first and s.ends[first - 1] > start:
            first -= 1
        if first < last and all(tag == OUTSIDE for tag in tags[first:last]):
            tags[first:last] = [f"B-{name}", *[f"I-{name}"] * (last - first - 1)]
    return tags


def rule_tags(s: Syllables, mentions: Iterable[Mention]) -> tuple[list[str], list[str]]:
    """The tags of what the rules found: of the labels that are tagged anew, with the rule's name, and of the others."""
    found = list(mentions)
    own = [(m.start, m.end, f"{m.label}.{m.method}") for m in found if m.label in LABELS]
    others = [(m.start, m.end, m.label) for m in found if m.label in _CONTEXT]
    return span_tags(s, own), span_tags(s, others)


@lru_cache(maxsize=1)
def _lists() -> Phrases[str]:
    """Phrases of the lexicon with the list that each is in; of a phrase in two lists the later one here."""
    entries: dict[str, str] = {}
    for name, (table, key) in lexicon.table("tagger")["lists"].items():
        entries |= dict.fromkeys(lexicon.table(table)[key], name)
    for table in lexicon.table("tagger")["heads"]:
        heads = lexicon.table(table)["heads"].values()
        entries |= {word: table for head in heads for word in head["words"]}
    return Phrases(entries)


def _listed(s: Syllables) -> list[str]:
    """Which list of the lexicon each syllable stands in a phrase of; the leftmost, longest phrases."""
    phrases = _lists()
    first_words = phrases.first_words
    tags = [OUTSIDE] * len(s)
    behind = 0
    for i in [i for i, key in enumerate(s.keys) if key in first_words]:
        found = phrases.match(s, i) if i >= behind else None
        if found is not None:
            behind, name = found
            tags[i:behind] = [f"B-{name}", *[f"I-{name}"] * (behind - i - 1)]
    return tags


def _runs(words: Sequence[str]) -> list[str]:
    """Where in how long a run of capitalised syllables each one stands ("1/3")."""
    runs = [OUTSIDE] * len(words)
    first = last = -1
    for i in [i for i, word in enumerate(words) if word[0].isupper()]:
        if i != last:
            _number(runs, first, last)
            first = i
        last = i + 1
    _number(runs, first, last)
    return runs


def _number(runs: list[str], first: int, last: int) -> None:
    size = min(last - first, _LONGEST_RUN)
    for k in range(first, last):
        runs[k] = f"{min(k - first, _LONGEST_RUN)}/{size}"


def _quoted(words: Sequence[str]) -> list[str]:
    """Whether each syllable stands behind an opening quotation mark of its sentence that is not yet closed."""
    tags = [OUTSIDE] * len(words)
    first = -1
    for i in [i for i, word in enumerate(words) if word in _OPENING or word in _CLOSING or word == EDGE]:
        if first >= 0:
            tags[first:i] = ["in"] * (i - first)
        first = i if words[i] in _OPENING else -1
    return tags


def _kinds(spans: Iterable[tuple[int, int, int]], s: Syllables, blocks: Sequence[Block], size: int) -> list[str]:
    """The kind of the block that each sentence begins in."""
    kinds = [EDGE] * size
    starts = [b.start for b in blocks]
    for at, count, first in spans:
        block = bisect_right(starts, s.starts[first]) - 1
        kinds[at : at + count] = [blocks[block].kind if block >= 0 else EDGE] * count
    return kinds
