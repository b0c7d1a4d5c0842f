from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from baoso.batch.run import RunConfig, run
from baoso.batch.tables import TABLES, PartWriter, part_files, read_rows, read_run
from baoso.errors import OutputError
from baoso.types import Article
from grounding import assert_grounded
from samples import TEXT, sample_extraction


def texts(folder: Path, **named: str) -> str:
    folder.mkdir(exist_ok=True)
    for name, text in named.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return str(folder)


def column(out: Path, table: str, name: str) -> list[object]:
    return [row[name] for row in read_rows(out, table)]


def test_every_table_has_its_rows(finished_run):
    assert column(finished_run, "articles", "source") == ["a.txt", "b.txt", "e.txt"]
    assert len(column(finished_run, "records", "record_id")) == 3 * 7
    assert len(column(finished_run, "mentions", "mention_id")) == 3 * 2
    run_json = read_run(finished_run)
    assert run_json["finished"] is True
    assert run_json["counts"]["articles"] == 3
    assert run_json["counts"]["duplicates"] == 1
    assert run_json["counts"]["records"]["metric"] == 3
    assert {"version", "schema_version", "settings", "artefacts", "fingerprint"} <= set(run_json)
    assert len(run_json["artefacts"]["lexicon"]) == 64


def test_a_repeated_text_is_one_article_and_a_duplicate(finished_run):
    (repeat,) = read_rows(finished_run, "duplicates")
    assert repeat["source"] == "c.txt"
    assert repeat["article_id"] == repeat["duplicate_of"] == Article(TEXT).article_id


def test_a_failing_article_becomes_an_error_row_and_loses_nothing_else(finished_run):
    (row,) = read_rows(finished_run, "errors")
    assert (row["source"], row["stage"], row["error_type"]) == ("d.txt", "extract", "RuntimeError")
    assert "d.txt" in row["message"]
    assert "a stage broke" in row["traceback"]


def test_parts_are_whole_and_of_the_size_asked_for(finished_run):
    assert [pq.read_metadata(p).num_rows for p in part_files(finished_run, "articles")] == [2, 1]
    assert not list(finished_run.rglob("*.tmp"))
    assert not list(finished_run.rglob(".*"))


def test_tables_without_rows_can_be_read_too(tmp_path):
    out = tmp_path / "out"
    run(texts(tmp_path / "in", a=TEXT), out, extractor=sample_extraction)
    assert list(read_rows(out, "errors")) == []
    assert all(part_files(out, table) for table in TABLES)


def test_two_runs_are_equal_byte_for_byte(tmp_path):
    folder = texts(tmp_path / "in", a=TEXT, b="Một bài khác.", c="hỏng")
    for name in ("one", "two"):
        run(folder, tmp_path / name, RunConfig(part_articles=1), extractor=sample_extraction)
    one, two = (
        {p.relative_to(d): p.read_bytes() for p in d.rglob("*") if p.is_file()}
        for d in (tmp_path / "one", tmp_path / "two")
    )
    assert one == two


def test_limit_and_progress(tmp_path):
    folder = texts(tmp_path / "in", **{f"t{i}": f"Bài số {i}." for i in range(5)})
    seen = []
    summary = run(
        folder,
        tmp_path / "out",
        RunConfig(limit=3),
        extractor=sample_extraction,
        on_article=lambda s: seen.append(s.articles),
    )
    assert seen == [1, 2, 3]
    assert summary.articles == 3
    assert summary.rate > 0


def test_words_are_a_layer_on_the_article(tmp_path):
    run(texts(tmp_path / "in", a=TEXT), tmp_path / "out", RunConfig(words=True), extractor=sample_extraction)
    (article,) = read_rows(tmp_path / "out", "articles")
    words = [article["text"][a:b] for a, b in article["words"]]
    assert "".join(words).replace(" ", "") == "".join(TEXT.split())
    assert any(" " in word for word in words)


