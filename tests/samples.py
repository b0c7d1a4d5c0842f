"""An extraction with every kind of row in it, whatever the text: for what stands behind the linguistics."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from baoso import records as r
from baoso.extraction import Extraction
from baoso.types import Article, Block, Label, Mention, Period, Place, Span, Successor

TEXT = "Xã Minh Phú có 82% hộ dùng ví điện tử.\nÔng Tô Văn Hạ, Chủ tịch UBND xã, nói vậy."


def place(span: Span) -> Place:
    """A commune that ended, with a successor and a date in it."""
    successor = Successor("09999", "Tân Phú", "Hưng Yên", "whole")
    return Place(
        "Minh Phú",
        "commune",
        "01234",
        "2025-06-30",
        ("Hưng Yên", None, "Minh Phú"),
        (successor,),
        mention=span,
        valid_to=date(2025, 6, 30),
        mentions=(span,),
    )


def sample_records(article: Article) -> list[r.Record]:
    """One record of each type, its spans the first and the last word of the text."""
    text = article.text
    first, last = (
        Span.of(text, 0, len(text.split()[0])),
        Span.of(text, len(text) - len(text.split()[-1]), len(text)),
    )
    article_id = article.article_id

    def made(model: type[r.RecordBase], **own: object) -> r.RecordBase:
        kind = model.model_fields["record_type"].default
        return model(
            record_id=r.record_id(article_id, kind, first),
            article_id=article_id,
            evidence=Span.of(text, 0, len(text)),
            confidence=0.75,
            mentions=[first, last],
            **own,
        )

    quantity = r.QuantityField(value=82, unit="%", comparator="gt", mention=first, comparator_mention=last)
    period = Period(date(2031, 1, 1), date(2031, 12, 31), "year", mention=last)
    said = r.Attribution(person="Tô Văn Hạ", title="Chủ tịch", mention=last)
    metric = made(
        r.Metric,
        quantity=quantity,
        indicator=r.Indicator(label="hộ dùng ví điện tử", mention=last),
        status="achieved",
        locality=place(first),
        period=period,
        attribution=said,
        denominator=r.Denominator(value=203, unit="hộ"),
    )
    return [
        metric,
        made(
            r.Office,
            person="Tô Văn Hạ",
            titles=["Chủ tịch", "Bí thư"],
            organisation="UBND xã",
            mention=last,
            person_mention=first,
            title_mentions=[first, last],
        ),
        made(r.Document, document_type="Kế hoạch", number="7/KH-UBND", date=date(2031, 3, 2), mention=first),
        made(r.Platform, name="=Sổ tay số", kind="messaging", mention=first),
        made(r.Programme, name="Chợ 4.0", kind="pilot", participants=["xã", "huyện"], mention=first),
        made(r.Event, name="Hội thi", kind="competition", mention=first),
        made(r.Difficulty, topic="staff", mention=last),
    ]  # type: ignore[list-item]


def sample_extraction(article: Article | str) -> Extraction:
    """What `baoso.extract` would give, were every article alike. A text that says "hỏng" raises."""
    article = Article(text=article, source="a.txt") if isinstance(article, str) else article
    if "hỏng" in article.text:
        raise RuntimeError("a stage broke")
    found = sample_records(article)
    spans: list[tuple[Label, Span]] = [("QUANTITY", found[0].quantity.mention), ("PERSON", found[1].mention)]  # type: ignore[union-attr]
    mentions = [Mention(label, s.start, s.end, s.text, value=s, method="sample") for label, s in spans]
    unit = place(spans[0][1])
    article = replace(
        article,
        blocks=(Block("body", 0, len(article.text)),),
        sentences=((0, len(article.text)),),
        focus_locality=unit,
        localities=(unit,),
        published=date(2032, 1, 5),
        topic_score=0.5,
    )
    return Extraction(article, mentions, found)
