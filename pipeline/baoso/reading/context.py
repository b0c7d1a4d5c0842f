"""What every reader shares: limits, column names, and where failures go."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from baoso.errors import ReadingError, TooLargeError
from baoso.records import ErrorRow
from baoso.text import normalize

MAX_CHARS = 10_000_000
_BYTES_A_CHAR = 4


@dataclass(frozen=True)
class Context:
    """Settings of one run of `read_articles`.

    `columns` maps our field names (text, title, author, published, url, outlet, id) to a table's own.
    `on_enter` is told of every file and row before it is read, and says whether it is wanted.
    """

    on_error: Callable[[ErrorRow], None] | None = None
    max_chars: int = MAX_CHARS
    columns: Mapping[str, str] = field(default_factory=dict)
    on_enter: Callable[[str], bool] | None = None

    def enter(self, source: str) -> bool:
        """Tell that the file or row `source` comes next; False where it is to be left out.

        Readers of many rows call it for each row, before what can be costly, hang or fail.
        """
        return self.on_enter is None or self.on_enter(source)

    def fail(self, source: str, error: Exception) -> None:
        """Hand one failed input to `on_error`; without one, raise it as `ReadingError`."""
        wrapped = error if isinstance(error, ReadingError) else _explained(source, error)
        if self.on_error is None:
            if wrapped is error:
                raise error
            raise wrapped from error
        self.on_error(
            ErrorRow(
                source=source,
                stage="read",
                error_type=type(error).__name__,
                message=str(wrapped),
                traceback="".join(traceback.format_exception(error)),
            )
        )

    @property
    def max_bytes(self) -> int:
        """More bytes than this cannot be one article."""
        return _BYTES_A_CHAR * self.max_chars

    def check_size(self, path: Path, source: str) -> None:
        """Refuse a one-article file that cannot but be above the limit, before it is read."""
        size = path.stat().st_size
        if size and size > self.max_bytes:
            raise self.too_large(source, f"{size:,} bytes")

    def clean_text(self, text: str, source: str) -> str:
        """`text` in canonical form; raises where it is empty or above the limit."""
        if len(text) > self.max_chars:
            raise self.too_large(source, f"{len(text):,} characters")
        if not any(c.isprintable() and not c.isspace() for c in text):
            raise ReadingError(source, "empty: there is no text in it; remove it from the input")
        return normalize(text).text

    def too_large(self, source: str, size: str) -> TooLargeError:
        """The error for an article above `max_chars`."""
        return TooLargeError(
            source,
            f"{size}, and the limit is {self.max_chars:,} characters; split it, or raise --max-chars"
            " (max_chars in Python)",
        )


def _explained(source: str, error: Exception) -> ReadingError:
    if isinstance(error, PermissionError):
        return ReadingError(source, "may not be read; change its permissions")
    if isinstance(error, FileNotFoundError):
        return ReadingError(source, "there is no such file; check the path")
    detail = str(error).splitlines()[0] if str(error) else type(error).__name__
    return ReadingError(source, f"cannot be read ({type(error).__name__}: {detail}); mend or remove it")
