"""What is fuzzed, and what must hold of every input: no exception but our own, spans that are their words, order.

A target's input is a text (made of pieces, see pieces.py) or bytes as they come.
"""

from __future__ import annotations

import gzip
import io
import math
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1]))

import baoso
from baoso.cleaning import find_blocks
from baoso.cleaning.metadata import agency_mark, dateline_prefix, is_boilerplate, read_dateline, read_source_line
from baoso.cleaning.people import is_person, read_byline
from baoso.errors import DecodingError
from baoso.reading import read_articles
from baoso.reading.metadata import parse_published
from baoso.records import ErrorRow
from baoso.segmenting.sentences import find_sentences
from baoso.segmenting.words import find_words
from baoso.text import decode, normalize
from baoso.types import Article
from baoso.values.dates import parse_date
from baoso.values.durations import find_durations
from baoso.values.numbers import numbers_in, parse_number
from baoso.values.periods import find_periods
from baoso.values.quantities import find_quantities
from grounding import assert_grounded
from trust.pieces import NOTATIONS, Pieces, phrases_of

DATES = ("dates",)
NUMBERS = ("numbers", "units", "comparators", "changes", "number_traps", "counted_nouns")
PAGES = ("pages", "outlets", "surnames", "titles")
ALL = (*DATES, *NUMBERS, *PAGES, "places", "platforms", "programmes", "events", "documents", "organisations", "names",
       "difficulties", "relations", "speech", "verbs", "attachment", "topics", "participants")  # fmt: skip
PUBLISHED = date(2023, 5, 20)
# Errors of one input that are our own mistakes, whatever a reader makes of them.
MISTAKES = {
    "AssertionError", "AttributeError", "IndexError", "KeyError", "NameError", "NotImplementedError", "RecursionError",
    "StopIteration", "SystemError", "TypeError", "UnboundLocalError", "ZeroDivisionError", "MemoryError",
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """`check` raises where an input breaks a promise; `longest` bounds inputs, in bytes before decoding."""

    check: Callable[[Any], None]
    longest: int
    pieces: Callable[[], Pieces] | None = None
    seeds: Sequence[str | bytes] = field(default=())

    def of(self, data: bytes) -> str | bytes:
        """The input that the bytes stand for."""
        return self.pieces().text(data) if self.pieces else data

    def code(self, given: str | bytes) -> bytes:
        """The bytes for an input, as near as pieces come to it."""
        if isinstance(given, bytes):
            return given
        assert self.pieces is not None
        return self.pieces().code(given)


def _apart(spans: Iterable[Any], text: str) -> None:
    spans = list(spans)
    assert all(0 <= s.start < s.end <= len(text) for s in spans), spans
    assert all(a.end <= b.start for a, b in pairwise(spans)), spans


def periods(text: str) -> None:
    anchor, grain = ((None, None), (PUBLISHED, "day"), (PUBLISHED.replace(day=1), "month"))[len(text) % 3]
    found = find_periods(text, anchor, grain)
    _apart(found, text)
    assert_grounded([f.period for f in found], text)
    for f in found:
        if f.period and f.period.start and f.period.end:
            assert f.period.start <= f.period.end, f


def dates(text: str) -> None:
    read = parse_date(text)
    if read is not None:
        day, grain = read
        assert grain in ("day", "month", "year")
        assert grain == "day" or day.day == 1
        assert grain != "year" or day.month == 1


def durations(text: str) -> None:
    found = find_durations(text)
    _apart(found, text)
    assert all(f.count >= 0 and math.isfinite(f.count) and f.unit for f in found), found


def published(text: str) -> None:
    try:
        read = parse_published(text)
    except ValueError:
        return
    assert read is None or 1900 <= read[0].year <= 2100


def quantities(text: str) -> None:
    found = find_quantities(text)
    _apart(found, text)
    assert_grounded([f.quantity for f in found], text)
    for f in found:
        assert math.isfinite(f.quantity.value), f
        assert (f.quantity.value_high is None) == (f.quantity.comparator != "between"), f


def numbers(text: str) -> None:
    found = numbers_in(text)
    _apart(found, text)
    assert all(math.isfinite(n.value) for n in found), found
    read = parse_number(text[:200])
    assert read is None or math.isfinite(read), read


def normalizing(text: str) -> None:
    made = normalize(text)
    assert unicodedata.is_normalized("NFC", made.text)
    assert "\r" not in made.text
    assert normalize(made.text).text is made.text
    assert made.source_span(0, len(made.text)) == (0, len(text))
    for offset in range(0, len(made.text) + 1, 7):
        at = made.to_source(offset)
        assert 0 <= at <= len(text)
        assert made.to_text(at) <= offset


def decoding(data: bytes) -> None:
    try:
        text = decode(data, "a.txt")
    except DecodingError as error:
        if not str(error).startswith("a.txt: "):
            raise
        return
    normalize(text).text.encode("utf-8")


def lines(text: str) -> None:
    read_byline(text)
    is_person(text)
    read_dateline(text)
    read_source_line(text)
    is_boilerplate(text)
    assert 0 <= agency_mark(text)[0] <= len(text)
    assert 0 <= dateline_prefix(text) <= len(text)


def blocks(text: str) -> None:
    text = normalize(text).text
    found, article = find_blocks(Article(text=text))
    assert article.text == text
    assert all(a.end == b.start for a, b in pairwise(found))
    assert not found or (found[0].start, found[-1].end) == (0, len(text))


def sentences(text: str) -> None:
    found = find_sentences(text)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    left = "".join(text[a:b] for a, b in pairwise([0, *(x for s in found for x in s), len(text)]))
    assert left == text
    between = [text[a:b] for a, b in zip([0, *(e for _, e in found)], [*(s for s, _ in found), len(text)], strict=True)]
    assert not "".join(between).strip()
    words = find_words(text, found)
    assert all(0 <= a < b <= len(text) for a, b in words)
    assert all(a[1] <= b[0] for a, b in pairwise(words))


def extraction(text: str) -> None:
    found = baoso.extract(Article(text=text, published=PUBLISHED))
    assert found.article.text == normalize(text).text
    assert_grounded([found.article, found.mentions, found.records], found.article.text)


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="baoso-fuzz-"))


