from __future__ import annotations

from baoso.evaluating.metric_fields import judged_metrics
from evaluating_samples import metric, right_article, right_records, write_export


def judged(gold_folder, tmp_path, records):
    return judged_metrics(gold_folder, write_export(tmp_path / "to", [right_article()], records))


def test_found_metrics_are_exact_where_all_is_right(gold_folder, tmp_path):
    found = judged(gold_folder, tmp_path, right_records())
    assert [(m.wanted.value, m.exact) for m in found] == [(82, True), (45, True)]


def test_a_wrong_field_is_told_and_a_missed_metric_has_no_record(gold_folder, tmp_path):
    records = right_records()
    records[0]["status"] = "target"
    del records[1]
    first, second = judged(gold_folder, tmp_path, records)
    assert [name for name, right in first.right.items() if not right] == ["status"]
    assert not first.exact
    assert second.record is None
    assert not second.exact


def test_a_record_that_gold_does_not_know_is_no_fact(gold_folder, tmp_path):
    extra = metric("12", 12, status="achieved", indicator={"label": "tổ"})
    last = judged(gold_folder, tmp_path, [*right_records(), extra])[-1]
    assert last.wanted is None
    assert last.record is not None
    assert not last.exact
