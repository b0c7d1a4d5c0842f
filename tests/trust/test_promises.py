"""What SECURITY.md promises is attacked by the tests that it names."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = re.findall(r"^\| ([A-Z][^|]+) \| ([^|]+) \|$", (ROOT / "SECURITY.md").read_text("utf-8"), re.MULTILINE)


def test_each_promise_names_tests_that_exist() -> None:
    assert len(ROWS) > 9
    for promise, tests in ROWS:
        names = re.findall(r"`([\w/]+\.py)`", tests)
        assert names, promise
        for name in names:
            folders = ("", "tests/trust", "tests/reporting")
            assert any((ROOT / folder / name).is_file() for folder in folders), name


def test_each_test_of_hostile_input_belongs_to_a_promise() -> None:
    named = " ".join(tests for _, tests in ROWS)
    assert [p.name for p in Path(__file__).parent.glob("test_hostile_*.py") if p.name not in named] == []
