from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from baoso.batch.config import RunConfig
from baoso.batch.run import run
from baoso.batch.store import TABLES
from baoso.batch.tables import part_files, read_rows, read_run
from baoso.errors import OutputError
from baoso.types import Article, Mention
from grounding import assert_grounded
from samples import TEXT, sample_extraction

pytestmark = pytest.mark.usefixtures("in_this_process")


def texts(folder: Path, **named: str) -> str:
    folder.mkdir(exist_ok=True)
    for name, text in named.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return str(folder)


def tables_of(out: Path) -> dict[Path, bytes]:
    return {path.relative_to(out): path.read_bytes() for path in out.rglob("*.parquet")}


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
    rows = {table: [pq.read_metadata(p).num_rows for p in part_files(finished_run, table)] for table in TABLES}
    # a and b; c, which repeats a, and d, which fails; e
    assert rows["articles"] == [2, 1, 1]
    assert rows["errors"] == [0, 1]
    assert not list(finished_run.rglob("*.tmp"))


def test_tables_without_rows_can_be_read_too(tmp_path):
    out = tmp_path / "out"
    run(texts(tmp_path / "in", a=TEXT), out, extractor=sample_extraction)
    assert list(read_rows(out, "errors")) == []
    assert all(part_files(out, table) for table in TABLES)


def test_two_runs_are_equal_byte_for_byte(tmp_path):
    folder = texts(tmp_path / "in", a=TEXT, b="Một bài khác.", c="hỏng")
    for name in ("one", "two"):
        run(folder, tmp_path / name, RunConfig(part_articles=1), extractor=sample_extraction)
    assert tables_of(tmp_path / "one") == tables_of(tmp_path / "two")


def test_limit_and_progress(tmp_path):
    folder = texts(tmp_path / "in", **{f"t{i}": f"Bài số {i}." for i in range(5)})
    seen = []
    summary = run(
        folder,
        tmp_path / "out",
        RunConfig(limit=3),
        extractor=sample_extraction,
        on_progress=lambda s: seen.append((s.new, s.planned)),
    )
    assert seen[-1] == (3, 3)
    assert [new for new, _ in seen] == sorted(new for new, _ in seen)
    assert summary.articles == 3
    assert summary.rate > 0


def test_words_are_a_layer_on_the_article(tmp_path):
    run(texts(tmp_path / "in", a=TEXT), tmp_path / "out", RunConfig(words=True), extractor=sample_extraction)
    (article,) = read_rows(tmp_path / "out", "articles")
    words = [article["text"][a:b] for a, b in article["words"]]
    assert "".join(words).replace(" ", "") == "".join(TEXT.split())
    assert any(" " in word for word in words)


def test_what_utf_8_cannot_hold_is_escaped_or_replaced(tmp_path):
    articles = [Article("Một \ud800 chữ mất nửa", source="a", title="\ud800"), Article("Tốt", source="b\udcff")]
    summary = run(articles, tmp_path / "out", extractor=sample_extraction)
    assert (summary.articles, summary.errors) == (2, 0)
    assert column(tmp_path / "out", "articles", "text") == ["Một \ufffd chữ mất nửa", "Tốt"]
    assert column(tmp_path / "out", "articles", "title") == ["\\ud800", None]
    assert column(tmp_path / "out", "articles", "source") == ["a", "b\\udcff"]


def unwritable(article):
    found = sample_extraction(article)
    return replace(found, mentions=[*found.mentions, Mention("DATE", 0, "one", "x")]) if article.title else found


def test_unwritable_rows_fail_their_article_alone(tmp_path):
    articles = [Article("Tiêu đề lạ", source="a", title="Lạ"), Article("Tốt", source="b")]
    summary = run(articles, tmp_path / "out", extractor=unwritable)
    assert (summary.articles, summary.errors) == (1, 1)
    assert column(tmp_path / "out", "errors", "source") == ["a"]
    assert {r["article_id"] for r in read_rows(tmp_path / "out", "records")} == {Article("Tốt").article_id}


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

    def test_is_left_as_it_is_where_nothing_is_new(self, folder, out):
        before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
        again = run(folder, out, extractor=sample_extraction)
        assert (again.new, again.articles) == (0, 1)
        assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before

    def test_is_replaced_when_asked(self, tmp_path, out):
        other = texts(tmp_path / "other", z="Bài mới.")
        run(other, out, RunConfig(overwrite=True), extractor=sample_extraction)
        assert column(out, "articles", "source") == ["z.txt"]

    @pytest.mark.parametrize("overwrite", [False, True])
    def test_of_another_setting_is_never_mixed_into(self, folder, out, overwrite):
        with pytest.raises(OutputError, match=r"settings\.max_chars was 10000000 and is 99"):
            run(folder, out, RunConfig(max_chars=99, overwrite=overwrite), extractor=sample_extraction)
        assert column(out, "articles", "source") == ["a.txt"]

    @pytest.mark.parametrize(
        ("then", "said"),
        [
            ({"artefacts": {"lexicon": "0"}}, "artefacts.lexicon has changed"),
            ({"packages": {"spacy": "1.0"}}, "packages.spacy was '1.0' and is"),
            ({"version": "0.0.9"}, "version was '0.0.9' and is"),
        ],
    )
    def test_of_another_artefact_names_it(self, folder, out, then, said):
        head = read_run(out)
        changed = {name: {**head[name], **value} if isinstance(value, dict) else value for name, value in then.items()}
        (out / "run.json").write_text(json.dumps(head | changed | {"fingerprint": "0"}), "utf-8")
        with pytest.raises(OutputError, match=said):
            run(folder, out, extractor=sample_extraction)

    def test_by_another_extractor_is_refused(self, folder, out):
        with pytest.raises(OutputError, match=r"settings\.extractor"):
            run(folder, out)

    def test_that_is_no_run_is_left_alone(self, tmp_path, folder):
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "thesis.doc").write_text("x")
        with pytest.raises(OutputError, match="holds no run"):
            run(folder, tmp_path / "mine", RunConfig(overwrite=True), extractor=sample_extraction)
        assert (tmp_path / "mine" / "thesis.doc").exists()


def test_long_articles_make_small_parts(tmp_path):
    folder = texts(tmp_path / "in", **{f"t{i}": f"Bài {i} " + "dài " * 400 for i in range(4)})
    run(folder, tmp_path / "out", RunConfig(part_bytes=1000), extractor=sample_extraction)
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


def test_a_broken_part_is_named(tmp_path):
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "part-000000.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(OutputError, match=r"part-000000\.parquet.*run `baoso extract` again"):
        list(read_rows(tmp_path, "records"))
