"""Gold articles as what an encoder learns from: pieces, the tags of their syllables, and gold's own offsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from spacy.language import Language

from baoso.errors import GoldError
from baoso.language import load
from baoso.reading import read_articles
from baoso.standoff import GoldArticle, read_gold
from baoso.tagging.bio import Bounds, Layers, Tagged
from baoso.tagging.pieces import Pieces, PieceTokenizer, Segmented, segmented
from baoso.types import Article, Label

# Label, start and end in code points.
LabelledSpan: TypeAlias = tuple[Label, int, int]


@dataclass(frozen=True, slots=True)
class TaggedArticle:
    """An article, segmented and in pieces, with gold's spans: `spans` over syllables, `wanted` in code points."""

    article: Article
    segmented: Segmented
    pieces: Pieces
    spans: list[Tagged]
    wanted: set[LabelledSpan]


def read_tagged(corpus: Path, gold: Path, tokenizer: PieceTokenizer, layers: Layers) -> list[TaggedArticle]:
    """The articles of the folder `corpus` that the standoff file `gold` marks.

    Raises `GoldError` or `ReadingError` where gold is broken, or a text is missing or not the one that was annotated.
    """
    return [_tagged(article, own, tokenizer, layers) for article, own in zip(*_pairs(corpus, gold), strict=True)]


def _pairs(corpus: Path, gold: Path) -> tuple[list[Article], list[GoldArticle]]:
    golds = read_gold(gold)
    articles = []
    for one in golds:
        (article,) = read_articles([corpus / one.source])
        if article.article_id != one.article_id:
            raise GoldError(
                f"{one.source}: this is not the text that was annotated (it has the id {article.article_id}, "
                f"not {one.article_id}); annotate it again"
            )
        articles.append(article)
    return articles, golds


def _tagged(article: Article, gold: GoldArticle, tokenizer: PieceTokenizer, layers: Layers) -> TaggedArticle:
    own = segment(article, tokenizer.words)
    pieces = tokenizer.pieces(own)
    labels = {label for layer in layers for label in layer}
    wanted = {(m.label, m.start, m.end) for m in gold.mentions if m.label in labels}
    return TaggedArticle(article, own, pieces, list(on_syllables(wanted, pieces.syllables)), wanted)


def on_syllables(spans: Iterable[LabelledSpan], syllables: list[Bounds]) -> Iterator[Tagged]:
    """The syllables that each of `spans` touches; a span that touches none is left out."""
    for label, start, end in sorted(spans, key=lambda s: (s[1], s[2], s[0])):
        own = [i for i, (a, b) in enumerate(syllables) if a < end and start < b]
        if own:
            yield Tagged(label, own[0], own[-1] + 1)


@lru_cache(maxsize=1)
def _splitter() -> Language:
    """The pipeline as far as sentences."""
    nlp = load(tagger=None)
    for name in [n for n in nlp.pipe_names if n not in ("baoso_blocks", "baoso_sentences")]:
        nlp.remove_pipe(name)
    return nlp


def segment(article: Article, words: bool) -> Segmented:
    """`article` as the pipeline segments it, with its words if asked for."""
    doc = _splitter().make_doc(article.text)
    doc._.article = article
    return segmented(_splitter()(doc), words)
