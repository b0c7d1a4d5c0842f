"""Gold metrics laid beside what the rules found: for each field of a number its choices, and which of them is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import text_of
from baoso.errors import GoldError
from baoso.evaluating.matching import same_unit_name, same_value, touches
from baoso.evaluating.wanted import Wanted, WantedMetric, wanted_of_standoff
from baoso.reading.articles import read_articles
from baoso.relating import topic
from baoso.relating.choices import Found, site_features
from baoso.relating.label_choices import label_choices, overlap
from baoso.relating.period_choices import period_choices, period_features
from baoso.relating.place_choices import place_choices, place_features
from baoso.relating.relations import find_facts
from baoso.relating.status_choices import status_features
from baoso.standoff import GoldArticle
from baoso.training.examples import ORIGIN_WEIGHT, is_relevant
from baoso.training.numbers import Labelled, Origin
from baoso.types import Article, Fact, Period, Place

RELATIONS = "baoso_relations"
ENOUGH = 0.5  # overlap of a label with gold's from which it counts as right


@dataclass(frozen=True, slots=True)
class Read:
    """One article as the rules read it: its numbers, and the gold metric of each (None: none, or optional).

    Articles of one `group` are near copies. `weight` is that of its numbers where relevance is learnt.
    """

    article: Article
    profile: dict[str, float]
    founds: tuple[Found, ...]
    wanted: tuple[WantedMetric | None, ...]
    relevant: tuple[bool | None, ...]
    group: str
    weight: float = ORIGIN_WEIGHT["corpus"]
    origin: Origin = "corpus"


@dataclass(slots=True)
class Rows:
    """The examples of one forest: rows of features, what was right, the article and the group of choices of each."""

    features: list[dict[str, float]] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    article: list[str] = field(default_factory=list)
    group: list[int] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)

    def add(self, features: dict[str, float], right: float, article: str, group: int, weight: float = 1.0) -> None:
        """Take in one row."""
        self.features.append(features)
        self.right.append(right)
        self.article.append(article)
        self.group.append(group)
        self.weight.append(weight)


def read_gold_articles(gold: Iterable[GoldArticle], corpus: str, nlp: Language) -> Iterator[Read]:
    """Run the stages before the relations over the texts in the folder `corpus` that `gold` judges.

    Raises `GoldError` where a text is not the one that was annotated.
    """
    for one in gold:
        (article,) = read_articles([f"{corpus}/{one.source}"])
        if article.article_id != one.article_id:
            raise GoldError(f"{one.source}: this is not the text that was annotated; annotate it again")
        yield read_article(article, wanted_of_standoff(one, article.text), nlp)


def read_press(texts: Iterable[Labelled], nlp: Language) -> Iterator[Read]:
    """Run the same stages over articles of which only the relevance of their numbers was judged."""
    for one in texts:
        doc = until_relations(one.article, nlp)
        profile = topic.profile(one.article.text)
        founds = tuple(find_facts(doc, doc._.article, profile))
        relevant = tuple(is_relevant(f.fact.quantity, one) if f.fact.relevance > 0.0 else None for f in founds)
        own = one.article.article_id
        unknown = (None,) * len(founds)
        yield Read(doc._.article, profile, founds, unknown, relevant, own, ORIGIN_WEIGHT[one.origin], one.origin)


def read_article(article: Article, wanted: Wanted, nlp: Language) -> Read:
    """One article read by the rules, with the gold metric of each number."""
    doc = until_relations(article, nlp)
    profile = topic.profile(article.text)
    founds = find_facts(doc, doc._.article, profile)
    metrics = tuple(_metric_of(f, wanted) for f in founds)
    relevant = tuple(_is_relevant(f, m, wanted) for f, m in zip(founds, metrics, strict=True))
    return Read(doc._.article, profile, tuple(founds), metrics, relevant, article.article_id)


def until_relations(article: Article, nlp: Language) -> Doc:
    """`article` with every component run that comes before the relations."""
    doc = nlp.make_doc(article.text)
    doc._.article = article
    for name, component in nlp.pipeline:
        if name == RELATIONS:
            break
        doc = component(doc)
    text_of(doc)
    return doc


def _metric_of(found: Found, wanted: Wanted) -> WantedMetric | None:
    mention = found.fact.quantity.mention
    if mention is None:
        return None
    bounds = mention.start, mention.end
    value = found.fact.quantity.value
    return next((m for m in wanted.metrics if same_value(value, m.value) and touches(bounds, m.spans)), None)


def _is_relevant(found: Found, metric: WantedMetric | None, wanted: Wanted) -> bool | None:
    """Whether the number is a metric; None where gold leaves it open or a rule keeps it out before."""
    mention = found.fact.quantity.mention
    if mention is None or found.fact.relevance == 0.0:
        return None
    if metric is not None:
        return True
    bounds = mention.start, mention.end
    open_ = touches(bounds, wanted.optional) or any(touches(bounds, m.spans) for m in wanted.metrics)
    return None if open_ else False


def is_right_period(period: Period | None, wanted: WantedMetric) -> bool | None:
    """Whether `period` is gold's; None where gold does not judge it."""
    start = period.start.isoformat() if period and period.start else None
    end = period.end.isoformat() if period and period.end else None
    if wanted.period_rule == "none":
        return period is None
    if wanted.period_rule == "both":
        return (start, end) == wanted.period
    return end == wanted.period[1] if wanted.period_rule == "end" else None


