"""One date expression: the longest that any rule reads from an atom on.

Boundaries ("đến", "từ"), ranges and lists are put together from such items in `periods`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from baoso.values import date_days, date_relative, date_units
from baoso.values.date_scene import Builder, Cue, Item, Scene


def read_item(scene: Scene, index: int, cue: Cue) -> Item | None:
    """The longest date expression that starts at atom `index`; `cue` says what stands before it."""
    found = [
        (match.end(), match, builder)
        for pattern, builder in _by_kind().get(scene.kinds[index : index + 1], ())
        if (match := pattern.match(scene.kinds, index))
    ]
    for end, match, builder in sorted(found, key=lambda f: -f[0]):
        reading = builder(scene, match, cue)
        if reading is not None:
            closed = scene.kinds[end : end + 1] == ")" and match[0].count("(") > match[0].count(")")
            return Item(index, end + closed, reading)
    return None


@lru_cache(maxsize=1)
def _by_kind() -> dict[str, list[tuple[re.Pattern[str], Builder]]]:
    rules: dict[str, list[tuple[re.Pattern[str], Builder]]] = {}
    for kinds, pattern, builder in (*date_days.RULES, *date_units.RULES, *date_relative.RULES):
        compiled = re.compile(pattern)
        for kind in kinds:
            rules.setdefault(kind, []).append((compiled, builder))
    return rules
