"""How a run reads, writes, and limits itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baoso.artefacts import chosen
from baoso.reading.context import MAX_CHARS
from baoso.reading.metadata import ALIASES

PART_ARTICLES = 200
PART_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True)
class RunConfig:
    """Settings of a run. The first four change what is recorded and are part of the fingerprint.

    `max_chars`: a longer text becomes an error row. `columns`: which column of a table is the text,
    the title and so on (see `baoso.reading`). `words`: add word offsets to the articles. `models`: other models than
    the default ones, by learned part (`baoso.artefacts.DEFAULTS`), None for the rules alone.

    `limit`: take only the first so many inputs (files, rows). `part_articles`, `part_bytes`: a part of the run
    ends before it has more. `overwrite`: replace an earlier run of the same fingerprint. `retry_failed`: run the
    error rows again. `workers`: processes beside this one, 0 for none, None for as many as there are cores and
    parts. `timeout_s`, `memory_mb`: what one article may take of time, and a worker of memory; both need workers.

    Raises ValueError for a setting that cannot be.
    """

    max_chars: int = MAX_CHARS
    columns: Mapping[str, str] | None = None
    words: bool = False
    models: Mapping[str, str | None] | None = None
    limit: int | None = None
    part_articles: int = PART_ARTICLES
    part_bytes: int = PART_BYTES
    overwrite: bool = False
    retry_failed: bool = False
    workers: int | None = None
    timeout_s: float | None = 300.0
    memory_mb: int | None = None

    def __post_init__(self) -> None:
        unknown = set(self.columns or ()) - set(ALIASES)
        if unknown:
            raise ValueError(f"no field {', '.join(sorted(unknown))}; the fields are {', '.join(ALIASES)}")
        for name in ("max_chars", "limit", "part_articles", "part_bytes", "timeout_s", "memory_mb"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise ValueError(f"{name} is {value}; it must be above 0")
        chosen(self.models)
        if self.workers is not None and self.workers < 0:
            raise ValueError(f"workers is {self.workers}; give 0 for none beside this process, or more")

    def settings(self) -> dict[str, Any]:
        """The settings that change what an article's rows hold."""
        return {
            "max_chars": self.max_chars,
            "columns": dict(self.columns or {}),
            "words": self.words,
            "models": chosen(self.models),
        }
