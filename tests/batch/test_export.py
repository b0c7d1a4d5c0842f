from __future__ import annotations

import csv
import json
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from baoso.batch.export import FORMS, export
from baoso.batch.flatten import columns, flatten, safe_cell
from baoso.batch.rows import COMMON_FIELDS, RECORD_MODELS
from baoso.batch.schemas import SCHEMAS
from baoso.batch.store import write_table
from baoso.batch.tables import read_rows, write_run
from baoso.errors import OutputError
from baoso.records import RECORD_ADAPTER, SCHEMA_VERSION, Metric


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_json_lines_have_the_contracts_fields(finished_run, tmp_path):
    export(finished_run, "jsonl", tmp_path)
    for record in lines(tmp_path / "records.jsonl"):
        own = set(RECORD_MODELS[record["record_type"]].model_fields)
        assert set(record) == own
        RECORD_ADAPTER.validate_json(json.dumps(record))
    metric = lines(tmp_path / "records.jsonl")[0]
    assert metric["period"]["start"] == "2031-01-01"
    assert metric["status_mention"] is None
    assert lines(tmp_path / "articles.jsonl")[0]["published"] == "2032-01-05"
    assert lines(tmp_path / "articles.jsonl")[0]["sentences"][0][0] == 0
    assert [e["stage"] for e in lines(tmp_path / "errors.jsonl")] == ["extract"]
    assert [d["source"] for d in lines(tmp_path / "duplicates.jsonl")] == ["c.txt"]


def test_lines_are_as_many_as_rows(finished_run, tmp_path):
    export(finished_run, "jsonl", tmp_path)
    for table in SCHEMAS:
        assert len(lines(tmp_path / f"{table}.jsonl")) == len(list(read_rows(finished_run, table)))


def test_line_separators_inside_a_text_break_no_line(tmp_path):
    out = tmp_path / "out"
    row = {"article_id": "0", "source": "a\u2028b\nc", "duplicate_of": "1", "kind": "near", "similarity": 0.8}
    write_table(out / "duplicates" / "part-000000.parquet", pa.Table.from_pylist([row], SCHEMAS["duplicates"]))
    write_run(out, {"schema_version": SCHEMA_VERSION})
    export(out, "jsonl", tmp_path / "to")
    with (tmp_path / "to" / "duplicates.jsonl").open(encoding="utf-8") as file:
        assert [json.loads(line) for line in file] == [row]


def test_cells_are_flat_and_safe(finished_run, tmp_path):
    export(finished_run, "csv", tmp_path)
    assert (tmp_path / "records.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "records.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(columns("records"))
    assert rows[0]["quantity.value"] == "82.0"
    assert rows[0]["locality.path"] == "Hưng Yên; ; Minh Phú"
    assert rows[0]["period.end"] == "2031-12-31"
    assert rows[1]["quantity.value"] == ""
    assert rows[1]["titles"] == "Chủ tịch; Bí thư"
    assert [r["name"] for r in rows if r["record_type"] == "platform"] == ["'=Sổ tay số"] * 3
    with (tmp_path / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [r["text"][:3] for r in csv.DictReader(file)][-1] == "'=1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_string_cell_begins_as_a_formula(start):
    assert safe_cell(start + "1") == f"'{start}1"


@pytest.mark.parametrize("cell", [-3.5, None, "1-2", "a=b", ""])
def test_other_cells_stay(cell):
    assert safe_cell(cell) is cell


def test_flatten_keeps_lists_of_structs_as_json():
    assert flatten({"a": {"b": [{"start": 1}], "c": ["x", None]}, "d": []}) == {
        "a.b": '[{"start": 1}]',
        "a.c": "x; ",
        "d": "",
    }


def test_parquet_is_one_file_a_table_with_the_schema(finished_run, tmp_path):
    for path in export(finished_run, "parquet", tmp_path):
        assert pq.read_schema(path).equals(SCHEMAS[path.stem])
        assert pq.read_table(path).to_pylist() == list(read_rows(finished_run, path.stem))


def test_hugging_face_datasets(finished_run, tmp_path):
    import datasets

    export(finished_run, "hf", tmp_path / "hf")
    loaded = datasets.load_from_disk(str(tmp_path / "hf"))
    assert set(loaded) == set(SCHEMAS)
    assert loaded["records"].num_rows == 21
    metric = loaded["records"][0]["metric"]
    assert metric["quantity"]["value"] == 82.0
    assert loaded["records"][0]["office"] is None


@pytest.mark.parametrize("form", FORMS)
def test_a_run_without_articles_exports_empty_tables(tmp_path, form):
    write_run(tmp_path / "out", {"schema_version": SCHEMA_VERSION})
    export(tmp_path / "out", form, tmp_path / "to")
    assert any((tmp_path / "to").iterdir())
    if form == "hf":
        import datasets

        loaded = datasets.load_from_disk(str(tmp_path / "to"))
        assert loaded["duplicates"].num_rows == 0
        assert loaded["records"].features["metric"]["quantity"]["value"].dtype == "float64"


def test_a_near_duplicate_is_told_on_its_article(finished_run, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(finished_run, out)
    first, second = [a["article_id"] for a in read_rows(out, "articles")][:2]
    rows = [{"article_id": second, "source": "b.txt", "duplicate_of": first}]
    pq.write_table(pa.Table.from_pylist(rows, SCHEMAS["duplicates"]), out / "duplicates" / "near.parquet")
    export(out, "jsonl", tmp_path / "j")
    export(out, "parquet", tmp_path / "p")
    told = [(a["article_id"], a["duplicate_of"]) for a in lines(tmp_path / "j" / "articles.jsonl")]
    assert told[:2] == [(first, None), (second, first)]
    assert pq.read_table(tmp_path / "p" / "articles.parquet")["duplicate_of"].to_pylist() == [
        None,
        first,
        None,
    ]


def test_unknown_forms_are_refused(finished_run, tmp_path):
    with pytest.raises(OutputError, match="xml: choose one of jsonl, csv, parquet, hf, duckdb"):
        export(finished_run, "xml", tmp_path / "to")
    with pytest.raises(OutputError, match="export_store"):
        export(finished_run, "duckdb", tmp_path / "to")
    assert not (tmp_path / "to").exists()


@pytest.mark.parametrize("form", FORMS)
def test_nothing_half_written_is_left(finished_run, tmp_path, monkeypatch, form):
    def broken(*args, **kwargs):
        raise OSError("disk gone")

    monkeypatch.setattr("os.replace", broken)
    monkeypatch.setattr("datasets.DatasetDict.save_to_disk", broken)
    with pytest.raises(OutputError, match="disk gone; name a folder"):
        export(finished_run, form, tmp_path / "to")
    assert list((tmp_path / "to").iterdir()) == []


def test_the_folder_must_hold_a_run(tmp_path):
    with pytest.raises(OutputError, match=r"no run\.json"):
        export(tmp_path, "jsonl", tmp_path / "to")


def test_own_and_common_columns_cover_the_model():
    flat = {name.split(".")[0] for name in columns("records")}
    assert set(Metric.model_fields) <= flat
    assert next(iter(columns("records"))) == COMMON_FIELDS[0]


def test_what_is_in_the_folder_is_not_replaced_unasked(finished_run, tmp_path):
    (tmp_path / "articles.jsonl").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match=r"not empty.*--overwrite"):
        export(finished_run, "jsonl", tmp_path)
    assert (tmp_path / "articles.jsonl").read_text("utf-8") == "mine"
    export(finished_run, "jsonl", tmp_path, overwrite=True)
    assert len(lines(tmp_path / "articles.jsonl")) == 3
