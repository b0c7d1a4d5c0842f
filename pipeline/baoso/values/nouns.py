"""The counted noun after a number: "hồ sơ", "sở, ban, ngành", "lượt người", "tỉnh/Thành phố".

The longest noun of the lexicon wins; it goes on over "/", "," and "và" where both sides belong to one group.
A word that the lexicon does not know is taken as a guess unless it is a verb, a preposition or the like.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from baoso import lexicon
from baoso.values.context import Phrases, Word, phrase, words_after
from baoso.values.units import Unit

_GROUPS = ("admin", "body", "people", "household", "paper", "service", "device", "activity")
_TAIL = "admin_tail"
_LINKS = frozenset([",", "/", "và", "hoặc", "hay", "-", "–"])
# tokens looked at: a noun and its neighbour; more where a list goes on ("xã, phường, thị trấn")
_WINDOW = 8
_LIST_WINDOW = 14
_BARRED = "barred"


def noun_after(text: str, pos: int) -> Unit | None:
    """The noun that a number ending at `pos` counts, or None.

    The unit's `kind` is "noun", or "guess" for an unknown word; its `group` is the lexicon group.
    None too where the noun is one that measures nothing ("cấp", "lần").
    """
    words = words_after(text, pos, _WINDOW)
    if not words or words[0].start - pos > 2 or not words[0].form.isalpha():
        return None
    if words[0].form in _determiners():
        del words[0]
    head = _nouns().at_start(words)
    if head is None:
        return _guess(text, words)
    used, group = head
    if group in (_BARRED, _TAIL) or _names_something(text, words, used, group):
        return None
    if phrase(words[:used]) in _classifiers():
        more = _nouns().at_start(words, used)
        # "vụ buôn bán": a one-syllable hamlet or commune is no part of a classified noun
        if more and more[1] not in (_BARRED, _TAIL) and (more[0] > 1 or more[1] != "admin"):
            used, group = used + more[0], more[1]
    if used < len(words) and (words[used].form in _LINKS or group == "admin"):
        words = words_after(text, words[0].start, _LIST_WINDOW)
        used = _coordinated(text, words, used, group)
    end = _rate_end(text, words, used)
    return Unit("noun", _written(text, words[0].start, end), words[0].start, end, group=group)


def _coordinated(text: str, words: Sequence[Word], used: int, group: str) -> int:
    """The index after all further nouns of the same group."""
    while used < len(words):
        link = used + 1 if words[used].form in _LINKS else used
        if link == used and group != "admin":
            return used
        more = _nouns().at_start(words, link)
        if more is None or not (more[1] == group or (group == "admin" and more[1] == _TAIL)):
            return used
        # "57 địa phương ban hành": without a link a body's head more likely begins a verb
        if link == used and phrase(words[link : link + more[0]]) in _linked_only():
            return used
        after = link + more[0]
        # "20 xã, huyện Sông Lô": a name after it makes the second noun no part of the count
        if group == "admin" and after < len(words) and _is_name(text, words[after]):
            return used
        used = after
    return used


def noun_before(text: str, words: Sequence[Word]) -> Unit | None:
    """The noun that a bare total counts: "hồ sơ" in "số hồ sơ đang xử lý là 717", or None.

    `words` are the tokens of the clause before the number; the noun stands behind a word such as "tổng số".
    """
    heads = _totals()
    for i in range(len(words), 0, -1):
        head = heads.at_end(words, i)
        noun = _nouns().at_start(words, i) if head else None
        # "số điện thoại là 113" names a number, it counts nothing
        if noun is not None and phrase(words[i : i + noun[0]]) in _numbered():
            return None
        if noun is not None and noun[1] not in (_BARRED, _TAIL):
            start, end = words[i].start, words[i + noun[0] - 1].end
            return Unit("noun", _written(text, start, end), start, end, group=noun[1])
    return None


def _names_something(text: str, words: Sequence[Word], used: int, group: str) -> bool:
    """Whether a capital makes the noun a name: "472 Xã Đàn", "113 Công an"; "14 Sở", "20 TTHC" are counts."""
    if not _is_name(text, words[0]):
        return False
    return group == "people" or (used == 1 and len(words) > 1 and _is_name(text, words[1]))


def _is_name(text: str, word: Word) -> bool:
    return word.form.isalpha() and text[word.start].isupper() and not text[word.start : word.end].isupper()


def _rate_end(text: str, words: Sequence[Word], used: int) -> int:
    """Where the unit ends, "/ngày" and "/100 dân" included ("lượt/ngày")."""
    end = words[used - 1].end
    if used + 1 >= len(words) or words[used].form != "/":
        return end
    first = used + 1 + words[used + 1].form.isdigit()
    rates = _rates().at_start(words, first)
    return words[first + rates[0] - 1].end if rates else end


def _guess(text: str, words: Sequence[Word]) -> Unit | None:
    first = words[0]
    stop = _stop()
    if first.form in stop or len(first.form) < 2 or text[first.start].isupper():
        return None
    end = first.end
    second = words[1] if len(words) > 1 else None
    if second and second.form.isalpha() and second.form not in _function_words() and text[second.start].islower():
        end = second.end
    return Unit("guess", _written(text, first.start, end), first.start, end)


def _written(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())


@lru_cache(maxsize=1)
def _nouns() -> Phrases[str]:
    table = lexicon.table("counted_nouns")
    entries = {noun: group for group in (*reversed(_GROUPS), _TAIL) for noun in table[group]}
    classifiers = dict.fromkeys(table["classifier"], "activity")
    barred = dict.fromkeys(table["barred"], _BARRED)
    return Phrases({**classifiers, **entries, **barred})


@lru_cache(maxsize=1)
def _classifiers() -> frozenset[str]:
    return frozenset(lexicon.table("counted_nouns")["classifier"])


@lru_cache(maxsize=1)
def _linked_only() -> frozenset[str]:
    return frozenset(lexicon.table("counted_nouns")["linked_only"])


@lru_cache(maxsize=1)
def _numbered() -> frozenset[str]:
    return frozenset(lexicon.table("counted_nouns")["total"]["never"])


@lru_cache(maxsize=1)
def _totals() -> Phrases[bool]:
    return Phrases.of(lexicon.table("counted_nouns")["total"]["heads"], True)


@lru_cache(maxsize=1)
def _determiners() -> frozenset[str]:
    return frozenset(lexicon.table("counted_nouns")["determiners"])


@lru_cache(maxsize=1)
def _stop() -> frozenset[str]:
    return frozenset(lexicon.table("counted_nouns")["fallback"]["stop"])


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    return frozenset(lexicon.table("counted_nouns")["fallback"]["function"])


@lru_cache(maxsize=1)
def _rates() -> Phrases[bool]:
    return Phrases.of(lexicon.table("units")["rate"]["per"], True)
