from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.reading import Context
from baoso.reading.articles import read_file
from baoso.reading.inputs import Found
from baoso.reading.stretches import Stretch, cut_archive, cut_lines, cut_parquet


def read(path: Path, stretch: Stretch | None = None) -> list[tuple[str, str]]:
    failed: list[tuple[str, str]] = []
    context = Context(lambda row: failed.append((row.source, row.error_type)))
    return [(a.source, a.text) for a in read_file(Found(path, path.name), context, stretch)] + failed


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("stretches")


LINES = st.lists(st.sampled_from([json.dumps({"text": "Một bài."}), json.dumps({"text": "dài " * 30}), "", "{", "é"]))


@given(lines=LINES, end=st.sampled_from(["", "\n"]), rows=st.integers(1, 5), size=st.integers(1, 300))
def test_lines_in_stretches_are_the_lines_of_the_file(folder, lines, end, rows, size):
    path = folder / "a.jsonl"
    path.write_text("\n".join(lines) + end, encoding="utf-8")
    stretches = list(cut_lines(path, rows, size))
    assert sum(s.rows or 0 for s in stretches) == len(path.read_bytes().splitlines())
    assert all(s.rows == 1 or (s.rows <= rows and s.size <= size) for s in stretches)
    # what the whole file tells of itself beside its rows: that it has none
    whole = read(path) if any(line.strip() for line in lines) else []
    assert sorted(row for s in stretches for row in read(path, s)) == sorted(whole)


@given(rows=st.integers(1, 5), after=st.integers(0, 9))
def test_lines_are_cut_from_where_it_was_left_off(folder, rows, after):
    path = folder / "b.jsonl"
    path.write_text('{"text": "Bài."}\n' * 10, encoding="utf-8")
    stretches = list(cut_lines(path, rows, 1000))
    done = stretches[: after + 1]
    assert [*done, *cut_lines(path, rows, 1000, done[-1])] == stretches


def test_a_long_line_is_one_stretch(tmp_path):
    path = tmp_path / "long.jsonl"
    path.write_bytes(b'{"text": "' + b"a" * 3_000_000 + b'"}\n{"text": "b"}\n')
    assert [(s.rows, s.first) for s in cut_lines(path, 10, 1000)] == [(1, 1), (1, 2)]


@pytest.mark.parametrize("rows", [1, 3, 7, 100])
@pytest.mark.parametrize("group", [2, 5, 20])
def test_parquet_in_stretches_is_the_file(tmp_path, rows, group):
    path = tmp_path / "a.parquet"
    table = pa.table({"text": [f"Bài {n}." for n in range(20)], "other": list(range(20))})
    pq.write_table(table, path, row_group_size=group)
    stretches = list(cut_parquet(path, rows, 10**6) or ())
    assert [row for s in stretches for row in read(path, s)] == read(path)
    assert all((s.rows or 0) <= rows for s in stretches)
    first = stretches[0]
    assert [first, *(cut_parquet(path, rows, 10**6, first) or ())] == stretches


def test_a_row_group_that_is_too_large_is_not_cut(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["Bài."] * 200}), path)
    assert cut_parquet(path, 1, 10**6) is None


@given(size=st.integers(1, 400))
def test_an_archive_in_stretches_covers_every_byte_once(folder, size):
    path = folder / "a.warc"
    path.write_bytes(b"x" * 1000)
    stretches = list(cut_archive(path, 10, size))
    assert [byte for s in stretches for byte in range(s.start, s.end)] == list(range(1000))
    assert [stretches[0], *cut_archive(path, 10, size, stretches[0])] == stretches
