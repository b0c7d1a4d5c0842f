"""Near copies over a whole run: articles that share most of their words' runs with an earlier one.

Parts hold the signatures, so nothing is read but these. Two articles are compared where they agree in a whole band of
their signatures (64 bits), each with the first that has that band and with the last before it: so many comparisons as
bands at most, however many copies there are. Of what is compared, the earliest that is similar enough is named.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from baoso.batch.repeats import NEAR_FILE, Repeats, repeats_of
from baoso.batch.schemas import SCHEMAS
from baoso.batch.signatures import BANDS, BYTES, SLOTS
from baoso.batch.store import part_numbers, part_path, read_table, write_table

THRESHOLD = 0.7
"""From this similarity on, a later article is a near copy; of pairs just so similar, 9,998 in 10,000 are compared."""
_BAND = np.dtype("<u8")
# Pairs compared at once.
_CHUNK = 2**14

Numbers: TypeAlias = "npt.NDArray[np.int64]"


def write_near(out: Path) -> None:
    """Note the near copies in OUT/duplicates, for all who read the run. Repetitions must have been noted before.

    Raises `OutputError` where a part cannot be read.
    """
    repeats = repeats_of(out)
    with tempfile.TemporaryFile(dir=out) as file:
        signatures = _Signatures(out, repeats, file)
        write_table(out / "duplicates" / NEAR_FILE, signatures.rows(signatures.copies()))


def near_count(out: Path) -> int:
    """How many near copies were noted."""
    path = out / "duplicates" / NEAR_FILE
    return int(pq.read_metadata(path).num_rows) if path.is_file() else 0


class _Signatures:
    """All signatures of a run, band by band in a file, so that memory holds one band at a time: 30 bytes an article.

    Articles have numbers in the order of the plan; those that repeat an earlier text have none.
    """

    def __init__(self, out: Path, repeats: Repeats, file: Any) -> None:
        self._out = out
        self._repeats = repeats
        self._parts = part_numbers(out, "signatures")
        sizes = [len(self._ids_of(at)) for at in range(len(self._parts))]
        self._ends = np.cumsum(sizes, dtype=np.int64)
        count = int(self._ends[-1]) if sizes else 0
        for at, end in enumerate(self._ends.tolist()):
            # written, not mapped: where the disk is full, only this is told as an error
            for band, values in enumerate(self._packed(at)):
                file.seek((band * count + end - sizes[at]) * _BAND.itemsize)
                file.write(values)
        file.flush()
        self._bands: npt.NDArray[np.uint64] = np.empty((BANDS, 0), _BAND)
        if count:
            self._bands = np.memmap(file, _BAND, "r", shape=(BANDS, count))

    def _own(self, at: int, column: str) -> pa.ChunkedArray:
        """A column of a part's signatures, less those of repetitions."""
        number = self._parts[at]
        table = read_table(part_path(self._out, "signatures", number), list({"article_id", column}))
        if number in self._repeats:
            table = table.filter(pc.invert(pc.is_in(table.column("article_id"), self._repeats[number])))
        return table.column(column)

    def _packed(self, at: int) -> npt.NDArray[np.uint64]:
        """A part's signatures, band by band."""
        column = self._own(at, "signature").combine_chunks()
        if not len(column):
            return np.empty((BANDS, 0), _BAND)
        packed = np.frombuffer(column.buffers()[1], _BAND, len(column) * BANDS, column.offset * BYTES)
        return np.ascontiguousarray(packed.reshape(-1, BANDS).T)

    def _ids_of(self, at: int) -> list[str]:
        ids: list[str] = self._own(at, "article_id").to_pylist()
        return ids

    def copies(self) -> dict[int, tuple[int, float]]:
        """The near copies: which earlier article each repeats, and how similar they are; in order."""
        found: dict[int, tuple[int, float]] = {}
        for later, pairs in groupby(self._similar(), key=lambda pair: pair[0]):
            earlier = {number for _, number in pairs}
            # what one of them is a copy of may have no band in common with this one, but words
            earlier |= {found[number][0] for number in earlier if number in found}
            near = np.array(sorted(earlier), np.int64)
            likeness = self._likeness(np.full(len(near), later), near)
            first = int(np.argmax(likeness >= THRESHOLD))
            found[later] = int(near[first]), float(likeness[first])
        return found

    def _similar(self) -> Iterator[tuple[int, int]]:
        """Pairs (later, earlier) that are similar enough, in order."""
        pairs: npt.NDArray[np.uint64] = np.empty(0, np.uint64)
        for band in self._bands:
            pairs = np.union1d(pairs, _agreeing(np.asarray(band))).astype(np.uint64, copy=False)
        for begin in range(0, len(pairs), _CHUNK):
            chunk = pairs[begin : begin + _CHUNK]
            later, earlier = (chunk >> np.uint64(32)).astype(np.int64), (chunk & np.uint64(0xFFFFFFFF)).astype(np.int64)
            near = self._likeness(later, earlier) >= THRESHOLD
            yield from zip(later[near].tolist(), earlier[near].tolist(), strict=True)

    def _likeness(self, one: Numbers, other: Numbers) -> npt.NDArray[np.float64]:
        """The share of equal slots, pair by pair."""
        slots = [np.ascontiguousarray(self._bands[:, n].T).view(np.uint16) for n in (one, other)]
        likeness: npt.NDArray[np.float64] = np.count_nonzero(slots[0] == slots[1], axis=1) / SLOTS
        return likeness

    def rows(self, copies: dict[int, tuple[int, float]]) -> pa.Table:
        """Rows of duplicates, in the order of the plan."""
        named = self._named({*copies, *(earlier for earlier, _ in copies.values())})
        rows = [
            {
                "article_id": named[later][0],
                "source": named[later][1],
                "duplicate_of": named[earlier][0],
                "kind": "near",
                "similarity": round(likeness, 3),
            }
            for later, (earlier, likeness) in copies.items()
        ]
        return pa.Table.from_pylist(rows, schema=SCHEMAS["duplicates"])

    def _named(self, numbers: set[int]) -> dict[int, tuple[str, str]]:
        """Id and source of articles by their numbers."""
        wanted = np.array(sorted(numbers), np.int64)
        parts = np.searchsorted(self._ends, wanted, side="right")
        named: dict[int, tuple[str, str]] = {}
        for at in np.unique(parts).tolist():
            ids = self._ids_of(at)
            begin = int(self._ends[at]) - len(ids)
            articles = read_table(part_path(self._out, "articles", self._parts[at]), ["article_id", "source"])
            sources = dict(zip(*(articles.column(name).to_pylist() for name in articles.column_names), strict=True))
            for number in wanted[parts == at].tolist():
                named[number] = ids[number - begin], sources[ids[number - begin]]
        return named


def _agreeing(band: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Pairs of numbers with the same value in `band`, the later one in the upper 32 bits."""
    order = np.argsort(band, kind="stable")
    again = np.flatnonzero(band[order[1:]] == band[order[:-1]]) + 1
    if not len(again):
        return np.empty(0, np.uint64)
    # the beginning of a stretch of equal values is the position before the first of consecutive ones
    opens = np.concatenate([[True], again[1:] != again[:-1] + 1])
    first = again[opens][np.cumsum(opens) - 1] - 1
    numbers = order.astype(np.uint64)
    later = numbers[again] << np.uint64(32)
    pairs: npt.NDArray[np.uint64] = np.unique(np.concatenate([later | numbers[first], later | numbers[again - 1]]))
    return pairs
