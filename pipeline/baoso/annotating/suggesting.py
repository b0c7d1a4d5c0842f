"""What a run found in an article → gold to be corrected: mentions that do not cross, records that refer to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from baoso import records
from baoso.evaluating.matching import syllable_overlap
from baoso.extraction import Extraction
from baoso.lexicon import fold
from baoso.standoff import (
    GoldArticle,
    GoldAttribution,
    GoldDenominator,
    GoldDifficulty,
    GoldDocument,
    GoldEvent,
    GoldFocus,
    GoldIndicator,
    GoldMention,
    GoldMetric,
    GoldOffice,
    GoldPeriod,
    GoldPhrase,
    GoldPlace,
    GoldPlatform,
    GoldProgramme,
    GoldQuantity,
    GoldRecord,
    GoldSpan,
    words_without,
)
from baoso.types import Label, Mention, OfficePhrase, Period, Place, Span

# Of two spans that cross, the one of the earlier label stays; an indicator is cut where it crosses.
_STRONG_FIRST: tuple[Label, ...] = (
    "LOCALITY", "DATE", "PERSON", "QUANTITY", "DOCUMENT", "TITLE", "ORGANISATION", "PLATFORM", "PROGRAMME", "EVENT",
    "DIFFICULTY", "INDICATOR",
)  # fmt: skip
# What a span of equal bounds goes inside of: the first of these is the outermost.
_OUTER_FIRST: tuple[Label, ...] = (
    "DIFFICULTY", "INDICATOR", "EVENT", "PROGRAMME", "PLATFORM", "DOCUMENT", "ORGANISATION", "PERSON", "TITLE", "DATE",
    "LOCALITY", "QUANTITY",
)  # fmt: skip
# F1 of syllables from which the words of the span serve as well as the label.
_ALIKE = 0.6
Bounds = tuple[int, int]


def suggestion(found: Extraction, published: str | None, source: str) -> GoldArticle:
    """The gold that a run would have: numbers judged as metrics only, cases none."""
    metrics = [r for r in found.records if isinstance(r, records.Metric)]
    mentions = _Mentions(found, metrics)
    focus = found.article.focus_locality
    made: list[GoldRecord] = [m for r in metrics if (m := _metric(r, mentions)) is not None]
    made += _offices(found, mentions)
    made += [r for r in (_named(r, mentions) for r in found.records) if r is not None]
    made.sort(key=lambda r: (r.mentions[0].start, r.record_type, r.mentions[0].end))
    return GoldArticle(
        article_id=found.article.article_id,
        source=source,
        published=published,
        author=found.article.author,
        focus=GoldFocus(name=focus.name, level=focus.level, province=focus.path[0]) if focus is not None else None,
        mentions=tuple(mentions.gold()),
        records=tuple(r.model_copy(update={"id": f"r{n}"}) for n, r in enumerate(made, 1)),
    )


class _Mentions:
    """The mentions that are kept, by label and bounds."""

    def __init__(self, found: Extraction, metrics: list[records.Metric]) -> None:
        self.text = found.article.text
        told = {(s.start, s.end) for m in metrics for s in (m.quantity.mention, *m.mentions)}
        measured = {(i.start, i.end) for m in metrics if (i := m.indicator.mention)}
        names = [m for m in found.mentions if m.label in ("DATE", "DOCUMENT", "PLATFORM")]
        wanted = [m for m in found.mentions if _is_wanted(m, told, measured, names)]
        wanted += [
            _mention("INDICATOR", s, self.text)
            for s in measured - {(m.start, m.end) for m in wanted if m.label == "INDICATOR"}
        ]
        self.cut: dict[Bounds, Bounds] = {}
        self.kept = self._uncrossed(wanted)
        self.by_key: dict[tuple[str, Bounds], Mention] = {(m.label, (m.start, m.end)): m for m in self.kept}

    def _uncrossed(self, mentions: list[Mention]) -> list[Mention]:
        kept: list[Mention] = []
        for mention in sorted(mentions, key=lambda m: (_STRONG_FIRST.index(m.label), m.start, -m.end)):
            start, end = mention.start, mention.end
            for other in kept:
                if other.start < start < other.end < end:
                    start = other.end
                elif start < other.start < end < other.end:
                    end = other.start
            start, end = _tidy(self.text, start, end)
            if (start, end) != (mention.start, mention.end):
                if mention.label != "INDICATOR" or end <= start:
                    continue
                self.cut[mention.start, mention.end] = (start, end)
            if not any((m.label, m.start, m.end) == (mention.label, start, end) for m in kept):
                value, method = mention.value, mention.method
                text = self.text[start:end]
                kept.append(Mention(mention.label, start, end, text, mention.normalized, value=value, method=method))
        return sorted(kept, key=lambda m: (m.start, -m.end, _OUTER_FIRST.index(m.label)))

    def span(self, label: Label, span: Span | None) -> GoldSpan | None:
        """The kept mention at `span`, after cutting; None where it is gone."""
        if span is None:
            return None
        bounds = (
            self.cut.get((span.start, span.end), (span.start, span.end))
            if label == "INDICATOR"
            else (span.start, span.end)
        )
        found = self.by_key.get((label, bounds))
        return _gold_span(found.span) if found is not None else None

    def overlapping(self, label: Label, span: Span | None) -> GoldSpan | None:
        """The kept mention of `label` that `span` shares most with."""
        if span is None:
            return None
        near = [m for m in self.kept if m.label == label and m.start < span.end and span.start < m.end]
        best = max(near, key=lambda m: min(m.end, span.end) - max(m.start, span.start), default=None)
        return _gold_span(best.span) if best is not None else None

    def gold(self) -> list[GoldMention]:
        """All of them; persons and bodies named again refer to their first mention."""
        first: dict[tuple[str, str], str] = {}
        made = []
        for n, m in enumerate(self.kept, 1):
            name = " ".join((m.normalized or m.text).split())
            entity = first.setdefault((m.label, fold(name)), f"m{n}") if m.label in ("PERSON", "ORGANISATION") else None
            made.append(
                GoldMention(
                    **_gold_span(m.span).model_dump(),
                    id=f"m{n}",
                    label=m.label,
                    normalized=name,
                    entity=entity if entity != f"m{n}" else None,
                    place=gold_place(m.value) if isinstance(m.value, Place) else None,
                    period=gold_period(m.value) if isinstance(m.value, Period) else None,
                )
            )
        return made


def _is_wanted(mention: Mention, told: set[Bounds], measured: set[Bounds], names: Iterable[Mention]) -> bool:
    bounds = mention.start, mention.end
    if mention.label == "QUANTITY":
        return bounds in told
    if mention.label == "INDICATOR":
        return bounds in measured
    # "UBND" in a document's number is no body, nor is "VNPT" in "VNPT iOffice"
    inside = mention.label == "ORGANISATION" and any(n.start <= mention.start and mention.end <= n.end for n in names)
    return not inside


def _mention(label: Label, bounds: Bounds, text: str) -> Mention:
    return Mention(label, *bounds, text[slice(*bounds)])


def _tidy(text: str, start: int, end: int) -> Bounds:
    """The bounds without white space and commas at the edges."""
    while start < end and text[start] in " \u00a0\n,;:":
        start += 1
    while end > start and text[end - 1] in " \u00a0\n,;:":
        end -= 1
    return start, end


def _gold_span(span: Span) -> GoldSpan:
    return GoldSpan(start=span.start, end=span.end, text=span.text)


def gold_place(place: Place) -> GoldPlace:
    """The place without what follows from its code."""
    return GoldPlace(name=place.name, level=place.level, code=place.code, vintage=place.vintage, path=place.path)


def gold_period(period: Period) -> GoldPeriod | None:
    """The days; None where both sides are open."""
    return GoldPeriod(start=period.start, end=period.end) if period.start or period.end else None


def _metric(record: records.Metric, mentions: _Mentions) -> GoldMetric | None:
    spans = [mentions.span("QUANTITY", s) for s in (record.quantity.mention, *record.mentions)]
    own = list(dict.fromkeys(s for s in spans if s is not None))
    if spans[0] is None:
        return None
    q = record.quantity
    indicator = mentions.span("INDICATOR", record.indicator.mention)
    quantity: dict[str, Any] = {"comparator": q.comparator, "measure": q.measure, "direction": q.direction}
    whole = record.denominator
    return GoldMetric(
        id="",
        mentions=tuple(own),
        quantity=GoldQuantity(value=q.value, value_high=q.value_high, unit=q.unit, mention=own[0], **quantity),
        indicator=GoldIndicator(id=record.indicator.id, label=_label(record, indicator, mentions), mention=indicator),
        status=record.status,
        pillar=record.pillar,
        denominator=GoldDenominator(value=whole.value, unit=whole.unit or q.unit) if whole else None,
        locality=_locality(record.locality, mentions),
        period=_period(record.period, mentions),
        attribution=_attribution(record, mentions),
    )


def _label(record: records.Metric, indicator: GoldSpan | None, mentions: _Mentions) -> str:
    """The words of the indicator's span, unless the run's label says something else."""
    label = record.indicator.label
    if indicator is None:
        return label
    numbers = [(m.start, m.end) for m in mentions.kept if m.label == "QUANTITY"]
    plain = words_without(mentions.text, indicator.start, indicator.end, numbers)
    return plain if syllable_overlap(plain, label) >= _ALIKE else label


def _locality(place: Place | None, mentions: _Mentions) -> GoldPlace | None:
    if place is None:
        return None
    at = mentions.span("LOCALITY", place.mention)
    return gold_place(place).model_copy(update={"mention": at, "basis": place.basis})


def _period(period: Period | None, mentions: _Mentions) -> GoldPeriod | None:
    days = gold_period(period) if period is not None else None
    if period is None or days is None:
        return None
    return days.model_copy(update={"mention": mentions.span("DATE", period.mention), "basis": period.basis})


def _attribution(record: records.Metric, mentions: _Mentions) -> GoldAttribution | None:
    said = record.attribution
    if said is None:
        return None
    at = mentions.overlapping("PERSON", said.mention) if said.person else None
    at = at or mentions.overlapping("ORGANISATION", said.mention)
    return GoldAttribution(mention=at, person=said.person) if at is not None else None


def _offices(found: Extraction, mentions: _Mentions) -> list[GoldOffice]:
    """An office for each phrase; those of one person and body come together when they are compiled."""
    phrases = {m.value for m in found.mentions if m.label == "TITLE" and isinstance(m.value, OfficePhrase)}
    made = []
    for phrase in sorted(phrases, key=lambda p: (p.start, p.titles[0].start)):
        person = mentions.span("PERSON", phrase.person)
        titles = tuple(t for s in phrase.titles if (t := mentions.span("TITLE", s)) is not None)
        if person is None or not titles:
            continue
        body = mentions.span("ORGANISATION", phrase.organisation)
        gold = GoldPhrase(person=person, titles=titles, organisation=body)
        words = tuple(t.text or "" for t in titles)
        made.append(
            GoldOffice(
                id="", mentions=(person,), person=person.text or "", titles=words, mention=person, phrases=(gold,)
            )
        )
    return made


def _named(record: records.Record, mentions: _Mentions) -> GoldRecord | None:
    labels: dict[type, Label] = {
        records.Document: "DOCUMENT",
        records.Platform: "PLATFORM",
        records.Programme: "PROGRAMME",
        records.Event: "EVENT",
        records.Difficulty: "DIFFICULTY",
    }
    label = labels.get(type(record))
    if label is None or isinstance(record, (records.Metric, records.Office)):
        return None
    spans = [mentions.span(label, s) for s in sorted({record.mention, *record.mentions}, key=lambda s: s.start)]
    own = tuple(dict.fromkeys(s for s in spans if s is not None))
    if not own:
        return None
    common: dict[str, Any] = {"id": "", "mentions": own, "mention": own[0]}
    if isinstance(record, records.Document):
        return GoldDocument(
            **common,
            document_type=record.document_type,
            number=record.number,
            title=" ".join(record.title.split()) if record.title else None,
            issuer=record.issuer,
            issuer_mention=mentions.span("ORGANISATION", record.issuer_mention),
            date=record.date,
            action=record.action,
        )
    if isinstance(record, records.Difficulty):
        return GoldDifficulty(**common, topic=record.topic)
    if isinstance(record, records.Event):
        return GoldEvent(**common, name=record.name, kind=record.kind)
    make = GoldPlatform if isinstance(record, records.Platform) else GoldProgramme
    return make(**common, name=record.name, kind=record.kind, stage=record.stage)
