"""What a run has come to, while it goes on and when it is done."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from baoso.batch.parts import Seconds


@dataclass(slots=True)
class RunSummary:
    """Counts of everything in the run's folder, `records` and `failures` by type.

    `duplicates` are texts that came again; `near_duplicates` are articles that nearly repeat an earlier one, found
    when the run is finished. `new` inputs were processed by this call, in `seconds` of wall time (loading the pipeline
    is part of it); `stages` are seconds of work by stage, of all workers together. `changed` names files that are not
    what they were when the run took them; `waiting` counts parts whose stream has not come again.
    """

    articles: int = 0
    duplicates: int = 0
    near_duplicates: int = 0
    errors: int = 0
    mentions: int = 0
    records: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    parts: int = 0
    new: int = 0
    planned: int | None = None
    seconds: float = 0.0
    stages: Seconds = field(default_factory=Counter)
    lost_workers: int = 0
    changed: list[str] = field(default_factory=list)
    waiting: int = 0
    started: float = field(default_factory=time.perf_counter, repr=False)

    def add(self, counts: dict[str, Any], sign: int = 1) -> None:
        """Count a part in, or, with `sign` -1, out again."""
        self.parts += sign
        self.articles += sign * counts["articles"]
        self.duplicates += sign * counts["duplicates"]
        self.mentions += sign * counts["mentions"]
        for total, own in ((self.records, counts["records"]), (self.failures, counts["errors"])):
            for name, count in own.items():
                total[name] += sign * count
        self.errors = self.failures.total()

    def leave_out(self, counts: dict[str, Any]) -> None:
        """Articles of one part that an earlier one has: duplicates, and their mentions and records none at all."""
        self.add(counts, -1)
        self.parts += 1
        self.duplicates += counts["articles"]

    def counts(self) -> dict[str, Any]:
        """The counts alone, which are the same each time the same articles are run."""
        return {
            "articles": self.articles,
            "duplicates": self.duplicates,
            "near_duplicates": self.near_duplicates,
            "errors": self.errors,
            "errors_by_type": _sorted(self.failures),
            "mentions": self.mentions,
            "records": _sorted(self.records),
        }

    @property
    def rate(self) -> float:
        """Inputs a second of this call."""
        return self.new / self.seconds if self.seconds else 0.0

    def tick(self) -> None:
        """Bring `seconds` up to now."""
        self.seconds = time.perf_counter() - self.started


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items()) if count}


def added_timings(earlier: Mapping[str, Any] | None, summary: RunSummary) -> dict[str, Any]:
    """What `run.json` says of the time that all calls took together, `earlier` being those before this one."""
    before = earlier or {}
    stages = Counter(before.get("stages", {}))
    stages.update(summary.stages)
    seconds = before.get("seconds", 0.0) + summary.seconds
    inputs = before.get("inputs", 0) + summary.new
    return {
        "seconds": round(seconds, 3),
        "inputs": inputs,
        "inputs_a_second": round(inputs / seconds, 3) if seconds else 0.0,
        "lost_workers": before.get("lost_workers", 0) + summary.lost_workers,
        "stages": {name: round(spent, 3) for name, spent in stages.most_common()},
    }


def total(parts: Iterable[dict[str, Any]]) -> RunSummary:
    """The counts of several parts together."""
    summary = RunSummary()
    for counts in parts:
        summary.add(counts)
    return summary
