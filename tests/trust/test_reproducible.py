"""The same input and the same version give the same bytes, whoever divides the work and however Python hashes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from baoso.batch.export import export
from baoso.batch.tables import read_rows
from baoso.tracking.store import build, open_store

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
# Every sixteenth article: thirteen of them.
STEP = 16
# What of run.json tells of the call and not of the records.
OF_THE_CALL = {"timings"}
RUN = """
import sys
from baoso.batch.config import RunConfig
from baoso.batch.run import run
run(sys.argv[1], sys.argv[2], RunConfig(workers=int(sys.argv[3]), part_articles=4, words=True))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles of the corpus with their metadata; one comes twice, one is nearly another, one cannot be read."""
    folder = tmp_path_factory.mktemp("in")
    texts = sorted(CORPUS.glob("*.txt"))[::STEP]
    for path in texts:
        (folder / path.name).write_bytes(path.read_bytes())
        (folder / path.with_suffix(".json").name).write_bytes(path.with_suffix(".json").read_bytes())
    (folder / "again.txt").write_bytes(texts[0].read_bytes())
    (folder / "nearly.txt").write_text(texts[1].read_text("utf-8") + "\nTheo báo bạn.\n", "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


def extracted(folder: Path, out: Path, workers: int, seed: str) -> Path:
    """A run made by an interpreter of its own, which hashes strings by `seed`."""
    environment = os.environ | {"PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", RUN, str(folder), str(out), str(workers)]
    subprocess.run(command, env=environment, check=True, capture_output=True, cwd=out.parent)
    return out


RUNS = {"alone, again": (0, "1"), "one worker": (1, "2"), "two workers": (2, "3"), "random seed": (2, "random")}


@pytest.fixture(scope="module")
def runs(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    here = tmp_path_factory.mktemp("runs")
    return {
        name: extracted(folder, here / name.replace(" ", "-"), *how)
        for name, how in {"first": (0, "0"), **RUNS}.items()
    }


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("name", RUNS)
def test_the_bytes_are_the_same(runs: dict[str, Path], name: str) -> None:
    first, other = bytes_below(runs["first"]), bytes_below(runs[name])
    told = [json.loads(files.pop("run.json")) for files in (first, other)]
    assert first.keys() == other.keys()
    assert [path for path in first if first[path] != other[path]] == []
    assert len([path for path in first if path.endswith(".parquet")]) > 12
    assert told[0].keys() == told[1].keys()
    assert {key for key in told[0] if told[0][key] != told[1][key]} <= OF_THE_CALL


def test_something_was_compared(runs: dict[str, Path]) -> None:
    counts = json.loads((runs["first"] / "run.json").read_text("utf-8"))["counts"]
    assert counts["articles"] >= 14
    assert counts["errors"] == 1
    assert len(list(read_rows(runs["first"], "records"))) > 200
    assert {row["kind"] for row in read_rows(runs["first"], "duplicates")} == {"exact", "near"}


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_exports_of_them_are_the_same(runs: dict[str, Path], tmp_path: Path, form: str) -> None:
    export(runs["first"], form, tmp_path / "a")
    export(runs["two workers"], form, tmp_path / "b")
    assert bytes_below(tmp_path / "a") == bytes_below(tmp_path / "b")


def test_stores_of_them_hold_the_same(runs: dict[str, Path], tmp_path: Path) -> None:
    """A DuckDB file itself is laid out anew each time; what it answers is the same."""
    answers = []
    for name in ("first", "two workers"):
        db = tmp_path / f"{name}.duckdb"
        build([runs[name]], db)
        with open_store(db) as connection:
            names = [n for (n,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
            tables = {n: connection.execute(f"SELECT * FROM {n} ORDER BY ALL").df() for n in names if n != "runs"}
        for table in tables.values():
            table.drop(columns=["run"], errors="ignore", inplace=True)  # the path of the run
        answers.append({n: table.to_json(date_format="iso") for n, table in tables.items()})
    assert answers[0] == answers[1]


def scores_in(value: object, name: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from scores_in(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from scores_in(inner, name)
    elif isinstance(value, float) and name in ("score", "confidence", "topic_score", "similarity"):
        yield name, value


def test_scores_have_three_digits(runs: dict[str, Path]) -> None:
    """More would tell of the machine's arithmetic, not of the article."""
    rows = [
        row for table in ("articles", "mentions", "records", "duplicates") for row in read_rows(runs["first"], table)
    ]
    scores = list(scores_in(rows))
    assert {name for name, _ in scores} == {"score", "confidence", "topic_score", "similarity"}
    assert [(name, score) for name, score in scores if round(score, 3) != score] == []
