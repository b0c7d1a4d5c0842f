"""The exception family. Every message names the input and says what to do about it."""

from __future__ import annotations


class BaosoError(Exception):
    """Base of everything that this package raises on purpose."""


class ReadingError(BaosoError):
    """An input could not be read as an article.

    `source` names the file (and row); the message carries the remedy.
    """

    def __init__(self, source: str, message: str) -> None:
        super().__init__(f"{source}: {message}")
        self.source = source


class DecodingError(ReadingError):
    """The bytes are in no encoding that we know."""


class TooLargeError(ReadingError):
    """One article's text is above the limit."""


class OutputError(BaosoError):
    """A run's folder cannot be written or read."""


class StoppedError(OutputError):
    """A run had to stop before its end; what was finished is kept, and the same command goes on."""


class LexiconError(BaosoError):
    """A lexicon file breaks its own form."""


class GoldError(BaosoError):
    """A gold file cannot be read or does not fit its article."""


class ModelError(BaosoError):
    """A trained model cannot be read, or is not the one that the code was written for."""


class StoreError(BaosoError):
    """A store cannot be opened, or is not what was asked for."""
