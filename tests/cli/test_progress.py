from __future__ import annotations

import io
import sys

import pytest

from baoso.batch.summary import RunSummary
from baoso.cli import progress
from baoso.cli.progress import Progress, line
from baoso.cli.status import duration, shares


def summary() -> RunSummary:
    made = RunSummary(errors=3, new=1200, planned=35_000, seconds=30.0)
    made.stages.update({"relations": 6.0, "places": 3.0, "read": 1.0})  # type: ignore[arg-type]
    return made


def test_a_line_tells_how_far_how_fast_and_how_long():
    assert line(summary()) == (
        "1,200 of 35,000 inputs, 40.0/s, 3 errors (relations 60 %, places 30 %, read 10 %), 14 min 5 s left"
    )


def test_a_line_of_a_stream_knows_no_end():
    made = summary()
    made.planned = None
    assert line(made).startswith("1,200 inputs, 40.0/s")
    assert "left" not in line(made)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("pause", "lines"), [(0.0, 2), (1e9, 0)])
def test_without_a_terminal_there_are_plain_lines_now_and_then(monkeypatch, pause, lines):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setattr(progress, "_PAUSE", pause)
    with Progress() as shown:
        shown.update(summary())
        shown.update(summary())
    assert sys.stderr.getvalue().splitlines() == [line(summary())] * lines  # type: ignore[attr-defined]


def test_on_a_terminal_there_is_a_bar(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("TERM", "xterm")
    with Progress() as shown:
        shown.update(summary())
    written = sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert "1200/35000" in written
    assert "3 errors" in written
    assert "relations 60 %" in written


@pytest.mark.parametrize(
    ("seconds", "said"), [(1.24, "1.2 s"), (12.4, "12 s"), (200, "3 min 20 s"), (18_600, "5 h 10 min")]
)
def test_durations(seconds, said):
    assert duration(seconds) == said


def test_shares_of_nothing():
    assert shares({}) == []
    assert shares({"read": 0.0}) == [("read", "0 %")]
