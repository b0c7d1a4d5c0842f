"""Train the tagger of names: a linear chain beside the rules, its stopping point and its limits chosen on dev."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from baoso.artefacts import find, sha256, write_meta
from baoso.errors import ModelError
from baoso.evaluating.exact import ALL, ExactScore, exact_scores
from baoso.standoff import GoldArticle
from baoso.tagging.chain import Chain, ChainWeights
from baoso.tagging.chain_columns import LABELS
from baoso.tagging.combining import Limits
from baoso.tagging.learned import (
    CLUSTERS,
    WEIGHTS,
    learned_mentions,
    limits_of,
    read_chain,
    read_clusters,
    run_of,
)
from baoso.training.chain import ChainSettings, ChainTrainer
from baoso.training.config import Settings, read_config
from baoso.training.policy import Judgement, calibration, chosen_limits
from baoso.training.tagged import Example, examples_of
from baoso.types import Label, Mention

MODEL = "tagger"


class Training(Settings):
    """Stopping and drawing: numbers of iterations to try in turn, and the seed of the draw of articles."""

    seed: int
    iterations: list[int]


class Features(Settings):
    """What the chain sees beside the text: a file of clusters, beside the configuration; "" for none."""

    clusters: str


class Policy(Settings):
    """How much of the rules' precision a label may lose for its F1, and which labels are handled with care.

    Of the labels `kept` the rules' mentions never just go, and learned ones need at least the probability `least`.
    """

    precision_loss: float
    kept: list[Label]
    least: float


class TaggerSettings(Settings):
    """A tagger's configuration file."""

    training: Training
    chain: ChainSettings
    features: Features
    policy: Policy


def train(config: Path, corpus: Path, gold: Path, dev: Path, out: Path, share: float = 1.0) -> dict[str, Any]:
    """Train on the articles of `gold`, choose on those of `dev`, write the model to `out`; returns its scores.

    `share` (0–1] of the articles of `gold` are drawn, for learning curves. Progress goes to stderr. Raises
    `ModelError` for a configuration that cannot be, `GoldError` for gold that cannot.
    """
    settings = read_config(config, TaggerSettings)
    source = config.parent / settings.features.clusters if settings.features.clusters else None
    clusters = read_clusters(source) if source else {}
    taught, held = drawn(examples_of(corpus, gold), share, settings.training.seed), examples_of(corpus, dev)
    _say(f"{len(taught)} articles to learn from, {len(held)} to choose on")
    weights, iterations = _best(settings, taught, held, clusters)
    out.mkdir(parents=True, exist_ok=True)
    weights.save(out / WEIGHTS)
    files = [WEIGHTS]
    if source:
        files.append(CLUSTERS)
        if source.resolve() != (out / CLUSTERS).resolve():
            shutil.copyfile(source, out / CLUSTERS)
    chain = Chain(ChainWeights.read(out / WEIGHTS), clusters)
    told, scores = chosen(chain, held, settings.policy)
    write_meta(
        out,
        model=MODEL,
        files=files,
        data={path.name: sha256(path) for path in (gold, dev)},
        scores=scores,
        settings={**told, "iterations": iterations, "articles": len(taught)},
    )
    return scores


def drawn(examples: Sequence[Example], share: float, seed: int) -> list[Example]:
    """A `share` of the examples, drawn by `seed`; a larger share holds the smaller ones.

    Raises `ModelError` for a share that is none.
    """
    if not 0.0 < share <= 1.0:
        raise ModelError(f"a share of {share} articles cannot be drawn; give one above 0, at most 1")
    order = np.random.default_rng(seed).permutation(len(examples))
    return [examples[k] for k in sorted(order[: max(1, round(share * len(examples)))].tolist())]


def _best(
    settings: TaggerSettings, taught: Sequence[Example], held: Sequence[Example], clusters: dict[str, str]
) -> tuple[ChainWeights, int]:
    """The weights of the number of iterations with the best F1 on `held`; stops at the first that is worse."""
    trainer = ChainTrainer(taught, clusters, settings.chain)
    best: tuple[float, ChainWeights, int] | None = None
    for iterations in settings.training.iterations:
        began = time.monotonic()
        weights = trainer.fit(iterations)
        chain = Chain(weights, clusters)
        f1 = _scores([judgement(chain, e, {}) for e in held], {})["alone"][ALL].f1
        _say(f"{iterations} iterations: F1 {f1:.4f} on dev, {len(weights.attributes)} attributes, "
             f"{time.monotonic() - began:.0f} s")  # fmt: skip
        if best is not None and f1 <= best[0]:
            break
        best = f1, weights, iterations
    if best is None:
        raise ModelError("[training] iterations is empty; name at least one number")
    return best[1], best[2]


def model_scores(model: str | Path, corpus: Path, gold: Path) -> dict[str, dict[str, ExactScore]]:
    """Scores of "rules", of the chain "alone", and of "both" by the model's limits, on the articles of `gold`.

    All are of mentions where the tagger stands in the pipeline: who signs is found later, and the pipeline leaves the
    holders of offices to the grammar. Raises `ModelError` for a model that cannot be read, `GoldError` for gold that
    does not fit its texts.
    """
    artefact = find(model).checked()
    chain = read_chain(artefact)
    return _scores([judgement(chain, e, {}) for e in examples_of(corpus, gold)], limits_of(artefact))


def chosen(chain: Chain, held: Sequence[Example], policy: Policy) -> tuple[dict[str, Any], dict[str, Any]]:
    """The settings of the model (limits, calibration) as `held` tells them, and the scores on it."""
    judged = [judgement(chain, e, {}) for e in held]
    sure = [(p, _right(j.gold, m)) for j in judged for m, p in j.learned]
    limits = chosen_limits(judged, policy.precision_loss, policy.kept, policy.least)
    told = calibration([p for p, _ in sure], [right for _, right in sure])
    settings = {"limits": {label: asdict(limit) for label, limit in limits.items()}, "calibration": told}
    return settings, {"dev": {name: _plain(figures) for name, figures in _scores(judged, limits).items()}}


def _scores(judged: Sequence[Judgement], limits: Mapping[Label, Limits]) -> dict[str, dict[str, ExactScore]]:
    return {
        "rules": exact_scores([(j.gold.mentions, j.rules) for j in judged], LABELS),
        "alone": exact_scores([(j.gold.mentions, [m for m, _ in j.learned]) for j in judged], LABELS),
        "both": exact_scores([(j.gold.mentions, j.combined(limits)) for j in judged], LABELS),
    }


def judgement(chain: Chain, example: Example, told: dict[str, float]) -> Judgement:
    """What the chain says of an article; `told` calibrates the scores of its mentions."""
    s = example.s
    reading = chain.read(example.seen, [run_of(s, m) for m in example.rules])
    learned = learned_mentions(s, reading, MODEL, told)
    return Judgement(example.gold, example.rules, learned, lambda m: reading.likely[run_of(s, m)])


def _right(gold: GoldArticle, mention: Mention) -> bool:
    return any((m.label, *m.bounds) == (mention.label, mention.start, mention.end) for m in gold.mentions)


def _plain(scores: dict[str, ExactScore]) -> dict[str, dict[str, float]]:
    return {label: {k: round(v, 4) for k, v in asdict(score).items()} for label, score in scores.items()}


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