def _file(name: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        path = _folder() / name
        path.write_bytes(data)
        errors: list[ErrorRow] = []
        for article in read_articles(path, on_error=errors.append):
            assert article.text.strip()
            assert unicodedata.is_normalized("NFC", article.text)
            article.text.encode("utf-8")
        assert not [e for e in errors if e.error_type in MISTAKES], errors
        assert all(e.source.startswith(name) for e in errors)

    return read


def _read_text_with(name: str) -> Callable[[str], None]:
    """As `_file`, of pieces: what is no UTF-8 is left out."""
    read = _file(name)
    return lambda text: read(text.encode("utf-8", "replace"))


@cache
def date_pieces() -> Pieces:
    return Pieces([*NOTATIONS, *(f"{p} " for p in phrases_of(*DATES))])


@cache
def number_pieces() -> Pieces:
    common = [
        "đạt ",
        "tăng ",
        "giảm ",
        "từ ",
        "đến ",
        "trên ",
        "xếp thứ ",
        " triệu",
        " tỷ",
        " đồng",
        " hồ sơ",
        " lần",
        " và ",
    ]
    return Pieces([*NOTATIONS, *common], [f"{p} " for p in phrases_of(*NUMBERS)])


@cache
def line_pieces() -> Pieces:
    common = [
        "Theo ",
        "Ảnh: ",
        "Bài, ảnh: ",
        "Thứ hai, ",
        "Nguồn: ",
        "https://",
        "www.",
        ".vn",
        "GMT+7",
        "Nguyễn ",
        "Văn ",
        "Hà ",
    ]
    return Pieces([*NOTATIONS, *common], [f"{p} " for p in phrases_of(*PAGES)])


@cache
def all_pieces() -> Pieces:
    common = [
        "ông ",
        "bà ",
        "Chủ tịch ",
        "UBND ",
        "tỉnh ",
        "huyện ",
        "xã ",
        "Hà Nội",
        "Sở ",
        "chuyển đổi số ",
        ". ",
        "đạt ",
        "năm ",
    ]
    return Pieces([*NOTATIONS, *common], [f"{p} " for p in phrases_of(*ALL)])


@cache
def markup_pieces() -> Pieces:
    tags = [f"<{end}{t}>" for t in ("p", "div", "h1", "table", "tr", "td", "script", "head", "body", "article", "ul",
            "li", "span", "figure", "figcaption", "blockquote", "time", "br", "a") for end in ("", "/")]  # fmt: skip
    rest = [
        '<meta property="og:title" content="', '<meta name="date" content="', '">', "<!--", "-->", "<![CDATA[", "]]>",
        "&amp;",
        "&#0;", "&#x110000;", "&nbsp;", '<div class="sapo">', '<p class="author">',
        '<script type="application/ld+json">',
        '{"datePublished": "', '"}', '{"@graph": [', "]}", "<?xml version='1.0' encoding='utf-8'?>", '<a href="',
        "<html", "</html>",
        '<link rel="canonical" href="', "<svg>", "<base href='//['>", "<title>", "</title>",
    ]  # fmt: skip
    prose = "Đến nay, toàn xã đã có 812 hộ dùng dịch vụ công trực tuyến và còn tăng trong những tháng tới. "
    return Pieces([*tags, *rest, prose, *NOTATIONS])


@cache
def table_pieces() -> Pieces:
    rest = ['{"', '": "', '", "', '"}', "text", "title", "published", "author", "url", "null", "true", "[", "]", "{",
            "}",
            '"', "\\u", "\\ud800", "d83d", "\\n", "\r\n", ";", "|", "\t", '""', "1e999", "NaN",
            "-1", "Xã có 82% hộ."]  # fmt: skip
    return Pieces([*rest, *NOTATIONS])


def _archived(page: str) -> bytes:
    """One response as a crawler writes it."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.vn/1\r\nWARC-Date: 2024-05-06T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:11111111-2222-3333-4444-555555555555>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def _table() -> bytes:
    """A small Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"text": ["Xã có 82% hộ.", None], "published": ["2023-05-20", "5/2023"]}), out)
    return out.getvalue()


