"""A long sequence as overlapping windows; every position belongs to the window in whose middle it lies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """Positions `start`:`end` that are read together, and those of them, `first`:`last`, whose scores count."""

    start: int
    end: int
    first: int
    last: int


def windows(length: int, size: int, overlap: int) -> list[Window]:
    """Windows of at most `size` positions over `length`; neighbours share `overlap` (the last two perhaps more).

    The parts that count lie end to end and cover everything. Raises `ValueError` unless 0 <= overlap < size.
    """
    if not 0 <= overlap < size:
        raise ValueError(f"windows of {size} cannot overlap by {overlap}")
    if length <= size:
        return [Window(0, length, 0, length)] if length else []
    starts = [*range(0, length - size, size - overlap), length - size]
    found, first = [], 0
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        end = start + size
        # halfway between this window's end and the next one's start both see equally far
        last = length if following is None else (following + end + 1) // 2
        found.append(Window(start, end, first, last))
        first = last
    return found
