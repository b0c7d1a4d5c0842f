"""Captions: on lines of their own, and run into the paragraph ("… Ảnh: Quế Chi Báo cáo của xã …")."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from baoso import lexicon
from baoso.cleaning.people import CAPITALISED, INITIALS, common_surnames
from baoso.lexicon import UPPER
from baoso.text import LOWER, is_syllable

_MAX_LINE = 600
_MAX_UNMARKED = 220
_MAX_CREDIT = 60
_WINDOW = 320
_NAME_WINDOW = 120
_MAX_MARKS = 1000
_ACRONYM = re.compile(r"[A-ZĐ][\w+]*(?:\.\w+)*")
_CAPITAL_WORD = re.compile(rf"(?:{CAPITALISED})(?!\w)|[{UPPER}][{LOWER}{UPPER}]+")
_UPPER_WORD = re.compile(rf"[{UPPER}]{{2,}}(?!\w)")
_INITIALS = re.compile(INITIALS)
_DOMAIN = re.compile(r"[A-Za-zĐđ][\w-]*(?:\.[a-z]{2,4})+(?!\w)")
_AGENCY = re.compile(r"[A-ZĐ]{2,8}\s?/\s?")
_AGENCIES = r"VGP|TTXVN|AFP|NVCC|CTV|PV|TL|Internet|Reuters|Getty"
_RUNS_ON = re.compile(rf"\s+[{LOWER}]")
_BREAK = re.compile(rf"[.!?…][\"”’)]*\s+(?=[\"“‘(]?[{UPPER}\d])|(?<=[{LOWER}]{{2}})\.(?=[{UPPER}][{LOWER}])|\s•\s")
_ABBREVIATION = re.compile(rf"(?<!\w)(?:TP|Tp|ThS|TS|PGS|GS|BS|TX|TT|Tr|St|Mr|Mrs|Dr|[{UPPER}]|(?<![/.,-])\d{{1,2}})$")


@lru_cache(maxsize=1)
def _marks() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Credit with a colon, closed mark, lower-case credits after the colon."""
    words = lexicon.table("pages")["captions"]
    either = lexicon.alternation
    capital = either([w[0].upper() + w[1:] for w in words["credits"]] + [w.upper() for w in words["credits"]])
    small = either(words["credits"])
    bracketed = either([*words["bracketed"], *(w[0].upper() + w[1:] for w in words["bracketed"])])
    colon = re.compile(
        rf"(?:(?<!\w)\(\s*(?:{capital}|{small}|{bracketed})|(?<!\w){capital}|(?<=[-–.,]\s){small}|(?<=[-–]){small})"
        rf"(?:\s*[:;]\s*|\s+(?=(?:{_AGENCIES})(?!\w)))"
    )
    closed = re.compile(rf"(?:\(\s*|[-–.]\s*|^|(?<=\s)){either(words['closed'])}(?!\w|\s*:)\s*\)?\.?", re.IGNORECASE)
    sources = re.compile(rf"{either(words['sources'])}(?!\w)", re.IGNORECASE)
    return colon, closed, sources


@lru_cache(maxsize=1)
def _credit_words() -> re.Pattern[str]:
    words = lexicon.table("pages")["captions"]
    return lexicon.cue_regex([*words["credits"], *words["bracketed"]], then=rf"\s*[:;]|\s+(?:{_AGENCIES})(?!\w)")


@lru_cache(maxsize=1)
def _closed_words() -> re.Pattern[str]:
    return lexicon.cue_regex(lexicon.table("pages")["captions"]["closed"])


