"""The words that say what a number measures: a part left of it, a part right of it.

Three shapes cover nearly all: "tỷ lệ … đạt 95%" (left of a linking verb), "100% thôn có internet"
(right), "số hóa 30.143 hồ sơ" (the verb left, the noun right). Numbers joined by a comma or "và"
share the left part, and the predicate of the last; "…, đạt 43%" inherits all from the one before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from baoso.relating.context import SentenceContext, Site
from baoso.relating.cues import copula_end, cues, last
from baoso.types import Span

_MAX_LEFT, _MAX_RIGHT, _LOOK_BACK = 160, 150, 80
_HARD = re.compile(r"[;:!?“”\"]|\.(?=\s)|…|\s[-–—]\s")
_OPEN = re.compile(r"[()]")
_COMMA = re.compile(r"(?<!\d),|,(?!\s?\d)")
_TENSE = re.compile(r"(?<!\w)(?:đã|sẽ|đang|vừa|phải|cần|có thể|cũng|tiếp tục|hiện có|hiện)(?!\w)", re.IGNORECASE)
_JOIN = re.compile(r"(?:,|(?<!\w)và|(?<!\w)với|(?<!\w)cùng|/)\s*$|(?:,\s*(?:và|với|cùng))\s*$", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Left and right part (offsets, either may be empty) and how the left one was reached.

    `tail` is a predicate that stands further on, after the number that shares it.
    """

    left: tuple[int, int] | None
    right: tuple[int, int] | None
    tail: tuple[int, int] | None = None
    elliptical: bool = False
    coordinated: bool = False
    predicate: bool = False


def _boundary(text: str, low: int, high: int) -> int:
    """Where the phrase that ends at `high` begins: after the last mark or opening cue."""
    at = max(low, high - _MAX_LEFT)
    for pattern in (_HARD, _OPEN, cues("indicator", "left_breaks")):
        match = last(pattern, text, at, high)
        # A cue at the very end opens nothing: "mục tiêu 100%" has no words left of its number.
        if match:
            at = max(at, match.end())
    return at


def _segments(text: str, low: int, high: int) -> list[int]:
    """Starts of the comma-separated segments of ``text[low:high]``."""
    return [low, *(m.end() for m in _COMMA.finditer(text, low, high))]


def _head_start(text: str, low: int, high: int) -> int:
    """Start of the noun phrase that ends at `high`: back over commas to a measuring head ("tỷ lệ")."""
    starts = _segments(text, low, high)
    heads = cues("indicator", "heads")
    for segment, end in zip(reversed(starts[-4:]), [high, *reversed(starts[-3:])], strict=False):
        match = next((m for m in heads.finditer(text, segment, end) if _is_head(text, m)), None)
        if match:
            return match.start()
    return starts[-1]


def _is_head(text: str, match: re.Match[str]) -> bool:
    """"số" alone is a head only at a segment's start; "mức độ 4" is a service level."""
    if re.match(r"\s*\d", text[match.end() : match.end() + 4]):
        return False
    if match[0].lower() in ("số", "mức", "điểm", "vị trí", "tổng"):
        before = text[max(0, match.start() - 2) : match.start()]
        return not before.strip() or before.strip()[-1:] in ",;:"
    return True


def _left(context: SentenceContext, site: Site) -> tuple[tuple[int, int] | None, bool, bool]:
    """The left part, whether it ended in a linking verb, and whether the part is elliptical."""
    text, low, high = context.text, site.low, site.start
    tail = max(low, high - _LOOK_BACK)
    copula = copula_end().search(text, tail, high)
    if copula is None:
        start = _boundary(text, low, high)
        start = _segments(text, start, high)[-1]
        tense = last(_TENSE, text, start, high)
        if tense and text[tense.end() : high].strip():
            start = tense.end()
        return ((start, high) if text[start:high].strip() else None), False, False
    end = copula.end("kept") if copula["kept"] else copula.start()
    noun_end = copula.start()
    while noun_end > low and text[noun_end - 1] in " (\u00a0":
        noun_end -= 1
    if noun_end <= low or text[noun_end - 1] in ",;:" or not text[low:noun_end].strip():
        return ((copula.start("kept"), end) if copula["kept"] else None), True, True
    start = _head_start(text, _boundary(text, low, noun_end), noun_end)
    if not text[start:noun_end].strip():
        return ((copula.start("kept"), end) if copula["kept"] else None), True, True
    return (start, end if copula["kept"] else noun_end), True, False


