"""The whole pipeline as one spaCy `Language`."""

from __future__ import annotations

from functools import lru_cache

import spacy
from spacy.language import Language

# registers Doc._.words
import baoso.segmenting.words  # noqa: F401
from baoso.errors import ModelError

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


def load(tagger: str | None = None) -> Language:
    """The complete pipeline: syllable tokenizer and every `baoso.*` component, in order.

    `tagger` "onnx:PATH" adds the mentions of an encoder that `baoso train encoder` wrote to the folder PATH (or
    that has this name) where the rules have none; it needs the extra `onnx`. Raises `ModelError` where that is no
    such encoder, or `tagger` is of no known kind.

    The returned `Language` can be extended, saved with ``to_disk`` and composed like any other;
    ``nlp(text)`` gives a `Doc` whose records are in ``doc._.records``.
    """
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "baoso.SyllableTokenizer.v1"}}})
    for factory in PIPELINE:
        nlp.add_pipe(factory, name=factory.replace("baoso.", "baoso_"))
    if tagger is not None:
        _add_tagger(nlp, tagger)
    # Components cost nothing to keep apart, but a 10 MB article is ours to judge, not spaCy's.
    nlp.max_length = 10**9
    return nlp


def _add_tagger(nlp: Language, tagger: str) -> None:
    """Add the learned `tagger` behind the last rule that makes mentions."""
    kind, _, model = tagger.partition(":")
    if kind != "onnx" or not model:
        raise ModelError(f"{tagger!r} names no tagger; write onnx: and the folder of a trained encoder")
    nlp.add_pipe("baoso.transformer", name="baoso_transformer", after="baoso_credits", config={"model": model})


@lru_cache(maxsize=1)
def default_language() -> Language:
    """The pipeline that `baoso.extract` uses where none is given, built once a process."""
    return load()
