from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from baoso.batch.config import RunConfig
from baoso.batch.export import export as export_run
from baoso.batch.run import run
from baoso.cli.main import app
from baoso.evaluating.scores import evaluate
from baoso.types import Article
from evaluating_samples import GOLD, right_article, right_records, write_export
from samples import sample_extraction


@pytest.fixture
def folders(tmp_path):
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "bai.yaml").write_text(GOLD, encoding="utf-8")
    records = right_records()
    records[1]["quantity"]["comparator"] = "le"
    return tmp_path / "gold", write_export(tmp_path / "to", [right_article()], records)


def call(*args: object):
    return CliRunner(env={"COLUMNS": "160"}).invoke(app, ["evaluate", *map(str, args)])


def rows(output: str) -> list[list[str]]:
    return [[c.strip() for c in line.strip("│").split("│")] for line in output.splitlines() if line.startswith("│")]


def test_the_table_has_figures_and_intervals(folders):
    result = call(*folders)
    assert result.exit_code == 0
    assert ["metric.F1", "1.000", "1.000–1.000"] in rows(result.stdout)
    assert ["metric.comparator", "0.500", "0.500–0.500"] in rows(result.stdout)
    assert ["status=target", "1.000", "0.000", "1"] in rows(result.stdout)
    assert result.stderr == ""


def test_verbose_lists_the_misses_with_their_words(folders):
    result = call(*folders, "--verbose")
    assert result.stdout.splitlines()[-1] == "bai.txt: wrong comparator: 45 điểm truy cập mạng  got 'le'"


def test_json_is_the_figures_under_their_names(folders):
    scores = json.loads(call(*folders, "--json").stdout)
    assert scores["metric"] == {"P": 1.0, "R": 1.0, "F1": 1.0, "gold": 2, "predicted": 2}
    assert scores["metric.comparator"] == 0.5
    assert scores["intervals"]["metric.F1"] == [1, 1]
    assert [m["what"] for m in scores["misses"]] == ["wrong comparator"]


def test_broken_gold_is_one_line_and_status_two(folders):
    (folders[0] / "bai.yaml").write_text(GOLD.replace("cmp: gt", "cmp: >"), encoding="utf-8")
    result = call(*folders)
    assert result.exit_code == 2
    assert result.stderr.startswith("baoso: ")
    assert "bai.yaml" in result.stderr


def test_what_gold_cannot_mean_is_a_warning(folders):
    (folders[0] / "bai.yaml").write_text(GOLD.replace("Tổ 12", "Tổ 99"), encoding="utf-8")
    result = call(*folders)
    assert result.exit_code == 0
    assert "gold: bai.txt: the text does not hold 'Tổ 99'" in result.stderr


def test_the_baseline_stands_beside(folders, tmp_path, monkeypatch):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "bai.txt").write_text(right_article()["text"], encoding="utf-8")
    monkeypatch.setattr("underthesea.ner", lambda text: [])
    result = call(*folders, "--baseline", tmp_path / "texts")
    header = next(line for line in result.stdout.splitlines() if "figure" in line)
    assert "baoso" in header
    assert "baseline" in header
    platform = next(r for r in rows(result.stdout) if r[0] == "platform.R")
    assert (platform[1], platform[3]) == ("1.000", "0.000")
    both = json.loads(call(*folders, "--baseline", tmp_path / "texts", "--json").stdout)
    assert set(both) == {"baoso", "baseline"}


def test_a_run_and_its_export_score_alike(folders, tmp_path):
    article = Article(right_article()["text"], source="bai.txt")
    run([article], tmp_path / "out", RunConfig(workers=0), extractor=sample_extraction)
    export_run(tmp_path / "out", "jsonl", tmp_path / "exported")
    one, other = (evaluate(folders[0], tmp_path / name) for name in ("out", "exported"))
    assert one.to_dict() == other.to_dict()
    assert one.shares["grounded"] == 1
    assert one.spans["QUANTITY"].recall == 0


def test_gold_of_other_articles_is_refused(tmp_path):
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "x.yaml").write_text("article: x.txt\nmetrics: []\n", encoding="utf-8")
    export = tmp_path / "export"
    export.mkdir()
    for name in ("articles", "mentions", "records", "errors"):
        (export / f"{name}.jsonl").write_text("", encoding="utf-8")
    result = CliRunner().invoke(app, ["evaluate", str(gold), str(export)])
    assert result.exit_code == 2, result.output
    assert "none of the gold" in " ".join(result.output.split())
