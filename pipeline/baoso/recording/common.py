"""What every record type needs: its evidence, place and period, and repetitions merged into one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from functools import lru_cache

from spacy.tokens import Doc

from baoso import lexicon
from baoso.doc import all_mentions, focus_of, sentences_of, text_of
from baoso.lexicon import fold
from baoso.types import Label, Mention, Period, Place, Span


def evidence_for(doc: Doc, span: Span | Mention) -> Span:
    """The sentence (or run of sentences) of `doc` that holds `span`, without outer white space.

    Where no sentence covers it, the span itself.
    """
    sentences = sentences_of(doc)
    first = bisect_right(sentences, span.start, key=lambda s: s[0]) - 1
    last = bisect_left(sentences, span.end, key=lambda s: s[0]) - 1
    start = min(sentences[first][0], span.start) if first >= 0 else span.start
    end = max(sentences[last][1], span.end) if last >= 0 else span.end
    text = text_of(doc)[start:end]
    start += len(text) - len(text.lstrip())
    return Span.of(text_of(doc), start, start + len(text.strip()))


def mentions_between(doc: Doc, start: int, end: int, *labels: Label) -> list[Mention]:
    """The mentions with one of `labels` that lie wholly in `start`:`end`, in text order."""
    own = all_mentions(doc)
    first = bisect_left(own, start, key=lambda m: m.start)
    last = bisect_right(own, end, key=lambda m: m.start)
    return [m for m in own[first:last] if m.label in labels and m.end <= end]


def spans_of(mentions: Iterable[Mention], first: Mention | None = None) -> list[Span]:
    """Bare spans in text order, `first` (the record's own mention) put in front, none twice."""
    ordered = sorted({(m.start, m.end): m.span for m in mentions}.values(), key=lambda s: (s.start, s.end))
    if first is None:
        return ordered
    return [first.span, *(s for s in ordered if s != first.span)]


def merge_repeats(mentions: Iterable[Mention], key: Callable[[Mention], Hashable]) -> list[list[Mention]]:
    """Mentions grouped by `key`; groups and their members in the order met."""
    groups: dict[Hashable, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(key(mention), []).append(mention)
    return list(groups.values())


@lru_cache(maxsize=1)
def _links() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand between a mention and the place, or the date, that belongs to it."""
    cues = lexicon.table("attachment")
    place, date = lexicon.alternation(cues["place"]), lexicon.alternation(cues["date"])
    return (
        re.compile(rf"(?:\s*[,(])?\s*(?:{place}\s*)*", re.IGNORECASE),
        re.compile(rf"(?:\s*[,(])?\s*(?:{date}\s*)*", re.IGNORECASE),
    )


def _attached(doc: Doc, span: Span | Mention, label: Label, link: re.Pattern[str]) -> Mention | None:
    """The first `label` mention inside `span`, else the one right after it behind a linking word."""
    inside = mentions_between(doc, span.start, span.end, label)
    if inside:
        return inside[0]
    reach = min(evidence_for(doc, span).end, span.end + 60)
    for mention in mentions_between(doc, span.end, reach + 60, label):
        if link.fullmatch(text_of(doc), span.end, mention.start):
            return mention
    return None


def locality_for(doc: Doc, span: Span | Mention) -> Place | None:
    """The place named in `span` or right after it, else the article's focus (basis "focus")."""
    mention = _attached(doc, span, "LOCALITY", _links()[0])
    if mention is not None and isinstance(mention.value, Place):
        return mention.value
    focus = focus_of(doc)
    return None if focus is None else replace(focus, basis="focus", mention=None, mentions=())


def period_for(doc: Doc, span: Span | Mention) -> Period | None:
    """The period named in `span` or right after it; None where none clearly belongs."""
    mention = _attached(doc, span, "DATE", _links()[1])
    return mention.value if mention is not None and isinstance(mention.value, Period) else None


def leading_period(doc: Doc, span: Span | Mention) -> Period | None:
    """The date that opens the sentence of `span` ("Sáng 23/6, UBND tỉnh tổ chức …"); None where none does."""
    evidence = evidence_for(doc, span)
    dates = mentions_between(doc, evidence.start, span.start, "DATE")
    if not dates or len(text_of(doc)[evidence.start : dates[0].start].split()) > 2:
        return None
    return dates[0].value if isinstance(dates[0].value, Period) else None


def name_key(name: str) -> str:
    """What spellings of one name share: case, tone placement, quotes, dashes and common abbreviations aside.

    >>> name_key("Chương trình CĐS quốc gia") == name_key("chương trình “chuyển đổi số” Quốc gia")
    True
    """
    words = re.sub(r"[^\w\s]", " ", fold(name)).split()
    short: dict[str, str] = lexicon.table("attachment")["abbreviations"]
    return " ".join(short.get(word, word) for word in words)


def merge_names(mentions: Iterable[Mention]) -> list[list[Mention]]:
    """Mentions grouped by `name_key`; a short form joins the longer name that it opens.

    "Chương trình chuyển đổi số quốc gia" and the same "… đến năm 2025" are one. Years do not tell names apart
    where one of them has none.
    """
    groups: list[tuple[list[str], list[Mention]]] = []
    # Names that can be one share their first three words.
    alike: dict[tuple[str, ...], list[tuple[list[str], list[Mention]]]] = {}
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        words = name_key(mention.text).split()
        near = alike.setdefault(tuple(words[:3]), [])
        host = next((group for group in near if _opens(group[0], words)), None)
        if host is None:
            near.append((words, [mention]))
            groups.append(near[-1])
        else:
            host[1].append(mention)
            if len(words) > len(host[0]):
                host[0][:] = words
    return [members for _, members in groups]


def _opens(one: list[str], other: list[str]) -> bool:
    """Whether the shorter of two names, at least three words, opens the longer one."""
    size = min(len(one), len(other))
    return one == other or (size >= 3 and one[:size] == other[:size])