def test_unwritable_rows_fail_their_article_alone(tmp_path):
    articles = [Article("Tiêu đề lạ", source="a", title="\ud800"), Article("Tốt", source="b\udcff")]
    summary = run(articles, tmp_path / "out", extractor=sample_extraction)
    assert (summary.articles, summary.errors) == (1, 1)
    assert column(tmp_path / "out", "errors", "source") == ["a"]
    assert column(tmp_path / "out", "articles", "source") == ["b\\udcff"]
    assert all(r["article_id"] == Article("Tốt").article_id for r in read_rows(tmp_path / "out", "records"))


def test_spans_on_disk_are_grounded(finished_run):
    text_of = {a["article_id"]: a["text"] for a in read_rows(finished_run, "articles")}
    rows = [*read_rows(finished_run, "records"), *read_rows(finished_run, "mentions")]
    for row in rows:
        for found in spans(row):
            assert text_of[row["article_id"]][found["start"] : found["end"]] == found["text"]
    assert_grounded(sample_extraction(TEXT).records, TEXT)


def spans(value: object) -> list[dict]:
    if isinstance(value, dict):
        own = [value] if {"start", "end", "text"} <= set(value) else []
        return own + [s for v in value.values() for s in spans(v)]
    return [s for v in value for s in spans(v)] if isinstance(value, list) else []


class TestEarlierRun:
    @pytest.fixture
    def folder(self, tmp_path):
        return texts(tmp_path / "in", a=TEXT)

    @pytest.fixture
    def out(self, tmp_path, folder):
        run(folder, tmp_path / "out", extractor=sample_extraction)
        return tmp_path / "out"

    def test_is_not_replaced_unasked(self, folder, out):
        with pytest.raises(OutputError, match=r"finished run.*--overwrite"):
            run(folder, out, extractor=sample_extraction)

    def test_is_replaced_when_asked(self, tmp_path, out):
        other = texts(tmp_path / "other", z="Bài mới.")
        run(other, out, RunConfig(overwrite=True), extractor=sample_extraction)
        assert column(out, "articles", "source") == ["z.txt"]

    def test_of_another_fingerprint_is_never_mixed_into(self, folder, out):
        with pytest.raises(OutputError, match="another version, lexicon or setting"):
            run(folder, out, RunConfig(max_chars=99, overwrite=True), extractor=sample_extraction)
        assert column(out, "articles", "source") == ["a.txt"]

    def test_that_was_interrupted_says_so(self, folder, out):
        head = json.loads((out / "run.json").read_text("utf-8")) | {"finished": False}
        (out / "run.json").write_text(json.dumps(head), "utf-8")
        with pytest.raises(OutputError, match="interrupted run"):
            run(folder, out, extractor=sample_extraction)

    def test_that_is_no_run_is_left_alone(self, tmp_path, folder):
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "thesis.doc").write_text("x")
        with pytest.raises(OutputError, match="holds no run"):
            run(folder, tmp_path / "mine", RunConfig(overwrite=True), extractor=sample_extraction)
        assert (tmp_path / "mine" / "thesis.doc").exists()


def test_a_full_disk_ends_the_run_and_is_no_error_row(tmp_path, monkeypatch):
    def full(self):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(PartWriter, "flush", full)
    with pytest.raises(OSError, match="No space"):
        run(
            texts(tmp_path / "in", a=TEXT),
            tmp_path / "out",
            RunConfig(part_articles=1),
            extractor=sample_extraction,
        )


def test_long_articles_make_small_parts(tmp_path, monkeypatch):
    monkeypatch.setattr("baoso.batch.tables._MAX_PENDING_BYTES", 1_000)
    folder = texts(tmp_path / "in", **{f"t{i}": f"Bài {i} " + "dài " * 400 for i in range(4)})
    run(folder, tmp_path / "out", extractor=sample_extraction)
    assert len(part_files(tmp_path / "out", "articles")) == 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no run.json there"),
        ("{", "run `baoso extract` again"),
    ],
)
def test_reading_what_is_no_run(tmp_path, content, said):
    if content:
        (tmp_path / "run.json").write_text(content)
    with pytest.raises(OutputError, match=said):
        read_run(tmp_path)


def test_a_broken_part_is_named(finished_run, tmp_path):
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "part-00000.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(OutputError, match=r"part-00000\.parquet.*--overwrite"):
        list(read_rows(tmp_path, "records"))
