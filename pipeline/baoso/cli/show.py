"""`baoso show`: one article with what was found in it, on the terminal."""

from __future__ import annotations

from typing import Annotated

import typer


def show(
    article: Annotated[str, typer.Argument(help='A file, or "-" for plain text on stdin.', show_default=False)],
    no_color: Annotated[bool, typer.Option("--no-color", help="Mark mentions with brackets instead.")] = False,
) -> None:
    """Show ARTICLE with its mentions marked, and its records with the words each value came from.

    Colours are used on a terminal only, and never where NO_COLOR is set. Of a file with several articles the
    first is shown.

    Exit status: 0 shown; 2 not readable as an article.

    Examples:

        baoso show article.txt

        pbpaste | baoso show -
    """
    import os
    import sys

    from baoso.cli.view import print_extraction
    from baoso.errors import ReadingError
    from baoso.extraction import extract
    from baoso.reading import read_articles

    first = next(read_articles([article]), None)
    if first is None:
        raise ReadingError(article, "holds no article; name a file with text")
    color = not no_color and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    print_extraction(extract(first), color=color)
