"""What an article is known by when near copies are looked for: a MinHash signature of its runs of five syllables.

The share of equal slots in two signatures estimates the Jaccard similarity of the two sets of runs.
"""

from __future__ import annotations

import string
from zlib import crc32

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

RUN = 5
BANDS = 32
# Slots of one band, two bytes each: a band is one 64-bit number.
ROWS = 4
SLOTS = BANDS * ROWS
BYTES = SLOTS * 2
_SEED = 1
# Outlets set the same words between different quotes and dashes.
_OUTER = string.punctuation + "“”‘’«»…–—•\u200b\ufeff"
_FACTOR, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)


def signature(text: str) -> bytes | None:
    """The signature of a text, `BYTES` long, equal everywhere; None for one of fewer than five syllables."""
    runs = _runs([s for chunk in text.lower().split() if (s := chunk.strip(_OUTER))])
    if not len(runs):
        return None
    # not in one of rensa's calls for many texts: these wait for threads of its own
    made = RMinHash(num_perm=SLOTS, seed=_SEED)
    made.update(runs.astype("<u8").view("S8").tolist())
    # 32 bits of each slot are more than 128 slots need: 16 agree by chance once in 65,536.
    return np.array(made.digest(), np.uint32).astype("<u2").tobytes()


def _runs(syllables: list[str]) -> npt.NDArray[np.uint64]:
    """A hash of each run of syllables."""
    # encoded in one piece, which is faster than one by one
    encoded = " ".join(syllables).encode("utf-8", "surrogatepass").split(b" ")
    hashes = np.fromiter(map(crc32, encoded), np.uint64, len(encoded))
    count = max(0, len(hashes) - RUN + 1)
    runs: npt.NDArray[np.uint64] = hashes[:count].copy()
    for place in range(1, RUN):
        runs *= _FACTOR
        runs ^= runs >> _SHIFT
        runs += hashes[place : place + count]
    return runs
