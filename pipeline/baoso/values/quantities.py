"""Numbers with units, bounds and measures: `find_quantities`.

A fraction "a/b" before a counted noun is a count with a denominator ("132/203 thủ tục"); before "số", "dân số"
and the like, or with b of at most ten before people, households or organisations, it is a share ("3/4 người dân"
is 0.75). Spelled numbers need two number words, a multiplier or "ít nhất" and the like before them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from baoso.types import Quantity, Span
from baoso.values import traps
from baoso.values.acceptance import accepted
from baoso.values.candidates import Candidate, candidate
from baoso.values.multiples import multiples_in
from baoso.values.numbers import Number, numbers_in
from baoso.values.ranges import join_ranges, mark_baselines
from baoso.values.ranks import spelled_ranks
from baoso.values.reading import kind_of, quantity_of


class Extent(Protocol):
    """Anything with offsets: a `Span`, a `Mention`, a `Block`."""

    @property
    def start(self) -> int: ...  # noqa: D102

    @property
    def end(self) -> int: ...  # noqa: D102
