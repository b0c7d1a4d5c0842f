"""SQL: no name of an indicator, place or paper becomes part of a question, and no question leaves the store."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from baoso.errors import StoreError
from baoso.reporting.page import write_report
from baoso.tracking.asking import query
from baoso.tracking.panel import panel
from baoso.tracking.schema import STORE_VERSION
from baoso.tracking.store import build, open_store
from baoso.tracking.unlinked import unlinked
from tracked import NEW, Piece, Told, make_run, place

NAMES = [
    "'; DROP TABLE metrics; --",
    "x' OR '1'='1",
    '" OR 1=1 --',
    "') UNION SELECT text FROM articles --",
    "%' OR indicator_key LIKE '%",
    "$1",
    "?",
    "{:.10g}",
    "read_text('/etc/passwd')",
    "\\'; ATTACH 'x' --",
    "x\x00y",
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which labels, units, papers and texts are SQL."""
    folder = tmp_path_factory.mktemp("sql")
    pieces = [
        Piece([Told(f"8{n}%", 80.0 + n, name, None, name, place("Hà Nội", vintage=NEW))], outlet=name, url=name)
        for n, name in enumerate(NAMES)
    ]
    build([make_run(folder / "run", pieces)], folder / "press.duckdb")
    return folder / "press.duckdb"


def counts(db: Path) -> list[int]:
    return list(query(db, "SELECT (SELECT count(*) FROM metrics) m, (SELECT count(*) FROM articles) a").iloc[0])


def test_all_of_it_is_in_the_store_as_it_is(db: Path) -> None:
    assert counts(db) == [len(NAMES), len(NAMES)]
    assert set(query(db, "SELECT outlet FROM articles")["outlet"]) == set(NAMES)


@pytest.mark.parametrize("name", [*NAMES, "metrics", "*", "", "1; SELECT 1"])
def test_an_indicators_name_is_only_a_name(db: Path, name: str) -> None:
    before = counts(db)
    if name in set(query(db, "SELECT indicator_key FROM metrics")["indicator_key"]):
        assert list(panel(db, name)["indicator"]) == [name]
    else:
        with pytest.raises(StoreError, match="not known"):
            panel(db, name)
    for option in ("level", "vintage", "measure"):
        with pytest.raises(StoreError, match=f"--{option}"):
            panel(db, **{option: name})
    assert counts(db) == before


def test_what_reads_the_whole_store_takes_names_as_names(db: Path, tmp_path: Path) -> None:
    assert len(unlinked(db)) > 0
    assert write_report(db, tmp_path / "report.html") > 0
    assert counts(db) == [len(NAMES), len(NAMES)]


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    (tmp_path / "secret.csv").write_text("a\nMật khẩu là 123\n", "utf-8")
    duckdb.connect(str(tmp_path / "other.duckdb")).execute("CREATE TABLE t AS SELECT 'Mật khẩu' AS a").close()
    pd.DataFrame({"a": ["Mật khẩu"]}).to_parquet(tmp_path / "secret.parquet")
    return tmp_path


QUESTIONS = [
    "SELECT * FROM read_csv('{0}/secret.csv')",
    "SELECT * FROM read_text('{0}/secret.csv')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM '{0}/secret.parquet'",
    "SELECT * FROM read_parquet('{0}/*.parquet')",
    "SELECT * FROM glob('{0}/*')",
    "SELECT * FROM sniff_csv('{0}/secret.csv')",
    "ATTACH '{0}/other.duckdb'",
    "ATTACH '{0}/new.duckdb'",
    "COPY (SELECT text FROM articles) TO '{0}/stolen.csv'",
    "EXPORT DATABASE '{0}/stolen'",
    "IMPORT DATABASE '{0}/stolen'",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '{0}/evil.duckdb_extension'",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET allowed_paths = ['{0}/secret.csv']",
    "PRAGMA enable_logging",
    "DROP TABLE articles",
    "DELETE FROM articles",
    "UPDATE articles SET text = ''",
    "CREATE TABLE t (a INT)",
    "SELECT * FROM outside_frame",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_leaves_the_store_neither_way(db: Path, outside: Path, question: str) -> None:
    outside_frame = pd.DataFrame({"a": ["Mật khẩu"]})  # noqa: F841 - DuckDB can find a variable of its caller
    before, files = db.read_bytes(), sorted(p.name for p in outside.iterdir())
    with pytest.raises(StoreError):
        query(db, question.format(outside))
    assert db.read_bytes() == before
    assert sorted(p.name for p in outside.iterdir()) == files


def test_the_open_store_is_closed_to_the_outside_too(db: Path, outside: Path) -> None:
    with open_store(db) as connection, pytest.raises(duckdb.Error):
        connection.execute(f"SELECT * FROM read_csv('{outside}/secret.csv')")


def test_a_store_made_by_somebody_else_reads_no_file_by_its_views(tmp_path: Path, outside: Path) -> None:
    """Its tables are views of files of whoever opens it."""
    db = tmp_path / "evil.duckdb"
    with duckdb.connect(str(db)) as connection:
        connection.execute(f"CREATE TABLE store AS SELECT {STORE_VERSION} AS version")
        connection.execute(f"CREATE VIEW facts AS SELECT * FROM read_csv('{outside}/secret.csv')")
    with pytest.raises(StoreError, match="disabled by configuration"):
        query(db, "SELECT * FROM facts")
    with duckdb.connect(str(db)) as connection:
        connection.execute("DROP TABLE store")
        connection.execute(f"CREATE VIEW store AS SELECT {STORE_VERSION} AS version FROM '{outside}/secret.csv'")
    with pytest.raises(StoreError):
        query(db, "SELECT 1")
    with pytest.raises(StoreError):
        build([make_run(tmp_path / "run", [])], db)
