"""Syllables as the subword pieces of a transformer's vocabulary, and back.

Tokenizers that know offsets read the text as it is. Those that do not (PhoBERT's) read the words of our word layer,
their syllables joined by "_", one word at a time, so that nothing has to be aligned afterwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc

from baoso.doc import sentences_of, text_of
from baoso.errors import ModelError
from baoso.tagging.bio import Array, Bounds, Layers, slices_of

_WORDS_CACHED = 1 << 15


@dataclass(frozen=True, slots=True)
class Segmented:
    """A text with the offsets of its syllables and sentences; `words` only where a tokenizer reads them."""

    text: str
    syllables: list[Bounds]
    sentences: list[Bounds]
    words: list[Bounds]


def segmented(doc: Doc, words: bool) -> Segmented:
    """`doc` as the pipeline has segmented it, with its words if asked for."""
    syllables = [(token.idx, token.idx + len(token)) for token in doc if not token.is_space]
    return Segmented(text_of(doc), syllables, sentences_of(doc), list(doc._.words) if words else [])


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text in pieces, of its `syllables`.

    `ids` are the pieces, without special ones; `piece` gives for each syllable the
    one that it is scored by, None where the vocabulary dropped it; `opens` whether it is the first that this piece
    stands for.
    """

    syllables: list[Bounds]
    ids: list[int]
    piece: list[int | None]
    opens: list[bool]


class PieceTokenizer:
    """A tokenizer of `transformers` over our syllables.

    `words` says that it reads segmented words. `prefix` and `suffix` are the special pieces around a window.
    """

    def __init__(self, tokenizer: Any, words: bool) -> None:
        self.tokenizer = tokenizer
        self.words = words
        self.prefix, self.suffix = _special_pieces(tokenizer)
        self._word: Callable[[str], list[int]] = lru_cache(maxsize=_WORDS_CACHED)(self._word_ids)

    def pieces(self, given: Segmented) -> Pieces:
        """`given` in pieces, word by word where words are read."""
        if self.words:
            return self._by_words(given.text, given.syllables, given.words)
        return self._by_offsets(given)

    def window(self, ids: Sequence[int]) -> list[int]:
        """`ids` with the special pieces around them."""
        return [*self.prefix, *ids, *self.suffix]

    def _word_ids(self, word: str) -> list[int]:
        return list(self.tokenizer(word, add_special_tokens=False)["input_ids"])

    def _by_words(self, text: str, syllables: list[Bounds], words: Sequence[Bounds]) -> Pieces:
        ids: list[int] = []
        piece: list[int | None] = []
        opens: list[bool] = []
        for own in _grouped(syllables, words):
            made = self._word("_".join(text[a:b] for a, b in own))
            piece += [len(ids) if made else None] * len(own)
            opens += [True, *[False] * (len(own) - 1)]
            ids += made
        return Pieces(syllables, ids, piece, opens)

    def _by_offsets(self, given: Segmented) -> Pieces:
        ids: list[int] = []
        offsets: list[Bounds] = []
        # Sentence by sentence: what the tokenizer keeps of a whole book would fill the memory.
        for start, end in given.sentences:
            read = self.tokenizer(
                given.text[start:end], add_special_tokens=False, return_offsets_mapping=True, verbose=False
            )
            ids += read["input_ids"]
            offsets += [(start + a, start + b) for a, b in read["offset_mapping"]]
        piece = _first_pieces(given.syllables, offsets)
        opens = [p is None or p != q for p, q in zip(piece, [None, *piece], strict=False)]
        return Pieces(given.syllables, ids, piece, opens)


def _grouped(syllables: Sequence[Bounds], words: Sequence[Bounds]) -> Iterator[list[Bounds]]:
    """The syllables of each word; what lies in no word stands alone."""
    ends = [end for _, end in words]
    group: list[Bounds] = []
    last = -1
    for start, end in syllables:
        own = bisect_right(ends, start)
        inside = own < len(words) and words[own][0] <= start
        if group and not (inside and own == last):
            yield group
            group = []
        group.append((start, end))
        last = own if inside else -1
    if group:
        yield group


def _first_pieces(syllables: Sequence[Bounds], offsets: Sequence[Bounds]) -> list[int | None]:
    """For each syllable the first piece that holds one of its characters."""
    found: list[int | None] = []
    at = 0
    for start, end in syllables:
        while at < len(offsets) and offsets[at][1] <= start:
            at += 1
        # a blank in front may be a piece of its own, of no width or of the blank's
        found.append(at if at < len(offsets) and offsets[at][0] < end else None)
    return found


def _special_pieces(tokenizer: Any) -> tuple[list[int], list[int]]:
    """What the tokenizer puts before and behind a text."""
    bare = list(tokenizer("a", add_special_tokens=False)["input_ids"])
    full = list(tokenizer("a")["input_ids"])
    for start in range(len(full) - len(bare) + 1):
        if full[start : start + len(bare)] == bare:
            return full[:start], full[start + len(bare) :]
    raise ModelError(f"{tokenizer.name_or_path}: its tokenizer rewrites a text between special pieces; use another")


def read_tokenizer(folder: str | Path, words: bool | None = None, download: bool = False) -> PieceTokenizer:
    """The tokenizer in `folder` (or of a model's name in the local cache), by its JSON and vocabulary files alone.

    `words` None: words are read where the tokenizer knows no offsets. Raises `ModelError` where there is none.
    """
    from transformers import AutoTokenizer

    try:
        found = AutoTokenizer.from_pretrained(str(folder), trust_remote_code=False, local_files_only=not download)
    except (OSError, ValueError, KeyError, ImportError, TypeError, AttributeError) as error:
        told = str(error).strip().split("\n")[0]
        raise ModelError(f"{folder}: no tokenizer can be read there ({told}); name a folder that holds one") from error
    return PieceTokenizer(found, not found.is_fast if words is None else words)


def by_syllable(pieces: Pieces, scores: Array, layers: Layers) -> Array:
    """The tags' probabilities of each syllable, (syllables, columns), from those of each piece, (pieces, columns).

    A syllable that the vocabulary dropped has no label. One that stands within a piece can begin nothing: what its
    piece gives to B- is I- there.
    """
    found = np.zeros((len(pieces.syllables), scores.shape[1]), dtype=np.float32)
    known = [i for i, piece in enumerate(pieces.piece) if piece is not None]
    found[known] = scores[[piece for piece in pieces.piece if piece is not None]]
    dropped = [i for i, piece in enumerate(pieces.piece) if piece is None]
    within = [i for i, opens in enumerate(pieces.opens) if not opens]
    for columns in slices_of(layers):
        found[dropped, columns.start] = 1.0
        for begin in range(columns.start + 1, columns.stop, 2):
            found[within, begin + 1] += found[within, begin]
            found[within, begin] = 0.0
    return found
