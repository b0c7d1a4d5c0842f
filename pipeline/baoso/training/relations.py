"""Train the relation scorer: forests over the choices for each field, and one for how surely all is right.

What the last one learns from, and every score reported, comes from forests that have not seen the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from baoso import artefacts
from baoso.language import load
from baoso.relating.choices import site_features
from baoso.relating.forest import Forest
from baoso.relating.scorer import ARRAYS, RelationScorer, exact_features, relevance_rows
from baoso.standoff import read_gold
from baoso.training.boosting import ForestSettings, Grown, grow, matrix_of
from baoso.training.config import Settings
from baoso.training.judgement import Judgement, is_exact
from baoso.training.numbers import Labelled, press_texts
from baoso.training.relation_examples import Read, Rows, field_rows, read_gold_articles, read_press
from baoso.types import Fact

Progress = Callable[[str], None]
_QUARTERS = 4
_LOGISTIC = {"relevance": True, "period": False, "place": True, "status": True, "label": False, "exact": True}


class Training(Settings):
    """Seed, folds of the cross-validation, and how often earlier numbers are taught as gold has them."""

    seed: int = 0
    folds: int = 5
    teacher: float = 0.7


class Config(Settings):
    """The configuration file of the relation scorer."""

    training: Training
    margins: dict[str, float]
    forests: dict[str, ForestSettings]


@dataclass(frozen=True, slots=True)
class Press:
    """Where the judged numbers of press articles lie: two tables, and the folder of collections with their texts."""

    numbers: Path
    offtopic: Path
    raw: Path

    def texts(self) -> Iterator[Labelled]:
        """The articles; raises `GoldError` where a table or text cannot be read or is another one."""
        return press_texts(self.numbers, self.offtopic, self.raw)


def train(
    config: Config,
    gold: Path,
    corpus: Path,
    out: Path,
    progress: Progress,
    *,
    dev: Path | None = None,
    press: Press | None = None,
) -> artefacts.Artefact:
    """Fit the forests to the articles of `gold`, whose texts lie in `corpus`, and write the model to `out`.

    With `press` relevance is learnt from those numbers, too; with `dev`, gold of other articles of `corpus`, the scores
    tell how those do with more and more articles to learn from. Raises `GoldError` where gold or a text cannot be read.
    Same files and configuration, same bytes.
    """
    nlp = load(relations=None)
    articles = read_gold(gold)
    progress(f"reading {len(articles)} articles")
    reads = list(read_gold_articles(articles, str(corpus), nlp))
    files = [gold]
    if press is not None:
        progress("reading the press")
        reads += read_press(press.texts(), nlp)
        files += [press.numbers, press.offtopic]
    exact, scores = cross_validated(config, reads, progress)
    forests = fit(config, reads)
    forests["exact"] = fit_one(config, "exact", exact)
    scores["certainty"] = reliability(config, exact)
    if dev is not None:
        held = list(read_gold_articles(read_gold(dev), str(corpus), nlp))
        scores["learning_curve"] = learning_curve(config, reads, held, progress)
    out.mkdir(parents=True, exist_ok=True)
    write_arrays(out / ARRAYS, {k: v for name in sorted(forests) for k, v in forests[name].to_arrays(name).items()})
    return artefacts.write_meta(
        out,
        model="relations",
        files=[ARRAYS],
        data={path.name: artefacts.sha256(path) for path in files},
        scores=scores,
        settings=config.training.model_dump() | {"margins": config.margins},
    )


def fit_one(config: Config, name: str, rows: Rows) -> Forest:
    """One forest on all of `rows`."""
    weight = np.array(rows.weight) if rows.weight else None
    return grow(
        matrix_of(rows.features),
        np.array(rows.right),
        config.forests[name],
        config.training.seed,
        logistic=_LOGISTIC[name],
        weight=weight,
    )


def fit(config: Config, reads: Sequence[Read]) -> dict[str, Forest]:
    """The forests of the fields and of relevance, fitted to all of `reads`."""
    rows = field_rows(reads, Random(config.training.seed), config.training.teacher)
    rows["relevance"] = relevance_examples(reads)
    return {name: fit_one(config, name, own) for name, own in rows.items() if own.right}


def relevance_examples(reads: Sequence[Read]) -> Rows:
    """One row a number that gold calls a metric or none."""
    rows = Rows()
    for read in reads:
        features = relevance_rows(read.founds, read.profile)
        for row, relevant in zip(features, read.relevant, strict=True):
            if relevant is not None:
                rows.add(row, float(relevant), read.article.article_id, len(rows.right), read.weight)
    return rows


def folds_of(reads: Sequence[Read], folds: int) -> list[tuple[list[int], list[int]]]:
    """Pairs of places in `reads`: those to fit to, those to judge; near copies of one article stay together."""
    groups = [read.group for read in reads]
    split = GroupKFold(min(folds, len(set(groups)))).split(np.zeros((len(reads), 1)), groups=groups)
    return [(list(map(int, own)), list(map(int, held))) for own, held in split]


def cross_validated(config: Config, reads: Sequence[Read], progress: Progress) -> tuple[Rows, dict[str, Any]]:
    """Examples for the forest of certainty, and the shares right by field, both from forests that had not seen them."""
    exact, tallies = Rows(), {origin: Judgement() for origin in sorted({r.origin for r in reads})}
    for number, (own, held) in enumerate(folds_of(reads, config.training.folds), 1):
        scorer = RelationScorer(fit(config, [reads[i] for i in own]), config.margins)
        for i in held:
            _judge(scorer, reads[i], exact, tallies[reads[i].origin])
        progress(f"fold {number}: " + "; ".join(f"{origin} {t.line()}" for origin, t in tallies.items()))
    return exact, {origin: tally.to_dict() for origin, tally in tallies.items()}


def _judge(scorer: RelationScorer, read: Read, exact: Rows, tally: Judgement) -> None:
    """Settle the numbers of one held-out article in order, and compare them and the rules' with gold."""
    facts: list[Fact] = []
    relevances = scorer.relevances(read.founds, read.profile)
    for found, metric, relevance, relevant in zip(read.founds, read.wanted, relevances, read.relevant, strict=True):
        tally.relevance(found.fact.relevance, relevance, relevant)
        fact = replace(found.fact, relevance=relevance)
        previous = facts[-1] if facts else None
        if fact.relevant:
            shared = site_features(found, previous)
            fact, scores = scorer.chosen(replace(found, fact=fact), facts, read.article, shared)
            if metric is not None:
                features = {**shared, **exact_features(found, fact, scores)}
                exact.add(features, float(is_exact(fact, metric)), read.article.article_id, len(exact.right))
        if metric is not None:
            tally.fields(found.fact, fact, metric)
        facts.append(fact)


