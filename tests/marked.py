"""Marked-up case lines: ``đạt [[95%]]{value=95 unit=% label="…"} hồ sơ`` → text, spans and expected fields."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

_MARK = re.compile(r"\[\[(.+?)\]\](?:\{(.*?)\})?")


@dataclass(frozen=True)
class Marked:
    """A marked span of the text with the fields that its record must have."""

    start: int
    end: int
    text: str
    fields: dict[str, str] = field(default_factory=dict)


def parse_marked(line: str) -> tuple[str, list[Marked]]:
    """The text of `line` without its marks, and the marks with offsets into it."""
    text, marks, at = "", [], 0
    for m in _MARK.finditer(line):
        text += line[at : m.start()]
        fields = dict(pair.split("=", 1) for pair in shlex.split(m[2] or ""))
        marks.append(Marked(len(text), len(text) + len(m[1]), m[1], fields))
        text += m[1]
        at = m.end()
    return text + line[at:], marks


def case_lines(name: str) -> list[str]:
    """The lines of ``tests/cases/<name>``, comments and blanks left out."""
    path = Path(__file__).parent / "cases" / name
    return [s for s in path.read_text("utf-8").splitlines() if s.strip() and not s.startswith("#")]
