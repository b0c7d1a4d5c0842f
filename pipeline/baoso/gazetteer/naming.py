"""What a place's name in a text can stand for: what tagging hands to linking."""

from __future__ import annotations

from dataclasses import dataclass

from baoso.gazetteer.units import Unit
from baoso.types import Level


@dataclass(frozen=True, slots=True)
class Naming:
    """A place as named: the name (without type word, a numbered one with it), what the text says of its
    level and type, and the units that it may be.

    `key` is the folded official name, `explicit` says that the type word stands right at this name
    (not at an earlier one of a list, nor nowhere), `name_start` is where the bare name starts in the
    text (the mention's own start being that of the type word).
    """

    name: str
    key: str
    kind: str | None
    level: Level | None
    units: tuple[Unit, ...]
    name_start: int
    explicit: bool = False
    body: bool = False
