"""What is found over the whole run, once all its parts are there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from baoso.batch.repeats import repeated_counts, write_repeats


def finish(out: Path) -> Iterator[dict[str, Any]]:
    """Note in OUT/duplicates what repeats an article of an earlier part; the counts of what is left out for it."""
    write_repeats(out)
    return repeated_counts(out)
