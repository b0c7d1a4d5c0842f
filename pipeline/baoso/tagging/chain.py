"""A linear-chain model over syllables: its weights as arrays, the likeliest tags, and how sure a span is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from baoso.artefacts import read_arrays
from baoso.errors import ModelError
from baoso.tagging.chain_columns import (
    OUTSIDE,
    PLACE_KEYS,
    REACH,
    TEMPLATES,
    WORD_KEYS,
    Columns,
    Template,
    word_keys,
)
from baoso.tagging.lattice import Floats, Ints, Lattice, Steps, likeliest

_WIDTH = 2 * REACH + 1
# Syllables that are read at once; bounds the memory that a long text takes.
_AT_ONCE = 1 << 14
# Different syllables whose weights are kept; more than any text has.
_KEPT = 1 << 14


class Run(NamedTuple):
    """A run of syllables, `first` to before `last` of the text, and its label."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """A run of syllables as a chain found it, and its probability (0–1)."""

    first: int
    last: int
    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class ChainWeights:
    """A model as arrays: `moves[i, j]` is the score of label j behind label i, `weights[a, i]` of attribute a for i."""

    labels: tuple[str, ...]
    moves: Floats
    attributes: tuple[str, ...]
    weights: Floats

    def save(self, path: Path) -> None:
        """Write the arrays to `path` (.npz, no pickles)."""
        text = np.frombuffer("\n".join(self.attributes).encode(), dtype=np.uint8)
        with path.open("wb") as file:
            np.savez_compressed(
                file, labels=np.array(self.labels), moves=self.moves, attributes=text, weights=self.weights
            )

    @classmethod
    def read(cls, path: Path) -> ChainWeights:
        """The arrays in the file at `path`. Raises `ModelError` where they are not those of a chain."""
        held = read_arrays(path)
        try:
            labels = tuple(map(str, held["labels"].tolist()))
            attributes = tuple(held["attributes"].tobytes().decode().split("\n"))
            moves, weights = (np.asarray(held[name], dtype=np.float32) for name in ("moves", "weights"))
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{path}: {error!r}; it must hold the weights of a tagger, train it again") from error
        shapes = (moves.shape, weights.shape)
        if shapes != ((len(labels), len(labels)), (len(attributes), len(labels))) or OUTSIDE not in labels:
            raise ModelError(f"{path}: its arrays have the shapes {shapes}, unlike their names; train it again")
        return cls(labels, moves, attributes, weights)


class _Table:
    """The weights of one template: of each attribute, a row for each offset that it is seen from; row 0 is of none."""

    def __init__(self, template: Template, labels: int) -> None:
        self.template = template
        self._labels = labels
        self._entries: dict[tuple[str, ...], list[tuple[int, Floats]]] = {}
        self.rows: dict[tuple[str, ...], int] = {}
        self.weights: Floats = np.zeros((1, len(template.offsets), labels), dtype=np.float32)
        self._radices: list[int] = []
        self._codes: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._order: Ints = np.zeros(0, dtype=np.intp)

    def add(self, offset: int, key: tuple[str, ...], weights: Floats) -> None:
        """Take in the weights of the attribute with `key`, seen from `offset`."""
        self._entries.setdefault(key, []).append((self.template.offsets.index(offset), weights))

    def close(self, numbers: Mapping[str, Mapping[str, int]]) -> None:
        """Make the arrays of what was added; `numbers` gives each key part its number, by the part's name."""
        self.weights = np.zeros((len(self._entries) + 1, len(self.template.offsets), self._labels), dtype=np.float32)
        self.rows = {key: row for row, key in enumerate(self._entries, 1)}
        for key, entries in self._entries.items():
            for slot, weights in entries:
                self.weights[self.rows[key], slot] = weights
        self._entries.clear()
        self._radices = [len(numbers[part]) + 1 for part, _ in self.template.parts]
        codes = [self._code([numbers[p][k] for (p, _), k in zip(self.template.parts, key, strict=True)])
                 for key in self.rows]  # fmt: skip
        self._order = np.argsort(np.array(codes, dtype=np.int64), kind="stable") + 1
        self._codes = np.sort(np.array([*codes, np.iinfo(np.int64).max], dtype=np.int64))

    def _code(self, parts: Sequence[Any]) -> Any:
        code = parts[0]
        for radix, part in zip(self._radices[1:], parts[1:], strict=True):
            code = code * radix + part
        return code

    def look_up(self, columns: Mapping[str, npt.NDArray[np.int64]]) -> Ints:
        """The row of the attribute at each place; `columns` are the numbers of the key parts, 0 for unknown ones."""
        parts = [columns[part][behind:] for part, behind in self.template.parts]
        size = min(map(len, parts))
        codes = self._code([part[:size] for part in parts])
        at = np.searchsorted(self._codes, codes)
        rows = np.zeros(len(columns[self.template.parts[0][0]]), dtype=np.intp)
        known = np.flatnonzero(self._codes[at] == codes)
        rows[known] = self._order[at[known]]
        return rows


