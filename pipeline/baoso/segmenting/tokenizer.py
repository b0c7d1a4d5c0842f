"""Syllable tokens: what white space and punctuation part, nothing rewritten.

A token is a syllable, a number with its marks, an address, a document number or one
punctuation mark, so that no word-segmentation mistake can block an entity boundary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from baoso.lexicon import table


@lru_cache(maxsize=1)
def _token_regex() -> re.Pattern[str]:
    domains = "|".join(table("segmentation")["domains"])
    return re.compile(
        rf"""
          https?://[^\s,;()"“”<>]+                                   # addresses
        | [\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}})+
        | (?<![\w.-])[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,6}}\.(?:{domains})\b(?:/[^\s,;()"“”<>]*)?
        | \d+[a-z]?(?:/\d{{4}})?/[A-ZĐ]{{1,9}}(?:-[A-ZĐa-z]{{1,9}})+    # document numbers
        | \d+(?:[.,]\d+)*                                            # numbers with their marks
        | [^\W\d_]+(?:\d+(?:[A-Z]+\d+)*)?                            # syllables, and names such as iPhone12, H5N1
        | \./\.(?!\w)                                                # the press's end mark
        | \.{{2,}}
        | \s+
        | .
        """,
        re.VERBOSE | re.DOTALL,
    )


# What stands between white space, one space behind it, and any more.
_CHUNK = re.compile(r"(\S+)( ?)(\s*)")
# Longer chunks seldom come back.
_CACHED = 40


@lru_cache(maxsize=1 << 15)
def _tokens(chunk: str) -> tuple[str, ...]:
    """The tokens of a text without white space; no token looks beyond."""
    return tuple(_token_regex().findall(chunk))


def tokenize(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the tokens of `text`; white-space runs are left out, everything else is covered."""
    for match in _token_regex().finditer(text):
        if not match[0].isspace():
            yield match.span()


class SyllableTokenizer:
    """spaCy tokenizer over syllables; ``doc.text`` is the text, character for character."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A `Doc` of the tokens of `text`."""
        body = text.lstrip()
        words = [text[: len(text) - len(body)]] if len(body) < len(text) else []
        spaces = [False] * len(words)
        for chunk, space, more_space in _CHUNK.findall(body):
            if chunk.isalpha():
                words.append(chunk)
                spaces.append(bool(space))
            else:
                tokens = _tokens(chunk) if len(chunk) <= _CACHED else _token_regex().findall(chunk)
                words.extend(tokens)
                spaces.extend([False] * (len(tokens) - 1))
                spaces.append(bool(space))
            if more_space:
                words.append(more_space)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 0) -> Iterator[Doc]:
        """Tokenize a stream; `batch_size` is spaCy's and has no effect."""
        del batch_size
        for text in texts:
            yield self(text)

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Nothing is learned, so nothing is stored."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> SyllableTokenizer:
        """Nothing is stored, so nothing is loaded."""
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Nothing is learned, so nothing is stored."""

    def from_disk(self, path: str | Path, **kwargs: Any) -> SyllableTokenizer:
        """Nothing is stored, so nothing is loaded."""
        return self


@registry.tokenizers("baoso.SyllableTokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], SyllableTokenizer]:
    """The tokenizer's factory, for ``[nlp.tokenizer]`` of a spaCy config."""

    def create(nlp: Language) -> SyllableTokenizer:
        return SyllableTokenizer(nlp.vocab)

    return create
