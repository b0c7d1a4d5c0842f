"""The whole pipeline as one spaCy `Language`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import spacy
from spacy.language import Language

# registers Doc._.words
import baoso.segmenting.words  # noqa: F401
from baoso.artefacts import DEFAULTS, chosen
from baoso.errors import ModelError

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
_TAGGER = "baoso.tagger"
# Taggers that only add to what all rules found, by what stands before the colon in their names.
_ADDERS = {"onnx": "baoso.transformer"}
_LAST_TO_FIND = "baoso_credits"


def load(
    *,
    tagger: str | None = DEFAULTS["tagger"],
    difficulties: str | None = DEFAULTS["difficulties"],
    relations: str | None = DEFAULTS["relations"],
) -> Language:
    """The complete pipeline: syllable tokenizer and every `baoso.*` component, in order.

    `tagger` is the name or folder of the trained tagger of names that runs beside the rules, or "onnx:" and the folder
    of an encoder that `baoso train encoder` wrote (needs the extra `onnx`); `difficulties` is the classifier that finds
    obstacles, `relations` the relation scorer; None leaves that part to the rules alone. The returned `Language` can be
    extended, saved with ``to_disk`` and composed like any other; ``nlp(text)`` gives a `Doc` whose records are in
    ``doc._.records``. Raises `ModelError` where a model cannot be read.
    """
    nlp = load_rules()
    adder, folder = (None, "") if tagger is None else _adder(tagger)
    if tagger is not None and adder is None:
        _add(nlp, _TAGGER, model=tagger)
    own = {"baoso.difficulties": difficulties, "baoso.relations": relations}
    for name in REST:
        _add(nlp, name, **({"model": own[name]} if name in own else {}))
    if adder is not None:
        nlp.add_pipe(adder, name=adder.replace("baoso.", "baoso_"), after=_LAST_TO_FIND, config={"model": folder})
    return nlp


def _adder(tagger: str) -> tuple[str | None, str]:
    """The factory that a prefix of `tagger` names, and what stands behind it; None for a plain name or folder."""
    kind, colon, folder = tagger.partition(":")
    if tagger in ("", *_ADDERS) or (colon and (kind not in _ADDERS or not folder)):
        raise ModelError(f"{tagger!r} names no tagger; write a name, a folder, or onnx: and the folder of an encoder")
    return (_ADDERS[kind], folder) if colon else (None, tagger)


def load_rules() -> Language:
    """The components that run before the learned tagger."""
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "baoso.SyllableTokenizer.v1"}}})
    # Components cost nothing to keep apart, but a 10 MB article is ours to judge, not spaCy's.
    nlp.max_length = 10**9
    for name in RULES:
        _add(nlp, name)
    return nlp


def _add(nlp: Language, factory: str, **config: str | None) -> None:
    nlp.add_pipe(factory, name=factory.replace("baoso.", "baoso_"), config=config)


@lru_cache(maxsize=4)
def _loaded(models: tuple[tuple[str, str | None], ...]) -> Language:
    return load(**dict(models))


def default_language(models: Mapping[str, str | None] | None = None) -> Language:
    """The pipeline that `baoso.extract` uses where none is given, built once a process.

    `models` names other models than the default ones, by learned part: ``{"relations": None}`` for the rules alone.
    """
    return _loaded(tuple(sorted(chosen(models).items())))
