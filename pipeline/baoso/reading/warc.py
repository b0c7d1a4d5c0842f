"""Web archives (WARC, ISO 28500), plain or compressed record by record: the pages among their responses.

A record goes by its byte offset in the file ("news.warc.gz#4711"), where any WARC tool finds it again. The date of
a record is that of the crawl and never taken for the date of publication.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from baoso.errors import ReadingError
from baoso.reading.context import Context
from baoso.reading.html import decode_page, extract_page
from baoso.reading.metadata import Fields, merged
from baoso.reading.warc_offsets import is_packed, next_record, record_starts_at
from baoso.types import Article

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

# A page whose server did not say what it is is tried.
_PAGES = ("text/html", "application/xhtml+xml", "")
_ENCODINGS = ("Content-Encoding", "Transfer-Encoding")
_log = logging.getLogger(__name__)


def read_warc(path: Path, source: str, context: Context, start: int = 0, end: int | None = None) -> Iterator[Article]:
    """The pages of a web archive whose records begin at offsets from `start` on and before `end`.

    What is no HTML answer of status 200 is no article: it is left out, and counted in a log line (level INFO).
    A record that cannot be read fails alone, under its offset and address. `url` is the address that the page
    states, else that of the record.

    Raises `ReadingError` where fastwarc is missing, or the file is no WARC, is compressed as a whole and not record
    by record, or holds no page.
    """
    with path.open("rb") as file:
        archive = _Archive(file, path.name, source, context)
        archive.check_layout()
        for page in archive.pages(start, end):
            name = f"{source}#{page.offset}"
            try:
                yield page.article(name, context)
            except Exception as error:
                context.fail(name, error)
        if archive.left_out:
            counts = ", ".join(f"{count:,} × {reason}" for reason, count in archive.left_out.most_common())
            _log.info("%s: left out what is no page: %s", source, counts)
        if not archive.found and start == 0 and end is None:
            raise ReadingError(source, "no page in it: no HTML response of status 200; remove it from the input")


@dataclass(frozen=True, slots=True)
class _Page:
    offset: int
    address: str
    charset: str | None
    data: bytes

    def article(self, name: str, context: Context) -> Article:
        where = f"{name} <{self.address}>"
        text, fields = extract_page(decode_page(self.data, where, self.charset), where)
        fields = merged(Fields(url=self.address), fields)
        return Article(text=context.clean_text(text, where), source=name, **fields)


class _Archive:
    """The records of one open file; `found` counts pages and failures, `left_out` the rest by reason."""

    def __init__(self, file: IO[bytes], name: str, source: str, context: Context) -> None:
        self._file = file
        self._source = source
        self._context = context
        self._packed = is_packed(file, name)
        self.found = 0
        self.left_out: Counter[str] = Counter()

    def check_layout(self) -> None:
        """Raise `ReadingError` unless records can be told from each other."""
        first = next_record(self._file, 0, self._packed)
        if first is None:
            raise ReadingError(self._source, "no record in it: no WARC file, or a damaged one; fetch it again")
        try:
            offsets = [record.stream_pos for record, _ in zip(self._from(first), range(2), strict=False)]
        except ReadingError:
            raise
        except Exception:
            return  # damage is told where the records are read
        if len(offsets) == 2 and not record_starts_at(self._file, offsets[1], self._packed):
            raise ReadingError(
                self._source, "compressed as a whole; compress it record by record, as `fastwarc recompress` does"
            )

    def pages(self, start: int, end: int | None) -> Iterator[_Page]:
        """Pages in file order. Where a record is damaged, reading goes on with the next one that can be found."""
        at = next_record(self._file, start, self._packed)
        known = start - 1
        damage: Exception | None = ValueError("no record begins there") if start == 0 and at else None
        while at is not None and (end is None or at < end):
            try:
                for record in self._from(at):
                    offset = record.stream_pos
                    if damage is not None:
                        self._lost(known + 1, offset, damage)
                        damage = None
                    known = offset
                    if end is not None and offset >= end:
                        return
                    page, whole = self._page_of(record)
                    if page is not None:
                        yield page
                    if not whole:
                        break
                else:
                    return
            except ReadingError:
                raise
            except Exception as error:  # fastwarc's own are of several kinds
                damage = damage or error
            at = next_record(self._file, max(at, known) + 1, self._packed)
        if damage is not None:
            self._lost(known + 1, at, damage)

    def _from(self, offset: int) -> Iterator[WarcRecord]:
        try:
            from fastwarc.warc import ArchiveIterator
        except ImportError as error:
            raise ReadingError(
                self._source, "web archives need fastwarc; install it with: pip install 'baoso[warc]'"
            ) from error
        self._file.seek(offset)
        return iter(ArchiveIterator(self._file, parse_http=False))

    def _page_of(self, record: WarcRecord) -> tuple[_Page | None, bool]:
        """The record's page if it holds one, and whether the record was read without a fault."""
        from fastwarc.warc import response

        if record.record_type != response:
            self.left_out[f"record of type {record.record_type}"] += 1
            return None, True
        address = record.headers.get("WARC-Target-URI") or ""
        name = f"{self._source}#{record.stream_pos}"
        if not self._context.enter(name):
            self.found += 1
            return None, True
        try:
            reason = self._no_page(record, name)
            if reason is not None:
                self.left_out[reason] += 1
                return None, True
            self.found += 1
            data = self._payload(record, name)
            return _Page(record.stream_pos, address.strip("<>"), record.http_charset, data), True
        except Exception as error:
            self.found += 1
            self._context.fail(name, _with_address(error, name, address))
            return None, False

    def _no_page(self, record: WarcRecord, name: str) -> str | None:
        """Why the response holds no page; None where it does."""
        record.parse_http(auto_decode="all")
        status = record.http_headers.status_code
        if status is None:
            raise ReadingError(name, "its response has no HTTP status line; remove it or fetch the page again")
        if status != 200:
            return f"HTTP status {status}"
        kind = (record.http_content_type or "").lower()
        return None if kind in _PAGES else f"content of type {kind}"

    def _payload(self, record: WarcRecord, name: str) -> bytes:
        """The unpacked page; no more is unpacked than an article may hold."""
        limit = self._context.max_bytes
        expected = record.content_length
        if expected > limit:
            raise self._context.too_large(name, f"a record of {expected:,} bytes")
        data = record.reader.read(limit + 1)
        if len(data) > limit:
            raise self._context.too_large(name, f"a page of more than {limit:,} bytes")
        if len(data) < expected and not any(e in record.http_headers for e in _ENCODINGS):
            raise ReadingError(name, f"cut short: {len(data):,} of {expected:,} bytes; fetch the page again")
        return data

    def _lost(self, begin: int, end: int | None, damage: Exception) -> None:
        self.found += 1
        name = f"{self._source}#{begin}"
        if not self._context.enter(name):
            return
        until = f"offset {end}" if end is not None else "the end of the file"
        error = ReadingError(name, f"damaged up to {until} ({damage}); what was recorded there is lost; fetch it again")
        if self._context.enter(name):
            self._context.fail(name, error)


def _with_address(error: Exception, name: str, address: str) -> Exception:
    """The error, telling the page's address too."""
    if isinstance(error, ReadingError):
        error.args = (str(error).replace(name, f"{name} <{address}>", 1),)
        return error
    return ReadingError(name, f"<{address}> cannot be read ({error}); fetch the page again")
