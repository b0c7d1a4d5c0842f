"""Counts of one article, from which every figure and its interval are made."""

from __future__ import annotations

from dataclasses import dataclass, field

# Figures of the shape precision, recall, F1; `<kind>.tp` counts gold, `<kind>.fp` what is spurious.
PRF_KINDS = ("metric", "office", "document")


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing wrong in one article: what (missed metric, wrong unit, …), and the words it is about."""

    article: str
    what: str
    text: str
    got: str = ""

    def __str__(self) -> str:
        got = f"  got {self.got}" if self.got else ""
        return f"{self.article}: {self.what}: {self.text}{got}"


@dataclass(slots=True)
class Tally:
    """Right ones and all of one article, by figure."""

    article: str
    hits: dict[str, int] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def count(self, figure: str, hits: int, total: int = 1) -> None:
        """Add `hits` of `total` to `figure`."""
        self.hits[figure] = self.hits.get(figure, 0) + int(hits)
        self.totals[figure] = self.totals.get(figure, 0) + total

    def miss(self, what: str, text: str, got: object = "") -> None:
        """Note something wrong."""
        self.misses.append(Miss(self.article, what, text, str(got)))
