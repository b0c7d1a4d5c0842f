"""Bodies with their place: councils, ministries, departments, parties, companies, schools."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import add_mentions, component, mentions_of, text_of
from baoso.tagging.bodies import Body, Places, body_at, head_words, known_word
from baoso.tagging.syllables import Syllables, anchors, syllables
from baoso.tagging.titles import title_at, title_words
from baoso.types import DocumentRef, Mention, overlaps

_METHOD = "organisation-grammar"


@lru_cache(maxsize=1)
def _short_forms() -> tuple[re.Pattern[str], dict[str, str]]:
    table: dict[str, str] = lexicon.table("organisations")["expansions"]
    longest_first = sorted(table, key=lambda short: -len(short))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w|-\w)\.?"), table


def full_name(name: str) -> str:
    """`name` with its abbreviations written out and a capital in front.

    >>> full_name("phòng GD&ĐT huyện")
    'Phòng Giáo dục và Đào tạo huyện'
    """
    pattern, table = _short_forms()
    flat = re.sub(r"(?<=\w)\s*&\s*(?=\w)", "&", " ".join(name.split()))
    long = pattern.sub(lambda m: table[m[0].removesuffix(".") if m[0] not in table else m[0]] + " ", flat)
    long = " ".join(long.split())
    return long[:1].upper() + long[1:]


def places_of(mentions: Iterable[Mention]) -> Places:
    """Where each place mention starts → where it ends."""
    return {m.start: m.end for m in mentions}


def find_organisations(text: str, places: Iterable[Mention] = ()) -> list[Mention]:
    """The bodies that `text` names, in text order, none inside another; `places` are LOCALITY mentions."""
    s, known = syllables(text), places_of(places)
    found: list[Mention] = []
    i = 0
    for candidate in anchors(s, title_words(), head_words()):
        if candidate < i:
            continue
        i = candidate
        title = title_at(s, i)
        if title is not None and title.body > i:
            i = title.body
            continue
        body = body_at(s, i, known) if s.shapes[i].cap else None
        if body is None:
            continue
        if _named(s, body):
            found.append(_mention(s, body))
            i = body.last
        else:
            i = body.head
    return found


def _named(s: Syllables, body: Body) -> bool:
    """Whether the words are a name, not a plain noun or a given name ("Trường Giang")."""
    if body.bare:
        return body.kind in ("whole", "place") and not body.weak
    return not body.weak or known_word(s, body.head)


def _mention(s: Syllables, body: Body) -> Mention:
    span = s.span(body.first, body.last)
    name = full_name(span.text)
    return Mention("ORGANISATION", span.start, span.end, span.text, name, None, 1.0, _METHOD)


class Organisations:
    """Adds ORGANISATION mentions; `normalized` is the name with its abbreviations written out."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the bodies of `doc`."""
        found = find_organisations(text_of(doc), mentions_of(doc, "LOCALITY"))
        # "UBND" in "118/KH-UBND" is a part of the number
        numbers = [d.value.number_mention for d in mentions_of(doc, "DOCUMENT") if isinstance(d.value, DocumentRef)]
        own = [n for n in numbers if n is not None]
        add_mentions(doc, [m for m in found if not overlaps(m.start, m.end, own)])
        return doc


@component("baoso.organisations")
def make_organisations(nlp: Language, name: str) -> Organisations:
    """The component `baoso.organisations`."""
    return Organisations()
