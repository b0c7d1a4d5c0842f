"""`baoso show`: one article with what was found in it, on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


def show(
    article: Annotated[str, typer.Argument(help='A file, or "-" for plain text on stdin.', show_default=False)],
    no_color: Annotated[bool, typer.Option("--no-color", help="Mark mentions with brackets instead.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page to this file instead.", show_default=False)
    ] = None,
    lang: Annotated[Literal["vi", "en"], typer.Option("--lang", help="Language the page opens in.")] = "vi",
) -> None:
    """Show ARTICLE with its mentions marked, and its records with the words each value came from.

    Colours are used on a terminal only, and never where NO_COLOR is set. Of a file with several articles the
    first is shown. With --html a page is written that opens offline and marks the words of any record you choose;
    its path is printed.

    Exit status: 0 shown; 2 not readable as an article, or a file that cannot be written.

    Examples:

        baoso show article.txt

        pbpaste | baoso show -

        baoso show article.txt --html article.html
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
    found = extract(first)
    if html is not None:
        from baoso.reporting.article import write_article

        write_article(found.article, found.mentions, found.records, html, lang=lang)
        print(html)
        return
    color = not no_color and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    print_extraction(found, color=color)