def period_worth(period: Period | None, wanted: WantedMetric) -> float | None:
    """How right `period` is, 0 to 1; half where gold has none and it is only inherited, not stated."""
    right = is_right_period(period, wanted)
    if right is False and wanted.period_rule == "none" and period is not None and period.basis != "explicit":
        return 0.5
    return None if right is None else float(right)


def is_right_place(place: Place | None, wanted: WantedMetric) -> bool:
    """Whether `place` names gold's unit, or neither names one."""
    if wanted.place is None:
        return place is None
    return same_unit_name(place.name if place is not None else None, wanted.place)


def taught(read: Read, rng: Random, teacher: float) -> list[Fact]:
    """The facts that later ones are told beside: the share `teacher` of them with gold's label, place and period."""
    facts: list[Fact] = []
    for found, metric in zip(read.founds, read.wanted, strict=True):
        fact = found.fact
        if metric is None or rng.random() >= teacher:
            facts.append(fact)
            continue
        previous = facts[-1] if facts else None
        periods = period_choices(found, previous, read.article.published)
        places = place_choices(found, previous, read.article)
        period = next((c.value for c in periods if is_right_period(c.value, metric)), fact.period)
        place = next((c.value for c in places if is_right_place(c.value, metric)), fact.place)
        status = metric.status if metric.status in ("achieved", "target") else fact.status
        facts.append(
            replace(fact, label=metric.indicator, place=place, period=period, status=status)  # type: ignore[arg-type]
        )
    return facts


def field_rows(reads: Iterable[Read], rng: Random, teacher: float) -> dict[str, Rows]:
    """The examples for the forests period, place, status and label, from the numbers that gold judges."""
    rows = {name: Rows() for name in ("period", "place", "status", "label")}
    group = 0
    for read in reads:
        history = taught(read, rng, teacher)
        for at, (found, metric) in enumerate(zip(read.founds, read.wanted, strict=True)):
            if metric is None:
                continue
            group += 1
            _add(rows, read.article, found, metric, history[:at], history[at].period, group)
    return rows


def _add(
    rows: dict[str, Rows],
    article: Article,
    found: Found,
    metric: WantedMetric,
    history: list[Fact],
    period: Period | None,
    group: int,
) -> None:
    own, previous = article.article_id, history[-1] if history else None
    site = site_features(found, previous)
    shared = {**site, **period_features(found, previous)}
    for choice in period_choices(found, previous, article.published):
        worth = period_worth(choice.value, metric)
        if worth is not None:
            rows["period"].add({**shared, **choice.features}, worth, own, group)
    shared = {**site, **place_features(found)}
    for place in place_choices(found, previous, article):
        rows["place"].add({**shared, **place.features}, float(is_right_place(place.value, metric)), own, group)
    for label in label_choices(found, history):
        rows["label"].add({**site, **label.features}, overlap(label.value.text, metric.indicator), own, group)
    if metric.status in ("achieved", "target"):
        features = status_features(found, period, previous, article.published)
        rows["status"].add({**site, **features}, float(metric.status == "target"), own, group)
