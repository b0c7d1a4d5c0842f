"""How far two readers agree: F1 of spans by label, Krippendorff's alpha of what they say of the spans both marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, get_args

import numpy as np

from baoso.annotating.intervals import interval_text
from baoso.errors import BaosoError, GoldError
from baoso.evaluating.matching import Bounds, syllable_overlap
from baoso.lexicon import fold
from baoso.standoff import GoldArticle, GoldMetric, GoldPeriod, label_of
from baoso.types import Label

RESAMPLES = 1_000
_NONE = "-"
# Syllable F1 from which two labels say the same; the scorer's bound.
_SAME_LABEL = 0.5
# What one reader does not say need not be what the other denies: a pillar follows from the indicator or is left out.
_TOLD_BY_BOTH = "metric.pillar"
_ALIKE_ONLY = f"metric.label (syllable F1 ≥ {_SAME_LABEL})"
# One value of each reader.
Values: TypeAlias = tuple[Hashable, Hashable]
# An attribute, what both say, and where.
Told: TypeAlias = tuple[str, Values, Bounds]


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """F1 of one label, either reader taken as gold: of equal bounds (95 % interval over articles), and of overlap."""

    label: str
    first: int
    second: int
    exact: float
    interval: tuple[float, float]
    overlap: float


@dataclass(frozen=True, slots=True)
class AttributeAgreement:
    """One attribute on spans that both marked: alpha (None where one value occurs), and the share told alike."""

    attribute: str
    items: int
    alpha: float | None
    alike: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two readers of the same articles."""

    articles: int
    spans: list[SpanAgreement]
    attributes: list[AttributeAgreement]


def agreement(
    first: Sequence[GoldArticle], second: Sequence[GoldArticle], texts: dict[str, str], *, seed: int = 0
) -> Agreement:
    """The agreement on the articles that both read; `texts` by article_id, for labels that are words of the text.

    Raises `GoldError` where they share none.
    """
    others = {a.article_id: a for a in second}
    pairs = [(a, others[a.article_id]) for a in first if a.article_id in others]
    if not pairs:
        raise GoldError("the two have no article in common; compile both from the same texts")
    labels: tuple[Label, ...] = get_args(Label)
    spans = [found for label in labels if (found := _span_agreement(label, pairs, seed)) is not None]
    values: dict[str, list[Values]] = defaultdict(list)
    for one, other in pairs:
        for name, told, _ in _told(one, other, texts.get(one.article_id, "")):
            values[name].append(told)
    return Agreement(len(pairs), spans, [_attribute(name, told) for name, told in values.items()])


def _attribute(name: str, told: Sequence[Values]) -> AttributeAgreement:
    alpha = krippendorff_alpha(told) if name != _ALIKE_ONLY else None
    return AttributeAgreement(name, len(told), alpha, sum(a == b for a, b in told) / len(told))


def disagreements(first: Sequence[GoldArticle], second: Sequence[GoldArticle], texts: dict[str, str]) -> Iterator[str]:
    """A line for each attribute that the two tell differently: article, place, words, what each says."""
    others = {a.article_id: a for a in second}
    for one in first:
        other, text = others.get(one.article_id), texts.get(one.article_id, "")
        for name, (a, b), (start, end) in _told(one, other, text) if other is not None else ():
            if a != b:
                words = " ".join(text[max(0, start - 30) : end + 30].split())
                yield f"{one.source}:{start}: {name}: {a} | {b}  … {words} …"


def krippendorff_alpha(values: Sequence[Values]) -> float | None:
    """Nominal alpha of two readers, one pair of values an item; None where they use one value only.

    Raises `BaosoError` where NLTK is missing.
    """
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ImportError as error:
        raise BaosoError("agreement needs NLTK; pip install 'baoso[annotate]'") from error
    if len({value for pair in values for value in pair}) < 2:
        return None
    data = [(reader, n, pair[i]) for n, pair in enumerate(values) for i, reader in enumerate("ab")]
    return float(AnnotationTask(data=data).alpha())


def _span_agreement(label: Label, pairs: Sequence[tuple[GoldArticle, GoldArticle]], seed: int) -> SpanAgreement | None:
    counts = []
    for one, other in pairs:
        a, b = ([m.bounds for m in reader.labelled(label)] for reader in (one, other))
        exact = len(set(a) & set(b))
        near = sum(_near(s, b) is not None for s in a) + sum(_near(s, a) is not None for s in b)
        counts.append((exact, near, len(a), len(b)))
    table = np.array(counts, dtype=float)
    exact, near, own, others = table.sum(axis=0)
    if not own + others:
        return None
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(pairs), [1 / len(pairs)] * len(pairs), size=RESAMPLES) @ table
    with np.errstate(invalid="ignore", divide="ignore"):
        f1 = 2 * drawn[:, 0] / (drawn[:, 2] + drawn[:, 3])
    low, high = np.nanpercentile(f1, [2.5, 97.5])
    return SpanAgreement(
        label,
        int(own),
        int(others),
        2 * exact / (own + others),
        (float(low), float(high)),
        near / (own + others),
    )


