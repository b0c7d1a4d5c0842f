"""Administrative units by vintage, their successors, and the automaton that finds their names."""

from baoso.gazetteer.matching import Gazetteer, Hit, gazetteer
from baoso.gazetteer.naming import Naming
from baoso.gazetteer.units import HISTORICAL, NEW, OLD, TWO_LEVEL_FROM, Unit, successors

__all__ = [
    "HISTORICAL",
    "NEW",
    "OLD",
    "TWO_LEVEL_FROM",
    "Gazetteer",
    "Hit",
    "Naming",
    "Unit",
    "gazetteer",
    "successors",
]
