"""Places found by their shape: hamlets, and typed names that no table knows."""

from __future__ import annotations

import re
from functools import lru_cache

from baoso import lexicon
from baoso.gazetteer import Naming
from baoso.lexicon import UPPER
from baoso.tagging.place_guards import begins_like_person, reads_like_person
from baoso.text.syllables import is_syllable
from baoso.types import Level, Mention

_CAP = rf"[{UPPER}][^\W\d_]*(?:['’][^\W\d_]+)?"
_SPACE = "[ \u00a0]"
_PLACE_AFTER = re.compile(
    r"[ \u00a0]?[,(\-–][ \u00a0]?(?:thuộc[ \u00a0])?(?:xã|phường|thị trấn|huyện|tp|thị xã|quận|p\.|h\.)", re.I
)
_STOP_AFTER = re.compile(r"[ \u00a0]?(?:[,.;:()\n]|$)")
_LEVELS: dict[str, Level] = {
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "huyện": "district", "thị xã": "district",
}  # fmt: skip


def _any_case(word: str) -> str:
    return f"[{word[0]}{word[0].upper()}]{re.escape(word[1:])}"


@lru_cache(maxsize=1)
def _hamlet() -> re.Pattern[str]:
    table = lexicon.table("places")["hamlets"]
    plain = "|".join(_any_case(w) for w in sorted(table["plain"], key=len, reverse=True))
    careful = "|".join(re.escape(w) for w in table["careful"])
    numbered = "|".join(_any_case(w) for w in sorted(table["numbered"], key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?:(?P<numbered>{numbered}){_SPACE}(?:số{_SPACE})?(?P<number>\d{{1,3}}(?![\w%]|[.,]\d)|[IVX]{{1,4}}(?!\w))"
        rf"|(?P<type>{plain}|{careful}){_SPACE}(?P<name>{_CAP}(?:{_SPACE}{_CAP}){{0,3}}(?:{_SPACE}\d{{1,2}}(?![\w%]|[.,]\d))?))"
    )


@lru_cache(maxsize=1)
def _hamlet_words() -> re.Pattern[str]:
    table = lexicon.table("places")["hamlets"]
    return lexicon.cue_regex([*table["plain"], *table["careful"], *table["numbered"]])


@lru_cache(maxsize=1)
def _type_words() -> re.Pattern[str]:
    return lexicon.cue_regex(_LEVELS)


@lru_cache(maxsize=1)
def _typed() -> re.Pattern[str]:
    kinds = "|".join(_any_case(k) for k in _LEVELS)
    name = rf"{_CAP}(?:{_SPACE}{_CAP}){{0,4}}"
    return re.compile(rf"(?<!\w)(?P<kind>{kinds}){_SPACE}(?P<name>{name})")


def find_hamlets(text: str) -> list[Mention]:
    """Hamlets ("thôn An Hòa", "ấp 3", "tổ dân phố số 7"); a numbered one keeps its type word in the name."""
    hamlets = lexicon.table("places")["hamlets"]
    found = []
    for match in lexicon.matches_at(_hamlet_words(), _hamlet(), text):
        kind = (match["type"] or match["numbered"]).lower()
        if _after_any(text, match.start(), hamlets["not_after"]):
            continue
        if match["name"]:
            words = _cut_person(match["name"])
            start = match.start("name")
            end = start + _length(match["name"], len(words))
            if not _names_hamlet(text, match, words, end):
                continue
            name = " ".join(words)
        else:
            start, end = match.span()
            name = " ".join(match[0].split())
            name = name[0].upper() + name[1:]
        naming = Naming(name, lexicon.fold(name), kind, "hamlet", (), start, True)
        found.append(_mention(text, match.start(), end, naming, "hamlet"))
    return found


def _names_hamlet(text: str, match: re.Match[str], words: list[str], end: int) -> bool:
    """Whether the capitalised words after a hamlet's type word are its name."""
    hamlets = lexicon.table("places")["hamlets"]
    kind = match["type"].lower()
    if words[0] in hamlets["not_name"] or f"{kind} {' '.join(words)}".lower() in hamlets["not_hamlet"]:
        return False
    if _PLACE_AFTER.match(text, end):
        return match["type"].islower() or kind not in hamlets["careful"]
    if kind in hamlets["careful"]:
        return False
    if len(words) == 1 and not _STOP_AFTER.match(text, end):
        return False
    return kind in ("buôn", "plei") or all(w.isdigit() or _spelt(w) for w in words)


def find_unknown(text: str, taken: list[tuple[int, int]]) -> list[Mention]:
    """Typed names of communes and districts that touch none of `taken` (sorted spans of names)."""
    found = []
    starts = {s for s, _ in taken}
    not_type = lexicon.table("places")["not_type"]["before"]
    for match in lexicon.matches_at(_type_words(), _typed(), text):
        start = match.start("name")
        if start in starts or _after_any(text, match.start(), not_type):
            continue
        words = _cut_person(match["name"])
        if not words or _is_person(words) or not all(map(_spelt, words)):
            continue
        if not 2 <= len(words) <= 3:
            continue
        end = start + _length(match["name"], len(words))
        name = " ".join(words)
        kind = match["kind"].lower()
        if kind in ("huyện", "thị xã") and not re.match(r"[ \u00a0]?[,(]", text[end : end + 3]):
            continue
        naming = Naming(name, lexicon.fold(name), kind, _LEVELS[kind], (), start, True)
        found.append(_mention(text, match.start(), end, naming, "shape"))
    return found


def _is_person(words: list[str]) -> bool:
    return (begins_like_person(words[0]) and len(words) > 2) or reads_like_person(words)


def _after_any(text: str, start: int, words: list[str]) -> bool:
    """Whether one of `words` stands right before `start`."""
    return text[max(0, start - 12) : start].lower().endswith(tuple(w + " " for w in words))


def _spelt(word: str) -> bool:
    return is_syllable(word) or "'" in word or "’" in word


def _cut_person(name: str) -> list[str]:
    """The syllables before a person's name that follows without a comma ("Đồng Tĩnh Nguyễn Văn An")."""
    words = name.split()
    for i in range(1, len(words) - 1):
        if begins_like_person(words[i]) and len(words) - i >= 2 and len(words) > 3:
            return words[:i]
    return words


def _length(name: str, count: int) -> int:
    """Characters that the first `count` syllables of `name` take."""
    match = re.match(rf"\S+(?:\s+\S+){{{count - 1}}}", name)
    return match.end() if match else len(name)


def _mention(text: str, start: int, end: int, naming: Naming, method: str) -> Mention:
    return Mention("LOCALITY", start, end, text[start:end], naming.name, None, 0.8, f"places.{method}", naming)
