"""What is wrong in a marked-up article, gathered so that a reader sees all of it at once."""

from __future__ import annotations

from baoso.annotating.markup import Marked, Markup

_LONGEST = 50


class Problems:
    """Messages with file, line and words, in the order they were found."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self.found: list[str] = []

    def add(self, span: Marked | None, message: str) -> None:
        """Note what is wrong with `span`, or with the front matter where it is None, and the remedy."""
        if span is None:
            self.found.append(f"{self._markup.name}: front matter: {message}")
            return
        words = " ".join(self._markup.text[span.start : span.end].split())
        words = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
        self.found.append(f"{self._markup.where(span.start)}: [{words}]{{{span.label}}}: {message}")

    def at(self, offset: int, message: str) -> None:
        """Note what is wrong at an offset of the text."""
        self.found.append(f"{self._markup.where(offset)}: {message}")
