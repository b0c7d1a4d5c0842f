"""The words that say what a number measures: a part left of it, a part right of it.

Three shapes cover nearly all: "tỷ lệ … đạt 95%" (left of a linking verb), "100% thôn có internet"
(right), "số hóa 30.143 hồ sơ" (the verb left, the noun right). Numbers joined by a comma or "và"
share the left part, and the predicate of the last; "…, đạt 43%" inherits all from the one before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from baoso.lexicon import UPPER
from baoso.relating.context import SentenceContext, Site
from baoso.relating.cues import copula_end, cues, last, predicates, soft_copula_end
from baoso.types import FactShape, Span

_MAX_LEFT, _MAX_RIGHT, _LOOK_BACK, _MOST_BACK = 160, 150, 80, 8
_HARD = re.compile(rf"[;:!?“”\"]|\.(?=\s)|…|\s[-–—]\s(?=[{UPPER}\d])")
_OPEN = re.compile(r"[()]")
_ASIDE = re.compile(r"\s*\([^()]{1,60}\)\s*(?=[^\W\d_])")
_COMMA = re.compile(r"(?<!\d),|,(?!\s?\d)")
_TENSE = re.compile(r"(?<!\w)(?:đã|sẽ|đang|vừa|phải|cần|có thể|cũng|tiếp tục|hiện có|hiện|mới)(?!\w)", re.IGNORECASE)
_HAS = re.compile(r"(?<!\w)(?:hiện\s+)?có\s*$", re.IGNORECASE)
_JOIN = re.compile(r"(?:,|(?<!\w)và|(?<!\w)với|(?<!\w)cùng|/)\s*$|(?:,\s*(?:và|với|cùng))\s*$", re.IGNORECASE)
_CONJUNCTION = re.compile(r"(?<!\w)(?:và|với|cùng)\s*$", re.IGNORECASE)
_PLACE_OF = re.compile(r"(?<!\w)(?:tại|ở|của)\s*$", re.IGNORECASE)
_SHORT_NAME = re.compile(rf"[{UPPER}&]{{2,5}}(?!\w)")
_WITH = re.compile(r"(?<!\w)với\s*$", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_HEADS_OF_SEGMENT = frozenset({"số", "mức", "điểm", "vị trí", "tổng"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Left and right part (offsets, either may be empty) and how the left one was reached.

    `tail` is a predicate that stands further on, after the number that shares it; `linked` says that a
    linking verb ("đạt") stands between the left part and the number.
    """

    left: tuple[int, int] | None
    right: tuple[int, int] | None
    tail: tuple[int, int] | None = None
    elliptical: bool = False
    coordinated: bool = False
    predicate: bool = False
    linked: bool = False

    @property
    def shape(self) -> FactShape:
        """The way in which the phrase was found."""
        if self.elliptical:
            return "elliptical"
        if self.coordinated:
            return "coordinated"
        if self.linked:
            return "linked"
        return "right" if self.left is None else "verb"


def _boundary(context: SentenceContext, low: int, high: int, weak: bool) -> int:
    """Where the phrase that ends at `high` begins: after the last mark or opening cue (`weak` ones too)."""
    at = max(low, high - _MAX_LEFT)
    patterns = [_HARD, _OPEN, cues("indicator", "left_breaks")]
    if weak:
        patterns.append(cues("indicator", "weak_left_breaks"))
    for pattern in patterns:
        match = last(pattern, context.bare, at, high)
        if match:
            at = max(at, match.end())
    return at


def _segments(text: str, low: int, high: int) -> list[int]:
    """Starts of the comma-separated segments of ``text[low:high]``."""
    return [low, *(m.end() for m in _COMMA.finditer(text, low, high))]


def _head(context: SentenceContext, high: int, low: int) -> int | None:
    """Start of the measuring head ("tỷ lệ") that the phrase ending at `high` goes back to, over commas."""
    starts = _segments(context.bare, low, high)[-4:]
    ends = [*starts[1:], high]
    for start, end in zip(reversed(starts), reversed(ends), strict=True):
        found = [m for m in cues("indicator", "heads").finditer(context.bare, start, end) if is_head(context, m)]
        if found:
            return found[0].start()
    return None


def is_head(context: SentenceContext, match: re.Match[str]) -> bool:
    """Whether a head word heads a measured quantity.

    A short one does so only at a segment's start; "mức độ 4" is a service level.
    """
    if re.match(r"\s*\d", context.text[match.end() : match.end() + 4]):
        return False
    if match[0].lower() in _HEADS_OF_SEGMENT:
        before = context.text[max(context.start, match.start() - 12) : match.start()].strip()
        return not before or before[-1] in ",;:(" or before.endswith(("và", "tổng", "đó"))
    return True


