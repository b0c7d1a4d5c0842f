"""Articles with gold, as the learned tagger sees them: their syllables, and what the rules found there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language

from baoso.doc import all_mentions, blocks_of, sentences_of
from baoso.errors import GoldError
from baoso.language import load_rules
from baoso.reading.articles import read_articles
from baoso.standoff import GoldArticle, read_gold
from baoso.tagging.chain_columns import LABELS, Columns, columns, span_tags
from baoso.tagging.syllables import Syllables, syllables
from baoso.types import Article, Mention


@dataclass(frozen=True, slots=True)
class Example:
    """An article: gold, its syllables and columns, and the rules' mentions of the labels that are tagged."""

    gold: GoldArticle
    s: Syllables
    seen: Columns
    rules: list[Mention]

    def tags(self) -> list[str]:
        """Gold as a tag for each syllable of the text; of spans in one another the outer one's."""
        return span_tags(self.s, [(m.start, m.end, m.label) for m in self.gold.labelled(*LABELS)])


def gold_articles(corpus: Path, gold: Path) -> Iterator[tuple[GoldArticle, Article]]:
    """Each article of the standoff file `gold` with its text from the folder `corpus`.

    Raises `GoldError` where gold is broken, or a text is missing or not the one that was annotated.
    """
    for one in read_gold(gold):
        path = corpus / one.source
        if not path.is_file():
            raise GoldError(f"{path}: missing, though {gold} annotates it; name the folder that holds it")
        (article,) = read_articles([path])
        if article.article_id != one.article_id:
            raise GoldError(
                f"{path}: this is not the text that was annotated (it has the id {article.article_id}, "
                f"not {one.article_id}); annotate it again"
            )
        yield one, article


def examples_of(corpus: Path, gold: Path) -> list[Example]:
    """The articles of `gold` as examples; the rules run on each."""
    nlp = load_rules()
    return [example_of(one, article, nlp) for one, article in gold_articles(corpus, gold)]


def example_of(gold: GoldArticle, article: Article, nlp: Language) -> Example:
    """One article as an example; `nlp` holds the components that run before the tagger."""
    doc = nlp.make_doc(article.text)
    doc._.article = article
    doc = nlp(doc)
    s = syllables(article.text)
    found = list(all_mentions(doc))
    seen = columns(s, sentences_of(doc), blocks_of(doc), found)
    return Example(gold, s, seen, [m for m in found if m.label in LABELS])
