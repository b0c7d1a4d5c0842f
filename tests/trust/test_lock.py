"""requirements.lock: whole, hashed, of no registry in particular, and within the ranges that the package declares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from licences import closure

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "requirements.lock").read_text("utf-8")
DECLARED = [
    Requirement(line) for line in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
]
PYTHONS = ("3.10", "3.11", "3.12", "3.13")
ENTRIES = {
    match[1]: re.findall(r"--hash=sha256:([0-9a-f]{64})\b", match[2])
    for match in re.finditer(r"^([a-z0-9][^\\\n]*?) \\\n((?:    --hash=\S+(?: \\)?\n)+)", TEXT, re.MULTILINE)
}
LOCKED = [Requirement(line) for line in ENTRIES]


def locked_for(python: str) -> dict[str, str]:
    """The version of each package for this Python on a usual Linux machine."""
    environment = {**default_environment(), "python_version": python, "python_full_version": f"{python}.9"}
    environment |= {
        "sys_platform": "linux",
        "platform_machine": "x86_64",
        "platform_system": "Linux",
        "os_name": "posix",
    }
    environment |= {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    chosen: dict[str, str] = {}
    for entry in LOCKED:
        if entry.marker is None or entry.marker.evaluate(environment):
            (pin,) = entry.specifier
            assert pin.operator == "=="
            assert entry.name not in chosen
            chosen[canonicalize_name(entry.name)] = pin.version
    return chosen


def test_each_line_is_one_version_with_its_hashes() -> None:
    lines = [line for line in TEXT.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(lines) == len(ENTRIES) > 80
    assert all(ENTRIES.values())


def test_it_names_no_registry_and_no_file() -> None:
    assert not re.search(r"://|--index|--extra-index|--find-links|@ ", TEXT)


@pytest.mark.parametrize("python", PYTHONS)
def test_what_is_declared_is_locked_within_its_range(python: str) -> None:
    chosen = locked_for(python)
    needed = [
        d
        for d in DECLARED
        if d.marker is None or d.marker.evaluate({**default_environment(), "python_version": python})
    ]
    assert len(needed) > 20
    for requirement in needed:
        version = chosen[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version, prereleases=True), f"{requirement} is locked at {version}"


def test_all_that_is_installed_here_is_locked() -> None:
    """Versions may be others; a package that the lock does not know means that it is to be made anew (make lock)."""
    python = ".".join(map(str, sys.version_info[:2]))
    assert closure().keys() - locked_for(python).keys() <= {"setuptools", "wheel"}


def test_no_torch_is_locked() -> None:
    names = {canonicalize_name(entry.name) for entry in LOCKED}
    assert not names & {"torch", "tensorflow", "jax", "triton"}
    assert not [name for name in names if name.startswith("nvidia-")]
