"""Machine suggestions for a reader to correct: what a run finds, every other number, cases that rules can see."""

from __future__ import annotations

from pathlib import Path

from baoso.annotating.cases import cases_of
from baoso.annotating.decompile import to_markup
from baoso.annotating.markup import Markup
from baoso.annotating.rules import unmarked_forms
from baoso.annotating.suggesting import suggestion
from baoso.annotating.unjudged import unjudged_numbers
from baoso.annotating.vocabulary import TO_CHECK
from baoso.extraction import Extraction, extract
from baoso.standoff import Case, GoldArticle, GoldMention, Judged
from baoso.types import Article, PublishedGrain

_LENGTH: dict[PublishedGrain, int] = {"year": 4, "month": 7, "day": 10}


def prelabel(article: Article) -> Markup:
    """The article with suggestions; `!check` stands on what the reader must decide."""
    found = extract(article)
    gold = suggestion(found, _published(article), Path(article.source).name)
    gold = _judged(_everywhere(gold, found.article.text), found)
    gold = gold.model_copy(update={"cases": tuple(sorted((*gold.cases, *cases_of(found, gold)), key=_order))})
    return to_markup(gold, found.article.text, Path(article.source).with_suffix(".md").name)


def _order(case: Case) -> tuple[int, int]:
    return case.start, case.end


def _published(article: Article) -> str | None:
    if article.published is None:
        return None
    return article.published.isoformat()[: _LENGTH[article.published_grain or "day"]]


def _everywhere(gold: GoldArticle, text: str) -> GoldArticle:
    """`gold` with the places that a run overlooked where it knew them elsewhere, and what it made of them there."""
    known = {m.text: m.place for m in reversed(gold.labelled("LOCALITY"))}
    taken = [m for m in gold.mentions if m.label in ("LOCALITY", "PERSON", "DOCUMENT")]
    mentions = list(gold.mentions)
    for start, end in unmarked_forms(gold, "LOCALITY", text):
        free = not any(m.start < end and start < m.end for m in taken)
        if free and _uncrossed((start, end), gold):
            words = text[start:end]
            place = known.get(words)
            mentions.append(
                GoldMention(id=f"e{start}", label="LOCALITY", start=start, end=end, text=words, place=place)
            )
    # an inner span of equal bounds stays inside
    mentions.sort(key=lambda m: (m.start, -m.end))
    return gold.model_copy(update={"mentions": tuple(mentions)})


def _judged(gold: GoldArticle, found: Extraction) -> GoldArticle:
    """`gold` with every number that is no metric: one that measures something is to be checked."""
    measured = {(m.start, m.end) for m in found.mentions if m.label == "QUANTITY"}
    about_it = bool(gold.of_type("metric"))
    judged, cases = [], []
    for start, end in unjudged_numbers(gold, found.article.text):
        quantity = next(((a, b) for a, b in measured if a < end and start < b), None)
        bounds = _uncrossed(quantity, gold) if quantity else None
        low, high = bounds or (start, end)
        undecided = quantity is not None and about_it
        text = found.article.text[low:high]
        judged.append(Judged(start=low, end=high, text=text, kind="optional" if undecided else "trap"))
        if undecided:
            cases.append(Case(start=low, end=high, text=text, kind=TO_CHECK))
    own = tuple({j.bounds: j for j in judged}.values())
    return gold.model_copy(update={"judged": own, "cases": tuple(cases), "off_topic": not about_it})


def _uncrossed(bounds: tuple[int, int], gold: GoldArticle) -> tuple[int, int] | None:
    """The quantity's extent, unless it crosses a mention."""
    start, end = bounds
    crossed = any(m.start < start < m.end < end or start < m.start < end < m.end for m in gold.mentions)
    return None if crossed else bounds
