"""Communes that were merged into others before 2025, known by folded name only."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from baoso.errors import LexiconError
from baoso.gazetteer.folding import ascii_key
from baoso.gazetteer.units import OLD, Unit, by_code
from baoso.types import Successor


class Former(NamedTuple):
    """A commune that ended: its district, and the communes that took it over (`whole` where it is one)."""

    district: Unit
    successors: tuple[Successor, ...]


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, list[str]]]:
    """Folded name → district's code → codes of the heirs."""
    path = resources.files(__package__).joinpath("data/former.csv.gz")
    try:
        lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    except (OSError, EOFError) as error:
        raise LexiconError(f"gazetteer/data/former.csv.gz: {error}; reinstall baoso") from error
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, district, heir in csv.reader(lines):
        found[name][district].append(heir)
    return found


def former_communes(name: str) -> list[Former]:
    """The ended communes called `name` (diacritics do not count), one a district."""
    found = []
    for code, heirs in _table().get(ascii_key(name), {}).items():
        units = [by_code()[OLD, "commune", heir] for heir in heirs]
        successors = tuple(
            Successor(u.code, u.name, u.province.name, "whole" if len(units) == 1 else "part") for u in units
        )
        found.append(Former(by_code()[OLD, "district", code], successors))
    return found
