from __future__ import annotations

import re
from pathlib import Path

import pytest

from baoso.tracking.panel import COLUMNS
from baoso.tracking.store import build, open_store
from tracked import Piece, Told, make_run, place

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "docs" / "tracking.md"]


@pytest.fixture
def press(tmp_path, monkeypatch):
    """A folder with a small store in it, where the pages' examples are run."""
    monkeypatch.chdir(tmp_path)
    told = Told("81,5%", 81.5, at=place("Đô Lương", "district"))
    build([make_run(tmp_path / "run1", [Piece([told])])], tmp_path / "press.duckdb")
    return tmp_path / "press.duckdb"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_answers_run(page, press, capsys):
    blocks = re.findall(r"^```py\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for block in blocks:
        assert len(block.strip().splitlines()) <= 5
        exec(compile(block, str(page), "exec"), {})
    assert "qd766-hs-tt" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_questions_in_sql_are_understood(page, press):
    questions = re.findall(r'baoso track query press\.duckdb "(.*?)"', page.read_text("utf-8"))
    assert questions
    with open_store(press) as store:
        for question in questions:
            store.execute(question).fetchall()


def test_columns_of_the_views_are_those_of_the_page(press):
    text = (ROOT / "docs" / "tracking.md").read_text("utf-8").split("### Views")[1].split("## The panel")[0]
    with open_store(press) as store:
        views = [v for (v,) in store.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()]
        for view in views:
            line = next(line for line in text.splitlines() if line.startswith(f"| `{view}`"))
            for (column,) in store.execute(
                "SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [view]
            ).fetchall():
                assert re.search(rf"\b{column.removesuffix('_a').removesuffix('_b')}\b", line), (view, column)
    assert len(views) == 9


def test_columns_of_the_panel_that_the_page_names_exist():
    text = (ROOT / "docs" / "tracking.md").read_text("utf-8").split("## The panel")[1].split("## How well")[0]
    named = {
        w
        for w in re.findall(r"`(\w+)`", text)
        if "_" in w or w in ("values", "conflict", "distance", "reached", "change")
    }
    assert named <= {*COLUMNS, "as_reported"}, named - set(COLUMNS)
