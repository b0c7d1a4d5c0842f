"""How far a run is, from its folder alone; the run may be at work."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

from baoso.batch.folder import is_locked
from baoso.batch.plan import PLAN_FILE, Plan
from baoso.batch.store import committed
from baoso.batch.summary import RunSummary, total
from baoso.batch.tables import read_run


def status_of(out: str | Path) -> dict[str, Any]:
    """State, parts, counts, timings, and the command that goes on with it.

    `state` is "running", "finished", or "interrupted". Inputs are files and rows, about so many where only reading
    tells; `seconds_left` is reckoned from the rate so far. In a run that is not finished, a text that stands in
    several parts still counts in each. Raises `OutputError` where `out` holds no run.
    """
    out = Path(out)
    run = read_run(out)
    plan = Plan(out / PLAN_FILE)
    numbers = plan.numbers()
    done = {number: info for number, info in committed(out).items() if number in set(numbers)}
    running = is_locked(out)
    finished = bool(run.get("finished")) and len(done) == len(numbers)
    # what an earlier version did not count is nothing
    counts = (
        RunSummary().counts() | run["counts"] if finished else total(info.counts for info in done.values()).counts()
    )
    timings = run.get("timings", {})
    left = sum(plan.rows_in(number) for number in numbers if number not in done)
    rate = timings.get("inputs_a_second", 0.0)
    return {
        "out": str(out),
        "state": "running" if running else "finished" if finished else "interrupted",
        "fingerprint": run.get("fingerprint"),
        "parts": {"planned": len(numbers), "done": len(done)},
        "inputs": {"planned": plan.inputs, "left": left},
        "counts": counts,
        "timings": timings,
        "seconds_left": round(left / rate, 1) if left and rate else None,
        "next": None if running else _next(out, finished, counts["errors"]),
    }


def _next(out: Path, finished: bool, errors: int) -> str | None:
    command = f"baoso extract --out {shlex.quote(str(out))}"
    if not finished:
        return command
    return f"{command} --retry-failed" if errors else None
