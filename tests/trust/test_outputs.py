"""Runs that earlier versions wrote are read by this one; a run of a schema that it does not know is refused.

`outputs/<schema version>[-which]/` are runs over the same articles of the corpus: `1-first` is of the first code that
wrote schema version 1, `1` of a late one. A new schema version gets a folder of its own, made by `baoso extract`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from baoso.batch.export import contract_rows, export
from baoso.batch.status import status_of
from baoso.batch.store import TABLES
from baoso.batch.tables import read_run
from baoso.cli.main import app
from baoso.errors import OutputError
from baoso.interchange.formats import convert
from baoso.records import RECORD_ADAPTER, SCHEMA_VERSION
from baoso.reporting.page import write_report
from baoso.tracking.asking import query
from baoso.tracking.store import build

HERE = Path(__file__).parent / "outputs"
RUNS = sorted(path.name for path in HERE.iterdir())
# What is in them, so that nothing is lost on the way: articles, repeated articles, errors.
HELD = {"articles": 3, "duplicates": 1, "errors": 1}


@pytest.fixture(params=RUNS)
def out(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a stored run; empty folders are not stored."""
    return Path(shutil.copytree(HERE / request.param, tmp_path / "run"))


def test_each_schema_version_is_stored() -> None:
    assert {int(name.partition("-")[0]) for name in RUNS} == set(range(1, SCHEMA_VERSION + 1))
    assert all(read_run(HERE / name)["schema_version"] == int(name.partition("-")[0]) for name in RUNS)


def spans(value: object) -> Iterator[dict]:
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def test_its_rows_are_those_of_the_contract(out: Path) -> None:
    tables = {table: list(contract_rows(out, table)) for table in TABLES}
    assert {table: len(tables[table]) for table in HELD} == HELD
    texts = {row["article_id"]: row["text"] for row in tables["articles"]}
    assert len(tables["records"]) == sum(read_run(out)["counts"]["records"].values()) > 90
    for record in tables["records"]:
        RECORD_ADAPTER.validate_python(record)
    for row in tables["records"] + tables["mentions"]:
        for span in spans(row):
            assert texts[row["article_id"]][span["start"] : span["end"]] == span["text"]
    (repeated,) = tables["duplicates"]
    assert (repeated["kind"], repeated["similarity"], repeated["source"]) == ("exact", 1.0, "zz-again.txt")


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "hf"])
def test_it_is_exported_like_one_of_today(out: Path, tmp_path: Path, form: str) -> None:
    assert export(out, form, tmp_path / form)
    if form == "jsonl":
        lines = (tmp_path / form / "records.jsonl").read_text("utf-8").splitlines()
        assert [RECORD_ADAPTER.validate_json(line) for line in lines]


def test_it_is_tracked_and_reported(out: Path, tmp_path: Path) -> None:
    (loaded,) = build([out], tmp_path / "press.duckdb")
    assert loaded.articles == HELD["articles"]
    assert query(tmp_path / "press.duckdb", "SELECT count(*) AS n FROM metrics")["n"][0] > 50
    assert write_report(tmp_path / "press.duckdb", tmp_path / "report.html") > 10_000


def test_its_status_is_told(out: Path) -> None:
    found = status_of(out)
    assert found["state"] == "finished"
    assert {name: found["counts"][name] for name in HELD} == HELD
    assert CliRunner().invoke(app, ["status", str(out)]).exit_code == 1  # for its error row


def test_it_is_converted(out: Path, tmp_path: Path) -> None:
    assert convert(out, "run", tmp_path / "brat", "brat", tmp_path) == HELD["articles"]


def test_runs_of_two_versions_are_joined(tmp_path: Path) -> None:
    loaded = build([HERE / name for name in RUNS], tmp_path / "press.duckdb")
    assert [one.articles for one in loaded] == [HELD["articles"]] * len(RUNS)
    assert query(tmp_path / "press.duckdb", "SELECT count(*) AS n FROM articles")["n"][0] == HELD["articles"]


def test_it_is_not_gone_on_with_by_another_version(out: Path) -> None:
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    result = CliRunner().invoke(app, ["extract", str(HERE), "--out", str(out)])
    assert result.exit_code == 2
    assert "baoso" in result.output
    assert all(path.read_bytes() == content for path, content in before.items())


@pytest.mark.parametrize("read", ["export", "status", "track", "convert", "extract"])
def test_a_newer_schema_is_refused_by_whoever_reads(out: Path, tmp_path: Path, read: str) -> None:
    run = json.loads((out / "run.json").read_text("utf-8"))
    newer = {"schema_version": SCHEMA_VERSION + 1, "version": "9.1.0"}
    (out / "run.json").write_text(json.dumps(run | newer), "utf-8")
    ways = {
        "export": lambda: export(out, "jsonl", tmp_path / "to"),
        "status": lambda: status_of(out),
        "track": lambda: build([out], tmp_path / "press.duckdb"),
        "convert": lambda: convert(out, "run", tmp_path / "to", "brat", tmp_path),
        "extract": lambda: read_run(out),
    }
    with pytest.raises(OutputError, match=rf"run\.json.*9\.1\.0.*schema version {SCHEMA_VERSION + 1}.*install"):
        ways[read]()


@pytest.mark.parametrize("version", [None, "1", 1.5, []])
def test_a_run_that_tells_no_schema_is_refused(out: Path, version: object) -> None:
    run = json.loads((out / "run.json").read_text("utf-8"))
    (out / "run.json").write_text(json.dumps(run | {"schema_version": version}), "utf-8")
    with pytest.raises(OutputError, match="by which schema"):
        read_run(out)
