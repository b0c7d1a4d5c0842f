"""Raw text for training without labels: streamed document by document, so that memory does not grow with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from baoso.errors import ReadingError
from baoso.reading import read_articles
from baoso.records import ErrorRow
from baoso.training.torch_tools import say

# One document in so many is held out, by its id.
_HELD_OUT_EVERY = 50


def raw_texts(paths: Sequence[str | Path], heldout: bool = False) -> Iterator[str]:
    """The texts of the articles in `paths` (files, collections, folders), those held out or the others.

    What cannot be read in them is left out, and how much that is told at the end. Raises `ReadingError` where one of
    `paths` is missing, or all together hold no text.
    """
    for path in paths:
        if not Path(path).exists():
            raise ReadingError(str(path), "missing; name files or folders of raw text")
    empty, failed = True, 0

    def count(row: ErrorRow) -> None:
        nonlocal failed
        failed += 1

    for article in read_articles(list(map(str, paths)), on_error=count):
        empty = False
        if (int(article.article_id, 16) % _HELD_OUT_EVERY == 0) == heldout:
            yield article.text
    if failed:
        say(f"raw text: {failed:,} inputs could not be read and were left out")
    if empty:
        raise ReadingError(", ".join(map(str, paths)), "no text there; name files or folders of raw text")


def sequences(
    paths: Sequence[str | Path], tokenizer: Any, length: int, heldout: bool = False
) -> Iterator[dict[str, Any]]:
    """Rows `{"input_ids": [int] * length}`: documents end to end, an end mark behind each, cut to `length`."""
    inner = length - 2
    waiting: list[int] = []
    for text in raw_texts(paths, heldout):
        waiting += tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"] + [tokenizer.eos_token_id]
        while len(waiting) >= inner:
            yield {"input_ids": [tokenizer.bos_token_id, *waiting[:inner], tokenizer.eos_token_id]}
            waiting = waiting[inner:]


def some_texts(paths: Sequence[str | Path], count: int) -> Iterator[str]:
    """The first `count` texts that are not held out."""
    return islice(raw_texts(paths), count)
