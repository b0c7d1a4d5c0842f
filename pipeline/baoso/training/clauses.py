"""Gold articles → examples of clauses that report an obstacle, and of metrics with their pillars."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import blocks_of, sentences_of
from baoso.errors import GoldError
from baoso.reading.articles import read_articles
from baoso.relating.pillars import pillar_features
from baoso.standoff import GoldArticle, label_of, read_gold
from baoso.tagging.clause_features import clause_features
from baoso.tagging.clauses import Clause, find_clauses
from baoso.tagging.field import field_words

# A clause is an example of what gold marks where they share more than half of the shorter one.
_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class ClauseArticle:
    """One article's clauses with their `features`.

    `topics` tells of each what gold says it is about: None where it reports nothing, "" where the two share too
    little to tell. `touched` are, of each clause, the numbers of gold's difficulties that it shares a character with.
    """

    source: str
    clauses: list[Clause]
    features: list[list[str]]
    topics: list[str | None]
    touched: list[frozenset[int]]
    wanted: int


@dataclass(frozen=True, slots=True)
class PillarExample:
    """One gold metric: the `features` of its words, what they were made from, and its pillar."""

    source: str
    label: str
    sentence: str
    features: list[str]
    pillar: str


@dataclass(frozen=True, slots=True)
class Examples:
    """What the classifiers are fitted on, or scored by."""

    articles: list[ClauseArticle]
    metrics: list[PillarExample]


def examples_of(corpus: Path, gold: Path, nlp: Language) -> Examples:
    """The examples in the articles of the folder `corpus` that the standoff file `gold` judges.

    `nlp` finds blocks and sentences. Raises `GoldError` where an article is missing or another text was annotated.
    """
    read = {Path(article.source).name: article for article in read_articles([str(corpus)])}
    articles: list[ClauseArticle] = []
    metrics: list[PillarExample] = []
    for own in read_gold(gold):
        article = read.get(own.source)
        if article is None or article.article_id != own.article_id:
            raise GoldError(f"{gold}: {own.source} is not in {corpus} as annotated; name the corpus of this gold")
        doc = nlp.make_doc(article.text)
        doc._.article = article
        doc = nlp(doc)
        articles.append(_clauses(own, article.text, doc))
        metrics += _metrics(own, article.text, sentences_of(doc))
    return Examples(articles, metrics)


def _clauses(gold: GoldArticle, text: str, doc: Doc) -> ClauseArticle:
    clauses = find_clauses(text, sentences_of(doc))
    marked = [(r.mention.start, r.mention.end, r.topic) for r in gold.of_type("difficulty")]
    topics: list[str | None] = []
    touched = []
    for clause in clauses:
        shared = {
            number: min(clause.end, end) - max(clause.start, start)
            for number, (start, end, _) in enumerate(marked)
            if start < clause.end and clause.start < end
        }
        touched.append(frozenset(shared))
        best = max(shared, key=lambda number: shared[number], default=None)
        if best is None:
            topics.append(None)
        else:
            start, end, topic = marked[best]
            shorter = min(clause.end - clause.start, end - start)
            topics.append(topic if shared[best] > _SHARED * shorter else "")
    features = clause_features(text, clauses, blocks_of(doc), field_words(text))
    return ClauseArticle(gold.source, clauses, features, topics, touched, len(marked))


def _metrics(gold: GoldArticle, text: str, sentences: list[tuple[int, int]]) -> Iterator[PillarExample]:
    for metric in gold.of_type("metric"):
        if metric.pillar is not None and not metric.optional:
            at = bisect_right(sentences, metric.quantity.mention.start, key=lambda s: s[0]) - 1
            label, sentence = label_of(gold, metric, text), text[slice(*sentences[at])]
            yield PillarExample(gold.source, label, sentence, pillar_features(label, sentence), metric.pillar)