def _right_end(context: SentenceContext, site: Site) -> tuple[int, bool]:
    """End of the right part, and whether it holds a predicate."""
    text, low, high = context.text, site.end, min(site.high, site.end + _MAX_RIGHT)
    for date in context.dates:
        if low <= date.start < high:
            high = date.start
    unit_end = low
    if site.quantity.unit_mention is not None and low <= site.quantity.unit_mention.end <= high:
        unit_end = site.quantity.unit_mention.end
    for pattern in (_HARD, _OPEN, cues("indicator", "right_breaks")):
        match = pattern.search(text, unit_end, high)
        if match:
            high = match.start()
    predicates = cues("indicator", "predicates")
    for comma in _COMMA.finditer(text, unit_end, high):
        has_predicate = predicates.search(text, low, comma.start()) is not None
        following = text[comma.end() : comma.end() + 20].lstrip()
        long = len(_WORD.findall(text, low, comma.start())) > 7
        stops = not following or not following[0].islower() or predicates.match(following) is not None
        if has_predicate or long or stops:
            return comma.start(), has_predicate
    return high, predicates.search(text, unit_end, high) is not None


def _between_numbers(context: SentenceContext, site: Site, before: Phrase | None) -> bool:
    """Whether only the noun of the number before, then a comma or "và", stands left of this number."""
    if before is None or before.right is None:
        return False
    gap = context.text[site.low : site.start]
    return len(_WORD.findall(gap)) <= 9 and _JOIN.search(gap) is not None


def _right(context: SentenceContext, site: Site) -> tuple[tuple[int, int] | None, bool]:
    end, predicate = _right_end(context, site)
    text = context.text[site.end : end]
    if not text.strip(" ,;.\u00a0") or cues("indicator", "fillers").fullmatch(text.strip()):
        return None, False
    if text[:1] in ",;.)" and not site.quantity.unit_mention:
        return None, False
    return (site.end, end), predicate


def find_phrases(context: SentenceContext) -> list[Phrase]:
    """One `Phrase` for each site of `context`, coordination and shared predicates resolved."""
    phrases: list[Phrase] = []
    for site in context.sites:
        right, predicate = _right(context, site)
        left, linked, elliptical = _left(context, site)
        before = phrases[-1] if phrases else None
        if not linked and _between_numbers(context, site, before) and before is not None:
            phrases.append(Phrase(before.left, right, coordinated=True, predicate=predicate))
        else:
            phrases.append(Phrase(left, right, elliptical=elliptical, predicate=predicate))
    return _share_predicates(context, phrases)


def _share_predicates(context: SentenceContext, phrases: list[Phrase]) -> list[Phrase]:
    """Give "22 bộ" its predicate in "22 bộ và 63 tỉnh đã thành lập ban"."""
    shared = list(phrases)
    for i in range(len(phrases) - 2, -1, -1):
        own, after = shared[i], shared[i + 1]
        if not after.coordinated or not after.predicate or own.predicate or own.right is None:
            continue
        if after.tail is not None:
            shared[i] = replace(own, predicate=True, tail=after.tail)
        elif after.right is not None:
            match = cues("indicator", "predicates").search(context.text, *after.right)
            if match:
                shared[i] = replace(own, predicate=True, tail=(match.start(), after.right[1]))
    return shared


def parts_of(phrase: Phrase, text: str) -> tuple[Span, ...]:
    """The pieces of `text` that make up `phrase`, in text order."""
    pieces = (phrase.left, phrase.right, phrase.tail)
    return tuple(Span.of(text, a, b) for a, b in filter(None, pieces) if text[a:b].strip())
