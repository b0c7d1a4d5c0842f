"""The gate refuses what it must: fallen scores, changed gold, silent lowering."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import gate

NOW = {"metric.F1": 0.9, "traps": 1}


@pytest.fixture
def sets(tmp_path: Path, monkeypatch) -> gate.GoldSet:
    texts, gold = tmp_path / "texts", tmp_path / "gold"
    for folder in (texts, gold):
        folder.mkdir()
    (texts / "a.txt").write_text("Một.", "utf-8")
    (gold / "a.yaml").write_text("article: a.txt", "utf-8")
    ours = gate.GoldSet("corpus", texts, gold, ours=True)
    monkeypatch.setattr(gate, "SETS", (ours, gate.GoldSet("press", tmp_path / "absent", gold, ours=False)))
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "gate.json")
    monkeypatch.setattr(gate, "measure", lambda one: dict(NOW))
    return ours


@pytest.fixture
def floors(sets: gate.GoldSet):
    def write(files: str | None = None, **figures: float) -> None:
        named = {name.replace("_", "."): value for name, value in figures.items()}
        entry = {"files": files or gate.fingerprint(sets), "floors": NOW | named}
        gate.FLOORS.write_text(json.dumps({"corpus": entry}), "utf-8")

    return write


def written() -> dict[str, object]:
    return json.loads(gate.FLOORS.read_text("utf-8"))["corpus"]


def test_missing_floors_fail(sets, capsys):
    assert gate.main([]) == 1
    out = capsys.readouterr()
    assert "no floors yet" in out.err
    assert "press: absent, passed over" in out.out


def test_equal_scores_pass(floors):
    floors()
    assert gate.main([]) == 0


@pytest.mark.parametrize(("figure", "floor"), [("metric_F1", 0.91), ("traps", 0), ("office_P", 0.5)])
def test_a_fallen_score_fails_and_is_named(floors, capsys, figure, floor):
    floors(**{figure: floor})
    assert gate.main([]) == 1
    assert figure.replace("_", ".") in capsys.readouterr().err


def test_changed_gold_of_the_project_fails(floors, capsys):
    floors(files="other")
    assert gate.main([]) == 1
    assert "changed" in capsys.readouterr().err


def test_raise_keeps_the_better_of_old_and_new(floors):
    floors(metric_F1=0.95, traps=3)
    assert gate.main(["--raise"]) == 0
    assert written()["floors"] == {"metric.F1": 0.95, "traps": 1}


def test_raise_after_a_change_of_gold_refuses_to_lower(floors):
    floors(files="other", metric_F1=0.95)
    with pytest.raises(SystemExit, match=r"--lower REASON"):
        gate.main(["--raise"])


def test_lower_writes_the_new_score_and_the_reason(floors):
    floors(metric_F1=0.95)
    assert gate.main(["--lower", "gold counted a caption twice"]) == 0
    assert written()["floors"] == NOW
    assert written()["lowered"] == ["gold counted a caption twice"]


def test_lower_without_a_reason_is_refused(floors):
    floors(metric_F1=0.95)
    with pytest.raises(SystemExit):
        gate.main(["--lower", " "])
