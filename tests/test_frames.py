from __future__ import annotations

import datetime

import pytest

from baoso import to_dataset, to_pandas
from baoso.batch.config import RunConfig
from baoso.batch.run import run
from baoso.errors import OutputError
from baoso.types import Article
from samples import TEXT, sample_extraction


@pytest.fixture
def found():
    return [sample_extraction(text) for text in (TEXT, "Một bài khác hẳn.")]


def test_records_of_extractions(found):
    frame = to_pandas(found)
    assert list(frame["record_type"].unique())[:2] == ["metric", "office"]
    assert len(frame) == 14
    metric = frame.iloc[0]
    assert metric["quantity.value"] == 82
    assert metric["period.start"] == datetime.date(2031, 1, 1)
    assert metric["locality.code"] == "01234"
    assert metric["evidence.text"] == TEXT


def test_one_type_has_its_columns_alone(found):
    frame = to_pandas(found, record_type="office")
    assert list(frame["person"]) == ["Tô Văn Hạ"] * 2
    assert "quantity.value" not in frame.columns
    assert "mention.start" in frame.columns


def test_offsets_are_whole_numbers_where_some_are_missing(found):
    frame = to_pandas(found)
    assert str(frame["quantity.mention.start"].dtype) == "Int64"
    assert frame["quantity.mention.start"].isna().sum() == 12


def test_one_extraction_will_do(found):
    assert len(to_pandas(found[0], "mentions")) == 2
    assert len(to_pandas(iter(found), "articles")) == 2


def test_a_run_on_disk_gives_the_same(found, tmp_path):
    run([f.article for f in found], tmp_path / "out", RunConfig(workers=0), extractor=sample_extraction)
    assert to_pandas(tmp_path / "out").equals(to_pandas(found))
    assert len(to_pandas(tmp_path / "out", "errors")) == 0


def test_dataset_of_extractions_and_of_a_run(found, tmp_path):
    memory = to_dataset(iter(found))
    run([f.article for f in found], tmp_path / "out", RunConfig(workers=0), extractor=sample_extraction)
    disk = to_dataset(tmp_path / "out")
    assert set(memory) == {"articles", "mentions", "records"}
    assert set(disk) == {"articles", "mentions", "records", "errors", "duplicates"}
    for name in memory:
        assert memory[name].to_list() == disk[name].to_list()
    assert memory["records"][0]["quantity"]["mention"]["text"] == "Xã"


@pytest.mark.parametrize(
    ("kwargs", "said"),
    [
        ({"table": "errors"}, "no table of extractions"),
        ({"record_type": "person"}, "record_type is one of metric"),
        ({"table": "mentions", "record_type": "metric"}, "of the table records"),
    ],
)
def test_wrong_names_say_what_there_is(found, kwargs, said):
    with pytest.raises(ValueError, match=said):
        to_pandas(found, **kwargs)


def test_no_run_no_frame(tmp_path):
    with pytest.raises(OutputError, match=r"no run\.json"):
        to_pandas(tmp_path)


def test_no_articles_give_an_empty_frame_with_columns():
    assert list(to_pandas([], "articles")["article_id"]) == []
    assert Article("x").article_id in set(to_pandas(sample_extraction("x"), "articles")["article_id"])
