"""Progress on stderr: a bar on a terminal, now and then a plain line elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

from baoso.cli.status import duration, shares

if TYPE_CHECKING:
    from baoso.batch.summary import RunSummary

# Seconds between plain lines.
_PAUSE = 10.0
# So many of the costliest stages are told; beside a bar only where there is room for them.
_STAGES = 3
_WIDE = 120


class Progress:
    """A context in which `update` shows how far a run has come."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._last = time.monotonic()

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich import progress
            from rich.console import Console

            self._bar = progress.Progress(
                progress.SpinnerColumn(),
                progress.BarColumn(bar_width=20),
                progress.MofNCompleteColumn(),
                progress.TextColumn("{task.description}"),
                progress.TimeElapsedColumn(),
                progress.TextColumn("left"),
                progress.TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.__enter__()
            self._bar.add_task("loading", total=None)
        return self

    def update(self, summary: RunSummary) -> None:
        """Show the counts so far."""
        if self._bar is not None:
            told = _told(summary, stages=self._bar.console.width >= _WIDE)
            self._bar.update(self._bar.task_ids[0], completed=summary.new, total=summary.planned, description=told)
        elif time.monotonic() - self._last >= _PAUSE:
            self._last = time.monotonic()
            print(line(summary), file=sys.stderr, flush=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.__exit__(kind, error, trace)


def line(summary: RunSummary) -> str:
    """How far a run is, as one line of a log."""
    of = f" of {summary.planned:,}" if summary.planned else ""
    left = ""
    if summary.planned and summary.rate:
        left = f", {duration(max(0, summary.planned - summary.new) / summary.rate)} left"
    return f"{summary.new:,}{of} inputs, {_told(summary)}{left}"


def _told(summary: RunSummary, *, stages: bool = True) -> str:
    told = f"{summary.rate:,.1f}/s, {summary.errors:,} errors"
    costly = ", ".join(f"{name} {share}" for name, share in shares(summary.stages)[:_STAGES])
    return f"{told} ({costly})" if stages and costly else told
