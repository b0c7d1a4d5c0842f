"""Numbers in words: "hai mươi lăm", "một trăm linh năm", "ba nghìn tỷ".

Traps the grammar knows: "năm" is a digit only where a scale follows or "linh" precedes
("mười năm" is ten years), and two digits never stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from baoso import lexicon

_YEAR = "năm"


@dataclass(frozen=True, slots=True)
class Syllables:
    """The syllables of number words, folded, from `lexicon/numbers.toml`."""

    digits: dict[str, int]
    after_ten: dict[str, int]
    scales: dict[str, int]
    ten: str
    tens: str
    hundred: str
    zero_ten: frozenset[str]
    half_more: str

    @property
    def all(self) -> frozenset[str]:
        """Every syllable that may stand in a spelled number."""
        single = {self.ten, self.tens, self.hundred, self.half_more}
        return frozenset({*self.digits, *self.after_ten, *self.scales, *self.zero_ten, *single})


@lru_cache(maxsize=1)
def syllables() -> Syllables:
    """The number words, loaded once."""
    table = lexicon.table("numbers")
    words = table["words"]
    return Syllables(
        digits=table["digits"],
        after_ten=table["after_ten"],
        scales=table["scales"],
        ten=words["ten"],
        tens=words["tens"],
        hundred=words["hundred"],
        zero_ten=frozenset(words["zero_ten"]),
        half_more=words["half_more"],
    )


def read_scale(words: Sequence[str], i: int) -> tuple[int, int]:
    """The product of the scale words from `i` on ("nghìn tỷ": 10¹²; 1 where none), the index after them."""
    scales = syllables().scales
    product = 1
    while i < len(words) and (scale := scales.get(words[i])):
        # "trăm nghìn" multiplies, "triệu nghìn" does not happen
        if product > scale:
            break
        product *= scale
        i += 1
    return product, i


def read_spelled(words: Sequence[str]) -> tuple[float, int] | None:
    """The number that the longest prefix of the folded syllables `words` spells, and how many it takes.

    Scales fall from left to right ("hai triệu ba trăm nghìn"); a closing "rưỡi" adds half of the last.
    """
    total, last, used, i = 0.0, float("inf"), 0, 0
    while i < len(words):
        group = _group(words, i, leading_zero=used > 0)
        if group is None:
            break
        value, after = group
        scale, after = read_scale(words, after)
        if scale >= last:
            break
        total, last, used, i = total + value * scale, scale, after, after
        if scale == 1:
            break
    if not used:
        return None
    if used < len(words) and words[used] == syllables().half_more and last > 1:
        return total + last / 2, used + 1
    return total, used


def _group(words: Sequence[str], i: int, leading_zero: bool) -> tuple[int, int] | None:
    """A number below 1,000 from `i` on; after a scale it may open with "không trăm" or "linh"."""
    s = syllables()
    zero_hundred = words[i] == "không" and _at(words, i + 1) == s.hundred
    if zero_hundred and not leading_zero:
        return None
    if words[i] in s.zero_ten:
        unit = s.digits.get(_at(words, i + 1)) if leading_zero else None
        return None if unit is None else (unit, i + 2)
    hundreds = _digit(words, i)
    if hundreds is not None and _at(words, i + 1) == s.hundred:
        rest = _below_hundred(words, i + 2, after_hundred=True)
        return (hundreds * 100 + rest[0], rest[1]) if rest else (hundreds * 100, i + 2)
    return _below_hundred(words, i, after_hundred=False)


def _below_hundred(words: Sequence[str], i: int, after_hundred: bool) -> tuple[int, int] | None:
    s = syllables()
    word = _at(words, i)
    if word == s.ten:
        return _with_unit(words, i + 1, 10)
    digit = _digit(words, i)
    if digit and _at(words, i + 1) == s.tens:
        return _with_unit(words, i + 2, digit * 10)
    if after_hundred:
        unit = s.digits.get(_at(words, i + 1)) if word in s.zero_ten else None
        return None if unit is None else (unit, i + 2)
    return None if digit is None else (digit, i + 1)


def _with_unit(words: Sequence[str], i: int, tens: int) -> tuple[int, int]:
    s = syllables()
    word = _at(words, i)
    unit = s.after_ten.get(word)
    if unit is None and word not in (_YEAR, "không") and _at(words, i + 1) not in (s.tens, s.hundred):
        unit = s.digits.get(word)
    return (tens, i) if unit is None else (tens + unit, i + 1)


def _digit(words: Sequence[str], i: int) -> int | None:
    """A digit that may open a group; "năm" only where "mươi" or a scale follows, or where it stands alone."""
    s = syllables()
    word = _at(words, i)
    if word == _YEAR:
        follows = _at(words, i + 1)
        if follows != s.tens and follows not in s.scales and len(words) > 1:
            return None
    return s.digits.get(word)


def _at(words: Sequence[str], i: int) -> str:
    return words[i] if i < len(words) else ""
