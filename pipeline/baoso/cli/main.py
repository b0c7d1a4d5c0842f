"""The command line: one file a verb, each a thin shell over a plain function.

Exit status: 0 done; 1 done, but some inputs became error rows; 2 arguments, folders or files that
cannot be used. Data go to stdout, progress and messages to stderr.
"""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from baoso.cli import evaluate, export, extract, info, schema, show
from baoso.errors import BaosoError


class _Group(TyperGroup):
    """Turns what baoso raises on purpose into one line on stderr and exit status 2."""

    def invoke(self, ctx: Any) -> Any:  # the type of typer's own
        try:
            return super().invoke(ctx)
        except BaosoError as error:
            print(f"baoso: {error}", file=sys.stderr)
            raise typer.Exit(2) from error


app = typer.Typer(
    cls=_Group,
    name="baoso",
    help="The press in numbers: records of digital transformation from Vietnamese articles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("extract")(extract.extract)
app.command("show")(show.show)
app.command("export")(export.export)
app.command("evaluate")(evaluate.evaluate)
app.command("schema")(schema.schema)
app.command("info")(info.info)
