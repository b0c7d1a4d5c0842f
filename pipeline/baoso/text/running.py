"""The text as a reader's eye runs over it: without what cannot be seen, in single spaces, broken lines joined.

Grammars read this form; what they find is put back to where it stands in the text itself (`Normalized.source_span`).
"""

from __future__ import annotations

import re
from itertools import pairwise

from baoso.text.normalize import Change, Normalized

# Soft hyphen, zero-width space and joiners, direction marks, byte order mark.
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_SPACES = " \t\u00a0\u2002\u2003\u2009\u202f\u3000"
_DROPPED = dict.fromkeys(map(ord, _UNSEEN))
_RUN = re.compile(rf"[{_UNSEEN}{_SPACES}\n]{{2,}}|[{_UNSEEN}\n]")
_WIDE = re.compile(rf"[{_SPACES}]{{2}}|[{_SPACES}\n]{{3}}")
_SENTENCE_END = tuple(".!?…")
_CLOSING = '"”’)»] '
_LONGEST_WORD = 30
# Lines broken by a program are at least and at most this long.
_NARROWEST, _WIDEST = 40, 130
# A line is full where the next word would have gone over this part of the longest line.
_FULL = 0.85
_FEWEST = 3


def running(text: str) -> Normalized:
    """`text` (NFC, line ends ``\\n``) in running form, with the way back to its offsets; itself where it has that form.

    Invisible characters go; several spaces become one; a line break becomes a space where a program broke a
    paragraph at a fixed width. In a text without line ends a gap before a capital stays one, of two spaces, where
    no sentence ends: it may part a headline from its text. No run of white space is longer than two.
    """
    broken = _broken_lines(text)
    if not broken and not any(c in text for c in _UNSEEN) and not _WIDE.search(text):
        return Normalized(text)
    fused = text.count("\n") < _FEWEST
    parts: list[str] = []
    changes: list[Change] = []
    done = length = 0
    for match in _RUN.finditer(text):
        start, end = match.span()
        new = _plain(text, start, end, broken, fused)
        if new == match[0]:
            continue
        parts += (text[done:start], new)
        length += start - done
        changes.append(Change(length, length + len(new), start, end))
        length += len(new)
        done = end
    parts.append(text[done:])
    return Normalized("".join(parts), tuple(changes))


def _plain(text: str, start: int, end: int, broken: frozenset[int], fused: bool) -> str:
    """What a run of white space and invisible characters is read as."""
    run = text[start:end]
    seen = run.translate(_DROPPED)
    if "\n" in seen:
        if start + run.index("\n") in broken:
            return " "
        return seen if len(seen) < 3 else "\n\n" if seen.count("\n") > 1 else "\n"
    return " " if len(seen) > 1 and _goes_on(text, start, end, fused) else seen[:2]


def _goes_on(text: str, start: int, end: int, fused: bool) -> bool:
    """Whether the gap `start`:`end` is no more than one space; in a `fused` text gaps stand for line ends too."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after or before == "\n" or after == "\n":
        return False
    if fused and after.isupper() and before not in _SENTENCE_END:
        words = text[max(0, start - _LONGEST_WORD) : start].translate(_DROPPED).split()
        return bool(words) and words[-1][0].isupper()
    return True


def _broken_lines(text: str) -> frozenset[int]:
    """Offsets of the line ends at which a program broke a paragraph: the line as full as the next word allowed.

    None where only few are such, or where most line ends are of another kind.
    """
    lines = text.split("\n")
    longest = max(map(len, lines))
    if not _NARROWEST <= longest <= _WIDEST:
        return frozenset()
    soft, adjoining, at = [], 0, 0
    for line, following in pairwise(lines):
        at += len(line) + 1
        if line.strip() and following.strip():
            adjoining += 1
            word = following.split(None, 1)[0]
            ended = line.rstrip(_CLOSING).endswith(_SENTENCE_END)
            if not ended and len(line.rstrip()) + 1 + len(word) > _FULL * longest:
                soft.append(at - 1)
    return frozenset(soft) if len(soft) >= _FEWEST and 2 * len(soft) >= adjoining else frozenset()
