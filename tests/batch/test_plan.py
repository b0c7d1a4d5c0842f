from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from baoso.batch.config import RunConfig
from baoso.batch.parts import Piece
from baoso.batch.plan import Plan, hash_of
from baoso.batch.planning import plan_files
from baoso.errors import OutputError


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "in"
    (folder / "b").mkdir(parents=True)
    for name in ("a1.txt", "a2.txt", "a3.txt", "b/c.html"):
        (folder / name).write_text("Một bài.", encoding="utf-8")
    (folder / "t.jsonl").write_text('{"text": "Bài."}\n' * 7, encoding="utf-8")
    return folder


def layout(plan: Plan) -> list[list[tuple[str, int | None]]]:
    """Source and number of rows of each item of each part."""
    pieces = [[i for i in plan.part(n).items if isinstance(i, Piece)] for n in plan.numbers()]
    return [[(p.source, p.stretch.rows if p.stretch else None) for p in part] for part in pieces]


def test_files_are_put_together_and_tables_cut(folder, tmp_path):
    plan = Plan(tmp_path / "plan")
    plan_files(plan, [folder], RunConfig(part_articles=3))
    assert layout(plan) == [
        [("a1.txt", None), ("a2.txt", None), ("a3.txt", None)],
        [("b/c.html", None)],
        [("t.jsonl", 3)],
        [("t.jsonl", 3)],
        [("t.jsonl", 1)],
    ]
    assert plan.inputs == 11
    assert [plan.rows_in(n) for n in plan.numbers()] == [3, 1, 3, 3, 1]


def test_parts_end_before_they_have_too_many_bytes(folder, tmp_path):
    (folder / "a2.txt").write_text("dài " * 100, encoding="utf-8")
    plan = Plan(tmp_path / "plan")
    plan_files(plan, [folder / "a1.txt", folder / "a2.txt", folder / "a3.txt"], RunConfig(part_bytes=100))
    assert [len(part) for part in layout(plan)] == [1, 1, 1]


def test_read_again_it_is_the_same_and_knows_its_files(folder, tmp_path):
    first = Plan(tmp_path / "plan")
    plan_files(first, [folder], RunConfig(part_articles=3))
    written = (tmp_path / "plan").read_bytes()
    again = Plan(tmp_path / "plan")
    assert [again.part(n) for n in again.numbers()] == [first.part(n) for n in first.numbers()]
    assert again.inputs == first.inputs
    found = plan_files(again, [folder], RunConfig(part_articles=3))
    assert (tmp_path / "plan").read_bytes() == written
    assert not found.changed


def test_new_files_become_new_parts(folder, tmp_path):
    plan_files(Plan(tmp_path / "plan"), [folder], RunConfig(part_articles=3))
    (folder / "a0.txt").write_text("Bài mới.", encoding="utf-8")
    plan = Plan(tmp_path / "plan")
    plan_files(plan, [folder], RunConfig(part_articles=3))
    assert layout(plan)[5:] == [[("a0.txt", None)]]


@pytest.mark.parametrize("cut", [1, 40, 300, 500, 700])
def test_cut_off_while_it_was_made_it_is_completed_as_it_would_have_been(folder, tmp_path, cut):
    plan_files(Plan(tmp_path / "plan"), [folder], RunConfig(part_articles=3))
    whole = (tmp_path / "plan").read_bytes()
    assert cut < len(whole)
    (tmp_path / "plan").write_bytes(whole[:cut])
    plan_files(Plan(tmp_path / "plan"), [folder], RunConfig(part_articles=3))
    assert (tmp_path / "plan").read_bytes() == whole


def test_looking_at_a_plan_changes_nothing(folder, tmp_path):
    plan_files(Plan(tmp_path / "plan"), [folder], RunConfig(part_articles=3))
    half = (tmp_path / "plan").read_bytes()[:-5]
    (tmp_path / "plan").write_bytes(half)
    assert Plan(tmp_path / "plan").numbers() == [0, 1, 2, 3]
    assert (tmp_path / "plan").read_bytes() == half


def test_a_changed_file_is_told_and_left(folder, tmp_path):
    plan_files(Plan(tmp_path / "plan"), [folder], RunConfig())
    for name in ("a1.txt", "t.jsonl"):
        (folder / name).write_text("Nội dung khác.", encoding="utf-8")
        os.utime(folder / name, ns=(1, 1))
    plan = Plan(tmp_path / "plan")
    assert plan_files(plan, [folder], RunConfig()).changed == ["a1.txt", "t.jsonl"]
    assert plan.inputs == 11


@pytest.mark.parametrize(("limit", "more"), [(2, 5), (5, 9), (4, 100)])
def test_a_limit_can_be_raised_later(folder, tmp_path, limit, more):
    plan = Plan(tmp_path / "plan")
    plan_files(plan, [folder], RunConfig(limit=limit))
    assert plan.inputs == limit
    again = Plan(tmp_path / "plan")
    plan_files(again, [folder], RunConfig(limit=more))
    assert again.inputs == min(more, 11)
    rows = [(p.source, p.stretch.first) for n in again.numbers() for p in again.part(n).items if p.stretch]
    assert len(rows) == len(set(rows))


def test_a_file_named_twice_is_planned_once(folder, tmp_path):
    plan = Plan(tmp_path / "plan")
    plan_files(plan, [folder / "a1.txt", folder, str(folder / "*.jsonl")], RunConfig())
    assert plan.inputs == 11


def test_what_cannot_be_found_is_planned_as_a_failure_once(tmp_path):
    (tmp_path / "empty").mkdir()
    for _ in range(2):
        plan = Plan(tmp_path / "plan")
        assert len(plan_files(plan, [tmp_path / "empty"], RunConfig()).failures) == 1
        assert plan.inputs == 1


def test_files_that_cannot_be_cut_are_whole_or_streams(tmp_path):
    (tmp_path / "small.csv").write_text("text\nBài.\n")
    (tmp_path / "large.csv").write_text("text\n" + "dài " * 300_000)
    plan = Plan(tmp_path / "plan")
    planned = plan_files(plan, [tmp_path / "small.csv", tmp_path / "large.csv"], RunConfig())
    assert layout(plan) == [[("small.csv", None)]]
    assert [found.source for found in planned.streams] == ["large.csv"]


def test_parts_of_a_stream_are_known_by_their_keys(tmp_path):
    plan = Plan(tmp_path / "plan")
    keys = [hash_of("x", n) for n in range(5)]
    assert [plan.add_stream(keys[:3]), plan.add_stream(keys[3:])] == [0, 1]
    again = Plan(tmp_path / "plan")
    assert again.place_of(keys[4]) == (1, 1)
    assert again.place_of(hash_of("x", 5)) is None
    again.drop(1)
    assert again.place_of(keys[4]) is None
    assert (Plan(tmp_path / "plan").numbers(), Plan(tmp_path / "plan").inputs) == ([0], 3)


def test_a_broken_plan_is_named(tmp_path):
    (tmp_path / "plan").write_text("{}x\n" + json.dumps({"part": 0, "base": "", "items": []}) + "\n")
    with pytest.raises(OutputError, match="start again with --overwrite"):
        Plan(tmp_path / "plan")
