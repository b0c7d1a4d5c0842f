"""LOCALITY mentions: every administrative unit, hamlet and country named in a text.

A mention covers the name and the type word right before it ("huyện Sông Lô", "TP. HCM", "phường 4"); in a
list that shares a type word ("các huyện Quan Hóa, Mường Lát") and after a body's ("Huyện ủy Sông Lô") it
covers the name alone. `value` is a `baoso.gazetteer.Naming`: what the name can stand for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import add_mentions, blocks_of, component, text_of
from baoso.gazetteer import Hit, Naming, gazetteer
from baoso.tagging.place_guards import longer_names
from baoso.tagging.place_shapes import find_hamlets, find_unknown
from baoso.tagging.place_support import Judge
from baoso.types import Block, Mention

_MORE_NUMBERS = re.compile(r"\s?(?:,|và|,\s?và)\s?(\d{1,2})(?![\w%]|[.,]\d)")


def find_places(text: str, blocks: Sequence[Block] = ()) -> list[Mention]:
    """The LOCALITY mentions of `text`, in order, none overlapping; bare names in bylines are persons."""
    hits = _with_numbers(text, gazetteer().find(text))
    bylines = [(b.start, b.end) for b in blocks if b.kind == "byline"]
    judge = Judge(text, hits, sorted([*longer_names(text), *bylines]))
    found = [_mention(text, hit, naming) for hit, naming in judge.judge()]
    shaped = find_hamlets(text)
    taken = [(m.value.name_start, m.end) for m in found if isinstance(m.value, Naming)]
    shaped.extend(find_unknown(text, taken))
    return _merged(found, shaped)


def _mention(text: str, hit: Hit, naming: Naming) -> Mention:
    start = hit.start
    if hit.type_start is not None and naming.explicit and not hit.body and not hit.plural:
        start = hit.type_start
    score = 0.95 if naming.explicit else 0.8
    return Mention(
        "LOCALITY",
        start,
        hit.end,
        text[start : hit.end],
        naming.name,
        None,
        score,
        "places.gazetteer",
        naming,
    )


def _with_numbers(text: str, hits: list[Hit]) -> list[Hit]:
    """`hits` and the bare numbers of a list ("các quận 1, 3 và 5")."""
    extra = []
    for hit in hits:
        if not (hit.plural and hit.kind in ("quận", "phường") and hit.key[-1].isdigit()):
            continue
        end = hit.end
        while match := _MORE_NUMBERS.match(text, end):
            end = match.end()
            key = f"{hit.kind} {int(match[1])}"
            units = gazetteer().units(key)
            if not units:
                break
            extra.append(
                replace(hit, start=match.start(1), end=end, key=key, units=units, type_start=None, shared=True)
            )
    return sorted([*hits, *extra], key=lambda h: h.start) if extra else hits


def _merged(found: list[Mention], shaped: list[Mention]) -> list[Mention]:
    """Both in text order; a shaped mention yields to the gazetteer's unless it holds it ("thôn An Hòa")."""
    ordered = sorted([*found, *shaped], key=lambda m: (m.start, -m.end))
    kept: list[Mention] = []
    for mention in ordered:
        if kept and mention.start < kept[-1].end:
            continue
        kept.append(mention)
    return kept


class Places:
    """The spaCy component around `find_places`."""

    def __call__(self, doc: Doc) -> Doc:
        """Add LOCALITY mentions to `doc`."""
        add_mentions(doc, find_places(text_of(doc), blocks_of(doc)))
        return doc


@component("baoso.places")
def make_places(nlp: Language, name: str) -> Places:
    """The factory of "baoso.places"."""
    return Places()
