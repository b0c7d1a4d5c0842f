"""Other people's words on a terminal."""

from __future__ import annotations

import re

# What would move the cursor, change the terminal, or turn the order of the letters round.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def for_terminal(text: str) -> str:
    """`text` that does nothing to a terminal but stand there; replaced one for one, so that offsets hold."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