def _noun_start(context: SentenceContext, low: int, high: int) -> tuple[int, bool]:
    """Start of the noun phrase that ends at `high`: its head (and True), else its comma segment.

    Very short segments are items of one list ("xã, phường, huyện") and stay together.
    """
    head = _head(context, high, _boundary(context, low, high, weak=False))
    if head is not None:
        return head, True
    starts = _segments(context.bare, _boundary(context, low, high, weak=True), high)
    at = starts.pop()
    while starts and len(_WORD.findall(context.text[at:high].split(",")[0])) <= 2:
        at = starts.pop()
    return at, False


def _after_agent(context: SentenceContext, start: int, high: int) -> int:
    """`start`, or behind "đã", "sẽ" where only a place or a person that acts stands before them."""
    tense = last(_HAS, context.bare, start, high) or last(_TENSE, context.bare, start, high)
    if tense is None or not (context.text[tense.end() : high].strip() or tense.re is _HAS):
        return start
    subject = context.text[start : tense.start()]
    named = any(start <= m.start < tense.start() for m in (*context.places, *context.people))
    if named or len(_WORD.findall(subject)) <= 1 or cues("place", "agents").search(subject):
        return tense.end()
    return start


def _clause_low(context: SentenceContext, site: Site) -> int:
    """How far left the thing measured may begin: past numbers that only tell where ("tại 9 cảng … là 23.993")."""
    low = site.behind
    for earlier in reversed(context.sites[max(0, site.index - _MOST_BACK) : site.index]):
        before = context.text[max(context.start, earlier.start - 6) : earlier.start]
        if _HARD.search(context.bare, earlier.end, site.start) or not _PLACE_OF.search(before):
            break
        if cues("indicator", "heads").search(context.bare, low, site.start):
            break
        low = earlier.behind
    return low


def tells_where(context: SentenceContext, site: Site) -> bool:
    """Whether the number after this one is measured over it: "tại 5 chi cục là 23.118 hồ sơ"."""
    if site.index + 1 == len(context.sites):
        return False
    following = context.sites[site.index + 1]
    copula = copula_end().search(context.bare, max(following.behind, following.start - _LOOK_BACK), following.start)
    return copula is not None and _clause_low(context, following) < site.start


def _soft_link(context: SentenceContext, low: int, high: int) -> tuple[int, int] | None:
    """The noun phrase with a measuring head that "chỉ", "mới" links to the number: "tỷ lệ hồ sơ tự nộp chỉ 12%"."""
    link = soft_copula_end().search(context.bare, max(low, high - _LOOK_BACK), high)
    end = link.start() if link else high
    if context.text[low:end].rstrip()[-1:] in ("", ",", ";", ":", "("):
        return None
    head = _head(context, end, _boundary(context, low, end, weak=False))
    segment = _segments(context.bare, low, end)[-1]
    return (head, end) if head is not None and head >= segment and link is not None else None


def _left(context: SentenceContext, site: Site) -> tuple[tuple[int, int] | None, bool, bool]:
    """The left part, whether it ended in a linking verb, and whether the part is elliptical."""
    text, low, high = context.text, site.behind, site.start
    copula = copula_end().search(context.bare, max(low, high - _LOOK_BACK), high)
    if copula is None:
        noun = _soft_link(context, low, high)
        if noun is not None:
            return noun, True, False
        start = _boundary(context, low, high, weak=True)
        with_number = _WITH.search(text, low, start) if not text[start:high].strip() else None
        if with_number and low == context.start:
            # "thử nghiệm … với 44 doanh nghiệp": the cue right before the number is part of the phrase.
            start = _boundary(context, low, with_number.start(), weak=True)
        start = _segments(context.bare, start, high)[-1]
        start = _after_agent(context, start, high)
        words = text[start:high].strip()
        empty = not words or cues("indicator", "quantifiers").fullmatch(words) is not None
        return (None if empty else (start, high)), False, False
    end = copula.end("kept") if copula["kept"] else copula.start()
    verb = (copula.start("kept"), end) if copula["kept"] else None
    noun_end = copula.start()
    while noun_end > low and text[noun_end - 1] in " (\u00a0":
        noun_end -= 1
    if noun_end > low and text[noun_end - 1] == ",":
        # "tỷ lệ sai sót rất thấp, chỉ chiếm 0,04%": the head stands before the comma.
        head = _head(context, noun_end - 1, _boundary(context, low, noun_end - 1, weak=False))
        return ((head, noun_end - 1), True, False) if head is not None else (verb, True, True)
    if noun_end <= low or text[noun_end - 1] in ";:":
        return verb, True, True
    start, headed = _noun_start(context, _clause_low(context, site), noun_end)
    if not headed:
        start = _after_agent(context, start, noun_end)
    if not text[start:noun_end].strip():
        return verb, True, True
    return (start, end if copula["kept"] else noun_end), True, False


