"""Difficult cases that rules can see; what needs a reader's mind (typo, homonym, correction) is left to the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from baoso.extraction import Extraction
from baoso.lexicon import UPPER
from baoso.standoff import Case, GoldArticle, GoldMetric, GoldSpan
from baoso.types import Period

_LOWER = f"[{UPPER.lower()}]"
_MARKED = f"[{UPPER.lower().translate(dict.fromkeys(range(128)))}]"
# "chiếm10%", "xã.Trong"
_FUSED = re.compile(
    rf"(?<!\w){_LOWER}{{0,6}}{_MARKED}{_LOWER}{{0,6}}\d[\d.,]*%?(?![\w/])|(?<!\w){_LOWER}{{2,}}[.,;:](?=[{UPPER}]|{_LOWER}*{_MARKED})[^\W\d_]+"
)
_ODD_SPACE = re.compile(r"\u00a0+| {2,}|(?<=\w) (?=[,;.!?](?:\s|$))")
_BRACKETED = re.compile(rf"\(([{UPPER}][{UPPER}&-]+)\)")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-–•*+]|\d{1,2}[.)]|[a-zđ]\))\s")
_ROW = re.compile(r"\s\|\s|\t")
# A text with hardly a line break was fused by the agency that sent it.
_FUSED_LENGTH = 1500
# Spaces of one kind come in hundreds; the first few stand for them.
_FEW = 3
# What stands for a place named before.
_REFERENCE = re.compile(
    r"\b(?:tỉnh|huyện|quận|thị xã|thành phố|xã|phường|thị trấn|thôn|địa phương|địa bàn|cả nước)\b", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?<!\S)\S*(?:://|@|www\.|\.(?:vn|com|org|net)\b)\S*")
Found = Iterator[tuple[int, int, str]]


def cases_of(found: Extraction, gold: GoldArticle) -> list[Case]:
    """Tags on spans of `gold` and on bare stretches; none crosses a span or comes twice."""
    text = found.article.text
    tags = {*_of_metrics(found, gold), *_of_mentions(found, gold), *_of_text(text)}
    spans = [m.bounds for m in gold.mentions] + [j.bounds for j in gold.judged]
    kept: list[Case] = []
    for start, end, kind in sorted(tags):
        others = [*spans, *(c.bounds for c in kept)]
        if not any(a < start < b < end or start < a < end < b for a, b in others):
            kept.append(Case(start=start, end=end, text=text[start:end], kind=kind))
    return kept


def _of_metrics(found: Extraction, gold: GoldArticle) -> Found:
    text = found.article.text
    metrics: list[GoldMetric] = gold.of_type("metric")
    sentence = {m.id: _sentence(found, m.mentions[0]) for m in metrics}
    shared: set[tuple[int, int]] = set()
    for metric in metrics:
        start, end = metric.mentions[0].bounds
        words = text[start:end]
        line = text[text.rfind("\n", 0, start) + 1 : start]
        own = sentence[metric.id]
        indicator = metric.indicator.mention
        yield from ((m.start, m.end, "caption-repeat") for m in metric.mentions[1:])
        tests = {
            "range": metric.quantity.value_high is not None,
            "fraction": metric.denominator is not None or "/" in words or "phần" in words,
            "spelled-number": not any(c.isdigit() for c in words),
            "baseline": metric.status == "baseline",
            "inherited-time": metric.period is not None
            and _is_outside(metric.period.mention, own, "inherited" in metric.period.basis),
            "inherited-place": metric.locality is not None
            and _is_outside(metric.locality.mention, own, True)
            and not _REFERENCE.search(text, *own),
            "list-item": _LIST_ITEM.match(line) is not None,
            "table-row": _ROW.search(line) is not None,
            "quoted-number": _is_quoted(text, start),
            "target-beside-result": metric.status == "target"
            and any(o.status == "achieved" and sentence[o.id] == own for o in metrics),
            "coordinated-numbers": indicator is not None and indicator.bounds in shared,
        }
        yield from ((start, end, kind) for kind, true in tests.items() if true)
        shared |= {indicator.bounds} if indicator is not None else set()


def _sentence(found: Extraction, span: GoldSpan) -> tuple[int, int]:
    inside = (s for s in found.article.sentences if s[0] <= span.start < s[1])
    return next(inside, (0, len(found.article.text)))


def _is_quoted(text: str, at: int) -> bool:
    """Whether a quotation is open at `at`, within its paragraph."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    return before.count("“") > before.count("”") or ("“" not in before and before.count('"') % 2 == 1)


def _is_outside(mention: GoldSpan | None, sentence: tuple[int, int], implied: bool) -> bool:
    """Whether what a number depends on stands in another sentence; `implied` where it stands nowhere."""
    return implied if mention is None else not sentence[0] <= mention.start < sentence[1]


def _of_mentions(found: Extraction, gold: GoldArticle) -> Found:
    places: dict[str, set[tuple[str | None, str | None]]] = {}
    for mention in gold.labelled("LOCALITY"):
        if mention.place is not None:
            places.setdefault(mention.place.name, set()).add((mention.place.level, mention.place.code))
    for mention in gold.mentions:
        words = mention.text or ""
        if mention.label in ("LOCALITY", "PERSON", "ORGANISATION") and words.isupper() and " " in words:
            yield mention.start, mention.end, "uppercase"
        if mention.place is not None and len(places[mention.place.name]) > 1:
            yield mention.start, mention.end, "homonym-place"
    for read in found.mentions:
        if read.label == "DATE" and isinstance(read.value, Period) and read.value.basis == "published":
            yield read.start, read.end, "relative-time"
    held: dict[tuple[int, int], int] = {}
    for office in gold.of_type("office"):
        for phrase in office.phrases:
            held[phrase.person.bounds] = held.get(phrase.person.bounds, 0) + 1
    yield from ((start, end, "two-offices") for (start, end), count in held.items() if count > 1)


def _of_text(text: str) -> Found:
    addresses = [m.span() for m in _ADDRESS.finditer(text)]
    for m in _FUSED.finditer(text):
        if not any(a < m.end() and m.start() < b for a, b in addresses):
            yield m.start(), m.end(), "missing-space"
    yield from ((m.start(), m.end(), "odd-space") for m in list(_ODD_SPACE.finditer(text))[:_FEW])
    yield from ((m.start(1), m.end(1), "abbreviation-defined") for m in _BRACKETED.finditer(text))
    seen: dict[str, int] = {}
    for line in re.finditer(r"[^\n]{40,}", text):
        if seen.setdefault(line[0].strip(), line.start()) != line.start():
            yield line.start(), line.end(), "caption-repeat"
    if len(text) > _FUSED_LENGTH and "\n" not in text.strip():
        first = re.search(r"\w+", text)
        if first:
            yield first.start(), first.end(), "fused-paragraph"
