"""Platforms → ids: a mention takes the id and name of the system that its words name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import component, mentions_of, replace_mentions
from baoso.text.phrasebook import Hit, Phrasebook, level
from baoso.types import Mention, NamedRef


@lru_cache(maxsize=1)
def _aliases() -> Phrasebook[dict[str, Any]]:
    entries = lexicon.table("platforms")["platforms"]
    return Phrasebook((alias, entry) for entry in entries for alias in entry["aliases"])


@lru_cache(maxsize=1)
def _head_words() -> frozenset[str]:
    """The syllables that may stand beside a class of systems without narrowing it ("hệ thống", "mã")."""
    heads = lexicon.table("platforms")["heads"].values()
    words = [word for head in heads for word in head["words"]]
    words += lexicon.table("platforms")["linking"]["beside"]
    return frozenset(syllable for word in words for syllable in level(word).split())


def link_platform(name: str) -> tuple[str, str, str] | None:
    """Id, canonical name and kind of the platform called `name`; None where the lexicon has none.

    A product or a single national system counts wherever it stands in the name; a class of systems
    ("camera giám sát") only where nothing else in the name narrows it.
    """
    hits = [h for h in _aliases().find(name) if _written_so(h.value, name[h.start : h.end])]
    products = [h for h in hits if not h.value.get("class")]
    alike = [h for h in hits if _covers(name, [o for o in hits if o.value["id"] == h.value["id"]])]
    best = _longest(products) or _longest(alike)
    return (best["id"], best["name"], best["kind"]) if best else None


def _written_so(entry: dict[str, Any], words: str) -> bool:
    """Whether a name that counts in its own letters only is in them, or all in capitals."""
    return not entry.get("cased") or words.isupper() or words in entry["aliases"]


def _longest(hits: Sequence[Hit[dict[str, Any]]]) -> dict[str, Any] | None:
    return max(hits, key=lambda h: (h.end - h.start, -h.start)).value if hits else None


def _covers(name: str, hits: Sequence[Hit[dict[str, Any]]]) -> bool:
    """Whether nothing but head words stands beside the names of one system in `name`."""
    rest = list(level(name))
    for hit in hits:
        rest[hit.start : hit.end] = " " * (hit.end - hit.start)
    words = ("".join(rest)).split()
    return all(word.strip('()"“”«».,-–') in _head_words() | {""} or len(word) == 1 for word in words)


def linked(mention: Mention) -> Mention:
    """`mention` with its platform's id as link and canonical name; unlinked ones keep their own words."""
    found = link_platform(mention.text)
    ref = mention.value if isinstance(mention.value, NamedRef) else NamedRef("other")
    if found is None:
        return replace(mention, normalized=" ".join(mention.text.split()), value=ref)
    return replace(mention, link=found[0], normalized=found[1], value=replace(ref, kind=found[2]))


class PlatformLinker:
    """Sets `link`, `normalized` and the kind of PLATFORM mentions."""

    def __call__(self, doc: Doc) -> Doc:
        """Link the platforms of `doc`."""
        old = mentions_of(doc, "PLATFORM")
        replace_mentions(doc, old, [linked(m) for m in old])
        return doc


@component("baoso.platform_linker")
def make_platform_linker(nlp: Language, name: str) -> PlatformLinker:
    """The component `baoso.platform_linker`."""
    return PlatformLinker()
