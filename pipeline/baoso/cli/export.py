"""`baoso export`: a run's tables for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def export(
    out: Annotated[Path, typer.Argument(help="Folder that `baoso extract` wrote.", show_default=False)],
    form: Annotated[str, typer.Option("--format", "-f", help="jsonl, csv, parquet, hf or duckdb.", show_default=False)],
    to: Annotated[Path, typer.Option("--to", help="Folder to write into: new, or empty.", show_default=False)],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files of the same names in it.")] = False,
) -> None:
    """Write the tables of the run OUT as files for other tools; prints their paths.

    jsonl: one object a line, each record with its own fields beside the common ones. csv: flat, a struct's
    field in the column `struct.field`, an apostrophe before what a spreadsheet would run as a formula.
    parquet: one file a table. hf: a Hugging Face DatasetDict (`datasets.load_from_disk`).
    duckdb: store.duckdb, as `baoso track build` makes it of one run.

    Exit status: 0 written; 2 no run there, or a folder that is not empty or cannot be written.

    Examples:

        baoso export run1 --format jsonl --to run1-jsonl

        baoso export run1 --format csv --to tables
    """
    if form == "duckdb":
        from baoso.tracking.export import export_store

        print(export_store(out, to, overwrite=overwrite))
        return
    from baoso.batch.export import export as write

    for path in write(out, form, to, overwrite=overwrite):
        print(path)
