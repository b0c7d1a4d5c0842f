"""Everything but metrics against gold: offices, documents, named things, places, the article's metadata."""

from __future__ import annotations

from typing import Any

from baoso.evaluating.judging_metrics import judge_metrics
from baoso.evaluating.matching import (
    bounds,
    fold,
    mentions_in,
    names_in_byline,
    record_spans,
    same_unit_name,
    syllable_overlap,
    touches,
)
from baoso.evaluating.tally import Tally
from baoso.evaluating.wanted import Wanted, WantedDocument, WantedName, WantedOffice, WantedPlace

Row = dict[str, Any]


def judge_article(gold: Wanted, article: Row | None, records: list[Row]) -> Tally:
    """The counts of one article; an absent one (None) misses all that gold lists."""
    tally = Tally(gold.article)
    row = article or {"text": "", "localities": []}
    text: str = row["text"]
    by_type: dict[str, list[Row]] = {}
    for record in records:
        by_type.setdefault(record["record_type"], []).append(record)
    _judge_grounding(text, records, tally)
    judge_metrics(gold, text, by_type.get("metric", []), tally)
    if gold.offices is not None:
        _judge_offices(gold, gold.offices, by_type.get("office", []), tally)
    if gold.documents is not None:
        _judge_documents(gold, gold.documents, by_type.get("document", []), tally)
    for kind, wanted in gold.names.items():
        _judge_named(gold, kind, wanted, by_type.get(kind, []), tally)
    _judge_places(gold, row, tally)
    if gold.focus is not None:
        _judge_metadata(gold, gold.focus, row, tally)
    return tally


def _judge_grounding(text: str, records: list[Row], tally: Tally) -> None:
    for record in records:
        for mention in mentions_in(record):
            held = text[mention["start"] : mention["end"]] == mention["text"]
            tally.count("grounded", held)
            if not held:
                tally.miss("ungrounded span", repr(mention["text"]), mention)
        if not record_spans(record) or not record.get("evidence"):
            tally.count("grounded", 0)
            tally.miss("record without mention or evidence", record["record_type"], record.get("record_id"))


def _judge_offices(gold: Wanted, wanted: list[WantedOffice], predicted: list[Row], tally: Tally) -> None:
    free = list(predicted)
    for office in wanted:
        found = next((r for r in free if _same_office(r, office)), None)
        tally.count("office.tp", found is not None)
        if found is not None:
            free = [r for r in free if r is not found]
            continue
        near = [_office(r) for r in predicted if fold(r.get("person")) == fold(office.name)]
        tally.miss("missed office", f"{office.name}, {', '.join(office.titles)}, {office.organisations[-1]}", near)
    no_office = {fold(name) for name in gold.not_officials}
    for record in free:
        tally.count("office.fp", 1)
        tally.miss("spurious office", _office(record))
        if fold(record.get("person")) in no_office:
            tally.count("traps", 1)


def _office(record: Row) -> str:
    return f"{record.get('person')}, {', '.join(record.get('titles') or [])}, {record.get('organisation')}"


def _same_office(record: Row, wanted: WantedOffice) -> bool:
    """The same person, with one title that begins as gold's does, at about the same organisation."""
    if fold(record.get("person")) != fold(wanted.name):
        return False
    titles = record.get("titles") or []
    if not any(f"{fold(own)} ".startswith(f"{fold(title)} ") for title in wanted.titles for own in titles):
        return False
    names = [record.get("organisation") or ""]
    # the full name counts only where gold has one to hold it against
    names += [record.get("organisation_normalized") or ""] if len(wanted.organisations) > 1 else []
    return any(
        syllable_overlap(" ".join([ours, *titles]), " ".join([theirs, *wanted.titles])) >= 0.5
        for ours in names
        for theirs in wanted.organisations
    )


def _judge_documents(gold: Wanted, wanted: list[WantedDocument], predicted: list[Row], tally: Tally) -> None:
    """One record may stand for several gold entries, and several records for one; none is spurious."""
    used: set[int] = set()
    for document in wanted:
        same = [i for i, r in enumerate(predicted) if _same_document(r, document)]
        used.update(same)
        for i in same:
            _judge_document_fields(predicted[i], document, tally)
        tally.count("document.tp", bool(same))
        if not same:
            tally.miss("missed document", document.words)
    for i, record in enumerate(predicted):
        if i not in used and not touches(bounds(record.get("mention")), gold.optional_documents):
            tally.count("document.fp", 1)
            tally.miss("spurious document", repr((record.get("mention") or {}).get("text")))


def _same_document(record: Row, wanted: WantedDocument) -> bool:
    if wanted.number:
        return fold(record.get("number")) == fold(wanted.number)
    return touches(bounds(record.get("mention")), wanted.spans)


def _judge_document_fields(record: Row, wanted: WantedDocument, tally: Tally) -> None:
    right = {}
    if wanted.date:
        right["date"] = record.get("date") == wanted.date
    if wanted.issuer:
        right["issuer"] = syllable_overlap(record.get("issuer"), wanted.issuer) >= 0.5
    for name, is_right in right.items():
        tally.count(f"document.{name}", is_right)
        if not is_right:
            tally.miss(f"wrong {name}", wanted.words, record.get(name))


def _judge_named(gold: Wanted, kind: str, wanted: list[WantedName], predicted: list[Row], tally: Tally) -> None:
    """Recall; precision too where gold lists all that may be found, borderline ones aside."""
    found = [span for record in predicted for span in record_spans(record)]
    for name in wanted:
        hit = any(touches(span, name.spans) for span in found)
        tally.count(f"{kind}.R", hit)
        if not hit:
            tally.miss(f"missed {kind}", name.words)
    if not gold.complete:
        return
    allowed = gold.allowed_names.get(kind, [])
    listed = [span for name in wanted for span in name.spans]
    for record in predicted:
        spans = record_spans(record)
        right = any(touches(span, listed) for span in spans)
        if right or not any(touches(span, allowed) for span in spans):
            tally.count(f"{kind}.P", right)
            if not right:
                tally.miss(f"spurious {kind}", repr((record.get("mention") or {}).get("text")))


def _judge_places(gold: Wanted, article: Row, tally: Tally) -> None:
    linked = {(p.get("name"), p.get("level")) for p in article.get("localities") or []}
    for place in gold.places:
        hit = any(level == place.level and same_unit_name(name, place.name) for name, level in linked)
        tally.count("locality.R", hit)
        if not hit:
            tally.miss("missed locality", f"{place.name} ({place.level})")


def _judge_metadata(gold: Wanted, wanted: WantedPlace, article: Row, tally: Tally) -> None:
    """The focus; of an article that is there, author and date too, as far as gold tells them."""
    focus = article.get("focus_locality") or {}
    province = (focus.get("path") or [None])[0] or focus.get("name")
    right = {
        "focus": same_unit_name(focus.get("name"), wanted.name)
        and focus.get("level") == wanted.level
        and (not wanted.province or same_unit_name(province, wanted.province))
    }
    if article["text"] and "author" in gold.judged:
        right["author"] = names_in_byline(article.get("author")) == names_in_byline(gold.author)
    if article["text"] and "published" in gold.judged:
        ours, theirs = article.get("published") or "", gold.published or ""
        right["published"] = ours.startswith(theirs) and bool(ours) == bool(theirs)
    for name, is_right in right.items():
        tally.count(name, is_right)
        if not is_right:
            got = focus.get("name") if name == "focus" else article.get(name)
            tally.miss(f"wrong {name}", str(getattr(gold, name)), got)
