"""What the distribution promises: versions, commands, entry points, files, licences, a light import."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, entry_points, requires, version
from importlib.resources import files
from pathlib import Path

import pytest
import spacy
import typer.main
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import baoso
from baoso.cli.main import app

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def code_of(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def closure(name: str) -> Iterator[str]:
    """Canonical names of everything that installing `name` without extras installs here."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        one = canonicalize_name(waiting.pop())
        if one in seen:
            continue
        seen.add(one)
        yield one
        try:
            wanted = [Requirement(r) for r in requires(one) or []]
        except PackageNotFoundError:
            continue
        waiting += [r.name for r in wanted if r.marker is None or r.marker.evaluate({"extra": ""})]


def test_version_is_the_same_everywhere():
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## \[(\d[^\]]*)\]", changelog, re.MULTILINE)[0] == baoso.__version__
    assert version("baoso") == baoso.__version__


def test_every_make_command_in_the_pages_is_a_target():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        named = {m for block in code_of(page, "sh") for m in re.findall(r"^make ([a-z]+)", block, re.MULTILINE)}
        assert named <= targets, page
    assert {"demo", "test", "lint", "gate", "clean"} <= targets


def test_every_verb_in_the_pages_is_a_command():
    verbs = set(typer.main.get_command(app).commands)
    for page in PAGES:
        blocks = "\n".join(code_of(page, "sh"))
        assert set(re.findall(r"^(?:\S*/)?baoso ([a-z]+)", blocks, re.MULTILINE)) <= verbs, page


def test_import_of_the_package_is_light():
    code = "import sys, baoso; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    roots = {name.split(".")[0] for name in loaded.split()}
    heavy = {
        "spacy",
        "torch",
        "pandas",
        "numpy",
        "pyarrow",
        "datasets",
        "transformers",
        "underthesea",
        "pydantic",
    }
    assert not roots & heavy


@pytest.mark.parametrize("group", sorted(PROJECT["entry-points"]))
def test_installed_entry_points_are_those_declared_and_load(group: str):
    declared = PROJECT["entry-points"][group]
    installed = {e.name: e for e in entry_points(group=group) if e.value.startswith("baoso.")}
    assert {name: e.value for name, e in installed.items()} == declared
    for entry in installed.values():
        assert callable(entry.load()), entry


@pytest.mark.parametrize("name", sorted(PROJECT["entry-points"]["spacy_factories"]))
def test_each_component_can_be_added_to_a_pipeline_by_name(name: str):
    assert spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}}).has_factory(name)


TOKENIZER = next(iter(PROJECT["entry-points"]["spacy_tokenizers"]))


def test_package_holds_its_data():
    package = files("baoso")
    assert package.joinpath("py.typed").is_file()
    assert package.joinpath("gazetteer", "data", "units.csv.gz").is_file()
    lexicon = {entry.name for entry in package.joinpath("lexicon").iterdir()}
    assert {
        "titles.toml",
        "units.toml",
        "platforms.toml",
        "indicators.csv",
        "historical_units.csv",
    } <= lexicon


def test_distribution_carries_its_licence_and_those_of_what_it_bundles():
    held = {path.name for path in distribution("baoso").files or []}
    assert {"LICENSE", "THIRD_PARTY.md"} <= held
    assert "Copyright (c) 2025 Tran Ngoc Minh Hieu" in (ROOT / "THIRD_PARTY.md").read_text("utf-8")


def test_run_time_needs_no_torch():
    assert not {"torch", "tensorflow", "jax"} & set(closure("baoso"))


def test_each_run_time_dependency_is_named_with_its_licence():
    table = (ROOT / "THIRD_PARTY.md").read_text("utf-8").split("## Needed at run time")[1].split("\n### ")[0]
    listed = set(re.findall(r"[\w-]+", " ".join(re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE))))
    direct = {Requirement(r).name for r in PROJECT["dependencies"]}
    assert direct <= listed


def test_no_copyleft_at_run_time_goes_unsaid():
    said = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
    for name in closure("baoso"):
        try:
            meta = distribution(name).metadata
        except PackageNotFoundError:
            continue
        classifiers = [c for c in meta.get_all("Classifier") or [] if c.startswith("License")]
        stated = " ".join([meta.get("License-Expression") or "", (meta.get("License") or "")[:60], *classifiers])
        if re.search(r"\b[AL]?GPL|MPL|EPL|Mozilla|General Public", stated):
            assert f"| {name} |" in said, f"{name}: {stated}"


def test_python_examples_of_the_pages_run(monkeypatch, tmp_path, capsys):
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    monkeypatch.chdir(tmp_path)
    blocks = [(page, block) for page in PAGES for block in code_of(page, "python")]
    for page, block in blocks:
        exec(compile(block, str(page), "exec"), {})
        printed = capsys.readouterr().out
        shown = re.search(re.escape(block) + r"```\n\n```text\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
        assert shown is None or shown[1] == printed
    assert blocks


def test_the_record_shown_in_the_readme_is_what_comes_out():
    (shown,) = (json.loads(block) for block in code_of(ROOT / "README.md", "json"))
    (article,) = baoso.read_articles([ROOT / "corpus" / "hong-linh-phuong-so-nam-hong.txt"])
    found = [r.model_dump(mode="json") for r in baoso.extract(article).records if r.record_type == "metric"]
    (record,) = (r for r in found if r["quantity"]["mention"] == shown["quantity"]["mention"])
    assert holds(record, {k: v for k, v in shown.items() if k != "confidence"})


def holds(whole: object, part: object) -> bool:
    """Whether each field of `part`, at any depth, is in `whole` with the same value."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(k in whole and holds(whole[k], v) for k, v in part.items())
    return whole == part
