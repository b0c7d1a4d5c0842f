"""`baoso train classifiers`: difficulties, their topics, and pillars of metrics, from one configuration file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import spacy
from pydantic import Field
from spacy.language import Language

from baoso.artefacts import sha256, write_meta
from baoso.linear import Linear, read_linear, write_linear
from baoso.relating import pillars
from baoso.tagging.obstacles import CLAUSES, COLUMNS, MODEL, TOPICS, ObstacleModel, read_model
from baoso.training import obstacles, several
from baoso.training.clauses import ClauseArticle, Examples, PillarExample, examples_of
from baoso.training.config import Settings, read_config
from baoso.training.fitting import Array
from baoso.training.several import Labelled, accuracy

Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]


class _Training(Settings):
    seed: int
    folds: Annotated[int, Field(ge=2)]


class _Difficulties(Settings):
    c: Positive
    least: Count
    beside: Positive
    precision: Annotated[float, Field(gt=0, lt=1)]


class _Topics(Settings):
    c: Positive
    least: Count


class _Pillars(Settings):
    c: Positive
    least: Count
    around: Positive


class ClassifierSettings(Settings):
    """What `models/classifiers/config.cfg` holds."""

    training: _Training
    difficulties: _Difficulties
    topics: _Topics
    pillars: _Pillars


def train(config: Path, corpus: Path, gold: Path, dev: Path, out: Path, test: Path | None = None) -> dict[str, Any]:
    """Fit on `gold`, set the threshold on `dev`, write the model to the folder `out`; its scores.

    `test` is scored and used for nothing else. The same files and settings give the same bytes. Raises `ModelError`
    and `GoldError`, naming the file.
    """
    settings = read_config(config, ClassifierSettings)
    nlp = _reader()
    train_set, dev_set = examples_of(corpus, gold, nlp), examples_of(corpus, dev, nlp)
    out.mkdir(parents=True, exist_ok=True)
    fitted = obstacles.fit(
        train_set.articles, **settings.difficulties.model_dump(exclude={"precision"}), **settings.training.model_dump()
    )
    write_linear(out / CLAUSES, fitted.features, COLUMNS, fitted.weights, np.array([fitted.intercept, 0.0, 0.0]))
    held_out = {
        "topic": _write_topics(train_set, settings, out / TOPICS),
        "pillar": _write_pillars(train_set, settings, out / pillars.FILE),
    }
    names = {CLAUSES, TOPICS, pillars.FILE}
    data = {path.name: sha256(path) for path in (gold, dev)}
    told: dict[str, Any] = {"settings": {"threshold": 0.99}, "data": data}
    # read back, so that what is scored is what was written
    artefact = write_meta(out, model=MODEL, files=names, scores={}, **told)
    model, pillar_model = read_model(artefact), read_linear(artefact, pillars.FILE)
    dev_says = _probabilities(model, dev_set.articles)
    least = obstacles.threshold(
        [(train_set.articles, fitted.out_of_fold), (dev_set.articles, dev_says)], settings.difficulties.precision
    )
    told["settings"] = {"threshold": least}
    model = replace(model, threshold=least)
    scores = {
        "cross-validated": {
            "difficulty": obstacles.scores(train_set.articles, fitted.out_of_fold, least),
            "topic": accuracy(topic_examples(train_set.articles), held_out["topic"]),
            "pillar": accuracy(_pillar_examples(train_set.metrics), held_out["pillar"]),
        },
        "dev": score(model, pillar_model, dev_set),
    }
    if test is not None:
        scores["test"] = score(model, pillar_model, examples_of(corpus, test, nlp))
    write_meta(out, model=MODEL, files=names, scores=scores, **told)
    return scores


def _reader() -> Language:
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "baoso.SyllableTokenizer.v1"}}})
    for factory in ("baoso.blocks", "baoso.sentences"):
        nlp.add_pipe(factory, name=factory.replace("baoso.", "baoso_"))
    return nlp


def topic_examples(articles: Sequence[ClauseArticle]) -> list[Labelled]:
    """The clauses that report an obstacle, with its topic."""
    return [
        Labelled(article.source, features, label)
        for article in articles
        for features, label in zip(article.features, article.topics, strict=True)
        if label
    ]


def _pillar_examples(metrics: Sequence[PillarExample]) -> list[Labelled]:
    return [Labelled(m.source, m.features, m.pillar) for m in metrics]


def _write_topics(examples: Examples, settings: ClassifierSettings, path: Path) -> list[str]:
    own, common = settings.topics, settings.training
    fitted = several.fit(
        topic_examples(examples.articles), **own.model_dump(), **common.model_dump(), scale=lambda name: 1.0
    )
    write_linear(path, fitted.features, fitted.classes, fitted.weights, fitted.intercept)
    return fitted.out_of_fold


def _write_pillars(examples: Examples, settings: ClassifierSettings, path: Path) -> list[str]:
    own, common = settings.pillars, settings.training
    fitted = several.fit(
        _pillar_examples(examples.metrics),
        **own.model_dump(exclude={"around"}),
        **common.model_dump(),
        scale=lambda name: own.around if name.startswith(pillars.AROUND) else 1.0,
    )
    write_linear(path, fitted.features, fitted.classes, fitted.weights, fitted.intercept)
    return fitted.out_of_fold


def _probabilities(model: ObstacleModel, articles: Sequence[ClauseArticle]) -> Array:
    return np.concatenate([model.probabilities(article.features) for article in articles])


def score(model: ObstacleModel, pillar_model: Linear, examples: Examples) -> dict[str, Any]:
    """Scores of the three classifiers on `examples`; of topics on the clauses that gold marks."""
    topics, wanted = topic_examples(examples.articles), _pillar_examples(examples.metrics)
    said = [pillar_model.columns[int(pillar_model.scores(m.features).argmax())] for m in examples.metrics]
    probability = _probabilities(model, examples.articles)
    return {
        "difficulty": obstacles.scores(examples.articles, probability, model.threshold),
        "topic": accuracy(topics, [model.topic_of(e.features) for e in topics]),
        "pillar": accuracy(wanted, said),
    }
