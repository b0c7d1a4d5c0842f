from __future__ import annotations

import re
import sys

import pytest
from typer.testing import CliRunner

import baoso.extraction  # noqa: F401  (its `extract` is replaced)
from baoso.cli.main import app
from reported import sample_store
from samples import TEXT, sample_extraction

RUNNER = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"})


def call(*args):
    return RUNNER.invoke(app, list(map(str, args)))


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    return sample_store(tmp_path_factory.mktemp("store"))


def test_report_says_where_it_is_and_how_large(db, tmp_path):
    result = call("report", db, "--out", tmp_path / "r.html", "--lang", "en")
    assert result.exit_code == 0
    assert re.fullmatch(rf"{re.escape(str(tmp_path))}/r\.html: \d\.\d MB\n", result.stdout)
    assert '<html lang="en">' in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_report_of_excerpts_is_another_page(db, tmp_path):
    call("report", db, "--out", tmp_path / "full.html")
    assert call("report", db, "--out", tmp_path / "cut.html", "--texts", "excerpt").exit_code == 0
    assert (tmp_path / "cut.html").stat().st_size < (tmp_path / "full.html").stat().st_size


@pytest.mark.parametrize("args", [("--lang", "fr"), ("--texts", "none")])
def test_report_takes_no_other_choice(db, tmp_path, args):
    assert call("report", db, "--out", tmp_path / "r.html", *args).exit_code == 2
    assert not (tmp_path / "r.html").exists()


def test_report_without_a_store(tmp_path):
    result = call("report", tmp_path / "none.duckdb", "--out", tmp_path / "r.html")
    assert result.exit_code == 2
    assert "baoso track build" in result.stderr
    assert not (tmp_path / "r.html").exists()


def test_report_into_a_folder_that_is_not_there(db, tmp_path):
    result = call("report", db, "--out", tmp_path / "none" / "r.html")
    assert result.exit_code == 2
    assert "can be written" in result.stderr


def test_show_writes_a_page(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["baoso.extraction"], "extract", sample_extraction)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    result = call("show", tmp_path / "a.txt", "--html", tmp_path / "a.html", "--lang", "en")
    assert result.exit_code == 0
    assert result.stdout == f"{tmp_path}/a.html\n"
    html = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in html
    assert "Content-Security-Policy" in html
