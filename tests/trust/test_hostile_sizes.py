"""Bombs, endless lines and bottomless nesting: an error row, little memory, and the rest is read.

Sizes are those of a limit of 100,000 characters; what is too large for it is some hundred times as large.
"""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import zlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from baoso.batch.config import RunConfig
from baoso.batch.run import run
from baoso.batch.tables import read_rows
from baoso.errors import GoldError
from baoso.interchange import docbin
from baoso.reading import read_articles
from baoso.records import ErrorRow
from samples import sample_extraction
from watched import Read, read_each

GOOD = "Xã Minh Phú có 82% hộ dùng ví điện tử."
PROSE = f"<p>{GOOD}</p>" + "<p>Tin của xã hôm nay.</p>" * 9


def page_of(head: str, body: str) -> str:
    """A page with an article, and what else stands in its head and after the article's words."""
    return f"<html><head>{head}</head><body><article>{PROSE}{body}</article></body></html>"


# What reading may take of memory, in megabytes: an unpacker's window, a few copies of the largest article.
ROOM = 30
MEGA = 2**20


def zstd(data: bytes) -> bytes:
    return pa.compress(data, "zstd", asbytes=True)  # type: ignore[no-any-return]


def record(body: bytes, *, http: bytes = b"", warc: bytes = b"", kind: bytes = b"response") -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + http + b"\r\n" + body
    head = b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nWARC-Target-URI: http://bao.example.org/1\r\n" + warc
    head += b"Content-Type: application/http; msgtype=response\r\nContent-Length: " + str(len(answer)).encode()
    return gzip.compress(head + b"\r\n\r\n" + answer + b"\r\n\r\n")


def repeated(count: int, text: str) -> pa.Table:
    """So many rows of one text, which is in the file once."""
    return pa.table({"text": pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), pa.array([text]))})


def write_parquet(path: Path, table: pa.Table, **options: object) -> None:
    pq.write_table(table, path, compression="zstd", **options)


