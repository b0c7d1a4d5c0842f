"""The trained classifier of difficulties: clauses, each with the probability that it reports an obstacle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
import numpy.typing as npt

from baoso import lexicon
from baoso.artefacts import Artefact, checked
from baoso.errors import ModelError
from baoso.linear import Linear, read_linear
from baoso.tagging.clause_features import clause_features
from baoso.tagging.clauses import Clause, find_clauses
from baoso.tagging.field import field_words
from baoso.types import Block, DifficultyRef, DifficultyTopic, Mention, overlaps

MODEL = "classifiers"
CLAUSES, TOPICS = "difficulties.npz", "difficulty_topics.npz"
# A clause's own features and those of the clauses beside it have weights of their own.
COLUMNS = ("own", "before", "behind")
# Characters of a clause: one that is longer was not cut where it should have been.
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class ObstacleModel:
    """`clauses` weighs features by `COLUMNS`, `topics` by topic; a clause counts from `threshold` on."""

    clauses: Linear
    topics: Linear
    threshold: float
    name: str = MODEL

    def find(
        self,
        text: str,
        sentences: Sequence[tuple[int, int]],
        blocks: Sequence[Block],
        told: Iterable[Mention] = (),
    ) -> list[Mention]:
        """The difficulties of `text` outside those `told` already: DIFFICULTY mentions in text order.

        `score` is the probability, `value` a `DifficultyRef`. A text without a word of the field has none.
        """
        field = field_words(text)
        if not field:
            return []
        clauses = find_clauses(text, sentences)
        features = clause_features(text, clauses, blocks, field)
        taken = list(told)
        found = []
        for at, probability in enumerate(self.probabilities(features)):
            start, end = clauses[at].start, clauses[at].end
            if probability >= self.threshold and end - start <= _LONGEST and not overlaps(start, end, taken):
                found.append(self._mention(text, clauses[at], features[at], float(probability)))
        return found

    def probabilities(self, features: Sequence[Sequence[str]]) -> npt.NDArray[np.float64]:
        """How surely each clause of an article reports an obstacle, 0 to 1; `features` are theirs, in text order."""
        if not features:
            return np.zeros(0)
        own = self.clauses.sums(features).astype(np.float64)
        score = own[:, 0] + float(self.clauses.intercept[0])
        score[1:] += own[:-1, 1]
        score[:-1] += own[1:, 2]
        return np.asarray(1.0 / (1.0 + np.exp(-score)))

    def topic_of(self, features: Iterable[str]) -> DifficultyTopic:
        """What an obstacle with these features is about."""
        return cast(DifficultyTopic, self.topics.columns[int(self.topics.scores(features).argmax())])

    def _mention(self, text: str, clause: Clause, features: Sequence[str], probability: float) -> Mention:
        start, end = _without_lead(text, clause)
        topic = self.topic_of(features)
        ref = DifficultyRef(topic)
        score = round(probability, 3)
        return Mention("DIFFICULTY", start, end, text[start:end], topic, score=score, method=self.name, value=ref)


@lru_cache(maxsize=1)
def _leading() -> frozenset[str]:
    return frozenset(lexicon.table("obstacle_words")["clauses"]["leading"])


def _without_lead(text: str, clause: Clause) -> tuple[int, int]:
    """The clause's bounds without a first word that only links it."""
    first, _, rest = text[clause.start : clause.end].partition(" ")
    if first.lower() in _leading() and rest.strip():
        return clause.end - len(rest.lstrip()), clause.end
    return clause.start, clause.end


def read_model(artefact: Artefact) -> ObstacleModel:
    """The model in `artefact`. Raises `ModelError` where it is not one that this code can run."""
    settings = artefact.meta.get("settings")
    threshold = settings.get("threshold") if isinstance(settings, dict) else None
    if not isinstance(threshold, float) or not 0 < threshold < 1:
        raise ModelError(f"{artefact.path}: its meta.json tells no threshold between 0 and 1; train the model again")
    return ObstacleModel(read_linear(artefact, CLAUSES), read_linear(artefact, TOPICS), threshold, artefact.name)


@lru_cache(maxsize=4)
def obstacle_model(model: str = MODEL) -> ObstacleModel:
    """The model of that name or in that folder (`baoso.artefacts.find`), read once a process."""
    return read_model(checked(model))
