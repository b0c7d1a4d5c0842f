"""DATE mentions: every date expression, with the period that it means where that can be said."""

from __future__ import annotations

from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import add_mentions, article_of, component, text_of
from baoso.types import Mention, PublishedGrain
from baoso.values.dates import interval
from baoso.values.periods import FoundPeriod, find_periods


def find_dates(
    text: str, published: date | None = None, published_grain: PublishedGrain | None = None
) -> list[Mention]:
    """DATE mentions of `text` in order; `value` is the Period, None where it cannot be placed in time.

    `normalized` is the ISO interval ("2022-01-01/2022-12-31", "../2025-12-31"), `method` the rule's name.
    """
    return [_mention(text, found) for found in find_periods(text, published, published_grain)]


def _mention(text: str, found: FoundPeriod) -> Mention:
    return Mention(
        label="DATE",
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        normalized=interval(found.period) if found.period else None,
        method=found.rule,
        value=found.period,
    )


class DateTagger:
    """Adds DATE mentions; relative ones count from the article's publication date."""

    def __call__(self, doc: Doc) -> Doc:
        """Tag `doc` and return it."""
        article = article_of(doc)
        add_mentions(doc, find_dates(text_of(doc), article.published, article.published_grain))
        return doc


@component("baoso.dates")
def make_dates(nlp: Language, name: str) -> DateTagger:
    """The factory of `baoso.dates`."""
    return DateTagger()
