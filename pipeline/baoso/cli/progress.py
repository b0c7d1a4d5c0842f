"""Progress on stderr: a bar on a terminal, now and then a plain line elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from baoso.batch.run import RunSummary

# Seconds between plain lines.
_PAUSE = 10.0


class Progress:
    """A context in which `update` shows how far a run has come."""

    def __init__(self, total: int | None = None) -> None:
        self._total = total
        self._bar: Any = None
        self._last = time.monotonic()

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich import progress
            from rich.console import Console

            self._bar = progress.Progress(
                progress.SpinnerColumn(),
                progress.TextColumn("{task.description}"),
                progress.BarColumn(),
                progress.MofNCompleteColumn(),
                progress.TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.__enter__()
            self._bar.add_task("loading", total=self._total)
        return self

    def update(self, summary: RunSummary) -> None:
        """Show the counts so far."""
        done = summary.articles + summary.duplicates
        told = f"{summary.rate:.1f} articles/s, {summary.errors} errors"
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done, description=told)
        elif time.monotonic() - self._last >= _PAUSE:
            self._last = time.monotonic()
            print(f"{done} articles, {told}", file=sys.stderr, flush=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.__exit__(kind, error, trace)
