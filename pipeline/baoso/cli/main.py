"""The command line: one file a verb, each a thin shell over a plain function.

Exit status: 0 done; 1 done, but some inputs became error rows; 2 arguments, folders or files that
cannot be used; 3 had to stop before the end, can go on. Data go to stdout, progress and messages to stderr.
"""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from baoso.cli import (
    annotate,
    convert,
    evaluate,
    export,
    extract,
    info,
    report,
    schema,
    show,
    status,
    track,
    train_encoder,
)
from baoso.errors import BaosoError, StoppedError


class _Group(TyperGroup):
    """Turns what baoso raises on purpose into one line on stderr and exit status 2 or 3."""

    def invoke(self, ctx: Any) -> Any:  # the type of typer's own
        try:
            return super().invoke(ctx)
        except BaosoError as error:
            from baoso.text.terminal import for_terminal

            print(for_terminal(f"baoso: {error}"), file=sys.stderr)
            raise typer.Exit(3 if isinstance(error, StoppedError) else 2) from error


def _print_version(wanted: bool) -> None:
    if wanted:
        from baoso import __version__

        print(f"baoso {__version__}")
        raise typer.Exit


def _version_option(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """The press in numbers: records of digital transformation from Vietnamese articles."""


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
app.callback()(_version_option)
app.command("extract")(extract.extract)
app.command("status")(status.status)
app.command("show")(show.show)
app.command("export")(export.export)
app.command("evaluate")(evaluate.evaluate)
app.add_typer(track.app)
app.command("report")(report.report)
app.add_typer(annotate.app)
app.command("convert")(convert.convert)
app.add_typer(train_encoder.app)
app.command("schema")(schema.schema)
app.command("info")(info.info)
