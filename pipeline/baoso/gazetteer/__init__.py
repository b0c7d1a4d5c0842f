"""Administrative units by vintage, their successors, and the automaton that finds their names."""

from baoso.gazetteer.folding import ascii_key
from baoso.gazetteer.former import Former, former_communes
from baoso.gazetteer.matching import Gazetteer, Hit, gazetteer
from baoso.gazetteer.naming import Naming
from baoso.gazetteer.units import HISTORICAL, NEW, OLD, TWO_LEVEL_FROM, Unit, successors

__all__ = [
    "HISTORICAL",
    "NEW",
    "OLD",
    "TWO_LEVEL_FROM",
    "Former",
    "Gazetteer",
    "Hit",
    "Naming",
    "Unit",
    "ascii_key",
    "former_communes",
    "gazetteer",
    "successors",
]
