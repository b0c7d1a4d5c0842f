from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from baoso import records as r
from baoso.cli.main import app
from tracked import OLD, Piece, Told, make_run, place

RUNNER = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"})
HANOI = place("Hà Nội")


def call(*args):
    return RUNNER.invoke(app, ["track", *map(str, args)])


@pytest.fixture
def out(tmp_path):
    pieces = [
        Piece([Told("86,2%", 86.2, at=HANOI), Told("40%", 40, indicator=None, label="dân hài lòng", at=HANOI)]),
        Piece([Told("88,7%", 88.7, at=HANOI)], "Báo B"),
        Piece([Told("70%", 70, at=place("Hà Giang"))], "Báo C"),
        Piece(text="Tin.", also=[(r.Office, {"person": "=Lê A", "titles": ["Trưởng ban"], "organisation": "Sở"})]),
    ]
    return make_run(tmp_path / "out", pieces)


@pytest.fixture
def db(out, tmp_path):
    assert call("build", out, "--db", tmp_path / "db").exit_code == 0
    return tmp_path / "db"


def test_build_says_what_came_and_what_was_replaced(out, tmp_path):
    args = ("build", out, "--db", tmp_path / "db")
    assert call(*args).stdout == f"{out}: 4 articles; 5 records\n"
    assert call(*args).stdout == f"{out}: 4 articles, 4 of them in place of earlier rows; 5 records\n"


def test_build_without_a_run(tmp_path):
    result = call("build", tmp_path, "--db", tmp_path / "db")
    assert result.exit_code == 2
    assert "baoso extract" in result.stderr


def test_panel_as_csv_and_what_was_not_mapped(db):
    result = call("panel", db, "--indicator", "qd766-hs-tt")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["place"], row["value"], row["conflict"]) for row in rows] == [
        ("Hà Nội", "86.2", "True"),
        ("Hà Nội", "88.7", "True"),
    ]
    assert "not mapped: Hà Giang (Hà Giang), achieved, 70 %: merged with others" in result.stderr
    assert "break on 2022-08-15" in result.stderr
    assert "(unverified)" in result.stderr


def test_panel_of_one_province_in_a_file(db, tmp_path):
    args = ("panel", db, "-i", "qd766-hs-tt", "--vintage", OLD, "--province", "Hà Giang", "--as", "parquet")
    assert call(*args).exit_code == 2
    assert call(*args, "--out", tmp_path / "p.parquet").exit_code == 0
    assert list(pd.read_parquet(tmp_path / "p.parquet")["value"]) == [70]


def test_conflicts_with_both_sentences(db):
    (row,) = [json.loads(line) for line in call("conflicts", db, "--as", "json").stdout.splitlines()]
    assert (row["value_a"], row["value_b"], row["outlet_a"], row["outlet_b"]) == (86.2, 88.7, "Báo A", "Báo B")
    assert "86,2%" in call("conflicts", db).stdout


def test_indicators_and_unlinked(db):
    assert call("indicators", db).stdout.splitlines()[1].split()[0] == "qd766-hs-tt"
    result = call("unlinked", db)
    assert result.stdout.splitlines()[1].startswith("dân hài lòng")
    assert result.stderr == ""


def test_query_in_sql(db, tmp_path):
    result = call("query", db, "SELECT person FROM offices_timeline", "--as", "csv", "--out", tmp_path / "a.csv")
    assert result.exit_code == 0
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines() == ["person", "'=Lê A"]


def test_tables_leave_blank_what_is_missing(db):
    sql = (
        "SELECT NULL::BOOLEAN AS a, 1.5 AS b, ['x', 'y'] AS c, DATE '2024-01-02' AS d, true AS e, repeat('z', 99) AS f"
    )
    assert call("query", db, sql).stdout.splitlines()[1].split() == [
        "1.5",
        "x;",
        "y",
        "2024-01-02",
        "True",
        "z" * 59 + "…",
    ]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("SELECT nothing FROM facts",), "docs/tracking.md"),
        (("DROP VIEW facts",), "read-only"),
        (("SELECT 1", "--as", "xml"), "choose one of table, csv"),
        (("SELECT 1", "--out", "/nowhere/a.txt"), "another file"),
    ],
)
def test_questions_that_cannot_be_answered(db, args, message):
    result = call("query", db, *args)
    assert result.exit_code == 2
    assert message in result.stderr


def test_no_store(tmp_path):
    assert "baoso track build" in call("conflicts", tmp_path / "none").stderr


def test_matching_over_a_run(out, tmp_path):
    told = Piece([Told("88,7%", 88.7, at=HANOI)], "Báo B").article
    start = told.text.index("88,7%")
    span = {"start": start, "end": start + 5}
    record = {
        "record_type": "metric", "id": "m", "mentions": [span], "status": "achieved",
        "quantity": {"value": 88.7, "unit": "%", "mention": span},
        "indicator": {"id": "qd766-hs-tt", "label": "dân vui"},
    }  # fmt: skip
    gold = {"article_id": told.article_id, "source": "a", "records": [record]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    result = call("matching", tmp_path / "gold.jsonl", "--run", out, "--misses")
    labels, records, miss = result.stdout.splitlines()
    assert "0 of them given it" in labels
    assert "1 of them given it" in records
    assert miss.endswith("gold qd766-hs-tt  given -  dân vui (%)")
