"""Runs that are cut off, at seeded random points: what is made in the end is what an undisturbed run makes."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from baoso.batch.config import RunConfig
from baoso.batch.run import run
from baoso.batch.status import status_of
from baoso.batch.tables import read_rows
from baoso.errors import StoppedError
from standins import VARIABLE, light_extraction, plan_trouble

ARTICLES = 120
POINTS = 10
LONG = " ".join(f"Xã {name} có {n} hộ dùng ví điện tử." for n, name in enumerate("abcdefghij", 7))
CONFIG = RunConfig(part_articles=3, workers=2)
RUN = """
import sys
sys.path[:] = {path}
from baoso.batch.run import run
import baoso.cli.main
run.__kwdefaults__["extractor"] = __import__("standins").light_extraction
baoso.cli.main.app({args})
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Texts in files and in lines, some repeated, some nearly, one empty, some that fail."""
    folder = tmp_path_factory.mktemp("in")
    for n in range(0, ARTICLES, 2):
        text = "hỏng" if n % 30 == 0 else f"Bài số {n % 50} của tỉnh." + LONG * (n % 50 > 40)
        (folder / f"t{n:03}.txt").write_text(text, encoding="utf-8")
    (folder / "rong.txt").write_text("")
    lines = [json.dumps({"text": f"Bài số {n % 40} của xã."}) for n in range(1, ARTICLES, 2)]
    (folder / "b.jsonl").write_text("\n".join([*lines, "{"]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def undisturbed(folder, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("run") / "out"
    run(str(folder), out, RunConfig(part_articles=3, workers=0), extractor=light_extraction)
    assert {row["kind"] for row in read_rows(out, "duplicates")} == {"exact", "near"}
    return out


@pytest.fixture
def trouble(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "trouble"))
    return tmp_path / "trouble"


def points(seed: int) -> list[int]:
    """Calls at which something happens, far enough from each other that none hits the same article twice."""
    rng = random.Random(seed)
    return [at * 11 + rng.randint(1, 4) for at in range(POINTS)]


def tables_of(out: Path) -> dict[Path, bytes]:
    return {path.relative_to(out): path.read_bytes() for path in out.rglob("*.parquet")}


def check_equal(out: Path, undisturbed: Path) -> None:
    assert tables_of(out) == tables_of(undisturbed)
    assert not list(out.rglob("*.tmp"))
    assert status_of(out)["state"] == "finished"
    articles = [a["article_id"] for a in read_rows(out, "articles")]
    assert len(articles) == len(set(articles))
    repeated = [row for row in read_rows(out, "duplicates") if row["kind"] == "exact"]
    assert len(articles) + len(repeated) + len(list(read_rows(out, "errors"))) == ARTICLES + 2


def command(*args: object) -> subprocess.CompletedProcess[str]:
    code = RUN.format(path=sys.path, args=["extract", *map(str, args), "--part-articles", "3", "--workers", "2"])
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_number_of_workers_changes_nothing(folder, undisturbed, tmp_path, workers):
    run(str(folder), tmp_path / "out", RunConfig(part_articles=3, workers=workers), extractor=light_extraction)
    check_equal(tmp_path / "out", undisturbed)


@pytest.mark.parametrize(("kind", "seed"), [("worker", 1), ("write", 2)])
def test_workers_killed_at_ten_points(folder, undisturbed, tmp_path, trouble, kind, seed):
    plan_trouble(trouble, kind, points(seed))
    # one at a time, so that no input is hit twice and blamed for it
    summary = run(str(folder), tmp_path / "out", replace(CONFIG, workers=1), extractor=light_extraction)
    assert summary.lost_workers == POINTS
    check_equal(tmp_path / "out", undisturbed)


def test_the_parent_killed_at_ten_points(folder, undisturbed, tmp_path, trouble):
    plan_trouble(trouble, "parent", points(3))
    for _ in range(POINTS):
        assert command(folder, "--out", tmp_path / "out").returncode == -9
    assert not list(trouble.glob("parent-*"))
    assert command("--out", tmp_path / "out").returncode == 1
    check_equal(tmp_path / "out", undisturbed)


def test_the_disk_full_at_ten_points(folder, undisturbed, tmp_path, trouble):
    plan_trouble(trouble, "disk", points(4))
    # both workers may come to a point before either has to write
    while list(trouble.glob("disk-*")):
        with pytest.raises(StoppedError, match=r"part \d+ cannot be written.*make room"):
            run(str(folder), tmp_path / "out", CONFIG, extractor=light_extraction)
        assert status_of(tmp_path / "out")["state"] == "interrupted"
    run(str(folder), tmp_path / "out", CONFIG, extractor=light_extraction)
    check_equal(tmp_path / "out", undisturbed)


@pytest.mark.parametrize(("kind", "status"), [("interrupt", 130), ("terminate", 143)])
def test_asked_to_stop_it_says_how_to_go_on(folder, undisturbed, tmp_path, trouble, kind, status):
    out = tmp_path / "out"
    plan_trouble(trouble, kind, [20])
    stopped = command(folder, "--out", out)
    assert stopped.returncode == status
    assert f"To go on: baoso extract --out {out}" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert 0 < status_of(out)["parts"]["done"] < status_of(out)["parts"]["planned"]
    assert command("--out", out).returncode == 1
    check_equal(out, undisturbed)


@pytest.mark.parametrize("seed", range(POINTS))
def test_no_room_for_any_file_in_this_process(folder, undisturbed, tmp_path, monkeypatch, seed):
    """At every point a write can fail; one process, so that the error is the system's own."""
    left = random.Random(seed).randint(0, 150)
    fsync = os.fsync

    def full(handle: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)
    config = RunConfig(part_articles=3, workers=0)
    with pytest.raises(OSError if left < 1 else StoppedError, match="No space left"):
        run(str(folder), tmp_path / "out", config, extractor=light_extraction)
    monkeypatch.undo()
    run(str(folder), tmp_path / "out", config, extractor=light_extraction)
    check_equal(tmp_path / "out", undisturbed)


@pytest.mark.parametrize("name", ["exact", "near"])
def test_no_room_for_what_is_found_at_the_end(folder, undisturbed, tmp_path, monkeypatch, name):
    from baoso.batch import near, repeats
    from baoso.batch.store import write_table

    def full(path: Path, table: object) -> None:
        if path.stem == name:
            raise OSError(28, "No space left on device")
        write_table(path, table)

    monkeypatch.setattr(near, "write_table", full)
    monkeypatch.setattr(repeats, "write_table", full)
    config = RunConfig(part_articles=3, workers=0)
    with pytest.raises(StoppedError, match=r"repeated articles cannot be noted.*make room"):
        run(str(folder), tmp_path / "out", config, extractor=light_extraction)
    assert status_of(tmp_path / "out")["state"] == "interrupted"
    monkeypatch.undo()
    assert run(str(folder), tmp_path / "out", config, extractor=light_extraction).new == 0
    check_equal(tmp_path / "out", undisturbed)