class Chain:
    """A chain ready to tag; `clusters` maps spellings (`cluster_key`) to names of clusters.

    Raises `ModelError` for an attribute of no known template.
    """

    def __init__(self, weights: ChainWeights, clusters: Mapping[str, str]) -> None:
        self.labels = weights.labels
        self._clusters = clusters
        self.moves = weights.moves
        self._tag_numbers = {label: k for k, label in enumerate(weights.labels)}
        self._tables = {name: _Table(template, len(self.labels)) for name, template in TEMPLATES.items()}
        # each part's keys, and their numbers from 1 on
        self._numbers: dict[str, dict[str, int]] = {part: {} for part in (*WORD_KEYS, *PLACE_KEYS)}
        self._fill(weights)
        self._known: dict[str, int] = {}
        self._sums: Floats = np.zeros((_KEPT, _WIDTH, len(self.labels)), dtype=np.float32)
        self._parts = np.zeros((_KEPT, len(WORD_KEYS)), dtype=np.int64)
        self._lock = Lock()

    def _fill(self, weights: ChainWeights) -> None:
        for attribute, row in zip(weights.attributes, weights.weights, strict=True):
            offset, _, rest = attribute.partition(":")
            name, _, text = rest.partition("=")
            table = self._tables.get(name)
            if table is None:
                raise ModelError(f"the tagger has an attribute {attribute!r} of no known template; train it again")
            key = tuple(text.split(" "))
            for (part, _), one in zip(table.template.parts, key, strict=True):
                self._numbers[part].setdefault(one, len(self._numbers[part]) + 1)
            table.add(int(offset), key, row)
        for table in self._tables.values():
            table.close(self._numbers)

    def scores(self, seen: Columns) -> Floats:
        """For each place of the columns, the sum of its attributes' weights for each label."""
        size = len(seen.words)
        inner = slice(REACH, size - REACH)
        total = np.zeros((size, len(self.labels)), dtype=np.float32)
        rows, sums, parts = self._word_rows(seen.words)
        for slot in range(_WIDTH):
            total[inner] += sums[rows[slot : size - _WIDTH + 1 + slot], slot]
        columns: dict[str, npt.NDArray[np.int64]] = dict(zip(WORD_KEYS, parts[rows].T, strict=True))
        for part, keys in seen.places.items():
            get = self._numbers[part].get
            columns[part] = np.array([get(key, 0) for key in keys], dtype=np.int64)
        for table in self._tables.values():
            if table.template.of_word:
                continue
            found = table.look_up(columns)
            for slot, offset in enumerate(table.template.offsets):
                total[inner] += table.weights[found[REACH + offset : size - REACH + offset], slot]
        return total

    def _word_rows(self, words: Sequence[str]) -> tuple[Ints, Floats, npt.NDArray[np.int64]]:
        """Each syllable's row in the other two: its weights (by offset and label), and the numbers of its keys."""
        with self._lock:
            new = set(words).difference(self._known)
            if len(self._known) + len(new) > len(self._sums):
                self._known.clear()
                new = set(words)
                size = max(_KEPT, len(new))
                self._sums = np.zeros((size, _WIDTH, len(self.labels)), dtype=np.float32)
                self._parts = np.zeros((size, len(WORD_KEYS)), dtype=np.int64)
            for word in new:
                row = self._known[word] = len(self._known)
                self._keep(row, word)
            known = self._known
            return np.array([known[word] for word in words], dtype=np.intp), self._sums, self._parts

    def _keep(self, row: int, word: str) -> None:
        keys = word_keys(word, self._clusters)
        for k, part in enumerate(WORD_KEYS):
            self._parts[row, k] = self._numbers[part].get(keys.get(part, OUTSIDE), 0)
        self._sums[row] = 0.0
        for table in self._tables.values():
            key = keys.get(table.template.parts[0][0])
            if table.template.of_word and key is not None and (found := table.rows.get((key,))):
                self._sums[row, np.array(table.template.offsets) + REACH] += table.weights[found]

    def read(self, seen: Columns, asked: Iterable[Run] = ()) -> Reading:
        """The likeliest tags of a text, and how likely the spans `asked` about are."""
        questions = _by_sentence(seen, asked)
        reading = Reading([], [], dict.fromkeys(asked, 1.0))
        before = 0
        for part in seen.parts(_AT_ONCE):
            self._read_part(part, questions[before : before + len(part.sentences)], reading)
            before += len(part.sentences)
        return reading

    def _read_part(self, seen: Columns, questions: Sequence[Sequence[Run]], reading: Reading) -> None:
        """Add what stands in the sentences of `seen` to `reading`; `questions` are the spans asked about in each."""
        steps = Steps.of(seen.sentences)
        scores = self.scores(seen)[steps.order]
        found = np.zeros(len(seen.words), dtype=np.intp)
        found[steps.order] = likeliest(scores, self.moves, steps)
        named = [self.labels[k] for k in found.tolist()]
        lattice = Lattice(scores, self.moves, steps)
        for sentence, (at, count, start) in enumerate(seen.sentences):
            tags = named[at : at + count]
            reading.tags.append(tags)
            for first, last, label in runs_of(tags):
                sure = self._probability(lattice, sentence, first, tags[first:last], label)
                reading.spans.append(Tagged(start + first, start + last, label, sure))
            for run in questions[sentence]:
                tags = [f"B-{run.label}", *[f"I-{run.label}"] * (run.last - run.first - 1)]
                reading.likely[run] = self._probability(lattice, sentence, run.first - start, tags, run.label)

    def _probability(self, lattice: Lattice, sentence: int, first: int, tags: Sequence[str], label: str) -> float:
        """How likely `sentence` has `tags` from its syllable `first` on, and no more of `label` behind.

        0 where the chain knows no such tag.
        """
        number = self._tag_numbers
        if not number.keys() >= set(tags):
            return 0.0
        return lattice.probability(sentence, first, [number[tag] for tag in tags], number.get(f"I-{label}"))


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as a chain reads it: the tags of each sentence, their spans, and what was asked.

    `likely` tells how likely each span that was asked about has just these bounds and this label; 1 for what lies in no
    one sentence, and cannot be judged.
    """

    tags: list[list[str]]
    spans: list[Tagged]
    likely: dict[Run, float]


def _by_sentence(seen: Columns, asked: Iterable[Run]) -> list[list[Run]]:
    """The spans asked about, sorted to the sentences that hold them."""
    questions: list[list[Run]] = [[] for _ in seen.sentences]
    firsts = [first for _, _, first in seen.sentences]
    for run in asked:
        sentence = bisect_right(firsts, run.first) - 1
        if sentence >= 0 and run.first < run.last <= firsts[sentence] + seen.sentences[sentence][1]:
            questions[sentence].append(run)
    return questions


def runs_of(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """The spans of B-… and I-… tags: first, before last, label. An I-… that continues nothing opens one."""
    runs: list[tuple[int, int, str]] = []
    for k, tag in enumerate(tags):
        if tag == OUTSIDE:
            continue
        label = tag[2:]
        if tag[0] == "I" and runs and runs[-1][1] == k and runs[-1][2] == label:
            runs[-1] = (runs[-1][0], k + 1, label)
        else:
            runs.append((k, k + 1, label))
    return runs
