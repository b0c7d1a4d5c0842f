"""Inputs that a process does not survive become error rows; all others are processed."""

from __future__ import annotations

from pathlib import Path

import pytest

from baoso.batch.config import RunConfig
from baoso.batch.run import run
from baoso.batch.tables import read_rows
from baoso.errors import StoppedError
from standins import light_extraction


def texts(folder: Path, **named: str) -> str:
    folder.mkdir()
    for name, text in named.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return str(folder)


def errors(out: Path) -> dict[str, tuple[str, str]]:
    return {row["source"]: (row["stage"], row["error_type"]) for row in read_rows(out, "errors")}


def sources(out: Path) -> list[str]:
    return [row["source"] for row in read_rows(out, "articles")]


def test_an_article_that_kills_its_process_is_named(tmp_path):
    folder = texts(tmp_path / "in", a="Một.", b="Bài này chết.", c="Ba.", d="Cũng chết.", e="Năm.")
    summary = run(folder, tmp_path / "out", RunConfig(workers=1), extractor=light_extraction)
    assert errors(tmp_path / "out") == {"b.txt": ("extract", "WorkerDied"), "d.txt": ("extract", "WorkerDied")}
    assert sources(tmp_path / "out") == ["a.txt", "c.txt", "e.txt"]
    # each is tried twice
    assert summary.lost_workers == 4
    (message, _) = [row["message"] for row in read_rows(tmp_path / "out", "errors")]
    assert "b.txt: the process that worked on it died (SIGKILL)" in message


def test_rows_of_a_table_are_told_apart(tmp_path):
    (tmp_path / "t.csv").write_text("text\nMột.\nBài này chết.\nBa.\n", encoding="utf-8")
    run(str(tmp_path / "t.csv"), tmp_path / "out", RunConfig(workers=1), extractor=light_extraction)
    assert list(errors(tmp_path / "out")) == ["t.csv#2"]
    assert sources(tmp_path / "out") == ["t.csv#1", "t.csv#3"]


def test_articles_in_memory_are_told_apart(tmp_path):
    given = [{"text": text} for text in ("Một.", "Bài này chết.", "Ba.")]
    run(given, tmp_path / "out", RunConfig(workers=1), extractor=light_extraction)
    assert list(errors(tmp_path / "out")) == ["input 2#1"]
    assert sources(tmp_path / "out") == ["input 1#1", "input 3#1"]


def test_an_article_that_never_ends_is_given_up(tmp_path):
    folder = texts(tmp_path / "in", a="Một.", b="Bài này treo.", c="Ba.")
    summary = run(folder, tmp_path / "out", RunConfig(workers=1, timeout_s=1.0), extractor=light_extraction)
    assert errors(tmp_path / "out") == {"b.txt": ("extract", "TimeLimitError")}
    assert sources(tmp_path / "out") == ["a.txt", "c.txt"]
    assert summary.lost_workers == 1


def test_an_article_that_takes_all_memory_is_given_up(tmp_path):
    folder = texts(tmp_path / "in", a="Một.", b="Bài này phình.", c="Ba.")
    run(folder, tmp_path / "out", RunConfig(workers=1, memory_mb=500), extractor=light_extraction)
    assert errors(tmp_path / "out") == {"b.txt": ("extract", "MemoryLimitError")}
    assert sources(tmp_path / "out") == ["a.txt", "c.txt"]


def test_a_part_of_nothing_but_trouble_comes_to_its_end(tmp_path):
    folder = texts(tmp_path / "in", **{f"t{n:02}": f"Bài {n} chết." for n in range(10)})
    summary = run(folder, tmp_path / "out", RunConfig(workers=1), extractor=light_extraction)
    assert (summary.articles, summary.errors) == (0, 10)
    # after so many losses nobody is given a second chance
    assert summary.lost_workers < 20


def broken_extraction(article):
    raise SystemExit(3)


def test_a_process_that_ends_itself_is_a_loss_too(tmp_path):
    folder = texts(tmp_path / "in", a="Một.")
    run(folder, tmp_path / "out", RunConfig(workers=1), extractor=broken_extraction)
    (row,) = read_rows(tmp_path / "out", "errors")
    assert "died (status 3)" in row["message"]


def test_an_extractor_that_workers_cannot_import_is_refused(tmp_path):
    folder = texts(tmp_path / "in", a="Một.")
    with pytest.raises(ValueError, match="put it into a module"):
        run(folder, tmp_path / "out", RunConfig(workers=1), extractor=lambda article: article)


def test_a_worker_of_another_version_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("baoso.batch.fingerprint.__version__", "0.0.0")
    with pytest.raises(StoppedError, match="was changed during the run"):
        run(texts(tmp_path / "in", a="Một."), tmp_path / "out", RunConfig(workers=1), extractor=light_extraction)
