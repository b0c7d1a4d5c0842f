"""One run as a store of its own: `baoso export --format duckdb`."""

from __future__ import annotations

from pathlib import Path

from baoso.batch.export import ready_folder
from baoso.tracking.store import build

STORE_FILE = "store.duckdb"


def export_store(out: str | Path, to: str | Path, *, overwrite: bool = False) -> Path:
    """Write the run in `out` as the store `to`/store.duckdb, the one that `build` makes; its path.

    With `overwrite` a store that is there is replaced, not added to. Raises `OutputError` where there is no run, or
    `to` cannot be written, or is not empty and `overwrite` is off.
    """
    out, to = Path(out), Path(to)
    ready_folder(out, to, overwrite=overwrite)
    path = to / STORE_FILE
    temporary = to / f".{STORE_FILE}.tmp"
    temporary.unlink(missing_ok=True)
    try:
        build([out], temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
