"""Article → records: the main call. Pure: no I/O, no clock, no randomness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import overload

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import all_mentions, article_of, blocks_of, focus_of, sentences_of
from baoso.language import default_language
from baoso.records import Record
from baoso.regrounding import Grounding
from baoso.text.normalize import normalize
from baoso.text.running import running
from baoso.types import Article, Mention

# Nobody sees the `Doc`: its mentions need no copy for spaCy.
_CONFIG = {"baoso_records": {"mirrored": False}}


@dataclass(frozen=True, slots=True)
class Extraction:
    """An article with what was found in it; every offset refers to ``article.text``."""

    article: Article
    mentions: list[Mention]
    records: list[Record]


@overload
def extract(articles: str | Article, nlp: Language | None = None) -> Extraction: ...  # type: ignore[overload-overlap]


@overload
def extract(articles: Iterable[str | Article], nlp: Language | None = None) -> Iterator[Extraction]: ...


def extract(
    articles: str | Article | Iterable[str | Article], nlp: Language | None = None
) -> Extraction | Iterator[Extraction]:
    """Extract mentions and records.

    One text or `Article` gives one `Extraction`; an iterable gives an iterator, in the same order.
    `nlp` is a pipeline made by `baoso.load`; the default one is built at the first call.
    """
    if isinstance(articles, (str, Article)):
        return _extract_one(articles, nlp or default_language())
    return (_extract_one(article, nlp or default_language()) for article in articles)


def _extract_one(article: str | Article, nlp: Language) -> Extraction:
    if isinstance(article, str):
        article = Article(text=article)
    clean = normalize(article.text).text
    if clean != article.text:
        article = replace(article, text=clean)
    read = running(article.text)
    doc = nlp.make_doc(read.text)
    doc._.article = replace(article, text=read.text) if read.changed else article
    doc.user_data["text"] = read.text
    found = extraction_of(nlp(doc, component_cfg=_CONFIG))
    return _grounded(found, Grounding(read, article.text)) if read.changed else found


def _grounded(found: Extraction, grounding: Grounding) -> Extraction:
    """What was found in the running form, at its place in the text."""
    article = grounding.article(found.article)
    records = [grounding.record(record, article.article_id) for record in found.records]
    return Extraction(article, grounding.value(found.mentions), records)


def extraction_of(doc: Doc) -> Extraction:
    """What a processed `doc` holds, as the data contract's rows."""
    article = replace(
        article_of(doc),
        blocks=tuple(blocks_of(doc)),
        sentences=tuple(sentences_of(doc)),
        focus_locality=focus_of(doc),
    )
    return Extraction(article, list(all_mentions(doc)), list(doc._.records))
