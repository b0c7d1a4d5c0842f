"""An exported encoder against gold: by itself, the rules, and both together. Needs no torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import Any

from baoso.language import load
from baoso.tagging.onnx_encoder import OnnxEncoder, read_encoder
from baoso.tagging.transformer import added
from baoso.training.gold_tags import LabelledSpan, TaggedArticle, read_tagged
from baoso.training.span_scores import span_scores
from baoso.types import Mention


def score_encoder(model: str, corpus: Path, gold: Path) -> dict[str, Any]:
    """The scores of the encoder in the folder `model`, or of this name, on `gold` of the articles in `corpus`.

    As `score`. Raises `ModelError`, `GoldError`, `ReadingError` for what cannot be used.
    """
    encoder = read_encoder(model)
    return score(encoder, read_tagged(corpus, gold, encoder.tokenizer, encoder.layers))


def score(encoder: OnnxEncoder, articles: Sequence[TaggedArticle]) -> dict[str, Any]:
    """Scores of the exported encoder by itself ("int8"), of the rules, and of both ("rules+int8"); seconds an article.

    The seconds are processor time of the encoder alone.
    """
    nlp = load(tagger=None)
    labels = [label for layer in encoder.layers for label in layer]
    spans: dict[str, list[set[LabelledSpan]]] = {"int8": [], "rules": [], "rules+int8": []}
    spent = 0.0
    for one in articles:
        began = process_time()
        found = encoder.find(one.segmented)
        spent += process_time() - began
        doc = nlp.make_doc(one.article.text)
        doc._.article = one.article
        known: list[Mention] = nlp(doc)._.mentions
        ruled: set[LabelledSpan] = {(m.label, m.start, m.end) for m in known}
        more = added(found, known, encoder.layers, encoder.thresholds)
        spans["int8"].append({(f.label, f.start, f.end) for f in found})
        spans["rules"].append(ruled)
        spans["rules+int8"].append(ruled | {(f.label, f.start, f.end) for f in more})
    wanted = [one.wanted for one in articles]
    scores: dict[str, Any] = {name: span_scores(own, wanted, labels) for name, own in spans.items()}
    return scores | {"seconds_an_article": round(spent / len(articles), 4)}
