"""The whole pipeline as one spaCy `Language`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import spacy
from spacy.language import Language

from baoso.artefacts import chosen

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


def load(*, relations: str | None = "relations") -> Language:
    """The complete pipeline: syllable tokenizer and every `baoso.*` component, in order.

    `relations` is the name or folder of the trained relation scorer, None for the rules alone. The returned `Language`
    can be extended, saved with ``to_disk`` and composed like any other; ``nlp(text)`` gives a `Doc` whose records are
    in ``doc._.records``. Raises `ModelError` where a model cannot be read.
    """
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "baoso.SyllableTokenizer.v1"}}})
    for factory in PIPELINE:
        config = {"model": relations} if factory == "baoso.relations" else {}
        nlp.add_pipe(factory, name=factory.replace("baoso.", "baoso_"), config=config)
    # Components cost nothing to keep apart, but a 10 MB article is ours to judge, not spaCy's.
    nlp.max_length = 10**9
    return nlp


@lru_cache(maxsize=4)
def _loaded(models: tuple[tuple[str, str | None], ...]) -> Language:
    return load(**dict(models))


def default_language(models: Mapping[str, str | None] | None = None) -> Language:
    """The pipeline that `baoso.extract` uses where none is given, built once a process.

    `models` names other models than the default ones, by learned part: ``{"relations": None}`` for the rules alone.
    """
    return _loaded(tuple(sorted(chosen(models).items())))