_SAID = (
    "Đến hết quý I/2023, 78,5% trong tổng số 1.200 hồ sơ của xã Minh Phú được nộp trực tuyến, "
    "tăng 2,5 lần so với cùng kỳ."
)
TARGETS: dict[str, Target] = {
    "durations": Target(durations, 40, date_pieces, ["trong 2 tháng", "sau 30 phút", "hai mươi mốt ngày"]),
    "periods": Target(
        periods, 48, date_pieces, ["từ ngày 1 đến 10/3/2022", "9 tháng đầu năm 2022", "quý I/2023", "đến nay"]
    ),
    "dates": Target(dates, 32, date_pieces, ["Thứ hai, ngày 10/10/2022", "2022-10-10T08:00", "tháng 2/2023"]),
    "published": Target(published, 24, date_pieces, ["2022-10-10T08:00:00+07:00", "28/04/2021", "2023-02"]),
    "quantities": Target(
        quantities, 48, number_pieces, [_SAID, "từ 3 đến 5 tỷ đồng", "xếp thứ 3/63", "một phần ba số hộ"]
    ),
    "numbers": Target(numbers, 32, number_pieces, ["mười lăm nghìn hai trăm", "3,5 triệu", "hai phần ba", "âm 2"]),
    "normalizing": Target(normalizing, 64, number_pieces, [unicodedata.normalize("NFD", _SAID)]),
    "lines": Target(
        lines, 48, line_pieces, ["Quế Chi (tổng hợp) - Bảo Lâm", "Thứ ba, 07/03/2023 - 09:15", "(BTO) - Xã"]
    ),
    "sentences": Target(sentences, 96, all_pieces, [_SAID + " " + _SAID]),
    "blocks": Target(blocks, 160, line_pieces, ["Xã số\n(BTO) - " + _SAID + "\nẢnh: Bảo Lâm\n\nTheo VOV"]),
    "extraction": Target(extraction, 128, all_pieces, [_SAID, "Ông Tô Văn Hạ, Chủ tịch UBND xã Minh Phú, nói vậy."]),
    "decoding": Target(decoding, 256, None, [_SAID.encode(e) for e in ("utf-8", "utf-16", "utf-8-sig")]),
    "html": Target(_read_text_with("a.html"), 160, markup_pieces, ["<html><body><p>" + _SAID + "</p></body></html>"]),
    "text file": Target(_file("a.txt"), 256, None, [_SAID.encode()]),
    "jsonl": Target(_read_text_with("a.jsonl"), 96, table_pieces, ['{"text": "Xã có 82% hộ."}\n{"text": null}']),
    "csv": Target(_read_text_with("a.csv"), 96, table_pieces, ['text,title\n"Xã có 82% hộ.",a\n']),
    "gzip": Target(_file("a.jsonl.gz"), 256, None, [gzip.compress(b'{"text": "Xa co 82% ho."}\n', mtime=0)]),
    "warc": Target(_file("a.warc"), 1024, None, [_archived(f"<html><body><p>{_SAID}</p><p>{_SAID}</p></body></html>")]),
    "parquet": Target(_file("a.parquet"), 4096, None, [_table()]),
}
