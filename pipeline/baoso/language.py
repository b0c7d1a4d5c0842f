"""The whole pipeline as one spaCy `Language`."""

from __future__ import annotations

from functools import lru_cache

import spacy
from spacy.language import Language

from baoso.artefacts import DEFAULT_TAGGER

# Order matters: each component may read what the earlier ones found. The learned tagger stands behind `RULES`.
RULES = (
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
)
REST = (
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
PIPELINE = (*RULES, *REST)
NO_TAGGER = "none"
# Learned taggers by what stands before a colon in their names; without one it is a `_TAGGER`.
_TAGGERS: dict[str, str] = {}
_TAGGER = "baoso.tagger"


def load(tagger: str | None = DEFAULT_TAGGER) -> Language:
    """The complete pipeline: syllable tokenizer and every `baoso.*` component, in order.

    `tagger` is the learned tagger of names that runs beside the rules: a model's name or its folder; None or "none"
    leaves it to the rules alone. The returned `Language` can be extended, saved with ``to_disk`` and composed like any
    other; ``nlp(text)`` gives a `Doc` whose records are in ``doc._.records``. Raises `ModelError` for a model that
    cannot be used.
    """
    nlp = load_rules()
    if tagger not in (None, NO_TAGGER):
        kind, colon, rest = tagger.partition(":")
        factory, model = (_TAGGERS[kind], rest) if colon and kind in _TAGGERS else (_TAGGER, tagger)
        nlp.add_pipe(factory, name=factory.replace("baoso.", "baoso_"), config={"model": model})
    return _with(nlp, REST)


def load_rules() -> Language:
    """The components that run before the learned tagger."""
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "baoso.SyllableTokenizer.v1"}}})
    # Components cost nothing to keep apart, but a 10 MB article is ours to judge, not spaCy's.
    nlp.max_length = 10**9
    return _with(nlp, RULES)


def _with(nlp: Language, factories: tuple[str, ...]) -> Language:
    for factory in factories:
        nlp.add_pipe(factory, name=factory.replace("baoso.", "baoso_"))
    return nlp


@lru_cache(maxsize=1)
def default_language() -> Language:
    """The pipeline that `baoso.extract` uses where none is given, built once a process."""
    return load()
