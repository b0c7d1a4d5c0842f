"""From the words around a number to the label of what it measures: no number, place or time left in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from baoso.lexicon import alternation, fold
from baoso.relating.context import SentenceContext, Site
from baoso.relating.cues import blank, cues, edge_words, lexicon, masked, predicates
from baoso.relating.phrases import Phrase, is_head, parts_of
from baoso.types import Span


@lru_cache(maxsize=1)
def _place_words() -> re.Pattern[str]:
    """References to the place that name nothing: "trên địa bàn tỉnh", "của địa phương này"."""
    own = lexicon()["place"]
    same = alternation(["địa phương này", "nơi đây", "đơn vị này", *own["national"]])
    levels = alternation([*own["province"], *own["district"], *own["commune"]])
    return re.compile(
        rf"(?<!\w)(?:trên\s+(?:toàn\s+)?địa\s+bàn(?:\s+(?:toàn\s+)?{levels})?|(?:của|tại|ở|trên|trong)\s+{same}"
        rf"|(?:(?:của|tại|ở|trên|trong)\s+)?(?:toàn|khắp)\s+{levels})(?!\w)",
        re.IGNORECASE,
    )


_ASIDE = re.compile(r"\([^()]{1,60}\)")
_OLD_VALUE = re.compile(r"(?<!\w)từ\s+(?:mức\s+)?\d[\d.,]*\s*(?:%|\w+)\s*$", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:(?<!\w)(?:của|tại|ở|trên địa bàn|trong|thuộc|tới|đến)\s+)$", re.IGNORECASE)
_TIME_PREPOSITION = re.compile(r"(?:(?<!\w)(?:trong|vào|tính|của|từ)\s+)$", re.IGNORECASE)


def _excluded(context: SentenceContext, site: Site) -> list[tuple[int, int]]:
    """Spans that are number, place or time: each with the preposition that ties it to the rest."""
    text = context.text
    spans = [(site.start, site.end)]
    for mentions, preposition in ((context.places, _PREPOSITION), (context.dates, _TIME_PREPOSITION)):
        for m in mentions:
            if any(n.start <= m.start < n.end for n in context.names):
                continue
            match = preposition.search(text, max(context.start, m.start - 16), m.start)
            spans.append((match.start() if match else m.start, m.end))
    if site.quantity.comparator_mention is not None:
        cue = site.quantity.comparator_mention
        spans.append((cue.start, cue.end))
    return spans


def _without(text: str, start: int, end: int, excluded: Iterable[tuple[int, int]]) -> str:
    """``text[start:end]`` with the `excluded` spans cut out."""
    pieces, at = [], start
    for a, b in sorted(excluded):
        if b <= at or a >= end:
            continue
        pieces.append(text[at : max(at, a)])
        at = max(at, b)
    pieces.append(text[at : max(at, end)])
    return " ".join(pieces)


def trim(label: str) -> str:
    """`label` without function words and marks at its edges, single spaces."""
    begin, end = edge_words()
    label = re.sub(r"(?:\s*,)+\s*(?=[,;])|\s+(?=,)", "", " ".join(label.split()))
    while label:
        bare = cues("indicator", "edge_compounds").sub(blank, masked(label))
        head = begin.match(bare)
        tail = end.search(bare)
        start, stop = head.end() if head else 0, tail.start() if tail else len(label)
        if start == 0 and stop == len(label):
            return label
        label = label[start : max(start, stop)]
    return label


def _says_again(words: str, label: str) -> bool:
    """Whether `words` only repeat the noun that `label` counts: "tổng số hồ sơ … là 500 hồ sơ"."""
    own = fold(words).strip(" ,;.")
    return bool(own) and f" {own} " in f" {fold(label)} "


def is_agent(label: str) -> bool:
    """Whether `label` names only who acts ("Bộ Y tế"), not what is measured."""
    return cues("indicator", "bodies").match(label) is not None and len(label.split()) <= 6


def subject_of(label: str) -> str:
    """What a label says something of: its words before the first verb; all of it where it begins with one."""
    verb = predicates().search(label)
    subject = trim(label[: verb.start()]) if verb else label
    return subject or label


def topic_phrase(context: SentenceContext, before: int) -> str:
    """What the sentence opened with as measured ("số dịch vụ … còn thấp, …"), up to the comma; empty if nothing."""
    heads = [m for m in cues("indicator", "heads").finditer(context.bare, context.start, before) if is_head(context, m)]
    if not heads:
        return ""
    end = re.compile(r",|;").search(context.text, heads[0].end(), before)
    return trim(context.text[heads[0].start() : end.start() if end else before])


def _balanced(label: str) -> str:
    """`label` without a bracket or quote whose partner was cut off."""
    for opening, closing in ("()", "“”", "‘’"):
        if label.count(opening) != label.count(closing):
            label = label.replace(opening, " ").replace(closing, " ")
    return label if label.count('"') % 2 == 0 else label.replace('"', " ")


def label_of(context: SentenceContext, site: Site, phrase: Phrase) -> str:
    """The label of `phrase`; empty where nothing is left of it."""
    excluded = _excluded(context, site)
    pieces: list[str] = []
    for part in parts_of(phrase, context.text):
        if phrase.linked and pieces and _says_again(part.text, pieces[0]):
            continue
        words = _words_of(context, part.start, part.end, excluded)
        # A shared predicate keeps its verb: "đã có ban chỉ đạo".
        pieces.append(" ".join(words.split()) if (part.start, part.end) == phrase.tail else trim(words))
    return trim(_balanced(" ".join(filter(None, pieces))))


class Words:
    """Labels made of stretches around one number, each stretch cleaned once."""

    def __init__(self, context: SentenceContext, site: Site) -> None:
        self._context = context
        self._excluded = _excluded(context, site)
        self._pieces: dict[tuple[int, int], str] = {}

    @property
    def text(self) -> str:
        """The article's text."""
        return self._context.text

    def label(self, parts: Sequence[tuple[int, int]]) -> str:
        """The label that the words at `parts` make, in this order; empty where nothing is left of them."""
        pieces = list(filter(None, map(self._piece, parts)))
        return pieces[0] if len(pieces) == 1 else trim(" ".join(pieces))

    def _piece(self, bounds: tuple[int, int]) -> str:
        if bounds not in self._pieces:
            words = trim(_words_of(self._context, *bounds, self._excluded))
            balanced = _balanced(words)
            self._pieces[bounds] = words if balanced == words else trim(balanced)
        return self._pieces[bounds]


def _words_of(context: SentenceContext, start: int, end: int, excluded: Iterable[tuple[int, int]]) -> str:
    words = _place_words().sub(" ", _without(context.text, start, end, excluded))
    return _OLD_VALUE.sub("", _ASIDE.sub(" ", words))


def indicator_span(context: SentenceContext, parts: Sequence[Span], site: Site) -> Span | None:
    """The smallest span that covers what is measured, its edges trimmed of marks and white space."""
    if not parts:
        return None
    text = context.text
    start, end = min(p.start for p in parts), max(p.end for p in parts)
    if all(p.start >= site.end for p in parts):
        start = max(start, site.end)
    while start < end and not (text[start].isalnum() or text[start] in "“\"'("):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in "”\"'%)"):
        end -= 1
    return Span.of(text, start, end) if end > start else None
