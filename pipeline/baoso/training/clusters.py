"""Cluster syllables by the company that they keep in raw news, for the learned tagger.

    python -m baoso.training.clusters RAW.jsonl.xz… --out models/tagger/clusters.tsv

Counts which frequent syllables stand one or two places away, weighs the counts (positive pointwise mutual
information), reduces them (truncated SVD) and groups the rows (k-means). Nothing of the texts but these counts goes
into the result: one line a syllable, with the number of its cluster. The same texts, versions and seed give the same
file.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize as to_unit_length

from baoso.errors import BaosoError, GoldError
from baoso.tagging.chain_columns import cluster_key
from baoso.tagging.syllables import syllables
from baoso.text.normalize import normalize

# What stands at these places counts as company, each place by itself.
_OFFSETS = (-2, -1, 1, 2)
# How many of the most frequent syllables count as company.
_CONTEXTS = 3_000
# Rarer words have too little company.
_LEAST = 10
_DIMENSIONS = 100
# Documents counted at once; bounds the memory that pairs take.
_BATCH = 2_000


def read_texts(paths: Iterable[Path]) -> Iterator[str]:
    """The texts of compressed files of one JSON object a line, NFC.

    Raises `GoldError` where a file cannot be read.
    """
    for path in paths:
        yield from _texts_of(path)


def _texts_of(path: Path) -> Iterator[str]:
    try:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield normalize(json.loads(line)["text"]).text
    except (OSError, lzma.LZMAError, ValueError, KeyError) as error:
        raise GoldError(f"{path}: {error!r}; it must hold one JSON object with a text a line, as .xz") from error


def clusters_of(texts: Iterable[str], *, words: int, clusters: int, seed: int) -> dict[str, int]:
    """The cluster (0 to `clusters` - 1) of each of the `words` most frequent syllables, as `cluster_key` writes them.

    Raises `GoldError` where the texts hold too few different syllables for so many clusters.
    """
    names: dict[str, int] = {}
    rows = [np.array(row, dtype=np.int32) for row in _numbered(texts, names)]
    frequency = np.bincount(np.concatenate(rows), minlength=len(names)) if rows else np.zeros(0, int)
    ranked = [int(k) for k in np.argsort(-frequency, kind="stable")[:words] if frequency[k] >= _LEAST]
    if len(ranked) <= max(clusters, _DIMENSIONS):
        raise GoldError(f"the texts hold {len(ranked)} frequent syllables, too few for {clusters} clusters; give more")
    rank = np.full(len(names), -1, dtype=np.int64)
    rank[ranked] = np.arange(len(ranked))
    counts = _company(rows, rank, min(_CONTEXTS, len(ranked)))
    reduced = TruncatedSVD(_DIMENSIONS, random_state=seed).fit_transform(_pmi(counts))
    model = MiniBatchKMeans(clusters, random_state=seed, batch_size=4096, n_init=3, max_iter=200)
    found = model.fit_predict(to_unit_length(reduced))
    spelled = list(names)
    return {spelled[k]: int(found[at]) for at, k in enumerate(ranked)}


def _numbered(texts: Iterable[str], names: dict[str, int]) -> Iterator[list[int]]:
    """Each text as the numbers of its syllables; new ones are added to `names`."""
    for text in texts:
        yield [names.setdefault(cluster_key(word), len(names)) for word in syllables(text).words]


def _company(rows: Sequence[npt.NDArray[np.int32]], rank: npt.NDArray[np.int64], contexts: int) -> Any:
    """How often each word (row) has each of the first `contexts` words at each offset (column)."""
    size = int(rank.max()) + 1
    total = sparse.csr_matrix((size, contexts * len(_OFFSETS)), dtype=np.float32)
    for first in range(0, len(rows), _BATCH):
        # -1 between texts, so that no word keeps company with another text's
        texts = [np.concatenate([rank[row], [-1, -1]]) for row in rows[first : first + _BATCH]]
        line = np.concatenate(texts)
        for k, offset in enumerate(_OFFSETS):
            word, beside = (line[:-offset], line[offset:]) if offset > 0 else (line[-offset:], line[:offset])
            kept = (word >= 0) & (beside >= 0) & (beside < contexts)
            data = np.ones(int(kept.sum()), dtype=np.float32)
            columns = beside[kept] + k * contexts
            total = total + sparse.coo_matrix((data, (word[kept], columns)), shape=total.shape).tocsr()
    return total


def _pmi(counts: Any) -> Any:
    """Positive pointwise mutual information of `counts`; frequent contexts are damped (exponent 0.75)."""
    rows = np.asarray(counts.sum(axis=1)).ravel()
    columns = np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    coo = counts.tocoo()
    expected = rows[coo.row] * (columns / columns.sum())[coo.col]
    values = np.log(coo.data / expected)
    kept = values > 0
    return sparse.csr_matrix((values[kept], (coo.row[kept], coo.col[kept])), shape=counts.shape)


def write_clusters(path: Path, clusters: dict[str, int]) -> None:
    """Write one line a syllable, "syllable TAB cluster", in the order of syllables."""
    lines = (f"{word}\t{cluster}\n" for word, cluster in sorted(clusters.items()))
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def main(given: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m baoso.training.clusters", description=__doc__.split("\n")[0])
    parser.add_argument("raw", type=Path, nargs="+", help="files of one JSON object with a text a line, .xz")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--words", type=int, default=25_000)
    parser.add_argument("--clusters", type=int, default=256)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args(given)
    try:
        found = clusters_of(
            read_texts(arguments.raw), words=arguments.words, clusters=arguments.clusters, seed=arguments.seed
        )
    except BaosoError as error:
        print(f"clusters: {error}", file=sys.stderr)
        return 2
    write_clusters(arguments.out, found)
    counts = Counter(found.values())
    print(f"{len(found)} syllables in {len(counts)} clusters, the largest of {max(counts.values())}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
