"""The trained scorer: which label, place, period and status belong to a number, and how surely all of it is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

import numpy as np

from baoso import artefacts
from baoso.errors import ModelError
from baoso.relating import labels, topic
from baoso.relating.choices import Choice, Columns, Found, site_features
from baoso.relating.forest import Forest
from baoso.relating.label_choices import Label, label_choices
from baoso.relating.period_choices import period_choices, period_features
from baoso.relating.place_choices import place_choices, place_features, says_country
from baoso.relating.status_choices import status_features
from baoso.types import Article, Fact, Place, Status

ARRAYS = "forests.npz"
FIELDS = ("relevance", "period", "place", "status", "label", "exact")
_LEAST = 0.001
ValueT = TypeVar("ValueT")


class RelationScorer:
    """Settles the fields of facts that the rules found, each by the choice with the best score."""

    def __init__(self, forests: Mapping[str, Forest], margins: Mapping[str, float]) -> None:
        """`margins`: by how much a choice must score above that of the rules to be taken, by field."""
        self._forests = forests
        self._columns = {field: Columns(forest.names) for field, forest in forests.items()}
        self._margins = margins

    @classmethod
    def load(cls, model: str) -> RelationScorer:
        """The scorer of that name or in that folder; raises `ModelError` where its files were altered or do not fit."""
        artefact = artefacts.checked(model)
        path, margins = artefact.file(ARRAYS), artefact.meta.get("settings", {}).get("margins", {})
        arrays = artefacts.read_arrays(path)
        if not isinstance(margins, dict) or not all(isinstance(m, (int, float)) for m in margins.values()):
            raise ModelError(f"{artefact.path}: its margins are no numbers by field; train the model again")
        return cls({field: Forest.from_arrays(field, arrays, str(path)) for field in FIELDS}, margins)

    def relevances(self, founds: Sequence[Found], profile: Mapping[str, float]) -> list[float]:
        """How surely each number of one article with this `profile` measures the programme; 0 for one ruled out.

        A count of what the text goes on to list stays as the rules judge it.
        """
        rows = relevance_rows(founds, profile)
        if not rows:
            return []
        scores = self._score("relevance", {}, rows)
        return [
            found.fact.relevance if found.fact.relevance == 0.0 or row["listed"] else max(score, _LEAST)
            for found, row, score in zip(founds, rows, scores, strict=True)
        ]

    def settled(self, found: Found, history: Sequence[Fact], article: Article) -> Fact:
        """The fact of `found`, its fields chosen anew; `history` are the facts before it, settled."""
        shared = site_features(found, history[-1] if history else None)
        fact, scores = self.chosen(found, history, article, shared)
        features = exact_features(found, fact, scores)
        return replace(fact, certainty=round(self._score("exact", shared, [features])[0], 3))

    def chosen(
        self, found: Found, history: Sequence[Fact], article: Article, shared: Mapping[str, float]
    ) -> tuple[Fact, dict[str, float]]:
        """The fact with its fields chosen, and each choice's score by name; `shared` are its `site_features`."""
        previous = history[-1] if history else None
        period, period_score = self._best(
            "period", {**shared, **period_features(found, previous)}, period_choices(found, previous, article.published)
        )
        places = place_choices(found, previous, article)
        place, place_score = self._best(
            "place", {**shared, **place_features(found)}, places[:1] if says_country(found) else places
        )
        status, status_score = self._status(found, shared, status_features(found, period, previous, article.published))
        ruled = Label(found.fact.label, found.fact.parts)
        label, label_score = self._best("label", shared, label_choices(found, history), ruled)
        scores = {
            "period_score": period_score,
            "place_score": place_score,
            "status_score": status_score,
            "label_score": label_score,
        }
        return _with(found, period=period, place=place, status=status, label=label), scores

    def _score(self, field: str, shared: Mapping[str, float], rows: Sequence[Mapping[str, float]]) -> list[float]:
        """Scores rounded to six digits, so that the last bits of a sum decide nothing."""
        scores = self._forests[field].scores(self._columns[field].rows(shared, rows))
        return [round(s, 6) for s in scores.tolist()]

    def _best(
        self,
        field: str,
        shared: Mapping[str, float],
        choices: Sequence[Choice[ValueT]],
        none: ValueT | None = None,
    ) -> tuple[ValueT, float]:
        """The choice with the highest score, and its score; that of the rules, unless another is enough above it."""
        if not choices:
            return none, 0.0  # type: ignore[return-value]  # only a label may lack choices, and brings its own
        scores = self._score(field, shared, [c.features for c in choices])
        best = max(range(len(scores)), key=lambda i: (scores[i], -i))
        if "is_ruled" in choices[0].features and scores[best] <= scores[0] + self._margins.get(field, 0.0):
            best = 0
        return choices[best].value, scores[best]

    def _status(self, found: Found, shared: Mapping[str, float], features: Mapping[str, float]) -> tuple[Status, float]:
        """Target or achieved by score; a forecast, a baseline and what is told firmly stay as the rules have them."""
        score = self._score("status", shared, [features])[0]
        ruled = found.fact.status
        if ruled in ("forecast", "baseline") or told_firmly(found):
            return ruled, 1.0
        bar = 0.5 + self._margins.get("status", 0.0) * (-0.5 if ruled == "target" else 0.5)
        return ("target", score) if score > bar else ("achieved", 1.0 - score)


