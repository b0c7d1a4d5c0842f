"""Inputs that cannot be processed, from the command line to the error row: the rest is always processed."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from baoso.batch.run import run
from baoso.batch.tables import read_rows
from baoso.cli.main import app
from samples import sample_extraction

pytestmark = pytest.mark.usefixtures("in_this_process")
GOOD = "Xã Minh Phú có 82% hộ dùng ví điện tử."
# name: content, what the message says of it besides its name, and how many articles it yields all the same
CASES = {
    "empty.txt": (b"", "remove it", 0),
    "blank.txt": (b" \n\t\n", "remove it", 0),
    "binary.txt": (bytes(range(256)) * 4, "give the article as text", 0),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + b"x" * 99, "PNG picture", 0),
    "undecodable.txt": (b"Ng\xb6\xb7i \xfe\xff d\xa9n " * 9, "UTF-8", 0),
    "too-large.txt": (GOOD.encode() * 30, "limit is 500 characters; split it, or raise", 0),
    "truncated.jsonl": (
        json.dumps({"text": GOOD + " Hai."}).encode() + b'\n{"text": "Xa',
        "truncated.jsonl#2",
        1,
    ),
    "no-column.csv": (b"ghichu,so\nabc,1\n", "column", 0),
    "broken.parquet": (b"PAR1 not at all", "broken.parquet", 0),
    "scan.pdf": (b"%PDF-1.7", "convert it", 0),
}


@pytest.mark.parametrize("name", CASES)
def test_one_bad_input_is_one_error_row(tmp_path, monkeypatch, name):
    content, said, kept = CASES[name]
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / name).write_bytes(content)
    monkeypatch.setitem(run.__kwdefaults__, "extractor", sample_extraction)
    paths = [str(tmp_path / n) for n in (name, "good.txt")]
    result = CliRunner().invoke(app, ["extract", *paths, "--out", str(tmp_path / "out"), "--max-chars", "500"])
    assert result.exit_code == 1, result.stderr
    (row,) = read_rows(tmp_path / "out", "errors")
    assert row["source"].startswith(name)
    assert name in row["message"]
    assert said in row["message"]
    assert row["stage"] == "read"
    assert row["error_type"] in row["traceback"]
    assert len(list(read_rows(tmp_path / "out", "articles"))) == 1 + kept


def test_all_of_them_at_once(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    for name, (content, _, _) in CASES.items():
        (tmp_path / "in" / name).write_bytes(content)
    (tmp_path / "in" / "good.txt").write_text(GOOD, encoding="utf-8")
    monkeypatch.setitem(run.__kwdefaults__, "extractor", sample_extraction)
    CliRunner().invoke(app, ["extract", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--max-chars", "500"])
    found = {row["source"].split("#")[0] for row in read_rows(tmp_path / "out", "errors")}
    # a folder is searched for formats that are ours; what is none of them is no input
    assert found == set(CASES) - {"scan.pdf"}
    assert {a["source"] for a in read_rows(tmp_path / "out", "articles")} == {"good.txt", "truncated.jsonl#1"}


def test_an_earlier_run_in_the_folder_is_no_input(tmp_path, monkeypatch):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    monkeypatch.setitem(run.__kwdefaults__, "extractor", sample_extraction)
    for name in ("one", "two"):
        result = CliRunner().invoke(app, ["extract", str(tmp_path), "--out", str(tmp_path / name)])
        assert result.exit_code == 0, result.output
    assert len(list(read_rows(tmp_path / "two", "articles"))) == 1


def test_a_place_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    monkeypatch.setitem(run.__kwdefaults__, "extractor", sample_extraction)
    result = CliRunner().invoke(app, ["extract", str(tmp_path / "good.txt"), "--out", str(tmp_path / "good.txt" / "x")])
    assert result.exit_code == 2, result.output
    assert "--out" in result.output
