"""Licences of everything that installing the package installs, as the packages state them, against THIRD_PARTY.md.

python tests/licences.py            # what is missing there, unsaid, or no longer needed; exit status 1 where any is
python tests/licences.py --table    # the table of all of them, to be put there
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

THIRD_PARTY = Path(__file__).resolve().parents[1] / "THIRD_PARTY.md"
# Under the headings of these sections everything needed at run time is listed, and what of it is copyleft.
LISTED, COPYLEFT = "### All of them", "### Copyleft, said aloud"
_RECIPROCAL = re.compile(
    r"\b(?:[AL]?GPL|MPL|EPL|CDDL|EUPL|OSL|CeCILL|SSPL)|Mozilla|General Public|Eclipse Public", re.I
)
# Installed on some systems or Pythons only, so that a table made on another one lacks them or has them too many.
ELSEWHERE = frozenset({"tomli", "exceptiongroup", "async-timeout", "colorama", "importlib-metadata", "zipp"})


def closure(name: str = "baoso") -> dict[str, Distribution]:
    """What installing `name` without extras installs here, by canonical name, `name` itself left out."""
    found: dict[str, Distribution] = {}
    waiting, seen = [Requirement(name)], set()
    while waiting:
        wanted = waiting.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            own = distribution(wanted.name)
        except PackageNotFoundError:  # for another system
            continue
        found[key[0]] = own
        for line in own.requires or ():
            one = Requirement(line)
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *wanted.extras)):
                waiting.append(one)
    found.pop(canonicalize_name(name), None)
    return dict(sorted(found.items()))


def licence(package: Distribution) -> str:
    """The licence as the package states it: an SPDX expression, else its classifiers, else its text's head."""
    meta = package.metadata
    if expression := meta.get("License-Expression"):
        return str(expression)
    named = [c.rsplit(" :: ", 1)[1] for c in meta.get_all("Classifier") or () if c.startswith("License :: ")]
    named = [n for n in named if n != "OSI Approved"]
    head = (meta.get("License") or "").strip().splitlines()
    return ", ".join(named) or (head[0].strip() if head else "") or "not stated"


def is_copyleft(stated: str) -> bool:
    """Whether a licence asks something of works that hold or change what is under it."""
    return _RECIPROCAL.search(stated) is not None


def section(text: str, heading: str) -> str:
    """What stands below `heading`, up to the next one; empty where there is none."""
    _, found, rest = text.partition(f"\n{heading}\n")
    return re.split(r"^#", rest, maxsplit=1, flags=re.MULTILINE)[0] if found else ""


def listed(text: str, heading: str) -> set[str]:
    """Canonical names in the first column of the tables below `heading`; several may share a row."""
    cells = re.findall(r"^\| ([^|]+) \|", section(text, heading), re.MULTILINE)
    return {canonicalize_name(name) for cell in cells for name in re.split(r", ", cell) if name != "package"}


def problems(text: str, packages: dict[str, Distribution]) -> Iterator[str]:
    """What `text` lacks or has too many."""
    names, said = listed(text, LISTED), listed(text, COPYLEFT)
    for name, package in packages.items():
        stated = licence(package)
        if name not in names:
            yield f"{name} ({stated}) is not listed under {LISTED!r}"
        if is_copyleft(stated) and name not in said:
            yield f"{name} is under {stated}, and {COPYLEFT!r} does not say so"
        if stated == "not stated":
            yield f"{name} states no licence; look into it"
    for name in sorted(names - packages.keys() - ELSEWHERE):
        yield f"{name} is listed, and not needed"


def table(packages: dict[str, Distribution]) -> str:
    """The rows for THIRD_PARTY.md."""
    rows = [f"| {name} | {licence(package)} |" for name, package in packages.items()]
    return "\n".join(["| package | licence |", "|---|---|", *rows])


def main(args: list[str]) -> int:
    """The exit status."""
    packages = closure()
    if args == ["--table"]:
        print(table(packages))
        return 0
    found = list(problems(THIRD_PARTY.read_text("utf-8"), packages))
    print("\n".join(found) or f"{len(packages)} packages, all listed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