def told_firmly(found: Found) -> bool:
    """Whether a time to come ("đến năm 2030") or a modal behind the number ("phải đạt") makes it a target."""
    fact = found.fact
    if fact.status != "target" or fact.status_cue is None:
        return False
    by_time = fact.period is not None and fact.status_cue == fact.period.mention
    return by_time or fact.status_cue.start >= found.site.end


def _with(found: Found, *, period: object, place: object, status: Status, label: Label) -> Fact:
    """The fact with its new fields; a cue is kept only for the status that it tells."""
    fact = found.fact
    kept = fact.status_cue if status == fact.status else None
    span = fact.indicator if label.text == fact.label else labels.indicator_span(found.context, label.parts, found.site)
    sentence = fact.sentence.text if fact.sentence else ""
    return replace(
        fact,
        period=period,  # type: ignore[arg-type]
        place=place if isinstance(place, Place) else None,
        status=status,
        status_cue=kept,
        label=label.text,
        parts=label.parts,
        indicator=span,
        pillar=fact.pillar if label.text == fact.label else topic.pillar_of(label.text, sentence),
    )


def relevance_rows(founds: Sequence[Found], profile: Mapping[str, float]) -> list[dict[str, float]]:
    """What the relevance forest is given for each number of one article, in order."""
    facts = [f.fact for f in founds]
    rows = topic.vectors(facts, dict(profile))
    previous = [None, *facts][: len(facts)]
    return [
        {**site_features(found, before), **row, **_standing(found)}
        for found, before, row in zip(founds, previous, rows, strict=True)
    ]


def _standing(found: Found) -> dict[str, float]:
    fact = found.fact
    return {
        "status_target": float(fact.status == "target"),
        "has_period": float(fact.period is not None),
        "has_place": float(fact.place is not None),
        "place_explicit": float(fact.place is not None and fact.place.basis == "explicit"),
        "label_words": float(len(fact.label.split())),
        "value_log": float(np.log10(abs(fact.quantity.value) + 1.0)),
        "whole": float(float(fact.quantity.value).is_integer()),
        "has_denominator": float(fact.quantity.denominator is not None),
        "prior": fact.relevance,
    }


def exact_features(found: Found, fact: Fact, scores: Mapping[str, float]) -> dict[str, float]:
    """What beside its `site_features` tells how surely a settled `fact` is right in every field."""
    changed = {
        "label_changed": float(fact.label != found.fact.label),
        "place_changed": float((fact.place and fact.place.name) != (found.fact.place and found.fact.place.name)),
        "period_changed": float(fact.period != found.fact.period),
        "status_changed": float(fact.status != found.fact.status),
        "no_period": float(fact.period is None),
        "target": float(fact.status == "target"),
        "label_words": float(len(fact.label.split())),
        "relevance": fact.relevance,
        "joint": float(np.prod([max(s, 0.0) for s in scores.values()])),
    }
    return {**scores, **changed}


@lru_cache(maxsize=4)
def loaded(model: str) -> RelationScorer:
    """`RelationScorer.load(model)`, once a process."""
    return RelationScorer.load(model)
