"""Judged numbers → examples for the relevance model: what it would be given for each, and what was right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language

from baoso.doc import facts_of
from baoso.evaluating.matching import same_value, touches
from baoso.relating import topic
from baoso.training.numbers import Labelled, Origin
from baoso.types import Quantity

# Corpus texts were written by people who knew the program; drawn ones are many, and unread.
ORIGIN_WEIGHT: dict[Origin, float] = {"press": 1.0, "corpus": 0.5, "offtopic": 0.3}


@dataclass(frozen=True, slots=True)
class Example:
    """One number that the model decides on: the `values` of its features and whether it measures the programme."""

    article_id: str
    origin: Origin
    values: dict[str, float]
    relevant: bool


def examples_of(texts: Iterable[Labelled], nlp: Language) -> Iterator[Example]:
    """Run the pipeline over `texts`; one example for each number that the model has to judge.

    Left out are numbers that a rule keeps out before, and those that a reader would accept either way.
    """
    for labelled in texts:
        doc = nlp.make_doc(labelled.article.text)
        doc._.article = labelled.article
        facts = facts_of(nlp(doc))
        for fact, values in zip(facts, topic.vectors(facts, topic.profile(doc.text)), strict=True):
            relevant = is_relevant(fact.quantity, labelled)
            if fact.relevance > 0.0 and relevant is not None:
                yield Example(labelled.article.article_id, labelled.origin, values, relevant)


def is_relevant(quantity: Quantity, labelled: Labelled) -> bool | None:
    """Whether gold has `quantity` as a metric; None where it is optional, or a metric read with another value."""
    if quantity.mention is None:
        return None
    span = quantity.mention.start, quantity.mention.end
    there = [n for n in labelled.numbers if n.kind != "trap" and touches(span, [(n.start, n.end)])]
    if any(n.kind == "metric" and same_value(quantity.value, n.value or 0.0) for n in there):
        return True
    return None if there else False
