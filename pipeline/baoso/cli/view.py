"""An extraction on the terminal: the text with its mentions marked, and a table of its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from baoso.records import Record
from baoso.reporting.fields import fields_of, outermost, place_words
from baoso.text.terminal import for_terminal
from baoso.types import Mention

if TYPE_CHECKING:
    from baoso.extraction import Extraction

COLOURS = {
    "QUANTITY": "bold black on bright_yellow",
    "INDICATOR": "black on bright_green",
    "LOCALITY": "black on bright_cyan",
    "DATE": "black on bright_magenta",
    "PERSON": "white on blue",
    "TITLE": "white on dark_blue",
    "ORGANISATION": "white on purple4",
    "DOCUMENT": "white on dark_red",
    "PLATFORM": "black on orange1",
    "PROGRAMME": "black on light_salmon1",
    "EVENT": "black on plum2",
    "DIFFICULTY": "white on red",
}


def print_extraction(found: Extraction, *, color: bool) -> None:
    """Print to stdout; without colour a mention reads [LABEL its words]."""
    console = Console(no_color=not color, highlight=False, emoji=False, markup=False)
    article = found.article
    mentions = outermost(found.mentions)
    console.print(_coloured(article.text, mentions) if color else _bracketed(article.text, mentions))
    if color and mentions:
        console.print(_legend({m.label for m in mentions}))
    console.print()
    told = [article.title, article.author, article.published and article.published.isoformat()]
    console.print(for_terminal(" · ".join(t for t in told if t) or "no title, author or date found"))
    if article.focus_locality is not None:
        console.print(for_terminal(f"about {place_words(article.focus_locality)}"))
    console.print(_records_table(found.records) if found.records else "no records")


def _coloured(text: str, mentions: list[Mention]) -> Text:
    shown = Text(for_terminal(text))
    for mention in mentions:
        shown.stylize(COLOURS[mention.label], mention.start, mention.end)
    return shown


def _bracketed(text: str, mentions: list[Mention]) -> str:
    parts, at = [], 0
    for mention in mentions:
        parts += [text[at : mention.start], f"[{mention.label} {mention.text}]"]
        at = mention.end
    return for_terminal("".join([*parts, text[at:]]))


def _legend(labels: set[str]) -> Text:
    legend = Text()
    for label in (name for name in COLOURS if name in labels):
        legend.append(f" {label.lower()} ", COLOURS[label]).append(" ")
    return legend


def _records_table(records: list[Record]) -> Table:
    table = Table("record", "field", "value", "words", show_lines=False)
    for record in records:
        fields = [*fields_of(record), ("evidence", f"confidence {record.confidence:.2f}", record.evidence)]
        for i, (name, value, words) in enumerate(fields):
            shown = for_terminal(" ".join(words.text.split())) if words else ""
            table.add_row("" if i else record.record_type, name, for_terminal(value), shown)
        table.add_section()
    return table
