"""Every package that is installed at run time is listed with its licence, and no copyleft goes unsaid."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from licences import COPYLEFT, ELSEWHERE, LISTED, THIRD_PARTY, closure, is_copyleft, licence, listed, problems

TEXT = THIRD_PARTY.read_text("utf-8")


def test_nothing_is_missing_unsaid_or_too_many() -> None:
    packages = closure()
    assert len(packages) > 60
    assert list(problems(TEXT, packages)) == []


def test_what_is_needed_elsewhere_alone_is_told_by_name() -> None:
    """Packages that a table made here cannot hold may be named only where the text names them too."""
    assert {"tomli", "exceptiongroup"} <= ELSEWHERE
    assert all(name in TEXT for name in ("tomli", "exceptiongroup"))


def package(**fields: object) -> SimpleNamespace:
    classifiers = fields.pop("classifiers", [])
    meta = SimpleNamespace(get=fields.get, get_all=lambda name: classifiers)
    return SimpleNamespace(metadata=meta)


@pytest.mark.parametrize("name", sorted(listed(TEXT, LISTED) - ELSEWHERE)[::9])
def test_a_package_that_is_not_listed_is_noticed(name: str) -> None:
    without = re.sub(rf"^\| {re.escape(name)} \|.*\n", "", TEXT, flags=re.MULTILINE)
    if name in closure():
        assert [p for p in problems(without, closure()) if p.startswith(f"{name} ")]


def test_copyleft_that_is_not_said_is_noticed() -> None:
    text = TEXT.replace(f"\n{COPYLEFT}\n", "\n### Something else\n")
    assert {p.split()[0] for p in problems(text, closure()) if "does not say so" in p} >= {"certifi", "tqdm", "tld"}


@pytest.mark.parametrize(
    ("made", "stated", "copyleft"),
    [
        (package(**{"License-Expression": "GPL-3.0-only"}), "GPL-3.0-only", True),
        (package(**{"License-Expression": "MIT"}), "MIT", False),
        (package(License="LGPLv3\nmore"), "LGPLv3", True),
        (package(classifiers=["License :: OSI Approved :: GNU General Public License v2 (GPLv2)"]), None, True),
        (package(classifiers=["License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)"]), None, True),
        (package(classifiers=["License :: OSI Approved"]), "not stated", False),
        (package(License="BSD"), "BSD", False),
    ],
)
def test_what_a_package_states(made: SimpleNamespace, stated: str | None, copyleft: bool) -> None:
    assert stated in (None, licence(made))  # type: ignore[arg-type]
    assert is_copyleft(licence(made)) is copyleft  # type: ignore[arg-type]


def test_what_came_in_by_another_way_is_too_many() -> None:
    text = TEXT.replace(f"{LISTED}\n", f"{LISTED}\n\n| package | licence |\n|---|---|\n| leftpad | MIT |\n")
    assert "leftpad is listed, and not needed" in list(problems(text, closure()))
