"""What an article must yield, with the places in its text where each thing stands; made from either form of gold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from baoso.evaluating.gold import Gold, GoldMetric
from baoso.evaluating.matching import Bounds, find_anchor, find_quote
from baoso.standoff import GoldArticle, label_of
from baoso.standoff import GoldMetric as StandoffMetric
from baoso.types import Label

# How a period is judged: both ends, the end alone, that there is none, or not at all.
PeriodRule: TypeAlias = Literal["both", "end", "none", "open"]
NAMED: tuple[tuple[str, str], ...] = (("platform", "platforms"), ("programme", "programmes"), ("event", "events"))


@dataclass(frozen=True, slots=True)
class WantedMetric:
    """One quantity; `words` name it in messages, `spans` are all its places."""

    words: str
    spans: tuple[Bounds, ...]
    value: float
    value_high: float | None
    unit: str
    comparator: str
    status: str
    place: str | None
    indicator: str
    period: tuple[str | None, str | None] = (None, None)
    period_rule: PeriodRule = "open"


@dataclass(frozen=True, slots=True)
class WantedOffice:
    """A person with the titles held at one organisation, told as written and, where gold has it, in full."""

    name: str
    titles: tuple[str, ...]
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WantedDocument:
    """A document, by its number where it has one, else by its places."""

    words: str
    spans: tuple[Bounds, ...]
    number: str | None
    date: str | None
    issuer: str | None


@dataclass(frozen=True, slots=True)
class WantedName:
    """A platform, programme, event or difficulty."""

    words: str
    spans: tuple[Bounds, ...]


@dataclass(frozen=True, slots=True)
class WantedPlace:
    """An administrative unit."""

    name: str
    level: str
    province: str | None = None


@dataclass(slots=True)
class Wanted:
    """One article's gold. `offices` and `documents` are None where they are not judged.

    `complete` tells that gold lists every name and mention there is, so that precision can be told of them too;
    then `mentions` has the bounds by label and `allowed_names` those of borderline names by kind.
    """

    article: str
    published: str | None
    author: str | list[str] | None
    focus: WantedPlace | None
    judged: frozenset[str]
    metrics: list[WantedMetric]
    optional: list[Bounds]
    traps: list[Bounds]
    offices: list[WantedOffice] | None
    not_officials: list[str]
    documents: list[WantedDocument] | None
    optional_documents: list[Bounds]
    names: dict[str, list[WantedName]]
    places: list[WantedPlace]
    complete: bool = False
    allowed_names: dict[str, list[Bounds]] = field(default_factory=dict)
    mentions: dict[Label, list[Bounds]] = field(default_factory=dict)


def wanted_of_quotes(gold: Gold, text: str) -> Wanted:
    """What a YAML file of quotes asks for; a quote that `text` does not hold has no place."""

    def places(quotes: Iterable[str]) -> list[Bounds]:
        return [span for quote in quotes for span in find_quote(quote, text)]

    return Wanted(
        article=gold.article,
        published=gold.published,
        author=gold.author,
        focus=WantedPlace(gold.focus.name, gold.focus.level, gold.focus.province) if gold.focus else None,
        judged=frozenset(name for name in ("author", "published") if gold.judges(name)),
        metrics=[_quoted_metric(m, text) for m in gold.metrics],
        optional=places(gold.optional),
        traps=places(gold.traps),
        offices=None
        if gold.officials is None
        else [WantedOffice(o.name, tuple(o.titles), (o.organisation,)) for o in gold.officials],
        not_officials=gold.not_officials,
        documents=None
        if gold.policies is None
        else [
            WantedDocument(d.quote, tuple(find_quote(d.quote, text)), d.number, d.date, d.issuer) for d in gold.policies
        ],
        optional_documents=places(gold.optional_policies),
        names={kind: [WantedName(q, tuple(find_quote(q, text))) for q in getattr(gold, key)] for kind, key in NAMED},
        places=[WantedPlace(p.name, p.level, p.province) for p in gold.localities],
    )


def _quoted_metric(gold: GoldMetric, text: str) -> WantedMetric:
    rule: PeriodRule = "open"
    period: tuple[str | None, str | None] = (None, None)
    if "period" in gold.model_fields_set:
        rule, period = ("both", gold.period) if gold.period is not None else ("none", period)
    elif "period_end" in gold.model_fields_set:
        rule, period = "end", (None, gold.period_end)
    return WantedMetric(
        words=gold.quote,
        spans=tuple(find_anchor(gold.quote, gold.anchor, text)),
        value=gold.value,
        value_high=gold.value_high,
        unit=gold.unit,
        comparator=gold.comparator,
        status=gold.status,
        place=gold.place,
        indicator=gold.indicator,
        period=period,
        period_rule=rule,
    )


def wanted_of_standoff(gold: GoldArticle, text: str) -> Wanted:
    """What a standoff article asks for; `text` is the article's, needed where gold holds no words.

    A baseline may be reported or not, as in the quoted form.
    """
    metrics = [m for m in gold.of_type("metric") if m.status != "baseline" and not m.optional]
    optional = [m for m in gold.of_type("metric") if m.status == "baseline" or m.optional]
    documents = gold.of_type("document")
    offices = gold.of_type("office")
    officials = {o.person for o in offices}
    persons = [m.normalized or text[m.start : m.end] for m in gold.labelled("PERSON") if m.entity is None]
    kinds = ("platform", "programme", "event", "difficulty")
    judged = [("optional", j) for j in gold.judged if j.kind == "optional"]
    mentions: dict[Label, list[Bounds]] = {}
    for mention in gold.mentions:
        mentions.setdefault(mention.label, []).append(mention.bounds)
    return Wanted(
        article=gold.source,
        published=gold.published,
        author=list(gold.author) if isinstance(gold.author, tuple) else gold.author,
        focus=WantedPlace(gold.focus.name, gold.focus.level, gold.focus.province) if gold.focus else None,
        judged=frozenset(("author", "published")),
        metrics=[_standoff_metric(gold, m, text) for m in metrics],
        optional=[s.bounds for m in optional for s in m.mentions] + [j.bounds for _, j in judged],
        traps=[j.bounds for j in gold.judged if j.kind == "trap"],
        offices=[
            WantedOffice(o.person, o.titles, (o.organisation or "", o.organisation_normalized or "")) for o in offices
        ],
        not_officials=[p for p in persons if p not in officials],
        documents=[
            WantedDocument(
                text[d.mention.start : d.mention.end],
                tuple(s.bounds for s in d.mentions),
                d.number,
                d.date.isoformat() if d.date else None,
                d.issuer,
            )
            for d in documents
            if not d.optional
        ],
        optional_documents=[s.bounds for d in documents if d.optional for s in d.mentions],
        names={
            kind: [
                WantedName(text[r.mention.start : r.mention.end], tuple(s.bounds for s in r.mentions))
                for r in gold.of_type(kind)
                if not r.optional
            ]
            for kind in kinds
        },
        places=_places(gold),
        complete=True,
        allowed_names={
            kind: [s.bounds for r in gold.of_type(kind) if r.optional for s in r.mentions] for kind in kinds
        },
        mentions=mentions,
    )


def _standoff_metric(gold: GoldArticle, metric: StandoffMetric, text: str) -> WantedMetric:
    quantity, period = metric.quantity, metric.period
    start = period.start.isoformat() if period and period.start else None
    end = period.end.isoformat() if period and period.end else None
    return WantedMetric(
        words=text[max(0, quantity.mention.start - 30) : quantity.mention.end + 30],
        spans=tuple(s.bounds for s in metric.mentions),
        value=quantity.value,
        value_high=quantity.value_high,
        unit=quantity.unit,
        comparator=quantity.comparator,
        status=metric.status,
        place=metric.locality.name if metric.locality else None,
        indicator=label_of(gold, metric, text),
        period=(start, end),
        period_rule="none" if period is None else "end" if start is None else "both",
    )


def _places(gold: GoldArticle) -> list[WantedPlace]:
    named = {
        (m.place.name, m.place.level): WantedPlace(m.place.name, m.place.level)
        for m in gold.labelled("LOCALITY")
        if m.place and m.place.level
    }
    return list(named.values())