def reliability(config: Config, exact: Rows) -> list[dict[str, float]]:
    """Certainty against the share right, by tenths, each number judged by a forest that had not seen its article."""
    data, right = matrix_of(exact.features), np.array(exact.right)
    told = np.zeros(len(right))
    folds = GroupKFold(min(config.training.folds, len(set(exact.article))))
    for own, held in folds.split(data.matrix, groups=exact.article):
        part = Grown(data.names, data.matrix[own])
        forest = grow(part, right[own], config.forests["exact"], config.training.seed, logistic=True)
        told[held] = forest.scores(data.matrix[held][:, [data.names.index(name) for name in forest.names]].tolist())
    bins = np.minimum((told * 10).astype(int), 9)
    return [
        {
            "low": round(b / 10, 1),
            "numbers": int((bins == b).sum()),
            "expected": round(float(told[bins == b].mean()), 3),
            "right": round(float(right[bins == b].mean()), 3),
        }
        for b in sorted(set(bins.tolist()))
    ]


def learning_curve(
    config: Config, reads: Sequence[Read], held: Sequence[Read], progress: Progress
) -> list[dict[str, Any]]:
    """The shares right on `held` with a quarter, half, three quarters and all of `reads` to learn from."""
    shuffled = list(reads)
    Random(config.training.seed).shuffle(shuffled)
    curve: list[dict[str, Any]] = []
    for quarter in range(1, _QUARTERS + 1):
        part = shuffled[: len(shuffled) * quarter // _QUARTERS]
        scorer, tally = RelationScorer(fit(config, part), config.margins), Judgement()
        for read in held:
            _judge(scorer, read, Rows(), tally)
        curve.append({"articles": len(part)} | tally.to_dict()["scorer"])
        progress(f"{len(part)} articles: {tally.line()}")
    return curve


def write_arrays(path: Path, arrays: dict[str, Any]) -> None:
    """Write arrays to a compressed .npz whose bytes depend on nothing but them."""
    np.savez_compressed(path, **dict(sorted(arrays.items())))
