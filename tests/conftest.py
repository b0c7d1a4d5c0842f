"""Fixtures that every test folder shares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no failure; time is measured elsewhere.
settings.register_profile("baoso", deadline=None)
settings.load_profile("baoso")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles and peers' suites beside the project; tests without it skip visibly."""
    if not SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{SHARED} is missing; under CI=true it must be there")
        pytest.skip(f"{SHARED} is absent: real articles are not part of the project")
    return SHARED


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs without worker processes, where they are not what is tested."""
    import baoso.batch.run

    monkeypatch.setattr(baoso.batch.run, "run_local", baoso.batch.run.in_process)
