"""`baoso.credits`: writers and photographers as PERSON mentions, where bylines and captions name them.

Pen names have no family name to be known by ("Quế Chi"); their place on the page tells them. The component runs last,
so that nobody who only signs an article is taken for somebody that it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from baoso.cleaning.captions import credited
from baoso.cleaning.people import is_person, read_byline
from baoso.doc import add_mentions, blocks_of, component, mentions_of, text_of
from baoso.types import Block, Mention, overlaps

_PARTS = re.compile(r"[^,;/&–—()\n]+")


def find_credits(text: str, blocks: list[Block]) -> list[Mention]:
    """The names in bylines and in the credits of captions, in text order."""
    found: list[Mention] = []
    for block in blocks:
        if block.kind == "byline":
            found += _byline(text, block)
        elif block.kind == "caption":
            found += _caption(text, block)
    return found


def _byline(text: str, block: Block) -> Iterator[Mention]:
    byline = read_byline(text[block.start : block.end])
    at = block.start
    for name in byline.names if byline else ():
        match = re.compile(r"\s+".join(map(re.escape, name.split()))).search(text, at, block.end)
        if match is not None:
            yield _person(text, *match.span(), "byline")
            at = match.end()


def _caption(text: str, block: Block) -> Iterator[Mention]:
    for start, end in credited(text, block.start, block.end):
        for part in _PARTS.finditer(text, start, end):
            name = part[0].strip(' .\xa0"”“')
            if is_person(name):
                at = text.index(name, part.start())
                yield _person(text, at, at + len(name), "credit")


def _person(text: str, start: int, end: int, method: str) -> Mention:
    words = text[start:end]
    return Mention("PERSON", start, end, words, " ".join(words.split()), method=method)


class Credits:
    """Adds PERSON mentions for those who sign; where one stands already it stays."""

    def __call__(self, doc: Doc) -> Doc:
        """Tag `doc`."""
        known = mentions_of(doc, "PERSON")
        found = find_credits(text_of(doc), blocks_of(doc))
        add_mentions(doc, [m for m in found if not overlaps(m.start, m.end, known)])
        return doc


@component("baoso.credits")
def make_credits(nlp: Language, name: str) -> Credits:
    """The `baoso.credits` component; run it after `baoso.attribution` and whatever else speaks of persons."""
    return Credits()
