"""The automaton of unit names and type words, and what a name can stand for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import ahocorasick

from baoso import lexicon
from baoso.gazetteer.units import Unit, all_units
from baoso.types import Level

COUNTRY = "\0country"
LEVEL_OF_KIND: dict[str, Level] = {
    "tỉnh": "province",
    "quận": "district",
    "huyện": "district",
    "thị xã": "district",
    "thị trấn": "commune",
    "xã": "commune",
    "phường": "commune",
    "đặc khu": "commune",
}
_NUMBERED = re.compile(r"(?:quận|phường|xã) (?=\d|[ivx]+$)")
_DASHED = ("-", " - ", "- ", " -", " ")


class Word(NamedTuple):
    """A type word: "huyện", "huyện ủy" (`body`), "h" (`short`, wants its dot)."""

    kind: str
    body: bool
    short: bool


@lru_cache(maxsize=1)
def units_by_name() -> dict[str, tuple[Unit, ...]]:
    """Folded bare name ("sông lô", "quận 1") → every unit of that name, any level and vintage."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in all_units():
        found[unit.name.lower()].append(unit)
    for alias, name in lexicon.table("places")["aliases"].items():
        # "Sài Gòn" is the city, and since 2025 a ward of it.
        if lexicon.fold(alias) in found and lexicon.fold(alias) != lexicon.fold(name):
            found[lexicon.fold(alias)].extend(found[lexicon.fold(name)])
    return {name: tuple(units) for name, units in found.items()}


def spellings(name: str) -> Iterator[str]:
    """Every way a folded official name may be written: dashes, tone placement, "Đăk" for "Đắk"."""
    variants = lexicon.table("places")["syllables"]
    options = [[s, *variants.get(s, ())] for s in name.replace(" - ", "\0").split(" ")]
    for syllables in product(*options):
        spelt = " ".join(syllables)
        for placed in {spelt, lexicon.old_tones(spelt)}:
            if "\0" in placed:
                yield from (placed.replace("\0", dash) for dash in _DASHED)
            else:
                yield placed


@lru_cache(maxsize=1)
def key_of_spelling() -> dict[str, str]:
    """Every folded spelling → the key in `units_by_name` (or `COUNTRY`)."""
    table = lexicon.table("places")
    found: dict[str, str] = {}
    for key in units_by_name():
        # "quận 1" is found by its number, not by its letters; "phường 1 bảo lộc" has both.
        bare = _NUMBERED.sub("", key)
        if not bare.isdigit():
            found.update((spelling, key) for spelling in spellings(bare))
    for alias, name in table["aliases"].items():
        found.setdefault(alias.lower(), lexicon.fold(name))
    found.update((f"thừa thiên{dash}huế", "thừa thiên huế") for dash in _DASHED)
    found.update((spelling.lower(), COUNTRY) for spelling in table["country"]["spellings"])
    return found


@lru_cache(maxsize=1)
def type_words() -> dict[str, Word]:
    """Every folded type word and body word, both tone placements."""
    words: dict[str, Word] = {}
    for entry in lexicon.table("places")["types"]:
        for field in ("words", "bodies", "short"):
            word = Word(entry["kind"], field == "bodies", field == "short")
            words.update((s, word) for w in entry[field] for s in spellings(w))
    return words


@lru_cache(maxsize=1)
def automaton() -> ahocorasick.Automaton:
    """An Aho-Corasick automaton; values are (length, key, None) of a name or (length, "", Word)."""
    machine = ahocorasick.Automaton()
    for spelling, key in key_of_spelling().items():
        machine.add_word(spelling, (len(spelling), key, None))
    for spelling, word in type_words().items():
        machine.add_word(spelling, (len(spelling), "", word))
    machine.make_automaton()
    return machine
