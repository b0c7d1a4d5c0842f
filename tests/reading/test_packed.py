from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.errors import ReadingError, TooLargeError
from baoso.reading import packed, read_articles
from baoso.reading.inputs import format_of
from baoso.reading.packed import open_unpacked, without_packing
from baoso.records import ErrorRow


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd,
}
LINES = "".join(json.dumps({"text": f"Tin số {n}", "published": "2023"}) + "\n" for n in range(1, 4))
FORMATS = {
    "t.txt": ("Tin một mình", ["t.txt{0}"]),
    "t.html": (f"<html><body><article><p>{'Tin của xã. ' * 20}</p></article></body></html>", ["t.html{0}"]),
    "t.jsonl": (LINES, ["t.jsonl{0}#1", "t.jsonl{0}#2", "t.jsonl{0}#3"]),
    "t.csv": ('text,title\n"Một\nhai",a\nBa,b\n', ["t.csv{0}#1", "t.csv{0}#2"]),
}


@pytest.mark.parametrize("suffix", [*PACKERS, ".GZ"])
@pytest.mark.parametrize("name", FORMATS)
def test_packed_is_read_like_plain(tmp_path: Path, name: str, suffix: str) -> None:
    content, sources = FORMATS[name]
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / name).write_text(content, "utf-8")
    (tmp_path / f"{name}{suffix}").write_bytes(PACKERS[suffix.lower()](content.encode()))
    plain, unpacked = list(read_articles(tmp_path / "plain")), list(read_articles(f"{tmp_path}/*.*"))
    assert [a.source for a in unpacked] == [s.format(suffix) for s in sources]
    assert [(a.text, a.title) for a in unpacked] == [(a.text, a.title) for a in plain]


@pytest.mark.parametrize("suffix", PACKERS)
def test_members_one_after_the_other_are_one_stream(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"t.jsonl{suffix}"
    path.write_bytes(PACKERS[suffix](b'{"text": "M\xe1\xbb\x99t"}\n') + PACKERS[suffix](b'{"text": "Hai"}\n'))
    assert [a.text for a in read_articles(path)] == ["Một", "Hai"]


@given(st.binary(max_size=2000), st.sampled_from(sorted(PACKERS)), st.integers(1, 300))
def test_every_byte_comes_through(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str, step: int
) -> None:
    path = tmp_path_factory.getbasetemp() / f"bytes{suffix}"
    path.write_bytes(PACKERS[suffix](data))
    with open_unpacked(path, "bytes") as file:
        assert b"".join(iter(lambda: file.read(step), b"")) == data


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_cut_file_keeps_the_rows_before_the_cut(tmp_path: Path, suffix: str) -> None:
    lines = "".join(json.dumps({"text": f"Tin số {n}"}) + "\n" for n in range(20_000)).encode()
    whole = PACKERS[suffix](lines) + PACKERS[suffix](lines[:999])
    path = tmp_path / f"t.jsonl{suffix}"
    path.write_bytes(whole[:-4])
    errors: list[ErrorRow] = []
    assert [a.source for a in read_articles(path, on_error=errors.append)][:1] == [f"t.jsonl{suffix}#1"]
    (error,) = errors
    assert error.source == path.name
    assert "mend" in error.message


@pytest.mark.parametrize("suffix", PACKERS)
def test_what_is_not_packed_is_one_error(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"t.txt{suffix}"
    path.write_bytes(b"not packed at all")
    with pytest.raises(ReadingError, match=r"t\.txt.*mend"):
        list(read_articles(path))


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_UNSUSPECTED", 2**20)
    path = tmp_path / f"t.jsonl{suffix}"
    path.write_bytes(PACKERS[suffix](b" " * 2**24))
    with pytest.raises(TooLargeError, match="200 times its size; if you trust it, unpack it"):
        list(read_articles(path))
    with open_unpacked(path, "t") as file:
        file.read(2**20)
        with pytest.raises(TooLargeError):  # how much of the packed file is read ahead differs between Pythons
            list(iter(lambda: file.read(2**20), b""))


def test_text_that_shrinks_well_is_no_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_UNSUSPECTED", 2**10)
    path = tmp_path / "t.jsonl.gz"
    path.write_bytes(gzip.compress(LINES.encode() * 100))
    assert len(list(read_articles(path))) == 300


def test_there_is_an_absolute_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MAX_UNPACKED", 100)
    path = tmp_path / "t.jsonl.gz"
    path.write_bytes(gzip.compress(LINES.encode()))
    with pytest.raises(TooLargeError, match="100 bytes"):
        list(read_articles(path))


def test_one_article_unpacks_to_no_more_than_max_chars(tmp_path: Path) -> None:
    path = tmp_path / "t.txt.gz"
    path.write_bytes(gzip.compress(b"a" * 50))
    assert len(next(read_articles(path, max_chars=50)).text) == 50
    path.write_bytes(gzip.compress(b"a" * 2**20))
    with pytest.raises(TooLargeError, match="max-chars"):
        list(read_articles(path, max_chars=50))


def test_metadata_stands_beside_a_packed_text_too(tmp_path: Path) -> None:
    (tmp_path / "a.b.txt.gz").write_bytes(gzip.compress(b"Tin"))
    (tmp_path / "a.b.json").write_text('{"title": "T"}')
    assert next(read_articles(tmp_path)).title == "T"


@pytest.mark.parametrize(
    ("name", "unpacked"), [("a.jsonl.gz", "a.jsonl"), ("a.txt", "a.txt"), ("a.XZ", "a"), (".gz", ".gz")]
)
def test_names_without_packing(name: str, unpacked: str) -> None:
    assert without_packing(name) == unpacked


@pytest.mark.parametrize(
    ("name", "known"),
    [("a.JSONL.Gz", ".jsonl"), ("a.parquet.gz", None), ("a.gz", None), ("a.txt.gz.gz", None), ("a.warc.gz", ".warc")],
)
def test_the_format_is_told_by_the_name(name: str, known: str | None) -> None:
    assert format_of(name, {".txt", ".jsonl", ".parquet", ".warc"}) == known
