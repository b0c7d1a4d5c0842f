"""What `baoso info` tells is true, and enough to find the same code, data and packages again."""

from __future__ import annotations

import hashlib
import json
import re
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import baoso
from baoso.batch import methods as module
from baoso.batch.config import RunConfig
from baoso.batch.fingerprint import describe
from baoso.batch.methods import commit, dependencies, methods
from baoso.cli.main import app
from baoso.records import SCHEMA_VERSION

PACKAGE = Path(baoso.__file__).parent


@pytest.fixture(scope="module")
def facts() -> dict:
    result = CliRunner().invoke(app, ["info", "--json"])
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_it_holds_the_head_of_a_run(facts: dict) -> None:
    head = json.loads(json.dumps(describe(RunConfig().settings())))
    assert {name: facts[name] for name in head} == head
    assert (facts["version"], facts["schema_version"]) == (baoso.__version__, SCHEMA_VERSION)
    assert facts["settings"]["max_chars"] == RunConfig().max_chars


def test_hashes_of_the_gazetteer_are_those_of_its_files(facts: dict) -> None:
    for name, told in facts["gazetteer"]["files"].items():
        assert hashlib.sha256((PACKAGE / name).read_bytes()).hexdigest() == told
    assert set(facts["gazetteer"]["vintages"]) == {"2025-06-30", "2025-07-01", "historical"}
    assert facts["gazetteer"]["vintages"]["2025-07-01"] > 3_321  # communes, and 34 provinces


def test_each_model_is_told_with_its_files_and_data(facts: dict) -> None:
    assert {"relevance", "tagger"} <= set(facts["installed_models"])
    for model in facts["installed_models"].values():
        assert re.fullmatch(r"[0-9a-f]{64}", model["sha256"])
        assert model["licence"] == "Apache-2.0"
        assert isinstance(model["data"], dict)
    assert len(facts["installed_models"]["tagger"]["files"]["weights.npz"]) == 64


def test_versions_are_those_installed(facts: dict) -> None:
    assert {"spacy", "duckdb", "pydantic", "lxml", "trafilatura", "numpy"} <= set(facts["dependencies"])
    assert all(version(name) == told for name, told in facts["dependencies"].items())
    assert "pytest" not in dependencies()


def test_the_text_tells_all_of_it_too(facts: dict) -> None:
    shown = CliRunner().invoke(app, ["info"]).stdout
    told = [facts["fingerprint"], facts["commit"] or "unknown", facts["artefacts"]["lexicon"][:16]]
    told += [value[:16] for value in facts["gazetteer"]["files"].values()]
    told += [model["sha256"][:16] for model in facts["installed_models"].values()]
    told += [f"package {name} " for name in facts["dependencies"]]
    told += [f"setting {name} " for name in facts["settings"]]
    assert [part for part in told if part not in shown] == []


HASH = "0123456789abcdef0123456789abcdef01234567"


def repository(folder: Path, head: str, files: dict[str, str]) -> Path:
    for name, content in {"HEAD": head, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content + "\n", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("head", "files", "found"),
    [
        (HASH, {}, HASH),
        ("ref: refs/heads/main", {"refs/heads/main": HASH}, HASH),
        ("ref: refs/heads/main", {"packed-refs": f"# x\n{'1' * 40} refs/heads/x/main\n{HASH} refs/heads/main"}, HASH),
        ("ref: refs/heads/main", {"packed-refs": f"{HASH} refs/heads/other"}, None),
        ("ref: refs/heads/main", {}, None),
    ],
)  # fmt: skip
def test_the_commit_that_is_checked_out(tmp_path: Path, head: str, files: dict[str, str], found: str | None) -> None:
    assert module._checked_out(repository(tmp_path / ".git", head, files)) == found
    # a worktree of the same repository, on a branch of its own
    own = repository(tmp_path / ".git" / "worktrees" / "w", head, {"commondir": "../.."})
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / ".git").write_text(f"gitdir: {own}\n", "utf-8")
    assert module._checked_out(tmp_path / "w" / ".git") == found


def test_a_package_from_a_repository_says_its_commit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = json.dumps({"url": "https://example.org/baoso", "vcs_info": {"vcs": "git", "commit_id": HASH}})
    monkeypatch.setattr(module.metadata, "distribution", lambda name: SimpleNamespace(read_text=lambda file: told))
    assert commit() == HASH
    monkeypatch.setattr(module.metadata, "distribution", lambda name: SimpleNamespace(read_text=lambda file: None))
    monkeypatch.setattr(module, "_PACKAGE", tmp_path / "a" / "b")
    assert commit() is None


def test_another_setting_is_told() -> None:
    assert methods({"words": True})["settings"] == {"words": True}
