"""What the rules find in a text, for tests of what may be chosen instead."""

from __future__ import annotations

from functools import lru_cache

from baoso.language import load
from baoso.relating import topic
from baoso.relating.choices import Found
from baoso.relating.relations import find_facts
from baoso.training.relation_examples import until_relations
from baoso.types import Article


@lru_cache(maxsize=1)
def _rules():
    return load(relations=None)


def found_in(text: str, **metadata: object) -> list[Found]:
    """The numbers of `text` as the rules tell them."""
    doc = until_relations(Article(text=text, **metadata), _rules())
    return find_facts(doc, doc._.article, topic.profile(text))


def article_of(text: str, **metadata: object) -> Article:
    """The article with its places, as the stages before the relations leave it."""
    return until_relations(Article(text=text, **metadata), _rules())._.article
