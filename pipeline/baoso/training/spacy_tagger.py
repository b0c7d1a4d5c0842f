"""Train spaCy's recogniser of names on the same gold as the tagger: a candidate, and what a spaCy user would have."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans

from baoso.artefacts import sha256, write_meta
from baoso.doc import sentences_of
from baoso.errors import ModelError
from baoso.language import load_rules
from baoso.standoff import GoldArticle
from baoso.tagging.chain_columns import LABELS
from baoso.training.tagged import gold_articles
from baoso.types import Article

MODEL = "tagger_spacy"
PIPELINE = "pipeline"


def train(config: Path, corpus: Path, gold: Path, dev: Path, out: Path) -> dict[str, Any]:
    """Train on the articles of `gold`, stop by those of `dev`, write a spaCy pipeline into `out`; returns its scores.

    spaCy prints its progress to stdout. Raises `ModelError` for a configuration that is none of spaCy's, `GoldError`
    for gold that does not fit its texts.
    """
    from spacy.cli.train import train as train_pipeline

    if not config.is_file():
        raise ModelError(f"{config}: missing; name a configuration file as models/tagger_spacy/config.cfg")
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        for name, path in (("train", gold), ("dev", dev)):
            bin_of(gold_articles(corpus, path)).to_disk(at / f"{name}.spacy")
        paths = {"paths.train": str(at / "train.spacy"), "paths.dev": str(at / "dev.spacy")}
        train_pipeline(config, at / "out", overrides=paths)
        shutil.rmtree(out / PIPELINE, ignore_errors=True)
        shutil.copytree(at / "out" / "model-best", out / PIPELINE)
    scores = spacy.load(out / PIPELINE).meta["performance"]
    told = {name: scores[f"ents_{name}"] for name in ("p", "r", "f")} | {"per_type": scores["ents_per_type"]}
    files = [p.relative_to(out).as_posix() for p in sorted((out / PIPELINE).rglob("*")) if p.is_file()]
    data = {path.name: sha256(path) for path in (gold, dev)}
    write_meta(out, model=MODEL, files=files, data=data, scores={"dev": told})
    return {"dev": told}


def bin_of(articles: Iterable[tuple[GoldArticle, Article]]) -> DocBin:
    """The sentences of `articles` as documents of their own, with gold's names; of names in one another the outer."""
    nlp = load_rules()
    nlp.select_pipes(enable=["baoso_blocks", "baoso_sentences"])
    found = DocBin()
    for gold, article in articles:
        whole = nlp.make_doc(article.text)
        whole._.article = article
        doc = nlp(whole)
        spans = [doc.char_span(m.start, m.end, label=m.label, alignment_mode="expand") for m in gold.labelled(*LABELS)]
        doc.ents = filter_spans([span for span in spans if span is not None])
        for start, end in sentences_of(doc):
            sentence = doc.char_span(start, end, alignment_mode="expand")
            if sentence is not None:
                found.add(_bare(sentence.as_doc()))
    return found


def _bare(doc: Doc) -> Doc:
    doc.user_data.clear()
    return doc
