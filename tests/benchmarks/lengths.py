"""Cost by length of one article: real news joined to texts of ten thousand to a million characters."""

from __future__ import annotations

import time
from collections.abc import Iterator

from baoso import extract

SIZES = (3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)


def _joined(texts: list[str], size: int) -> str:
    """Whole texts, each a paragraph or more, up to `size` characters; begun again with a mark where they end."""
    pieces: list[str] = []
    length = turn = 0
    while length < size:
        for text in texts:
            pieces.append(f"{text}\nBản {turn}.\n" if turn else f"{text}\n")
            length += len(pieces[-1])
            if length >= size:
                break
        turn += 1
    return "".join(pieces)[:size]


def costs(texts: list[str]) -> Iterator[tuple[int, float]]:
    """Length and CPU seconds of each size, the least of up to three runs."""
    extract(texts[0])
    for size in SIZES:
        text, seen = _joined(texts, size), []
        for _ in range(3 if size <= 100_000 else 1):
            started = time.process_time()
            extract(text)
            seen.append(time.process_time() - started)
        yield len(text), min(seen)


def table(texts: list[str]) -> str:
    """Linear where the last column stays."""
    lines = ["| characters of one article | CPU seconds | ms per 1,000 characters |", "|--:|--:|--:|"]
    lines += [f"| {size:,} | {cost:.3f} | {1e6 * cost / size:.2f} |" for size, cost in costs(texts)]
    return "\n".join(lines)