def _credits(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """The credits with a colon in `start`:`end`; most texts are spared the costly search."""
    return _marks()[0].finditer(text, start, end) if _credit_words().search(text, start, end) else iter(())


def _closed_marks(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """The closed marks in `start`:`end`."""
    return _marks()[1].finditer(text, start, end) if _closed_words().search(text, start, end) else iter(())


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return frozenset(lexicon.fold(w) for w in lexicon.table("pages")["bylines"]["sentence_openers"])


@lru_cache(maxsize=1)
def _openings() -> re.Pattern[str]:
    openings = lexicon.alternation(lexicon.table("pages")["captions"]["openings"])
    return re.compile(rf"{openings}(?!\w)", re.IGNORECASE)


def is_caption(line: str, *, first: bool = False) -> bool:
    """Whether a line is a picture's caption by a mark at its end or the way it opens.

    A `first` line that opens so may be a title, unless a full stop ends it.
    """
    if len(line) > _MAX_LINE:
        return False
    if _openings().match(line) and len(line) <= 250 and not _BREAK.search(line):
        return not first or line.endswith(".")
    for match in _credits(line):
        credit = line[match.end() :].strip(' .)"”]')
        if 0 < len(credit) <= _MAX_CREDIT and not _BREAK.search(credit):
            return True
    return any(not line[m.end() :].strip(" .)") for m in _closed_marks(line))


def may_be_caption(line: str) -> bool:
    """Whether a line without a mark or full stop can be a caption: one plain sentence without figures."""
    opens_text, says = _text_cues()
    plain = len(line) <= _MAX_UNMARKED and not any(c.isdigit() or c in ":[]/" for c in line)
    return plain and not opens_text.match(line) and not says.search(line) and not _BREAK.search(line)


@lru_cache(maxsize=1)
def _text_cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon.table("pages")["captions"]
    return lexicon.cue_regex(words["text_openings"]), lexicon.cue_regex(words["sayings"])


def credit_end(text: str, start: int, known: Sequence[str] = ()) -> int | None:
    """Where the photographer's name that begins at `start` ends; None where no name stands there.

    `known` are names that the article credits elsewhere; one of them ends the doubt about where
    a name stops and the next sentence, run in without a full stop, begins.
    """
    limit = min(len(text), start + _NAME_WINDOW)
    position = start
    while True:
        end = _unit_end(text, position, limit, known)
        if end is None:
            return position if position > start else None
        joint = re.compile(r"\s*[/&]\s*|\s+[-–]\s+").match(text, end, limit)
        if not joint:
            return end
        following = _unit_end(text, joint.end(), limit, known)
        rest = text[following : following + 1] if following else "x"
        if following is None:
            return end
        agency = text[joint.end() : following].isupper() and not is_syllable(text[joint.end() : following])
        if not (agency or "/" in joint[0] or "&" in joint[0] or rest in ("", ".", ")", "\n")):
            return end
        position = joint.end()


def _unit_end(text: str, start: int, limit: int, known: Sequence[str]) -> int | None:
    for name in known:
        if text.startswith(name, start) and not text[start + len(name) : start + len(name) + 1].isalpha():
            return start + len(name)
    small = _marks()[2].match(text, start, limit)
    if small:
        return small.end()
    domain = _DOMAIN.match(text, start, limit)
    if domain:
        return domain.end()
    initials = _INITIALS.match(text, start, limit)
    if initials:
        return _end_of_initials(text, initials)
    capitals = _run(_UPPER_WORD, text, start, limit)
    if capitals:
        return _end_of_capitals(text, capitals)
    words = _run(_CAPITAL_WORD, text, start, limit)
    if words:
        if len(words) == 1:
            return _end_of_phrase(text, words[0], limit)
        return words[_name_length(text, words) - 1][1]
    acronym = _ACRONYM.match(text, start, limit)
    return acronym.end() if acronym else None


def _run(pattern: re.Pattern[str], text: str, start: int, limit: int) -> list[tuple[int, int]]:
    """Offsets of up to eight words of `pattern` that follow one another."""
    words: list[tuple[int, int]] = []
    match = pattern.match(text, start, limit)
    while match and len(words) < 8:
        words.append(match.span())
        after = match.end()
        while after < limit and text[after] in " \xa0":
            after += 1
        match = pattern.match(text, after, limit) if after > match.end() else None
    return words


def _end_of_capitals(text: str, words: list[tuple[int, int]]) -> int:
    """The end of a name in capitals; an agency ("TTXVN") is one word."""
    if not is_syllable(text[slice(*words[0])]):
        return words[0][1]
    end = words[0][1]
    for start, stop in words[1:4]:
        if not is_syllable(text[start:stop]):
            break
        end = stop
    return end


def _end_of_initials(text: str, match: re.Match[str]) -> int:
    """The end of "N.Bình", "H.B."; a spaced word that a small letter follows begins the next sentence."""
    head, space, _ = match[0].rpartition(" ")
    if space and head.count(".") > 1 and _RUNS_ON.match(text, match.end()):
        return match.start() + len(head)
    return match.end()


def _end_of_phrase(text: str, word: tuple[int, int], limit: int) -> int | None:
    """The end of a credit to a body ("Công an cung cấp"), which runs on in small letters, if it has one."""
    if not is_syllable(text[slice(*word)]) or not _RUNS_ON.match(text, word[1]):
        return word[1]
    match = re.compile(r"[^.()\n]{1,60}?(?:cung cấp|(?=[.)]|$))").match(text, word[1], limit)
    return match.end() if match else None


def _name_length(text: str, words: list[tuple[int, int]]) -> int:
    """How many of the capitalised `words` make the name."""
    after = text[words[-1][1] :][:2].lstrip()
    closed = not after or not (after[0].isalnum() or after[0] in '"“(')
    folded = [lexicon.fold(text[slice(*w)]) for w in words]
    usable = len(words) if closed else max(len(words) - 1, 1)
    foreign = next((i for i, w in enumerate(folded) if is_syllable(w)), len(words))
    if foreign:
        return min(foreign, usable) if not closed or usable > 4 else usable
    stopped = text[words[-1][1] : words[-1][1] + 1] in (".", "/", ")", "")
    if stopped and usable <= 4 and folded[0] in common_surnames():
        return usable
    opener = next((i for i in range(2, len(words)) if _opens(folded, i)), None)
    if opener is not None and opener <= 4:
        return min(opener, max(usable, 1))
    if usable <= 2 or (closed and usable <= 4):
        return usable
    return min(usable, 3 if folded[0] in common_surnames() else 2)


def _opens(folded: list[str], at: int) -> bool:
    return folded[at] in _openers() or " ".join(folded[at : at + 2]) in _openers()


def credited(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What each credit in the caption `start`:`end` names, without its mark: "Ảnh: | Quế Chi"."""
    for match in _credits(text, start, end):
        yield match.end(), credit_end(text[:end], match.end()) or min(end, match.end() + _MAX_CREDIT)


def inline_captions(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The captions run into the paragraph `start`:`end`, in order: sentence and credit.

    Where no sentence boundary shows within reach, only the credit is taken, so that no body text is lost.
    """
    marks = list(islice(_credits(text, start, end), _MAX_MARKS))
    known = _common_names(text, [m.end() for m in marks])
    found: list[tuple[int, int, int]] = []
    for match in marks:
        stop = credit_end(text[:end], match.end(), known) if match.end() < end else None
        if stop is not None:
            found.append((match.start(), match.end(), stop))
    found += [(m.start(), m.end(), m.end()) for m in islice(_closed_marks(text, start, end), _MAX_MARKS)]
    spans: list[tuple[int, int]] = []
    floor = start
    for mark_start, _, stop in sorted(found):
        if mark_start < floor:
            continue
        stop = _after_closing(text, stop, end, text[mark_start] == "(")
        spans.append((_sentence_start(text, floor, mark_start), stop))
        floor = stop
    return spans


def _after_closing(text: str, stop: int, end: int, bracketed: bool) -> int:
    """`stop` moved past the bracket and full stop that close the credit."""
    match = re.compile(r"\+?\s*\)\.?|\s*\.(?!\w)" if bracketed else r"\.(?!\w)").match(text, stop, end)
    return match.end() if match else stop


def _common_names(text: str, starts: list[int]) -> list[str]:
    """Two to four capitalised words that begin two credits or more; commonest first, then longest.

    Words that small letters follow end in the beginning of a sentence, so their last one does not count.
    """
    seen: Counter[str] = Counter()
    for start in starts:
        agency = _AGENCY.match(text, start)
        words = _run(_CAPITAL_WORD, text, agency.end() if agency else start, min(len(text), start + _NAME_WINDOW))
        if not words or not is_syllable(text[slice(*words[0])]):
            continue
        usable = len(words) - bool(_RUNS_ON.match(text, words[-1][1]))
        seen.update(text[words[0][0] : words[count - 1][1]] for count in range(2, min(4, usable) + 1))
    return sorted((n for n, count in seen.items() if count > 1), key=lambda n: (-seen[n], -len(n)))


def _sentence_start(text: str, floor: int, mark: int) -> int:
    """The beginning of the sentence that ends at `mark`, no earlier than `floor`."""
    low = max(floor, mark - _WINDOW)
    stop = len(text[low:mark].rstrip(" -–\xa0.!?…")) + low
    start = None
    for match in _BREAK.finditer(text, low, stop):
        if not _ABBREVIATION.search(text, max(low, match.start() - 6), match.start()):
            start = match.end()
    if start is None and low == floor:
        start = floor
    if start is None:
        return mark
    while start < mark and text[start] in " \xa0\t":
        start += 1
    return start
