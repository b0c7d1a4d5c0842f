from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from upath import UPath

from baoso.errors import ReadingError
from baoso.reading import read_articles
from baoso.reading.remote import is_address, public


@pytest.fixture
def store() -> Iterator[UPath]:
    """A folder at an address, with files of several formats."""
    root = UPath("memory://bucket/bao")
    files = {
        "b.txt": b"Tin b",
        "b.json": b'{"title": "T", "published": "2023-03-07"}',
        "a/z.txt.gz": gzip.compress(b"Tin z"),
        "a/z.json": b'{"title": "Z"}',
        "a.txt": b"Tin a",
        "rows.jsonl": '{"text": "Một"}\n{"text": "Hai"}\n'.encode(),
        ".hidden.txt": b"x",
        "run1/run.json": b"{}",
        "run1/articles/part-00000.txt": b"x",
        "notes.md": b"x",
    }
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    yield root
    root.fs.rm("/bucket", recursive=True)


def test_a_folder_at_an_address_is_read_like_a_local_one(store: UPath, tmp_path: Path) -> None:
    for path in store.fs.find(store.path):
        local = tmp_path / path[len(store.path) + 1 :]
        local.parent.mkdir(parents=True, exist_ok=True)
        local.write_bytes(store.fs.cat(path))
    remote, local_articles = list(read_articles(str(store))), list(read_articles(tmp_path))
    assert remote == local_articles
    assert [a.source for a in remote] == ["a/z.txt.gz", "a.txt", "b.txt", "rows.jsonl#1", "rows.jsonl#2"]
    assert [a.title for a in remote][:3] == ["Z", None, "T"]
    assert list(read_articles(tmp_path.as_uri())) == local_articles


def test_a_glob_at_an_address(store: UPath) -> None:
    assert [a.source for a in read_articles(f"{store}/a*/**/*.txt*")] == ["a/z.txt.gz"]
    assert [a.source for a in read_articles(f"{store}/*.txt")] == ["a.txt", "b.txt"]


def test_a_single_file_goes_by_its_address_or_below_root(store: UPath) -> None:
    assert [a.source for a in read_articles(f"{store}/b.txt")] == ["memory://bucket/bao/b.txt"]
    assert [a.source for a in read_articles(f"{store}/b.txt", root="memory://bucket")] == ["bao/b.txt"]


def test_parquet_at_an_address(store: UPath) -> None:
    with (store / "t.parquet").open("wb") as file:
        pq.write_table(pa.table({"text": ["Một", "Hai"]}), file)
    assert [a.text for a in read_articles(f"{store}/t.parquet")] == ["Một", "Hai"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("memory://bucket/none", "check the address"),
        ("memory://bucket/bao/*.docx", "no article"),
        ("nothing-of-the-kind://x/y.txt", "check how it begins"),
        ("nothing-of-the-kind://me:secret@x/y.txt", "check how it begins"),
    ],
)
def test_what_is_not_there_is_named_without_its_password(store: UPath, address: str, said: str) -> None:
    with pytest.raises(ReadingError, match=said) as raised:
        list(read_articles(address))
    assert "secret" not in str(raised.value)


class Quiet(SimpleHTTPRequestHandler):
    """A server that keeps a list of what was asked for."""

    asked: list[str]

    def log_message(self, *args: object) -> None:
        self.asked.append(self.path)


def test_a_page_on_a_web_server(tmp_path: Path) -> None:
    (tmp_path / "tin.txt").write_text("Tin từ máy chủ", "utf-8")
    (tmp_path / "tin.json").write_text('{"title": "T"}')
    handler = type("Handler", (Quiet,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/tin.txt?v=1"
        (article,) = read_articles(address)
        with pytest.raises(ReadingError, match=r"khong\.txt"):
            list(read_articles(address.replace("tin.txt", "khong.txt")))
        server.shutdown()
    assert (article.text, article.source, article.title) == ("Tin từ máy chủ", address, None)
    assert {path.split("?")[0] for path in handler.asked} == {"/tin.txt", "/khong.txt"}


@pytest.mark.parametrize(
    ("given", "is_one"), [("s3://b/x", True), ("FILE:///x", True), ("a:b", False), ("/x//y", False), ("c:\\x", False)]
)
def test_what_counts_as_an_address(given: str, is_one: bool) -> None:
    assert is_address(given) is is_one


def test_addresses_are_shown_without_users() -> None:
    assert public("https://me:secret@x.vn/a@b.txt") == "https://x.vn/a@b.txt"
    assert public("https://x.vn/a@b.txt") == "https://x.vn/a@b.txt"
