"""`baoso track`: runs joined in a store, and what the store is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

app = typer.Typer(name="track", help="Join runs in a store, and ask it.", no_args_is_help=True)

Db: TypeAlias = Annotated[Path, typer.Argument(help="Store that `baoso track build` wrote.", show_default=False)]


@app.command("build")
def build(
    runs: Annotated[list[Path], typer.Argument(help="Folders that `baoso extract` wrote.", show_default=False)],
    db: Annotated[Path, typer.Option("--db", help="The store: a DuckDB file, made or added to.", show_default=False)],
) -> None:
    """Load runs into a store; prints what each brought.

    An article's rows of an earlier run are replaced, so that nothing counts twice; the same run again changes
    nothing. Each run is loaded whole or not at all.

    Exit status: 0 loaded; 2 no run there, or a file that is no store.

    Example:

        baoso track build run1 run2 --db press.duckdb
    """
    from baoso.tracking.store import build as load

    for loaded in load(runs, db):
        replaced = f", {loaded.replaced:,} of them in place of earlier rows" if loaded.replaced else ""
        print(f"{loaded.path}: {loaded.articles:,} articles{replaced}; {loaded.records:,} records")
