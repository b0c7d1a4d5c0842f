from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from baoso.cli.main import app
from baoso.errors import GoldError
from baoso.evaluating.comparing import compare
from evaluating_samples import GOLD, right_article, right_records, write_export

COPIES = 10


@pytest.fixture
def gold(tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    for i in range(COPIES):
        (folder / f"bai{i}.yaml").write_text(GOLD.replace("bai.txt", f"bai{i}.txt"), encoding="utf-8")
    return folder


def run(folder, without=(), articles=range(COPIES), mentions=None):
    """A run that has everything right but, in the articles of `without`, the second metric."""
    rows, records = [], []
    for i in articles:
        rows.append(right_article() | {"article_id": str(i), "source": f"in/bai{i}.txt"})
        own = [r | {"article_id": str(i)} for r in right_records()]
        records += [r for r in own if not (i in without and r["mentions"][0]["text"] == "45")]
    return write_export(folder, rows, records, mentions)


def test_a_loss_in_every_article_is_significant(gold, tmp_path):
    found = compare(gold, run(tmp_path / "a"), run(tmp_path / "b", without=range(COPIES)), resamples=200)
    recall = found["metric.R"]
    assert (recall.first, recall.second) == (1.0, 0.5)
    assert recall.low == recall.high == -0.5
    assert recall.significant
    assert not found["office.F1"].significant


def test_a_loss_in_one_article_of_ten_is_none_and_the_draws_are_paired(gold, tmp_path):
    found = compare(gold, run(tmp_path / "a", without=[1, 2]), run(tmp_path / "b", without=[1, 2, 3]), resamples=400)
    recall = found["metric.R"]
    assert recall.second < recall.first
    # paired: no draw makes the worse run look better
    assert recall.high == 0.0
    assert not recall.significant


def test_spans_are_compared_where_gold_lists_all(pytestconfig, tmp_path):
    source = pytestconfig.rootpath / "annotations" / "gold" / "dev.jsonl"
    line = json.loads(source.read_text("utf-8").splitlines()[0])
    (tmp_path / "gold.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    text = (pytestconfig.rootpath / "corpus" / line["source"]).read_text("utf-8")
    article = right_article() | {"article_id": line["article_id"], "source": line["source"], "text": text}
    own = [m | {"article_id": line["article_id"], "mention_id": m["id"]} for m in line["mentions"]]
    places = [m for m in own if m["label"] == "LOCALITY"]
    all_, half = places, places[::2]
    first = write_export(tmp_path / "a", [article], [], half)
    second = write_export(tmp_path / "b", [article], [], all_)
    found = compare(tmp_path / "gold.jsonl", first, second, resamples=20)["span.LOCALITY.F1"]
    assert found.first == pytest.approx(2 * len(half) / (len(half) + len(all_)))
    assert found.second == 1.0


def test_runs_of_other_articles_cannot_be_compared(gold, tmp_path):
    with pytest.raises(GoldError, match=r"bai9\.txt: in one of the runs only"):
        compare(gold, run(tmp_path / "a"), run(tmp_path / "b", articles=range(COPIES - 1)))


def test_the_command_tells_what_got_worse(gold, tmp_path):
    before, after = run(tmp_path / "a"), run(tmp_path / "b", without=range(COPIES))
    arguments = ["evaluate", str(gold), str(after), "--against", str(before)]
    told = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    assert told["metric.R"]["significant"]
    table = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"}).stdout
    assert any("metric.R " in line and "worse" in line for line in table.splitlines())
