"""Linguistic knowledge as data: TOML and CSV files in this folder, and their one loader."""

from __future__ import annotations

import csv
import sys
from functools import cache
from importlib import resources
from typing import Any

from baoso.errors import LexiconError
from baoso.lexicon.patterns import alternation, cue_regex, matches_at, phrase_pattern
from baoso.lexicon.tones import fold, new_tones, old_tones

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = [
    "UPPER",
    "alternation",
    "cue_regex",
    "fold",
    "matches_at",
    "new_tones",
    "old_tones",
    "phrase_pattern",
    "rows",
    "table",
]

# For character classes: a range such as "À-Ỹ" would take in lower-case letters too.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"


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
