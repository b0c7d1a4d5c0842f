"""`baoso status`: how far a run is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer


def status(
    out: Annotated[Path, typer.Argument(help="Folder that `baoso extract` wrote, or is writing.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Show how far the run OUT is: parts, articles, errors by type, where the time went, and how to go on.

    Can be asked while the run is at work, from another terminal.

    Exit status: 0 finished or running; 1 interrupted, or finished with error rows; 2 no run there.

    Example:

        baoso status run1
    """
    import json

    from baoso.batch.status import status_of

    found = status_of(out)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        _print(found)
    if found["state"] == "interrupted" or (found["state"] == "finished" and found["counts"]["errors"]):
        raise typer.Exit(1)


def _print(found: dict[str, Any]) -> None:
    counts, parts, timings = found["counts"], found["parts"], found["timings"]
    lines = [
        ("run", f"{found['out']}, {found['state']}"),
        ("parts", f"{parts['done']:,} of {parts['planned']:,}"),
        ("inputs left", f"{found['inputs']['left']:,} of {found['inputs']['planned']:,}"),
        ("articles", f"{counts['articles']:,}"),
        ("repeated articles", f"{counts['duplicates']:,}"),
        ("near copies", f"{counts['near_duplicates']:,}"),
        ("records", f"{sum(counts['records'].values()):,}"),
        ("errors", f"{counts['errors']:,}"),
        *((f"  {kind}", f"{count:,}") for kind, count in counts["errors_by_type"].items()),
    ]
    if timings:
        rate = f"{timings['inputs_a_second']:,.1f} inputs a second"
        lines.append(("time", f"{duration(timings['seconds'])}, {rate}"))
        lines += [(f"  {name}", share) for name, share in shares(timings["stages"])]
    if found["seconds_left"]:
        lines.append(("time left", duration(found["seconds_left"])))
    for name, value in lines:
        print(f"{name:20} {value}")
    if found["next"]:
        print(f"\nto go on: {found['next']}")


def shares(stages: Mapping[str, float]) -> list[tuple[str, str]]:
    """Stages with their share of the work, the largest first."""
    work = sum(stages.values()) or 1.0
    return [(name, f"{100 * spent / work:.0f} %") for name, spent in sorted(stages.items(), key=lambda s: -s[1])]


def duration(seconds: float) -> str:
    """Seconds in a form to read: "12 s", "3 min 20 s", "5 h 10 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s" if whole < 10 else f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600:,} h {whole % 3600 // 60} min"
