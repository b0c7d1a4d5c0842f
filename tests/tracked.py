"""Runs with records made by hand, for what stands behind them: a few articles, each with the facts it tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from baoso import records as r
from baoso.batch.config import RunConfig
from baoso.batch.run import run
from baoso.extraction import Extraction
from baoso.gazetteer.units import NEW, OLD, all_units
from baoso.types import Article, Period, Place, Span

YEAR_2024 = (date(2024, 1, 1), date(2024, 12, 31))


def place(name: str, level: str = "province", vintage: str = OLD, *, within: str | None = None) -> Place:
    """The unit called `name`, in the province (or district) `within` where several are."""
    unit = next(
        u
        for u in all_units()
        if (u.name, u.level, u.vintage) == (name, level, vintage) and (within is None or within in u.path)
    )
    return Place(unit.name, unit.level, unit.code, unit.vintage, unit.path)


@dataclass(frozen=True)
class Told:
    """A fact as an article tells it; `says` is the number with its unit as written."""

    says: str
    value: float
    unit: str = "%"
    indicator: str | None = "qd766-hs-tt"
    label: str = "hồ sơ trực tuyến toàn trình"
    at: Place | None = None
    period: tuple[date | None, date | None] | None = YEAR_2024
    status: str = "achieved"
    comparator: str = "eq"
    measure: str = "level"
    direction: str | None = None
    value_high: float | None = None
    basis: str = "explicit"


@dataclass(frozen=True)
class Piece:
    """One article of a run: what it tells, and further records made of its text."""

    tells: Sequence[Told] = ()
    outlet: str | None = "Báo A"
    published: date | None = date(2025, 1, 10)
    url: str | None = None
    text: str | None = None
    localities: tuple[Place, ...] = ()
    also: Sequence[tuple[type[r.RecordBase], dict[str, Any]]] = ()

    @property
    def article(self) -> Article:
        """The article that goes in; its text holds every `says`, a sentence each."""
        text = self.text or " ".join(
            f"{t.label} đạt {t.says} theo {self.outlet} ngày {self.published}." for t in self.tells
        )
        return Article(text, url=self.url, outlet=self.outlet, published=self.published)

    def extraction(self, article: Article) -> Extraction:
        """The article with its records."""
        metrics = [_metric(article, told) for told in self.tells]
        others = [_other(article, model, fields) for model, fields in self.also]
        whole = replace(article, localities=self.localities, sentences=((0, len(article.text)),))
        return Extraction(whole, [], [*metrics, *others])


def _found(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def _metric(article: Article, told: Told) -> r.Metric:
    text = article.text
    mention = _found(text, told.says)
    end = text.find(". ", mention.end) + 1 or len(text)
    start = text.rfind(". ", 0, mention.start) + 2 if ". " in text[: mention.start] else 0
    return r.Metric(
        record_id=r.record_id(article.article_id, "metric", mention),
        article_id=article.article_id,
        evidence=Span.of(text, start, end),
        confidence=0.8,
        locality=told.at,
        period=None if told.period is None else Period(*told.period, "year", told.basis),
        mentions=[mention],
        quantity=r.QuantityField(
            value=told.value,
            value_high=told.value_high,
            unit=told.unit,
            comparator=told.comparator,
            measure=told.measure,
            direction=told.direction,
            mention=mention,
        ),
        indicator=r.Indicator(id=told.indicator, label=told.label),
        status=told.status,
    )


def _other(article: Article, model: type[r.RecordBase], fields: dict[str, Any]) -> r.RecordBase:
    span = Span.of(article.text, 0, len(article.text))
    kind = model.model_fields["record_type"].default
    own = {"person_mention": span, "title_mentions": [span]} if model is r.Office else {}
    key = Span(0, 1, str(sorted(map(str, fields.items()))))
    return model(
        record_id=r.record_id(article.article_id, kind + key.text, span),
        article_id=article.article_id,
        evidence=span,
        confidence=0.9,
        mention=span,
        mentions=[span],
        **own,
        **fields,
    )


def make_run(out: Path, pieces: Iterable[Piece]) -> Path:
    """The folder `out` with a run over the pieces."""
    by_text = {piece.article.text: piece for piece in pieces}
    run(
        [piece.article for piece in by_text.values()],
        out,
        RunConfig(workers=0),
        extractor=lambda article: by_text[article.text].extraction(article),
    )
    return out


__all__ = ["NEW", "OLD", "YEAR_2024", "Piece", "Told", "make_run", "place"]
