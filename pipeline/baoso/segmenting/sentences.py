"""Sentence boundaries for press text: line ends, "./.", closing quotes, fused paragraphs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast

import numpy as np
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from baoso.doc import blocks_of, component, text_of
from baoso.lexicon import UPPER, matches_at, table
from baoso.text import is_syllable

_CLOSING = "\"'”’»)\\]"
_OPENING = "\"'“‘«(\\[-–—•*"


# What every candidate begins with. Of a run of marks ("....") only the first: from others it ends where it does.
_MARK = re.compile(r"\n|(?<!\.)\.|\.(?=/\.)|(?<![!?])[!?]|(?<!…)…")


@lru_cache(maxsize=1)
def _end_regex() -> re.Pattern[str]:
    """Candidates for a sentence's end: the mark with closing quotes, then white space or a glued capital."""
    return re.compile(
        rf"""
          (?P<line>\n\s*)
        | \./\.(?!\d)[{_CLOSING}]*\s*
        | (?P<marks>[!?]+|…+\.?|\.{{2,}}|(?P<dot>\.))(?P<close>[{_CLOSING}]*)
          (?: \s+(?=[{_OPENING}]*\s?[{UPPER}0-9]) | (?=[{UPPER}]) )
        """,
        re.VERBOSE,
    )


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(table("segmentation")["abbreviations"])


_WORD_BEFORE = re.compile(r"[^\s(“\"'\[]{1,12}$")
_INITIALS = re.compile(rf"(?:[{UPPER}]\.)*[{UPPER}]")
_LIST_NUMBER = re.compile(r"(?:^|\n|[.;:!?]\s)\s*(?:\d{1,2}|[a-zđIVX]{1,4})$")


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Whether a candidate ends a sentence: not after an abbreviation, initial or list number, nor in a name."""
    if match["dot"] is None:
        return True
    dot = match.start("dot")
    before = _WORD_BEFORE.search(text, max(0, dot - 12), dot)
    word = before[0] if before else ""
    glued = match.end() == match.end("close")
    if not match["close"]:
        if word in _abbreviations() or _INITIALS.fullmatch(word):
            return False
        if _LIST_NUMBER.search(text, max(0, dot - 8), dot):
            return False
    if glued:
        # "Q.Bình Thạnh", "T.Anh", "Ths.Hà": a glued capital begins a sentence only after a whole syllable.
        if len(word) < 2 or not (word[-1].islower() or word[-1].isdigit()):
            return False
        return not word[0].isupper() or (len(word) > 2 and is_syllable(word))
    following = text[match.end() : match.end() + 1]
    return not (following.isdigit() and word.isdigit() and not match["close"] and len(word) < 3)


def find_sentences(text: str, breaks: Iterable[int] = ()) -> list[tuple[int, int]]:
    """Offsets of the sentences of `text`, without surrounding white space.

    `breaks` are offsets that no sentence crosses (block boundaries).
    """
    edges = {0, len(text), *breaks}
    edges.update(m.end() for m in matches_at(_MARK, _end_regex(), text) if _is_end(text, m))
    ordered = sorted(edges)
    spans = []
    for start, end in itertools.pairwise(ordered):
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            start += len(piece) - len(piece.lstrip())
            spans.append((start, start + len(stripped)))
    return spans


class Sentences:
    """Sets `Doc._.sentence_spans` and, for spaCy users, `Doc.sents`."""

    def __call__(self, doc: Doc) -> Doc:
        """Split `doc`; no sentence crosses a block."""
        breaks = [b.start for b in blocks_of(doc)]
        doc._.sentence_spans = find_sentences(text_of(doc), breaks)
        starts = {start for start, _ in doc._.sentence_spans}
        offsets = cast("list[int]", doc.to_array(IDX).tolist())
        begins = np.array([1 if at in starts else -1 for at in offsets], dtype="int64")
        if len(begins):
            begins[0] = 1
            doc.from_array([SENT_START], cast(Any, begins.astype("uint64").reshape(-1, 1)))
        return doc


@component("baoso.sentences")
def make_sentences(nlp: Language, name: str) -> Sentences:
    """The `baoso.sentences` component; run it after `baoso.blocks`."""
    return Sentences()
