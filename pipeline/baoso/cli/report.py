"""`baoso report`: a store as one page that opens offline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


def report(
    db: Annotated[Path, typer.Argument(help="Store that `baoso track build` wrote.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="The page: a file, made or replaced.")] = Path("report.html"),
    lang: Annotated[Literal["vi", "en"], typer.Option("--lang", help="Language it opens in; it has both.")] = "vi",
    texts: Annotated[
        Literal["full", "excerpt"],
        typer.Option("--texts", help="full: every article's text; excerpt: only what is near an evidence."),
    ] = "full",
) -> None:
    """Write the report of the store DB as one HTML file; prints its path and size.

    The file holds all it shows, the articles' texts too: before you publish it, think of their publishers' rights,
    or use `--texts excerpt`.

    Exit status: 0 written; 2 no store there, or a file that cannot be written.

    Examples:

        baoso report press.duckdb --out report.html

        baoso report press.duckdb --out report-en.html --lang en --texts excerpt
    """
    from baoso.reporting.page import write_report

    size = write_report(db, out, lang=lang, texts=texts)
    print(f"{out}: {size / 1e6:,.1f} MB")
