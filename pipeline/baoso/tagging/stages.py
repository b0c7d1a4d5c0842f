"""How far along a platform or programme is, by the cue words of its clause."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, TypeAlias

from baoso import lexicon
from baoso.tagging.phrases import clause_of
from baoso.text.phrasebook import Phrasebook
from baoso.types import Span

Stage: TypeAlias = Literal["planned", "piloted", "deployed"]
_ORDER: tuple[Stage, ...] = ("piloted", "planned", "deployed")


@lru_cache(maxsize=1)
def _cues() -> Phrasebook[Stage]:
    words = lexicon.table("platforms")["stages"]
    return Phrasebook((word, stage) for stage in _ORDER for word in words[stage])


def stage_at(text: str, start: int, end: int) -> tuple[Stage, Span] | None:
    """The stage of what stands at `start`:`end` and its cue.

    A trial outweighs a plan ("sẽ thí điểm"), a plan outweighs use ("sẽ triển khai").
    """
    begin, stop = clause_of(text, start, end, before=70, after=50)
    clause = text[begin:stop]
    hits = [h for h in _cues().find(clause) if h.start + begin >= end or h.end + begin <= start]
    for stage in _ORDER:
        own = [h for h in hits if h.value == stage]
        if own:
            # The cue before the name is its verb; of several, the nearest.
            cue = max(own, key=lambda h: (h.end + begin <= start, -abs(h.start + begin - start)))
            return stage, Span.of(text, begin + cue.start, begin + cue.end)
    return None
