"""`baoso.tagger`: a learned tagger of names beside the rules, and what of it is followed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from spacy.language import Language
from spacy.tokens import Doc

from baoso.artefacts import Artefact, checked
from baoso.doc import all_mentions, blocks_of, component, replace_mentions, sentences_of, text_of
from baoso.errors import ModelError
from baoso.tagging.building import built_mention
from baoso.tagging.chain import Chain, ChainWeights, Reading, Run
from baoso.tagging.chain_columns import LABELS, columns
from baoso.tagging.combining import Limits, Placed, combined
from baoso.tagging.mending import mended_offices
from baoso.tagging.phrases import Cover
from baoso.tagging.syllables import Syllables, syllables
from baoso.types import Block, Label, Mention, OfficePhrase, PersonName, Span

WEIGHTS = "weights.npz"
CLUSTERS = "clusters.tsv"
# What no learned mention takes the place of where it is part of an office with a holder.
_FIXED: tuple[Label, ...] = ("PERSON", "TITLE")
# Who signs there is found last, by the place on the page (`baoso.credits`).
_SIGNED = ("byline",)
# Who is named there without a form of address may be the photographer.
_MAYBE_SIGNED = ("caption", "source_line")


def read_chain(artefact: Artefact) -> Chain:
    """The chain of a model's folder, its files checked. Raises `ModelError` where it cannot be read."""
    clusters = read_clusters(artefact.file(CLUSTERS)) if CLUSTERS in artefact.files else {}
    return Chain(ChainWeights.read(artefact.file(WEIGHTS)), clusters)


def read_clusters(path: Path) -> dict[str, str]:
    """Spelling → cluster, from lines "spelling TAB cluster". Raises `ModelError` for any other line."""
    try:
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
        return {word: cluster for word, cluster in rows}  # noqa: C416 - a row of another length is refused
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: {error}; write it with `python -m baoso.training.clusters`") from error


@lru_cache(maxsize=4)
def _chain(model: str) -> tuple[Artefact, Chain]:
    artefact = checked(model)
    return artefact, read_chain(artefact)


def limits_of(artefact: Artefact) -> dict[Label, Limits]:
    """How far the model is followed, label by label, as its settings say.

    Raises `ModelError` where they say it in another form.
    """
    try:
        told = dict(artefact.meta["settings"]["limits"])
        return {label: Limits(**told[label]) for label in LABELS if label in told}
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"{artefact.path}: its settings hold no limits by label ({error!r}); train it again"
        ) from error


def calibrated(probability: float, settings: Mapping[str, Any]) -> float:
    """`probability` as the share that proved right (`settings`: "slope" and "shift" of its logarithm of odds)."""
    sure = min(max(probability, 1e-6), 1 - 1e-6)
    odds = settings.get("slope", 1.0) * math.log(sure / (1 - sure)) + settings.get("shift", 0.0)
    return round(1.0 / (1.0 + math.exp(-odds)), 4)


def _office_parts(rules: Iterable[Mention]) -> set[Span]:
    """Titles, persons and bodies of the offices with a holder: where all fit together the grammar is sure of each."""
    phrases = [m.value for m in rules if isinstance(m.value, OfficePhrase) and m.value.person is not None]
    return {part for p in phrases for part in (*p.titles, p.person, p.organisation) if part is not None}


def _spoken_of(learned: Iterable[tuple[Mention, float]], blocks: Sequence[Block]) -> list[tuple[Mention, float]]:
    """`learned` without who signs; who may do so gets no `PersonName`, so that no later name is taken for theirs."""
    signed, maybe = (Cover(b for b in blocks if b.kind in kinds) for kinds in (_SIGNED, _MAYBE_SIGNED))
    found = []
    for mention, sure in learned:
        if isinstance(mention.value, PersonName):
            if signed.touches(mention.start, mention.end):
                continue
            if mention.value.honorific is None and maybe.touches(mention.start, mention.end):
                mention = replace(mention, value=None, normalized=" ".join(mention.text.split()))
        found.append((mention, sure))
    return found


def learned_mentions(
    s: Syllables, reading: Reading, method: str, calibration: Mapping[str, float]
) -> list[tuple[Mention, float]]:
    """The spans of `reading` as mentions scored by their calibrated probability, each with the bare one."""
    return [
        (
            built_mention(s, cast(Label, t.label), t.first, t.last, method, calibrated(t.probability, calibration)),
            t.probability,
        )
        for t in reading.spans
    ]


def run_of(s: Syllables, mention: Mention) -> Run:
    """The syllables of a mention."""
    return Run(s.at(mention.start), s.at(mention.end), mention.label)


class LearnedTagger:
    """Puts what a chain is sure of beside, or in place of, what the rules found."""

    def __init__(self, model: str) -> None:
        artefact, self._chain = _chain(model)
        self._limits = limits_of(artefact)
        self._method = artefact.name
        self._calibration = artefact.meta["settings"].get("calibration", {})

    def __call__(self, doc: Doc) -> Doc:
        """Tag `doc`."""
        s = syllables(text_of(doc))
        everything, blocks = all_mentions(doc), blocks_of(doc)
        rules = [m for m in everything if m.label in LABELS]
        sure = _office_parts(rules)
        asked = [run_of(s, m) for m in rules]
        reading = self._chain.read(columns(s, sentences_of(doc), blocks, everything), asked)
        found = _spoken_of(learned_mentions(s, reading, self._method, self._calibration), blocks)
        fixed = Placed(m for m in rules if m.label in _FIXED and m.span in sure)
        learned = [(m, p) for m, p in found if not fixed.across(m)]

        def likelihood(mention: Mention) -> float:
            return 1.0 if mention.span in sure else reading.likely[run_of(s, mention)]

        gone, come = combined(rules, learned, self._limits, likelihood)
        if gone or come:
            replace_mentions(doc, *mended_offices(s.text, rules, gone, come))
        return doc


@component("baoso.tagger")
def make_tagger(nlp: Language, name: str, model: str = "tagger") -> LearnedTagger:
    """The component `baoso.tagger`; `model` is a model's name, or the path of its folder."""
    return LearnedTagger(model)