# name → what writes it; the good article beside it must come through
BOMBS: dict[str, Callable[[Path], object]] = {
    "zeros.txt.gz": lambda p: p.write_bytes(gzip.compress(bytes(50 * MEGA))),
    "zeros.txt.bz2": lambda p: p.write_bytes(bz2.compress(bytes(50 * MEGA))),
    "zeros.txt.xz": lambda p: p.write_bytes(lzma.compress(bytes(50 * MEGA), preset=0)),
    "zeros.html.zst": lambda p: p.write_bytes(zstd(bytes(50 * MEGA))),
    "blanks.jsonl.gz": lambda p: p.write_bytes(gzip.compress(b" " * 50 * MEGA)),
    "lines.jsonl.gz": lambda p: p.write_bytes(gzip.compress((b"\n" + b" " * 999) * (MEGA // 5))),
    "cells.csv.gz": lambda p: p.write_bytes(gzip.compress(b"text,title\n" + b"," * 50 * MEGA)),
    "twice.txt.gz": lambda p: p.write_bytes(gzip.compress(gzip.compress(bytes(50 * MEGA)))),
    "body.warc.gz": lambda p: p.write_bytes(
        record(gzip.compress(bytes(50 * MEGA)), http=b"Content-Encoding: gzip\r\n")
    ),
    "twice.warc.gz": lambda p: p.write_bytes(
        record(gzip.compress(gzip.compress(bytes(50 * MEGA))), http=b"Content-Encoding: gzip, gzip\r\n")
    ),
    "head.warc.gz": lambda p: p.write_bytes(record(b"", warc=b"X: " + b"a" * 100 * MEGA + b"\r\n")),
    "heads.warc.gz": lambda p: p.write_bytes(record(b"", warc=b"X: a\r\n" * 10 * MEGA)),
    "answer.warc.gz": lambda p: p.write_bytes(record(b"", http=b"X: " + b"a" * 100 * MEGA + b"\r\n")),
    "payload.warc.gz": lambda p: p.write_bytes(record(b"a" * 50 * MEGA)),
    "skipped.warc.gz": lambda p: p.write_bytes(record(b"a" * 50 * MEGA, kind=b"request")),
    "one.parquet": lambda p: write_parquet(p, pa.table({"text": ["a" * 100 * MEGA]}), use_dictionary=False),
    "same.parquet": lambda p: write_parquet(p, repeated(1000, "a" * MEGA)),
    "column.parquet": lambda p: write_parquet(
        p, pa.table({"text": [GOOD], "title": ["a" * 100 * MEGA]}), use_dictionary=False
    ),
}


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Read]:
    folders = []
    for name, write in BOMBS.items():
        folders.append(tmp_path_factory.mktemp("bomb"))
        write(folders[-1] / name)
        assert (folders[-1] / name).stat().st_size < MEGA
        (folders[-1] / "z.txt").write_text(GOOD, "utf-8")
    return dict(zip(BOMBS, read_each(folders).values(), strict=True))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_error_rows_and_little_memory(bombs: dict[str, Read], name: str) -> None:
    assert bombs[name].lengths == [len(GOOD)]
    assert bombs[name].errors
    assert all(name in message for message in bombs[name].errors)
    assert bombs[name].megabytes < ROOM


def long_line(path: Path, before: bytes, fill: bytes, after: bytes) -> None:
    with path.open("wb") as file:
        file.write(before)
        for _ in range(64):
            file.write(fill * (MEGA // len(fill)))
        file.write(after)


# name → begin, what is repeated for 64 MB, end; and the rows that come through
LINES: dict[str, tuple[bytes, bytes, bytes, int]] = {
    "text.jsonl": (b'{"text": "', b"a", b'"}\n{"text": "Tin hai"}\n', 1),
    "lists.jsonl": (b'{"text": "Tin", "x": [', b"[],", b'1]}\n{"text": "Tin hai"}\n', 1),
    "nested.jsonl": (b'{"text": "Tin", "x": ', b"[", b'\n{"text": "Tin hai"}\n', 1),
    "objects.jsonl": (b'{"text": "Tin", "x": ', b'{"a":', b'\n{"text": "Tin hai"}\n', 1),
    "number.jsonl": (b'{"text": "Tin", "x": ', b"1", b'}\n{"text": "Tin hai"}\n', 1),
    "no end.jsonl": (b'{"text": "Tin"}\n', b" ", b"", 1),
    "line.csv": (b"text,title\nTin,a\n", b"x,", b"\nTin hai,b\n", 1),
    "header.csv": (b"text,", b"x,", b"\nTin hai,b\n", 0),
    "cell.csv": (b"text,title\nTin,a\n", b"x", b"\nTin hai,b\n", 1),
    "quote.csv": (b'text,title\nTin,a\n"', b"x\n", b'",b\n', 1),
    "latin.csv": (b"text,title\nT\xefn,a\n", b"x,", b"\nTin hai,b\n", 0),
    "line.txt": (b"", b"a", b"", 0),
    "lines.txt": (b"", b"a\n", b"", 0),
    "tags.html": (b"<html><body><p>Tin", b"<b>", b"", 0),
    "line.parquet": (b"PAR1", b"a", b"PAR1", 0),
    "line.warc": (b"WARC/1.0\r\nX: ", b"a", b"\r\n", 0),
}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Read]:
    folder = tmp_path_factory.mktemp("lines")
    for name, (before, fill, after, _) in LINES.items():
        long_line(folder / name, before, fill, after)
    return dict(zip(LINES, read_each(folder / name for name in LINES).values(), strict=True))


@pytest.mark.parametrize("name", LINES)
def test_a_line_without_end_is_not_kept_in_memory(lines: dict[str, Read], name: str) -> None:
    assert len(lines[name].lengths) == LINES[name][3]
    assert lines[name].errors
    assert all(len(message) < 500 for message in lines[name].errors)
    assert lines[name].megabytes < ROOM


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.jsonl", '{"text": "Tin", "x": [' + "[]," * 300_000 + '1]}\n{"text": "Tin hai"}\n'),
        ("u.jsonl", '{"text": "Tin", "x": [' + "{}," * 300_000 + '1]}\n{"text": "Tin hai"}\n'),
        ("t.csv", "text,title\nTin,a\n" + "x," * 300_000 + "\n"),
    ],
)
def test_a_row_of_too_many_values_is_refused(tmp_path: Path, name: str, content: str) -> None:
    """The line is no longer than one of an article may be, but in memory it would be twenty times as large."""
    (tmp_path / name).write_text(content, "utf-8")
    errors: list[ErrorRow] = []
    assert len(list(read_articles(tmp_path / name, on_error=errors.append, max_chars=100_000))) == 1
    assert "values in one row" in errors[0].message


TEXT = ("tỷ lệ, tỷ lệ; " * 8000)[:100_000]
WITHIN = {"t.jsonl": json.dumps({"text": TEXT, "x": [[]] * 1000}) + "\n", "t.csv": f'text,title\n"{TEXT}",a\n'}


@pytest.mark.parametrize("name", WITHIN)
def test_what_an_article_needs_is_not_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(WITHIN[name], "utf-8")
    assert [len(a.text) for a in read_articles(tmp_path / name, max_chars=100_000)] == [100_000]


NESTED = {
    "divs.html": page_of("", "<div>" * 100_000),
    "spans.html": page_of("", "<span>" * 100_000),
    "lists.html": page_of("", "<ul><li>" * 50_000),
    "tables.html": page_of("", "<table><tr><td>" * 30_000),
    "linked data.html": page_of(f'<script type="application/ld+json">{"[" * 100_000}</script>', ""),
    "graphs.html": page_of(
        f'<script type="application/ld+json">{chr(123) + chr(34) + "@graph" + chr(34) + ":"}{"[" * 900}{"]" * 900}'
        "}</script>", "",
    ),
    "entities.html": '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>" + page_of("", "<p>&i;</p>"),
    "date.html": page_of('<meta property="article:published_time" content="0001-01-01T00:00:00+14:00">', ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def nested(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Read]:
    folder = tmp_path_factory.mktemp("nested")
    for name, page in NESTED.items():
        (folder / name).write_text(page, "utf-8")
    return dict(zip(NESTED, read_each((folder / name for name in NESTED), max_chars=2_000_000).values(), strict=True))


@pytest.mark.parametrize("name", NESTED)
def test_a_page_that_is_nested_without_end_keeps_its_article(nested: dict[str, Read], name: str) -> None:
    assert nested[name].errors == []
    assert len(nested[name].lengths) == 1
    assert nested[name].lengths[0] < 100_000
    assert nested[name].megabytes < 4 * ROOM


def test_a_page_that_no_parser_gets_through_is_given_up(tmp_path: Path) -> None:
    """libxml2 holds each attribute against all before it; the worker that reads the page is ended from outside."""
    attributes = " ".join(f"a{n}=b" for n in range(60_000))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(page_of("", f"<p {attributes}>Tin</p>"), "utf-8")
    (tmp_path / "in" / "b.txt").write_text(GOOD, "utf-8")
    run([tmp_path / "in"], tmp_path / "out", RunConfig(workers=1, timeout_s=5), extractor=sample_extraction)
    (error,) = read_rows(tmp_path / "out", "errors")
    assert (error["source"], error["error_type"]) == ("a.html", "TimeLimitError")
    assert [a["source"] for a in read_rows(tmp_path / "out", "articles")] == ["b.txt"]


@pytest.mark.parametrize("published", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-05:00", "9" * 50_000, [[]]])
def test_a_date_that_is_none_is_said_shortly(tmp_path: Path, published: object) -> None:
    (tmp_path / "t.jsonl").write_text(json.dumps({"text": GOOD, "published": published}) + "\n", "utf-8")
    errors: list[ErrorRow] = []
    assert list(read_articles(tmp_path / "t.jsonl", on_error=errors.append)) == []
    assert "malformed publication date" in errors[0].message
    assert len(errors[0].message) < 400


def paragraphs(count: int) -> str:
    return page_of(
        "",
        "".join(f"<p>Xã số {n} có {n % 100}% hộ dùng ví điện tử, năm trước {n * 7}.</p>" for n in range(count)),
    )


def test_finding_an_articles_lines_takes_time_in_step_with_them() -> None:
    """Each paragraph is looked for near the last one, not in the whole article."""
    from lxml import html

    from baoso.reading import page

    looked = []

    class Words(str):
        def find(self, key: str, start: int, end: int) -> int:  # type: ignore[override]
            looked.append(end - start)
            return super().find(key, start, end)

    for count in (200, 6000):
        tree = html.fromstring(paragraphs(count))
        leaves = [(e, page._text(e)) for e in page._leaves(tree)]
        wanted = "".join(page._key(text) for _, text in leaves)
        assert sum(page._own(leaves, Words(wanted))) == len([1 for _, t in leaves if len(page._key(t)) > 20])
    assert max(looked) <= 2 * page._WINDOW < len(wanted)


def test_a_doc_bin_is_not_unpacked_into_all_of_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.spacy"
    path.write_bytes(zlib.compress(bytes(100 * MEGA)))
    with pytest.raises(GoldError, match=r"bomb\.spacy.*200 times its size"):
        list(docbin.read(path))
    path.write_bytes(b"no zlib at all")
    with pytest.raises(GoldError, match=r"bomb\.spacy"):
        list(docbin.read(path))
