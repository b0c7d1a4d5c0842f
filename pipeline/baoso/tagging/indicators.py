"""`baoso.indicators`: names of known indicators in the text, as INDICATOR mentions."""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import add_mentions, component
from baoso.lexicon import alternation, fold, rows
from baoso.types import Mention

# A shorter name ("kinh tế số") is a topic, not the name of one indicator.
_MIN_SYLLABLES = 4


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of all names long enough to mean one indicator, and the id of each."""
    ids: dict[str, str] = {}
    for row in rows("indicators"):
        for name in [row["name"], *row["aliases"].split("|")]:
            if len(name.split()) >= _MIN_SYLLABLES and "…" not in name and "..." not in name:
                ids.setdefault(fold(name), row["id"])
    return re.compile(rf"(?<!\w){alternation(ids)}(?!\w)", re.IGNORECASE), ids


def find_indicators(text: str) -> list[Mention]:
    """Mentions of indicators by their full name or a listed alias, linked to their id."""
    pattern, ids = _names()
    return [
        Mention("INDICATOR", m.start(), m.end(), m[0], fold(m[0]), ids.get(fold(m[0])), 1.0, "indicators.name")
        for m in pattern.finditer(text)
    ]


class Indicators:
    """Adds INDICATOR mentions for named indicators."""

    def __call__(self, doc: Doc) -> Doc:
        """Tag `doc`."""
        add_mentions(doc, find_indicators(doc.text))
        return doc


@component("baoso.indicators")
def make_indicators(nlp: Language, name: str) -> Indicators:
    """The `baoso.indicators` component."""
    return Indicators()
