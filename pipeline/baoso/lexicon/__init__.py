"""Linguistic knowledge as data: TOML and CSV files in this folder, and their one loader.

A cue matches whole syllables, case-insensitively, in either tone placement ("hoá", "hóa"),
any white space standing for any other.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from baoso.errors import LexiconError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# For character classes: a range such as "À-Ỹ" would take in lower-case letters too.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"

# Old-style tone placement → new style, on the rhymes where the two differ.
_TONE_PAIRS = (
    ("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa"),
    ("oè", "òe"), ("oé", "óe"), ("oẻ", "ỏe"), ("oẽ", "õe"), ("oẹ", "ọe"),
    ("uỳ", "ùy"), ("uý", "úy"), ("uỷ", "ủy"), ("uỹ", "ũy"), ("uỵ", "ụy"),
)  # fmt: skip
_TONE = {new: old for old, new in _TONE_PAIRS}
_TONE_RE = re.compile(rf"(?<![qQ])({'|'.join([*_TONE, *_TONE.values()])})(?!\w)", re.IGNORECASE)
_TO_NEW = dict(_TONE_PAIRS)
_OLD_TONES_RE = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")


@cache
def table(name: str) -> dict[str, Any]:
    """The parsed `lexicon/<name>.toml`.

    Raises `LexiconError` where the file is missing or is not TOML.
    """
    path = resources.files(__package__).joinpath(f"{name}.toml")
    try:
        parsed: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return parsed
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"lexicon/{name}.toml: {error}; reinstall baoso or mend the file") from error


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `lexicon/<name>.csv` (UTF-8, header line, '#' comment lines skipped).

    Raises `LexiconError` where the file is missing.
    """
    path = resources.files(__package__).joinpath(f"{name}.csv")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise LexiconError(f"lexicon/{name}.csv: {error}; reinstall baoso or mend the file") from error
    return tuple(csv.DictReader(line for line in lines if line and not line.startswith("#")))


def fold(text: str) -> str:
    """Lower-case, new tone placement, single spaces; for comparing, never for offsets.

    >>> fold("Hoà  Bình")
    'hòa bình'
    """
    lowered = text.lower()
    return " ".join(_TONE_RE.sub(lambda m: _TO_NEW.get(m[1], m[1]), lowered).split())


def old_tones(folded: str) -> str:
    """The old-style spelling of a folded phrase, of the same length.

    >>> old_tones("hòa bình")
    'hoà bình'
    """
    return _TONE_RE.sub(lambda m: _TONE.get(m[1], m[1]), folded)


def new_tones(lowered: str) -> str:
    """The new-style spelling of a lower-case text, of the same length.

    >>> new_tones("hoà bình")
    'hòa bình'
    """
    return _OLD_TONES_RE.sub(lambda m: _TO_NEW[m[0]], lowered)


def phrase_pattern(phrase: str) -> str:
    """A regular expression (no groups, no anchors) that matches `phrase` as a cue does."""

    def both(match: re.Match[str]) -> str:
        new = _TO_NEW.get(match[1].lower(), match[1].lower())
        return f"(?:{new}|{_TONE[new]})"

    syllables = (_TONE_RE.sub(both, re.escape(s)) for s in phrase.split())
    return r"\s+".join(syllables)


def alternation(phrases: Iterable[str]) -> str:
    """A non-capturing alternation of `phrases`, longest first, each as `phrase_pattern`."""
    ordered = sorted(set(phrases), key=lambda p: (-len(p), p))
    return "(?:" + "|".join(phrase_pattern(p) for p in ordered) + ")"


def cue_regex(phrases: Iterable[str]) -> re.Pattern[str]:
    """A compiled pattern that finds any of `phrases` as whole syllables, ignoring case."""
    return re.compile(rf"(?<!\w){alternation(phrases)}(?!\w)", re.IGNORECASE)
