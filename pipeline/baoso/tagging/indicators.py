"""`baoso.indicators`: names of known indicators in the text, as INDICATOR mentions."""

from __future__ import annotations

from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import add_mentions, component, text_of
from baoso.lexicon import fold, rows
from baoso.text.phrasebook import Phrasebook
from baoso.types import Mention

# A shorter name ("kinh tế số") is a topic, not the name of one indicator.
_MIN_SYLLABLES = 4


@lru_cache(maxsize=1)
def _names() -> Phrasebook[str]:
    """All names long enough to mean one indicator, with the id of each."""
    ids: dict[str, str] = {}
    for row in rows("indicators"):
        for name in [row["name"], *row["aliases"].split("|")]:
            if len(name.split()) >= _MIN_SYLLABLES and "…" not in name and "..." not in name:
                ids.setdefault(fold(name), row["id"])
    return Phrasebook(ids.items())


def find_indicators(text: str) -> list[Mention]:
    """Mentions of indicators by their full name or a listed alias, linked to their id."""
    return [
        Mention(
            "INDICATOR",
            h.start,
            h.end,
            text[h.start : h.end],
            fold(text[h.start : h.end]),
            h.value,
            1.0,
            "name",
        )
        for h in _names().maximal(text)
    ]


class Indicators:
    """Adds INDICATOR mentions for named indicators."""

    def __call__(self, doc: Doc) -> Doc:
        """Tag `doc`."""
        add_mentions(doc, find_indicators(text_of(doc)))
        return doc


@component("baoso.indicators")
def make_indicators(nlp: Language, name: str) -> Indicators:
    """The `baoso.indicators` component."""
    return Indicators()
