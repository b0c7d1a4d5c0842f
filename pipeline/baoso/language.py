"""The whole pipeline as one spaCy `Language`."""

from __future__ import annotations

from functools import lru_cache

import spacy
from spacy.language import Language

# Order matters: each component may read what the earlier ones found.
PIPELINE = (
    "baoso.blocks",
    "baoso.sentences",
    "baoso.dates",
    "baoso.documents",
    "baoso.places",
    "baoso.organisations",
    "baoso.offices",
    "baoso.platforms",
    "baoso.programmes",
    "baoso.events",
    "baoso.difficulties",
    "baoso.quantities",
    "baoso.place_linker",
    "baoso.platform_linker",
    "baoso.coreference",
    "baoso.indicators",
    "baoso.relations",
    "baoso.indicator_linker",
    "baoso.credits",
    "baoso.records",
)


def load() -> Language:
    """The complete pipeline: syllable tokenizer and every `baoso.*` component, in order.

    The returned `Language` can be extended, saved with ``to_disk`` and composed like any other;
    ``nlp(text)`` gives a `Doc` whose records are in ``doc._.records``.
    """
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "baoso.SyllableTokenizer.v1"}}})
    for factory in PIPELINE:
        nlp.add_pipe(factory, name=factory.replace("baoso.", "baoso_"))
    # Components cost nothing to keep apart, but a 10 MB article is ours to judge, not spaCy's.
    nlp.max_length = 10**9
    return nlp


@lru_cache(maxsize=1)
def default_language() -> Language:
    """The pipeline that `baoso.extract` uses where none is given, built once a process."""
    return load()