def _near(span: Bounds, spans: Sequence[Bounds]) -> Bounds | None:
    """The span of `spans` that shares most with `span`."""
    touching = [s for s in spans if s[0] < span[1] and span[0] < s[1]]
    return max(touching, key=lambda s: min(s[1], span[1]) - max(s[0], span[0]), default=None)


def _told(one: GoldArticle, other: GoldArticle, text: str) -> Iterator[Told]:
    """What both say of each thing that both marked, by attribute."""
    yield from _judgements(one, other)
    for a, b, at in _matched(_metrics(one), _metrics(other)):
        for name, get in _METRIC.items():
            values = get(a), get(b)
            if f"metric.{name}" != _TOLD_BY_BOTH or _NONE not in values:
                yield f"metric.{name}", values, at
        labels = label_of(one, a, text), label_of(other, b, text)
        alike = syllable_overlap(*labels) >= _SAME_LABEL
        yield _ALIKE_ONLY, (labels[0], labels[0] if alike else labels[1]), at
    for name, label, value in _MENTION:
        own = {m.bounds: value(m) for m in one.labelled(label)}
        others = {m.bounds: value(m) for m in other.labelled(label)}
        for a, b, at in _matched(own, others):
            yield name, (a, b), at
    for kind, fields in _RECORD.items():
        own = {s.bounds: r for r in one.of_type(kind) for s in r.mentions}
        others = {s.bounds: r for r in other.of_type(kind) for s in r.mentions}
        for a, b, at in _matched(own, others):
            for name in fields:
                yield f"{kind}.{name}", (_plain(getattr(a, name)), _plain(getattr(b, name))), at


def _judgements(one: GoldArticle, other: GoldArticle) -> Iterator[Told]:
    """Metric, optional or trap, for every number that either judged.

    The guideline lets spelled numbers that measure nothing go unmarked: left out says trap.
    """
    own, others = _judged(one), _judged(other)
    for span in own:
        found = _near(span, list(others))
        yield "number", (own[span], others[found] if found else "trap"), span
    for span in others:
        if _near(span, list(own)) is None:
            yield "number", ("trap", others[span]), span


def _judged(article: GoldArticle) -> dict[Bounds, str]:
    metrics = {s.bounds: "metric" for r in article.of_type("metric") for s in r.mentions}
    return metrics | {j.bounds: j.kind for j in article.judged}


def _metrics(article: GoldArticle) -> dict[Bounds, GoldMetric]:
    return {s.bounds: r for r in article.of_type("metric") for s in r.mentions}


def _matched(own: dict[Bounds, Any], others: dict[Bounds, Any]) -> Iterator[tuple[Any, Any, Bounds]]:
    for span, value in own.items():
        found = _near(span, list(others))
        if found is not None:
            yield value, others[found], span


def _plain(value: Any) -> Hashable:
    """A comparable value: text folded, dates as text, None as a value of its own."""
    if value is None:
        return _NONE
    return fold(value) if isinstance(value, str) else str(value)


def _days(period: GoldPeriod | None) -> str:
    return interval_text(period.start, period.end) if period is not None else _NONE


_METRIC: dict[str, Callable[[GoldMetric], Hashable]] = {
    "value": lambda m: m.quantity.value,
    "unit": lambda m: fold(m.quantity.unit),
    "comparator": lambda m: m.quantity.comparator,
    "measure": lambda m: m.quantity.measure,
    "status": lambda m: m.status,
    "locality": lambda m: _plain(m.locality.name if m.locality else None),
    "period": lambda m: _days(m.period),
    "pillar": lambda m: _plain(m.pillar),
    "indicator id": lambda m: _plain(m.indicator.id),
    "attributed": lambda m: m.attribution is not None,
}
_MENTION: tuple[tuple[str, Label, Callable[[Any], Hashable]], ...] = (
    ("locality.level", "LOCALITY", lambda m: _plain(m.place.level if m.place else None)),
    ("locality.unit", "LOCALITY", lambda m: (m.place.name, m.place.level, m.place.code) if m.place else _NONE),
    ("date.days", "DATE", lambda m: _days(m.period)),
)
_RECORD: dict[str, tuple[str, ...]] = {
    "document": ("document_type", "number", "date", "action"),
    "platform": ("kind", "stage"),
    "programme": ("kind", "stage"),
    "event": ("kind",),
    "difficulty": ("topic",),
    "office": ("person", "organisation_normalized"),
}


def as_markdown(found: Agreement) -> str:
    """Both tables in Markdown."""
    lines = [
        f"{found.articles} articles",
        "",
        "| spans | first | second | F1, equal bounds | 95 % | F1, overlap |",
        "|---|--:|--:|--:|---|--:|",
    ]
    lines += [
        f"| {s.label} | {s.first} | {s.second} | {s.exact:.2f} | {low:.2f}–{high:.2f} | {s.overlap:.2f} |"
        for s in found.spans
        for low, high in [s.interval]
    ]
    lines += ["", "| attribute | items | Krippendorff's alpha | told alike |", "|---|--:|--:|--:|"]
    lines += [
        f"| {a.attribute} | {a.items} | {'–' if a.alpha is None else f'{a.alpha:.2f}'} | {a.alike:.2f} |"
        for a in found.attributes
    ]
    return "\n".join(lines) + "\n"
