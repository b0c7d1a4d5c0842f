"""Other forms of an article that say the same, or the same of another place or year; and forms that are merely damaged.

A variant takes a text and a source of chance and gives the text, or bytes as a program of its time wrote them.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).resolve().parents[1]))

from legacy_bytes import to_1258, to_tcvn3, to_vni

Form = Callable[[str, Random], "str | bytes"]

# Old placement → new, written out here so that the package's own table is not what is tested with.
_OLD_NEW = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe",
    "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_NEW_OLD = {new: old for old, new in _OLD_NEW.items()}
# Only a rhyme that nothing follows is written in two ways; after q the u belongs to the consonant.
_RHYME = re.compile(rf"(?<![qQ])(?:{'|'.join([*_OLD_NEW, *_NEW_OLD])})(?!\w)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[a-zà-ỹ])([.;]) (?=[A-ZĐ])")
_COMMA = re.compile(r"(?<=[^\W\d_]), (?=[^\W\d_])")
_WORD_INSIDE = re.compile(r"(?<=[^\W\d_])(?=[^\W\d_])")
_INVISIBLE = "\u200b\u00ad\ufeff\u200d"
_WIDTH = 80
_FURNITURE_ABOVE = "Trang chủ\nThời sự\n"
_FURNITURE_BELOW = "\nChia sẻ bài viết\nBình luận\nTin liên quan\nTừ khóa: chuyển đổi số\nIn bài viết\n"
# What optical recognition takes for something else.
_CONFUSED = {
    "l": "1",
    "O": "0",
    "o": "0",
    "h": "b",
    "c": "e",
    "ă": "â",
    "ư": "u",
    "ơ": "o",
    "ế": "ề",
    "m": "rn",
    "í": "i",
}


@dataclass(frozen=True)
class Variant:
    """`same` where a reader would find nothing changed; else only spans are held to the text, and the share is told."""

    name: str
    form: Form
    same: bool = True


def _tones(table: dict[str, str]) -> Form:
    def swap(match: re.Match[str]) -> str:
        written = match[0]
        other = table.get(written.lower(), written.lower())
        return "".join(o.upper() if w.isupper() else o for w, o in zip(written, other, strict=True))

    return lambda text, chance: _RHYME.sub(swap, text)


def _sometimes(pattern: str | re.Pattern[str], put: str | Callable[[re.Match[str]], str], share: float) -> Form:
    """Replace a share of what `pattern` finds."""

    def form(text: str, chance: Random) -> str:
        def swap(match: re.Match[str]) -> str:
            if chance.random() >= share:
                return match[0]
            return put if isinstance(put, str) else put(match)

        return re.sub(pattern, swap, text)

    return form


def _wrapped(text: str, chance: Random) -> str:
    """Paragraphs broken into lines of at most 80 characters, one empty line between paragraphs."""
    paragraphs = []
    for paragraph in text.split("\n"):
        lines, line = [], ""
        for word in paragraph.split(" "):
            if line and len(line) + 1 + len(word) > _WIDTH:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        if line.strip():
            paragraphs.append("\n".join([*lines, line]))
    return "\n\n".join(paragraphs)


def _sprinkled(characters: str, share: float) -> Form:
    """One of `characters` inside a share of the words."""

    def form(text: str, chance: Random) -> str:
        def inside(match: re.Match[str]) -> str:
            word = match[0]
            at = chance.randrange(1, len(word))
            return word[:at] + chance.choice(characters) + word[at:] if chance.random() < share else word

        return re.sub(r"[^\W\d_]{2,}", inside, text)

    return form


def _damaged(text: str, chance: Random) -> str:
    """One character in three hundred taken for another."""
    return "".join(_CONFUSED.get(c, c) if chance.random() < 0.02 else c for c in text)


def _smileys(text: str, chance: Random) -> str:
    return re.sub(r"(?<=[.!?])\n", lambda m: chance.choice(["", " 👍", " 🇻🇳", " 👨‍👩‍👧"]) + "\n", text)


def _glued(text: str, chance: Random) -> str:
    text = _sometimes(_SENTENCE_END, lambda m: m[1], 0.3)(text, chance)
    return str(_sometimes(_COMMA, ",", 0.1)(str(text), chance))


VARIANTS = (
    Variant("decomposed letters (NFD)", lambda text, chance: unicodedata.normalize("NFD", text)),
    Variant("letters half decomposed", lambda text, chance: "".join(
        unicodedata.normalize("NFD", c) if chance.random() < 0.3 else c for c in text)),
    Variant("line ends CRLF", lambda text, chance: text.replace("\n", "\r\n").encode()),
    Variant("line ends CR", lambda text, chance: text.replace("\n", "\r")),
    Variant("byte order mark", lambda text, chance: text.encode("utf-8-sig")),
    Variant("UTF-16", lambda text, chance: text.encode("utf-16")),
    Variant("Windows-1258", lambda text, chance: to_1258(text)),
    Variant("VNI", lambda text, chance: to_vni(text)),
    Variant("TCVN3 (capitals lose their tone)", lambda text, chance: to_tcvn3(text), same=False),
    Variant("old tone placement", _tones(_NEW_OLD)),
    Variant("new tone placement", _tones(_OLD_NEW)),
    Variant("no-break spaces", _sometimes(r"(?<=\S) (?=\S)", "\u00a0", 0.2)),
    Variant("double spaces", _sometimes(r"(?<=\S) (?=\S)", "  ", 0.1)),
    Variant("spaces at line ends", lambda text, chance: re.sub(r"(?<=\S)\n", "  \n", text)),
    Variant("empty lines between paragraphs", lambda text, chance: re.sub(r"\n+", "\n\n\n", text)),
    Variant("lines of 80 characters", _wrapped),
    Variant("paragraphs run together", lambda text, chance: re.sub(r"\s*\n\s*", " ", text), same=False),
    Variant("invisible characters in 1 % of words", _sprinkled(_INVISIBLE, 0.01)),
    Variant("invisible characters between words", _sometimes(r"(?<=\S) (?=\S)", " \u200b", 0.05)),
    Variant("straight quotes", lambda text, chance: re.sub("[“”]", '"', text)),
    Variant("dashes", lambda text, chance: text.replace(" - ", " – ")),
    Variant("page furniture around it", lambda text, chance: _FURNITURE_ABOVE + text + _FURNITURE_BELOW),
    Variant("emoji after paragraphs", _smileys),
    Variant("missing spaces", _glued),
    Variant("all capitals", lambda text, chance: text.upper(), same=False),
    Variant("misread letters", _damaged, same=False),
)  # fmt: skip
