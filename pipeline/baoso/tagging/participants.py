"""Who takes part in a programme or event, where the clause behind its name says so."""

from __future__ import annotations

import re
from functools import lru_cache

from baoso import lexicon
from baoso.lexicon import alternation
from baoso.tagging.phrases import clause_of, trimmed


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon.table("participants")
    end = rf"(?=[.;:()\n]|,?\s+{alternation(words['stops'])}(?!\w)|$)"
    behind = rf"(?<!\w){alternation(words['behind'])}\s+(?P<who>[^.;:()\n]{{4,140}}?){end}"
    close = rf"\s+{alternation(words['close'])}(?!\w)"
    between = rf"(?<!\w){alternation(words['open'])}\s+(?P<who>[^.;:()\n]{{4,100}}?){close}"
    return re.compile(behind, re.IGNORECASE), re.compile(between, re.IGNORECASE)


def participants_of(text: str, start: int, end: int) -> tuple[str, ...]:
    """The participants that the clause around `start`:`end` states behind the name, as written."""
    _, stop = clause_of(text, start, end, before=0, after=170)
    for pattern in _patterns():
        match = pattern.search(text, end, stop)
        if match:
            begin, finish = trimmed(text, *match.span("who"))
            parts = re.split(r"\s*,\s*(?=\D)", text[begin:finish])
            # "các sở, ngành" is one body of people: its parts are too short to be names.
            return tuple(parts) if all(" " in part for part in parts) else (text[begin:finish],)
    return ()
