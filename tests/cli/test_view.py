from __future__ import annotations

from typing import get_args

import pytest
from rich.console import Console

from baoso.cli import view
from baoso.reporting.fields import outermost
from baoso.types import Label, Mention


def mention(label: Label, start: int, end: int, text: str) -> Mention:
    return Mention(label, start, end, text[start:end])


def test_every_label_has_a_colour():
    assert set(view.COLOURS) == set(get_args(Label))


def test_the_longer_of_two_overlapping_mentions_is_shown():
    text = "UBND xã Phú An họp"
    found = [
        mention("LOCALITY", 8, 14, text),
        mention("ORGANISATION", 0, 14, text),
        mention("EVENT", 15, 18, text),
    ]
    assert view._bracketed(text, outermost(found)) == "[ORGANISATION UBND xã Phú An] [EVENT họp]"


@pytest.mark.parametrize("odd", ["\x0b", "\x0c", "\r", "\x1b", "\x85"])
def test_colours_sit_on_the_words_whatever_stands_before(odd):
    text = f"một{odd}{odd} 40% rồi"
    at = text.index("40%")
    shown = view._coloured(text, [mention("QUANTITY", at, at + 3, text)])
    (span,) = shown.spans
    assert shown.plain[span.start : span.end] == "40%"
    assert odd not in shown.plain


def test_colour_on_a_terminal(capsys):
    text = "được 40% rồi"
    console = Console(force_terminal=True, color_system="truecolor", width=80)
    with console.capture() as capture:
        console.print(view._coloured(text, [mention("QUANTITY", 5, 8, text)]))
    assert "\x1b[" in capture.get()
    assert "40%" in capture.get()
