from __future__ import annotations

import gzip
import logging
import re
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baoso.errors import ReadingError
from baoso.reading import read_articles
from baoso.reading.context import Context
from baoso.reading.warc import read_warc
from baoso.records import ErrorRow
from baoso.types import Article

fastwarc = pytest.importorskip("fastwarc", reason="the extra `warc` is not installed")


def page(number: int, head: str = "") -> bytes:
    prose = "".join(f"<p>Đến nay, {number}{n}% hộ của xã Tân Phú đã nộp hồ sơ trực tuyến.</p>" for n in range(6))
    return f"<html><head>{head}</head><body><article><h1>Tin số {number}</h1>{prose}</article></body></html>".encode()


def record(address: str, body: bytes, status: str = "200 OK", headers: str = "Content-Type: text/html") -> bytes:
    """A response as a crawler writes it."""
    answer = f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-05-06T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:11111111-2222-3333-4444-555555555555>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    ).encode() + (answer + b"\r\n\r\n")


RECORDS = [record(f"https://x.vn/{n}", page(n)) for n in range(5)]
MEMBERS = [gzip.compress(r) for r in RECORDS]
OFFSETS = [sum(map(len, MEMBERS[:n])) for n in range(5)]


def read(path: Path, data: bytes, **options: object) -> tuple[list[Article], list[ErrorRow]]:
    path.write_bytes(data)
    errors: list[ErrorRow] = []
    return list(read_articles(path, on_error=errors.append, **options)), errors  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "parts"), [("a.warc", RECORDS), ("a.warc.gz", MEMBERS)])
def test_pages_go_by_their_offset(tmp_path: Path, name: str, parts: list[bytes]) -> None:
    articles, errors = read(tmp_path / name, b"".join(parts))
    offsets = [sum(map(len, parts[:n])) for n in range(5)]
    assert not errors
    assert [a.source for a in articles] == [f"{name}#{offset}" for offset in offsets]
    assert [a.url for a in articles] == [f"https://x.vn/{n}" for n in range(5)]
    assert all(a.text.startswith(f"Tin số {n}\nĐến nay, {n}0% hộ") for n, a in enumerate(articles))


def test_what_the_page_states_goes_before_the_record(tmp_path: Path) -> None:
    head = '<meta property="og:url" content="https://x.vn/own"><meta name="pubdate" content="2023-03-07">'
    (own, other), _ = read(tmp_path / "a.warc", record("https://x.vn/1", page(1, head)) + RECORDS[2])
    assert (own.url, own.published) == ("https://x.vn/own", date(2023, 3, 7))
    assert (other.url, other.published) == ("https://x.vn/2", None)


def test_what_is_no_page_is_left_out_and_counted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="baoso")
    others = [
        record("u", b"-", status="404 Not Found"),
        record("u", b"-", headers="Content-Type: image/png"),
        RECORDS[1].replace(b"WARC-Type: response", b"WARC-Type: resource"),
    ]
    articles, errors = read(tmp_path / "a.warc.gz", b"".join(map(gzip.compress, [*others, RECORDS[0]])))
    assert [a.url for a in articles] == ["https://x.vn/0"]
    assert not errors
    (line,) = [r.getMessage() for r in caplog.records if r.name.startswith("baoso")]
    assert "1 × HTTP status 404, 1 × content of type image/png, 1 × record of type resource" in line


def test_bodies_are_decoded(tmp_path: Path) -> None:
    packed = record("u", gzip.compress(page(1)), headers="Content-Type: text/html\r\nContent-Encoding: gzip")
    text = f"<html><body><article>{'<p>Tin có dấu.</p>' * 9}</article></body></html>"
    old = record("u", text.encode("utf-16-le"), headers="Content-Type: text/html; charset=utf-16-le")
    articles, errors = read(tmp_path / "a.warc.gz", gzip.compress(packed) + gzip.compress(old))
    assert not errors
    assert [a.text[:8] for a in articles] == ["Tin số 1", "Tin có d"]


