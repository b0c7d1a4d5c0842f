"""From text to date atoms: the words and numbers that a date expression is made of.

Every atom has a kind, one letter; the kinds of a text, joined, are a short string over which the
grammar of `date_rules` is a handful of regular expressions:

    n 1–2 digits     y year          R year-year    k month/year   d day/month    f day/month/year
    g day-day/month  x bad date      c clock        w number word  v roman number b lunar month name
    D ngày  M tháng  W tuần  Q quý   Y năm          S giai đoạn    F từ           T đến
    t tới   B trước  A sau   I vào   N nay          i này          G ngoái        p qua
    u nữa   e tiếp theo      r gần đây   m cách đây              O đầu tiên     Z cuối cùng    h nửa
    H đầu, giữa, cuối        K now   L hôm nay…     P part of day  C cùng kỳ      V vague
    X hàng năm…      j weekday       z holiday      l lunar feast  q lunar mark   s season   E thế kỷ
    , - / ( ) +  a "và"  o "của"     standing between two atoms; a space is any other text between them
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from baoso import lexicon

FIRST_YEAR, LAST_YEAR = 1900, 2100

_KINDS = {
    "day": "D", "month": "M", "quarter": "Q", "year": "Y", "week": "W", "period_noun": "S", "from": "F",
    "until": "T", "toward": "t", "before": "B", "after": "A", "weak_cue": "I", "now": "N", "this": "i",
    "last_year_word": "G", "past": "p", "further": "u", "ago": "m", "following": "e", "recent": "r",
    "first": "O", "last": "Z", "half": "h", "now_phrase": "K", "day_part": "P", "same_period": "C",
    "vague": "V", "recurring": "X", "season": "s", "century": "E", "lunar_month": "b", "lunar_holiday": "l",
    "lunar_mark": "q", "junk": "!",
}  # fmt: skip
_GAPS = {
    "": "", ",": ",", "-": "-", "–": "-", "—": "-", "/": "/", "(": "(", ")": ")", "+": "+", "&": "a",
    "và": "a", "hoặc": "a", ", và": "a", "của": "o", "),": ")", ") và": ")a",
}  # fmt: skip
_LONGEST_GAP = 8
# A number ends where no digit, unit sign, decimals or document number goes on.
_END = r"(?![\d%‰])(?![.,:]\d)(?!\s?/\s?\w)(?!-[^\W\d_])"
_YEAR = r"(?:19\d\d|20\d\d|2100)"
_NUMBERS = rf"""
    (?P<iso>{_YEAR}[-/](?:0?[1-9]|1[0-2])[-/](?:0?[1-9]|[12]\d|3[01])(?![\d/-]))
  | (?P<clock>(?:[01]?\d|2[0-4])\s?(?:h\s?[0-5]\d(?!\d)['’]?|h(?![^\W\d_])|:[0-5]\d(?::[0-5]\d)?(?![\d:])
        |giờ(?![^\W\d_])(?:\s?[0-5]?\d(?:\s?phút)?(?![\d/.,-])|\s?rưỡi)?))
  | (?P<days>\d{{1,2}}\s?[-–]\s?\d{{1,2}}\s?/\s?\d{{1,2}}(?:\s?[/-]\s?\d{{4}})?){_END}
  | (?P<full>\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?\d{{4}}){_END}
  | (?P<typo>\d{{1,2}}/\d{{1,2}}/\d{{1,3}}){_END}
  | (?P<my>\d{{1,2}}\s?[/.-]\s?{_YEAR}){_END}
  | (?P<years>{_YEAR}\s{{0,2}}[-–—]\s{{0,2}}{_YEAR}){_END}
  | (?P<dm>\d{{1,2}}(?:\s?/\s?|[-.])\d{{1,2}}){_END}
  | (?P<year>{_YEAR}){_END}
  | (?P<int>\d{{1,2}}(?:{_END}
        |(?:(?<=ngày\s\d)|(?<=ngày\s\d\d)|(?<=tháng\s\d)|(?<=tháng\s\d\d))(?=,\d)))
  | (?P<other>\d+(?:[.,/:-]\d+|[^\W\d_]+|[/-][^\W\d_]+)*)
"""
_UNIT_AFTER_NUMBER = ("tháng", "năm", "ngày", "tuần", "quý", "giờ")
_SEPARATORS = {"/": 0, "-": 1, ".": 2}


class Atom(NamedTuple):
    """One word or number of a date expression; `value` depends on the kind (see `_number_atom`)."""

    kind: str
    start: int
    end: int
    value: tuple[int, ...] = ()


def lower(text: str) -> str:
    """`text` in lower case, character for character (only "İ" has no such form; it becomes "i")."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower()[0] for c in text)


def read_number_word(phrase: str) -> int | None:
    """The value of a spelled number, 1 to 31: "hai mươi mốt" is 21."""
    if lexicon.fold(phrase) == "năm":
        return 5
    found = _words().get(lexicon.fold(phrase))
    return found[1][0] if found and found[0] == "w" else None


def lex(text: str, lowered: str) -> tuple[list[Atom], str]:
    """The date atoms of `text` in order, and their kinds as a string of the same length.

    `lowered` is `lower(text)`. Separators between atoms are atoms too, so that index i of the
    string is index i of the list.
    """
    atoms: list[Atom] = []
    words = _words()
    end = -1
    for match in _scanner().finditer(lowered):
        if match.lastgroup == "word":
            kind, value = words.get(match[0]) or words[lexicon.fold(match[0])]
            atom = Atom(kind, match.start(), match.end(), value)
        else:
            found = _number_atom(match)
            if found is None or not _stands_free(text, lowered, found, end):
                continue
            atom = found
        if atoms:
            _add_gap(atoms, lowered, end, atom.start)
        atoms.append(atom)
        end = atom.end
    return atoms, "".join(a.kind for a in atoms)


def _add_gap(atoms: list[Atom], lowered: str, start: int, end: int) -> None:
    gap = lowered[start:end] if end - start <= _LONGEST_GAP else "|"
    kinds = " " if "\n" in gap else _GAPS.get(gap.strip(), " ")
    atoms += [Atom(kind, start, end) for kind in kinds]


def _number_atom(match: re.Match[str]) -> Atom | None:
    """The atom of a number: the parts in the order day, month, year; then the separator or form."""
    group = match.lastgroup
    parts = [int(p) for p in re.findall(r"\d+", match[0])] if group not in ("other", "clock") else []
    start, end = match.span()
    if group == "int":
        return Atom("n", start, end, (parts[0],)) if parts[0] else None
    if group == "year":
        return Atom("y", start, end, (parts[0],))
    if group == "dm":
        ok = 1 <= parts[0] <= 31 and 1 <= parts[1] <= 12
        separator = next(_SEPARATORS[c] for c in match[0] if c in _SEPARATORS)
        return Atom("d", start, end, (*parts, separator)) if ok else None
    if group == "my":
        return Atom("k", start, end, (parts[0], parts[1])) if 1 <= parts[0] <= 12 else None
    if group == "years":
        return Atom("R", start, end, (parts[0], parts[1])) if parts[0] < parts[1] else None
    if group == "iso":
        return Atom("f", start, end, (parts[2], parts[1], parts[0], 0))
    if group == "full":
        mixed = len({c for c in match[0] if c in _SEPARATORS}) > 1
        plausible = FIRST_YEAR <= parts[2] <= LAST_YEAR
        return Atom("f" if plausible else "x", start, end, (*parts, int(mixed)))
    if group == "typo":
        return Atom("x", start, end, tuple(parts)) if parts[0] <= 31 and parts[1] <= 12 else None
    if group == "days":
        return Atom("g", start, end, tuple(parts)) if parts[0] < parts[1] <= 31 and parts[2] <= 12 else None
    if group == "clock":
        form = 0 if re.search(r"h\s?\d", match[0]) else 1 if "h" in match[0] else 3 if ":" in match[0] else 2
        return Atom("c", start, end, (form,))
    return None


def _stands_free(text: str, lowered: str, atom: Atom, previous_end: int) -> bool:
    """Whether a number is no part of a word, a longer number or an address.

    Glued paragraphs ("năm 2017Ông") and glued units ("năm2017", "6tháng") are let through.
    """
    after = text[atom.end : atom.end + 1]
    if after.isalpha():
        if atom.kind == "n":
            if not lowered.startswith(_UNIT_AFTER_NUMBER, atom.end):
                return False
        elif atom.kind == "c" or not after.isupper():
            return False
    before = lowered[atom.start - 1 : atom.start] if atom.start else ""
    if before.isalpha() or before == "_":
        return previous_end == atom.start
    if before and before in "-–/.+#&=@":
        return previous_end == atom.start - 1
    return True


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, tuple[int, ...]]]:
    """Folded phrase → kind and value."""
    table = lexicon.table("dates")
    words: dict[str, tuple[str, tuple[int, ...]]] = {}
    for name, phrases in table["kinds"].items():
        words.update((lexicon.fold(p), (_KINDS[name], ())) for p in phrases)
    for name, kind in (("numbers", "w"), ("roman", "v"), ("weekdays", "j"), ("days_away", "L")):
        for key, phrases in table[name].items():
            words.update((lexicon.fold(p), (kind, (int(key),))) for p in phrases)
    for key, phrases in table["holidays"].items():
        month, day = map(int, key.split("-"))
        words.update((lexicon.fold(p), ("z", (day, month))) for p in phrases)
    part = table["part_of"]
    for phrase in part["phrases"]:
        place = 0 if phrase in part["start"] else 2 if phrase in part["end"] else 1
        words[lexicon.fold(phrase)] = ("H", (place,))
    return words


@lru_cache(maxsize=1)
def _scanner() -> re.Pattern[str]:
    """One pattern over lower-case text."""
    numbers = re.sub(r"\s+", "", _NUMBERS)
    return re.compile(rf"(?<![^\W\d_])(?P<word>{lexicon.alternation(_words())}(?![^\W\d_]))|(?=\d)(?:{numbers})")
