"""Which candidates are quantities: one rule a kind of number."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from baoso import lexicon
from baoso.values.candidates import Candidate
from baoso.values.context import Phrases, clause_of, words_after, words_before
from baoso.values.digits import NumberForm
from baoso.values.nouns import noun_before
from baoso.values.units import Unit

# a share's whole: "2/3" of households, but "2/3" communes are two of three
_SHARE_DENOMINATOR = 10
_SHARE_GROUPS = ("people", "household", "body")
_MAP_SCALE = 100
_INDEX_REACH = 90
_SPLIT = re.compile(r"\d\d,\s$")
# what may follow a bare total
_END = re.compile(r"\s*(?:[.,;)(](?!\d)|$|\n|và\b)")


def accepted(text: str, found: Candidate) -> bool:
    """Whether `found` is a quantity. A share or a bare index score gets its unit here."""
    if found.rank is not None:
        return True
    if found.trap:
        return False
    if found.unit is not None and found.unit.kind == "time" and not _processing(text, found):
        return False
    return _RULES[found.number.form](text, found)


def _digits(text: str, found: Candidate) -> bool:
    if found.number.denominator is not None:
        return _fraction(text, found)
    if _split_decimal(text, found):
        return False
    if found.unit is not None:
        # an unknown thing is not counted in parts ("từ 18,5 tùy khối")
        return found.unit.kind != "guess" or found.value.is_integer()
    found.unit = _index(text, found) or _total(text, found)
    return found.unit is not None


def _split_decimal(text: str, found: Candidate) -> bool:
    """Whether the digit may be the decimals of "31, 2%": neither 31.2 nor 2 is sure then."""
    if found.unit is None or found.unit.kind != "percent" or found.value >= _SHARE_DENOMINATOR:
        return False
    return _SPLIT.search(text, max(0, found.number.start - 6), found.number.start) is not None


def _fraction(text: str, found: Candidate) -> bool:
    number, unit = found.number, found.unit
    whole = number.denominator or 0.0
    # "tỷ lệ 1/500" is the scale of a map
    if whole == 0 or (number.value == 1 and whole >= _MAP_SCALE):
        return False
    # "12 trong số 15 xã" is no "2/3 số xã"
    part = number.value < whole and "/" in text[number.start : number.end]
    if part and _share_head(text, number.end):
        found.unit = _share(number.end)
        return True
    if unit is None or unit.kind in ("guess", "time", "percent", "points", "multiple"):
        return False
    if part and whole <= _SHARE_DENOMINATOR and unit.kind == "noun" and unit.group in _SHARE_GROUPS:
        found.unit = _share(number.end)
    return True


def _words(text: str, found: Candidate) -> bool:
    return found.unit is not None and found.unit.kind not in ("guess",)


def _single(text: str, found: Candidate) -> bool:
    """A lone number word: only before a unit sign or a counted noun with "ít nhất" and the like before it."""
    unit = found.unit
    if unit is None:
        return False
    if unit.hard or unit.kind == "multiple":
        return True
    return unit.kind == "noun" and found.left.comparator_phrase in _strong()


def _magnitude(text: str, found: Candidate) -> bool:
    return found.unit is not None and found.unit.kind in ("noun", "money", "measure", "multiple")


def _half(text: str, found: Candidate) -> bool:
    number = found.number
    alone = " " not in text[number.start : number.end]
    if alone and found.left.comparator == "eq":
        return False
    after = words_after(text, number.end, 3)
    if _periods().at_start(after):
        return False
    if not (_share_head(text, number.end) or (found.unit and found.unit.kind == "noun") or not alone):
        return False
    found.unit = _share(number.end)
    return True


def _share_words(text: str, found: Candidate) -> bool:
    number, unit = found.number, found.unit
    if not (_share_head(text, number.end) or (unit and unit.kind == "noun") or found.left.comparator != "eq"):
        return False
    found.unit = _share(number.end)
    return True


_RULES: dict[NumberForm, Callable[[str, Candidate], bool]] = {
    "digits": _digits,
    "words": _words,
    "single": _single,
    "magnitude": _magnitude,
    "half": _half,
    "share": _share_words,
}


def _share(end: int) -> Unit:
    return Unit("share", "", end, end)


def _share_head(text: str, pos: int) -> bool:
    return _heads().at_start(words_after(text, pos, 3)) is not None


def _processing(text: str, found: Candidate) -> bool:
    """Whether a time is one that an office takes or saves: "giải quyết trong 3 ngày", "giảm 2 giờ"."""
    unit = found.unit
    if unit is None or unit.name in _times()["never"]:
        return False
    if _phrases("not_after").at_start(words_after(text, unit.end, 4)):
        return False
    if found.words and _phrases("not_before").at_end(found.words):
        return False
    if unit.name.endswith("làm việc") or found.left.change or found.moved:
        return True
    clause = clause_of(words_before(text, found.number.start, _INDEX_REACH), ".;!?\n")
    cues = _phrases("process")
    return any(cues.at_end(clause, i) for i in range(len(clause), 0, -1))


def _index(text: str, found: Candidate) -> Unit | None:
    """The unit of a bare decimal that an index takes: "chỉ số DTI đạt 0,61"."""
    written = text[found.number.start : found.number.end]
    table = lexicon.table("units")["index"]
    if not ("," in written or "." in written) or found.number.scale != 1 or written[-4:-3] == ".":
        return None
    if not found.words or not _index_phrases("verbs").at_end(found.words, len(found.words) - _bounds(found)):
        return None
    clause = clause_of(words_before(text, found.number.start, _INDEX_REACH), ".;!?\n")
    names = _index_phrases("names")
    if any(names.at_end(clause, i) for i in range(len(clause), 0, -1)):
        return Unit("index", table["unit"], found.number.end, found.number.end)
    return None


def _total(text: str, found: Candidate) -> Unit | None:
    """The unit of a bare total, said before it: "số hồ sơ đang xử lý là 717"."""
    if not found.value.is_integer() or found.value < 1 or not _END.match(text, found.number.end):
        return None
    if not found.words or not _total_verbs().at_end(found.words, len(found.words) - _bounds(found)):
        return None
    return noun_before(text, clause_of(words_before(text, found.number.start, _INDEX_REACH), ",.;!?\n"))


def _bounds(found: Candidate) -> int:
    """How many tokens the comparator right before the number takes."""
    span = found.left.comparator_span
    return 0 if span is None else sum(1 for w in found.words if w.start >= span.start and w.end <= span.end)


@lru_cache(maxsize=1)
def _total_verbs() -> Phrases[bool]:
    return Phrases.of(lexicon.table("counted_nouns")["total"]["verbs"], True)


@lru_cache(maxsize=1)
def _strong() -> frozenset[str]:
    return frozenset(lexicon.table("comparators")["strong"]["words"])


@lru_cache(maxsize=1)
def _heads() -> Phrases[bool]:
    return Phrases.of(lexicon.table("units")["share"]["heads"], True)


@lru_cache(maxsize=1)
def _periods() -> Phrases[bool]:
    return Phrases.of(lexicon.table("units")["share"]["not_after_half"], True)


def _times() -> dict[str, list[str]]:
    return lexicon.table("units")["time_rules"]  # type: ignore[no-any-return]


@cache
def _phrases(section: str) -> Phrases[bool]:
    return Phrases.of(_times()[section], True)


@cache
def _index_phrases(section: str) -> Phrases[bool]:
    return Phrases.of(lexicon.table("units")["index"][section], True)
