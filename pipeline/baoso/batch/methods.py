"""What the methods section of a paper needs: everything by which somebody else can make the same records again."""

from __future__ import annotations

import json
import platform
import re
from importlib import metadata
from pathlib import Path
from typing import Any

from baoso.artefacts import META, installed, sha256
from baoso.batch.fingerprint import describe
from baoso.gazetteer.units import HISTORICAL, NEW, OLD, all_units

_PACKAGE = Path(__file__).parents[1]
_GAZETTEER = ("gazetteer/data/units.csv.gz", "gazetteer/data/former.csv.gz", "lexicon/historical_units.csv")


def methods(settings: dict[str, Any]) -> dict[str, Any]:
    """The head of `run.json` (see `describe`), and what stands behind it.

    `commit` is that of the source where it is known, else None; `gazetteer` the vintages with their numbers of units,
    and SHA-256 of the files; `installed_models` what each `meta.json` says, with its SHA-256; `dependencies` the
    versions of what the package requires; `platform` the machine's kind.
    """
    return describe(settings) | {
        "commit": commit(),
        "gazetteer": _gazetteer(),
        "installed_models": {m.name: _model(m.path, dict(m.meta)) for m in installed()},
        "dependencies": dependencies(),
        "platform": {
            "python": f"{platform.python_implementation()} {platform.python_version()}",
            "system": platform.system(),
            "machine": platform.machine(),
        },
    }


def _gazetteer() -> dict[str, Any]:
    vintages = dict.fromkeys((OLD, NEW, HISTORICAL), 0)
    for unit in all_units():
        vintages[unit.vintage] += 1
    return {"vintages": vintages, "files": {name: sha256(_PACKAGE / name) for name in _GAZETTEER}}


def _model(folder: Path, meta: dict[str, Any]) -> dict[str, Any]:
    told = {name: meta.get(name) for name in ("code_version", "licence", "data")}
    return {"sha256": sha256(folder / META), "files": dict(meta.get("files") or {}), **told}


def dependencies() -> dict[str, str]:
    """The installed versions of the packages that this one requires without any extra, by name."""
    needed = [line for line in metadata.requires("baoso") or () if "extra ==" not in line]
    names = sorted(re.match(r"[\w.-]+", line)[0] for line in needed)  # type: ignore[index]
    # those for another version of Python are not there
    there = {name: next(iter(metadata.distributions(name=name)), None) for name in names}
    return {name: found.version for name, found in there.items() if found is not None}


def commit() -> str | None:
    """The commit of the source that this package was installed from, or lies in; None where it does not say."""
    told = json.loads(metadata.distribution("baoso").read_text("direct_url.json") or "{}")
    from_pip = told.get("vcs_info", {}).get("commit_id")
    return str(from_pip) if from_pip else _checked_out(_PACKAGE.parents[1] / ".git")


def _checked_out(git: Path) -> str | None:
    """The commit that is checked out, read from git's own files: of a repository, or of a worktree of one."""
    try:
        if git.is_file():
            git = git.parent / git.read_text("utf-8").removeprefix("gitdir:").strip()
        head = (git / "HEAD").read_text("utf-8").strip()
        if not head.startswith("ref:"):
            return head or None
        name = head.removeprefix("ref:").strip()
        beside = git / "commondir"
        common = git / beside.read_text("utf-8").strip() if beside.is_file() else git
        if (common / name).is_file():
            return (common / name).read_text("utf-8").strip() or None
        lines = (common / "packed-refs").read_text("utf-8").splitlines()
        return next((line.split()[0] for line in lines if line.endswith(f" {name}")), None)
    except (OSError, UnicodeDecodeError):
        return None