BROKEN = {
    "no status": RECORDS[1].replace(b"HTTP/1.1 200 OK", b"nothing of that"),
    "length too large": re.sub(rb"(=response\r\nContent-Length: )\d+", rb"\g<1>9999", RECORDS[1]),
    "length enormous": re.sub(rb"(=response\r\nContent-Length: )\d+", rb"\g<1>99999999999999", RECORDS[1]),
    "no length": re.sub(rb"(=response\r\nContent-Length: )\d+", rb"\g<1>no", RECORDS[1]),
    "not packed": record("https://x.vn/1", b"-", headers="Content-Type: text/html\r\nContent-Encoding: gzip"),
    "no article": record("https://x.vn/1", b"<html></html>"),
    "a bomb": record(
        "https://x.vn/1", gzip.compress(b"a" * 10**7), headers="Content-Type: text/html\r\nContent-Encoding: gzip"
    ),
}


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_record_fails_alone_and_is_named(tmp_path: Path, what: str, packed: bool) -> None:
    parts = [RECORDS[0], BROKEN[what], *RECORDS[2:]]
    parts = [gzip.compress(p) for p in parts] if packed else parts
    articles, (error,) = read(tmp_path / "a.warc", b"".join(parts), max_chars=10**5)
    assert [a.url for a in articles] == [f"https://x.vn/{n}" for n in (0, 2, 3, 4)]
    assert error.source == f"a.warc#{len(parts[0])}"
    assert "https://x.vn/1" in error.message


@pytest.mark.parametrize("at", [0, 3, OFFSETS[1], OFFSETS[1] + 100, OFFSETS[2] - 5, OFFSETS[4] + 50])
def test_damage_costs_the_damaged_record_only(tmp_path: Path, at: int) -> None:
    data = bytearray(b"".join(MEMBERS))
    data[at] ^= 0xFF
    articles, (error,) = read(tmp_path / "a.warc.gz", bytes(data))
    hit = max(n for n in range(5) if OFFSETS[n] <= at)
    assert [a.url for a in articles] == [f"https://x.vn/{n}" for n in range(5) if n != hit]
    assert error.source == f"a.warc.gz#{OFFSETS[hit - 1] + 1 if hit else 0}"
    assert "damaged up to" in error.message


def test_a_cut_file_keeps_the_records_before_the_cut(tmp_path: Path) -> None:
    articles, (error,) = read(tmp_path / "a.warc.gz", b"".join(MEMBERS)[: OFFSETS[3] + 300])
    assert [a.url for a in articles] == [f"https://x.vn/{n}" for n in range(3)]
    assert "cut short" in error.message


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no record"),
        (gzip.compress(b"hello", mtime=0), "no record"),
        (gzip.compress(b"".join(RECORDS)), "as a whole"),
        (gzip.compress(record("u", b"-", status="404 Not Found")), "no page"),
    ],
)
def test_a_file_without_pages_says_why(tmp_path: Path, data: bytes, said: str) -> None:
    articles, (error,) = read(tmp_path / "a.warc.gz", data)
    assert not articles
    assert error.source == "a.warc.gz"
    assert said in error.message


@settings(max_examples=15)
@given(st.lists(st.integers(0, sum(map(len, MEMBERS))), max_size=4))
def test_stretches_give_each_page_once(tmp_path_factory: pytest.TempPathFactory, cuts: list[int]) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.warc.gz"
    path.write_bytes(b"".join(MEMBERS))
    borders = [0, *sorted(cuts), path.stat().st_size]
    read_so = [a for b, e in pairwise(borders) for a in read_warc(path, "w", Context(), b, e)]
    assert read_so == list(read_warc(path, "w", Context()))


def test_rows_that_are_not_wanted_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"".join(MEMBERS))
    entered: list[str] = []

    def enter(name: str) -> bool:
        entered.append(name)
        return name == f"w#{OFFSETS[3]}"

    (article,) = read_warc(tmp_path / "a.warc.gz", "w", Context(on_enter=enter))
    assert article.url == "https://x.vn/3"
    assert entered == [f"w#{offset}" for offset in OFFSETS]


def test_without_the_package_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.warc").write_bytes(RECORDS[0])
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    with pytest.raises(ReadingError, match=r"baoso\[warc\]"):
        list(read_articles(tmp_path / "a.warc"))