def _right_end(context: SentenceContext, site: Site) -> tuple[int, bool]:
    """End of the right part, and whether it holds a predicate."""
    text, low, high = context.text, site.end, min(site.high, site.end + _MAX_RIGHT)
    for date in context.dates:
        if low <= date.start < high and not any(n.start <= date.start < n.end for n in context.names):
            high = date.start
    unit_end = low
    if site.quantity.unit_mention is not None and low <= site.quantity.unit_mention.end <= high:
        unit_end = site.quantity.unit_mention.end
    for pattern in (_HARD, _OPEN, cues("indicator", "right_breaks"), cues("indicator", "new_statements")):
        match = pattern.search(context.bare, unit_end, high)
        if match:
            high = match.start()
    verbs = predicates()
    for comma in _COMMA.finditer(context.bare, unit_end, high):
        has_predicate = verbs.search(text, low, comma.start()) is not None
        if has_predicate or not _continues(text, low, comma, high):
            return comma.start(), has_predicate
    return high, verbs.search(text, unit_end, high) is not None


def _continues(text: str, low: int, comma: re.Match[str], high: int) -> bool:
    """Whether the noun before `comma` is one of several subjects: "hồ sơ, thủ tục … được giải quyết"."""
    following = text[comma.end() : high].lstrip()
    verbs = predicates()
    if cues("indicator", "heads").match(following):
        return False
    if not following or verbs.match(following) or not (following[0].islower() or _SHORT_NAME.match(following)):
        return False
    predicate = verbs.search(following)
    subject = following[: predicate.start()] if predicate else following
    pieces = re.split(r",", text[low : comma.start()])
    return len(_WORD.findall(pieces[-1])) <= 7 and predicate is not None and len(_WORD.findall(subject)) <= 12


def _between_numbers(context: SentenceContext, site: Site, before: Phrase | None) -> bool:
    """Whether only the noun of the number before, then a comma or "và", stands left of this number."""
    if before is None or before.right is None:
        return False
    gap = context.text[site.low : site.start]
    return len(_WORD.findall(gap)) <= 9 and _JOIN.search(gap) is not None


def _right(context: SentenceContext, site: Site) -> tuple[tuple[int, int] | None, bool, tuple[int, int] | None]:
    """The right part, whether it holds a predicate, and what goes on behind an aside in brackets."""
    end, predicate = _right_end(context, site)
    text = context.text[site.end : end]
    if not text.strip(" ,;.\u00a0") or cues("indicator", "fillers").fullmatch(text.strip()):
        return None, False, None
    if text[:1] in ",;.)" and not site.quantity.unit_mention:
        return None, False, None
    aside = _ASIDE.match(context.text, end, context.end)
    if aside is None or not context.text[aside.end()].islower():
        return (site.end, end), predicate, None
    behind = (s.start for s in context.sites[site.index + 1 : site.index + 6] if s.start >= aside.end())
    after = next(behind, min(context.end, aside.end() + _MAX_RIGHT))
    tail_end, _ = _right_end(context, replace(site, end=aside.end(), high=after))
    return (site.end, end), predicate, (aside.end(), tail_end)


def find_phrases(context: SentenceContext) -> list[Phrase]:
    """One `Phrase` for each site of `context`, coordination and shared predicates resolved."""
    phrases: list[Phrase] = []
    for site in context.sites:
        right, predicate, tail = _right(context, site)
        left, linked, elliptical = _left(context, site)
        before = phrases[-1] if phrases else None
        if not linked and _between_numbers(context, site, before) and before is not None:
            phrases.append(Phrase(before.left, right, tail, coordinated=True, predicate=predicate))
        else:
            phrases.append(Phrase(left, right, tail, elliptical=elliptical, predicate=predicate, linked=linked))
    return _share_predicates(context, phrases)


def _share_predicates(context: SentenceContext, phrases: list[Phrase]) -> list[Phrase]:
    """Give "22 bộ" its predicate in "22 bộ và 63 tỉnh đã thành lập ban"."""
    shared = list(phrases)
    for i in range(len(phrases) - 2, -1, -1):
        own, after = shared[i], shared[i + 1]
        if not after.coordinated or not after.predicate or own.predicate or own.right is None or own.left:
            continue
        if not _CONJUNCTION.search(context.text[context.sites[i + 1].low : context.sites[i + 1].start]):
            continue
        if after.tail is not None:
            shared[i] = replace(own, predicate=True, tail=after.tail)
        elif after.right is not None:
            match = predicates().search(context.text, *after.right)
            if match:
                shared[i] = replace(own, predicate=True, tail=(match.start(), after.right[1]))
    return shared


def parts_of(phrase: Phrase, text: str) -> tuple[Span, ...]:
    """The pieces of `text` that make up `phrase`, in text order."""
    pieces = (phrase.left, phrase.right, phrase.tail)
    return tuple(Span.of(text, a, b) for a, b in filter(None, pieces) if text[a:b].strip())
