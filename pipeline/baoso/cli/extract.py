"""`baoso extract`: articles into a folder of Parquet tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from baoso.batch.run import RunSummary


def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help='Files (.txt, .html, .jsonl, .csv, .parquet), folders, globs, or "-".',
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables; new, or empty.")],
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after so many articles.")] = None,
    max_chars: Annotated[int, typer.Option(min=1, help="A longer text becomes an error row.")] = 10_000_000,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=COLUMN", help="Which column of a table holds what: text=content."),
    ] = None,
    words: Annotated[bool, typer.Option("--words", help="Add the words' offsets to each article.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace an earlier run of the same version and settings.")
    ] = False,
) -> None:
    """Extract records from every INPUT into the folder OUT.

    Writes OUT/run.json and Parquet parts under OUT/articles, mentions, records, errors and duplicates. An
    input that cannot be processed becomes a row of errors, and the rest goes on.

    Exit status: 0 all processed; 1 finished, with error rows; 2 unusable arguments, nothing done.

    Examples:

        baoso extract articles/ --out run1

        baoso extract news.csv --column text=content --column published=date --out run2 --limit 100
    """
    from baoso.batch.run import RunConfig, run
    from baoso.cli.progress import Progress

    _check(inputs)
    config = RunConfig(max_chars, _columns(column), words, limit, overwrite=overwrite)
    with Progress(total=limit) as progress:
        summary = run(inputs, out, config, on_article=progress.update)
    _print_summary(summary, out)
    if summary.errors:
        raise typer.Exit(1)


def _check(inputs: list[str]) -> None:
    """A mistyped path is no input that failed: nothing is run."""
    from glob import has_magic

    for name in inputs:
        if name != "-" and not has_magic(name) and not Path(name).exists():
            raise typer.BadParameter(f"{name}: there is no such file or folder", param_hint="INPUT")


def _columns(pairs: list[str] | None) -> dict[str, str] | None:
    """`field=column` options as a mapping."""
    for pair in pairs or ():
        if "=" not in pair:
            raise typer.BadParameter(f"{pair!r}: write FIELD=COLUMN, such as text=content", param_hint="--column")
    return dict(pair.split("=", 1) for pair in pairs) if pairs else None


def _print_summary(summary: RunSummary, out: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    rows = {"articles": summary.articles, "repeated articles": summary.duplicates, "errors": summary.errors}
    for name, count in rows.items():
        table.add_row(name, f"{count:,}")
    table.add_row("records", f"{sum(summary.records.values()):,}")
    for record_type, count in sorted(summary.records.items()):
        table.add_row(f"  {record_type}", f"{count:,}")
    table.add_row("seconds, loading included", f"{summary.seconds:,.1f}")
    table.add_row("articles a second", f"{summary.rate:,.1f}")
    console = Console(stderr=True)
    console.print(table)
    if summary.errors:
        console.print(f"What failed, and why: baoso export {out} --format csv --to DIR, then DIR/errors.csv")
