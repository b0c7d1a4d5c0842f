"""A run on a folder that holds one: what is new is added, what failed is done again where told, the rest stays."""

from __future__ import annotations

import json
import os
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from upath import UPath

from baoso.batch.config import RunConfig
from baoso.batch.folder import locked
from baoso.batch.job import Job, run_task
from baoso.batch.parts import Part, Task
from baoso.batch.plan import Plan
from baoso.batch.run import run
from baoso.batch.status import status_of
from baoso.batch.store import failed_keys, part_path
from baoso.batch.tables import read_rows, read_run
from baoso.errors import OutputError, ReadingError, StoppedError
from baoso.types import Article
from standins import light_extraction

pytestmark = pytest.mark.usefixtures("in_this_process")
SMALL = RunConfig(part_articles=2)
RETRY = RunConfig(part_articles=2, retry_failed=True)


def write(folder: Path, **named: str) -> str:
    folder.mkdir(exist_ok=True)
    for name, text in named.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return str(folder)


def go(inputs, out: Path, config: RunConfig = SMALL):
    return run(inputs, out, config, extractor=light_extraction)


def sources(out: Path, table: str = "articles") -> list[str]:
    return [row["source"] for row in read_rows(out, table)]


def tables_of(out: Path) -> dict[Path, bytes]:
    return {path.relative_to(out): path.read_bytes() for path in out.rglob("*.parquet")}


@pytest.fixture
def out(tmp_path) -> Path:
    return tmp_path / "out"


class TestInputs:
    def test_new_files_are_added(self, tmp_path, out):
        folder = write(tmp_path / "in", a="Một.", c="Ba.")
        go(folder, out)
        write(tmp_path / "in", b="Hai.")
        summary = go(folder, out)
        assert (summary.new, summary.articles) == (1, 3)
        assert sources(out) == ["a.txt", "c.txt", "b.txt"]

    def test_other_folders_are_added_and_those_before_need_not_be_named(self, tmp_path, out):
        go(write(tmp_path / "one", a="Một."), out)
        go(write(tmp_path / "two", b="Hai."), out)
        write(tmp_path / "one", c="Ba.")
        assert go(None, out).new == 1
        assert sources(out) == ["a.txt", "b.txt", "c.txt"]

    def test_files_that_are_gone_are_no_matter_once_they_are_done(self, tmp_path, out):
        folder = write(tmp_path / "in", a="Một.", b="Hai.")
        paths = [f"{folder}/a.txt", f"{folder}/b.txt"]
        go(paths, out)
        os.unlink(paths[0])
        assert go(paths, out).new == 0

    def test_all_paths_that_do_not_exist_are_named_and_nothing_is_done(self, tmp_path, out):
        folder = write(tmp_path / "in", a="Một.")
        with pytest.raises(ReadingError, match=r"none/, nor\.txt: there are no such files"):
            go([folder, "nor.txt", "none/"], out)
        assert not out.exists()

    def test_a_changed_file_is_told_and_not_read_again(self, tmp_path, out):
        folder = write(tmp_path / "in", a="Một.")
        go(folder, out)
        write(tmp_path / "in", a="Nội dung khác.")
        summary = go(folder, out)
        assert (summary.changed, summary.new) == (["a.txt"], 0)
        assert [a["text"] for a in read_rows(out, "articles")] == ["Một."]

    def test_rows_of_a_file_that_was_changed_during_the_run_are_errors(self, tmp_path, out):
        path = tmp_path / "t.jsonl"
        path.write_text("".join(json.dumps({"text": f"Bài {n}."}) + "\n" for n in range(4)), "utf-8")
        go(str(path), out)
        for table in ("articles", "mentions", "records"):
            part_path(out, table, 1).unlink()
        path.write_text('{"text": "Khác."}\n' * 9, "utf-8")
        summary = go(str(path), out)
        assert summary.changed == ["t.jsonl"]
        assert sources(out) == ["t.jsonl#1", "t.jsonl#2"]
        (row,) = read_rows(out, "errors")
        assert "changed after the run had begun" in row["message"]

    def test_a_limit_counts_inputs_and_can_be_raised(self, tmp_path, out):
        path = tmp_path / "t.csv"
        path.write_text("text\n" + "".join(f"Bài {n}.\n" for n in range(9)), "utf-8")
        assert go(str(path), out, RunConfig(part_articles=2, limit=3)).articles == 3
        assert go(str(path), out, RunConfig(part_articles=2, limit=5)).articles == 5
        assert go(str(path), out).articles == 9
        assert len(set(sources(out))) == 9
        assert sources(out, "duplicates") == []

    def test_a_limited_stream_that_was_cut_off_is_read_again(self, tmp_path, out):
        path = tmp_path / "t.csv"
        path.write_text("text\n" + "".join(f"Bài {n}.\n" for n in range(9)), "utf-8")
        limited = RunConfig(part_articles=2, limit=4)
        go(str(path), out, limited)
        part_path(out, "articles", 1).unlink()
        assert (go(str(path), out, limited).new, status_of(out)["state"]) == (2, "finished")

    def test_a_broken_or_missing_table_of_a_part_is_made_again(self, tmp_path, out):
        folder = write(tmp_path / "in", **{f"t{n}": f"Bài {n}." for n in range(6)})
        go(folder, out)
        before = tables_of(out)
        part_path(out, "records", 0).unlink()
        part_path(out, "articles", 1).write_bytes(b"PAR1")
        assert status_of(out)["state"] == "interrupted"
        assert go(folder, out).new == 4
        assert tables_of(out) == before

    def test_without_its_plan_it_is_left_alone(self, tmp_path, out):
        folder = write(tmp_path / "in", a="Một.")
        go(folder, out)
        (out / "plan.jsonl").unlink()
        with pytest.raises(OutputError, match=r"plan\.jsonl is missing"):
            go(folder, out)
        assert sources(out) == ["a.txt"]

    def test_inputs_at_an_address_are_cut_into_parts_and_known_again(self, tmp_path, out):
        store = UPath(f"memory://bucket/{tmp_path.name}")
        lines = "".join(json.dumps({"text": f"Bài {n}."}) + "\n" for n in range(5))
        (store / "t.jsonl").write_text(lines, encoding="utf-8")
        (store / "a.txt").write_text("Một.", encoding="utf-8")
        assert go(str(store), out).articles == 6
        assert sources(out) == ["a.txt", *(f"t.jsonl#{n}" for n in range(1, 6))]
        before = tables_of(out)
        part_path(out, "articles", 1).unlink()
        assert go(None, out).articles == 6
        assert tables_of(out) == before
        # local, though it looks like an address
        assert go(f"file://{write(tmp_path / 'in', b='Hai.')}", out).articles == 7

    @pytest.mark.parametrize("address", ["s3://bucket/run", Path("gs://bucket/run"), "memory://run"])
    def test_an_address_is_no_folder(self, tmp_path, address, monkeypatch):
        monkeypatch.chdir(tmp_path)
        folder = write(tmp_path / "in", a="Một.")
        with pytest.raises(OutputError, match="is an address; a run needs a folder"):
            go(folder, address)
        assert [path.name for path in tmp_path.iterdir()] == ["in"]

    def test_two_runs_at_once_are_refused(self, tmp_path, out):
        folder = write(tmp_path / "in", a="Một.")
        go(folder, out)
        with locked(out):
            assert status_of(out)["state"] == "running"
            with pytest.raises(OutputError, match="another run is at work"):
                go(folder, out)
        assert go(folder, out).new == 0

    def test_timings_of_all_calls_are_added_up(self, tmp_path, out):
        folder = write(tmp_path / "in", a="Một.")
        go(folder, out)
        write(tmp_path / "in", b="Hai.")
        go(folder, out)
        timings = read_run(out)["timings"]
        assert timings["inputs"] == 2
        assert {"read", "extract", "rows", "write"} <= set(timings["stages"])


class TestStreams:
    def articles(self, count: int) -> list[Article]:
        return [Article(f"Bài {n % 7} trong bộ nhớ.", source=f"s{n}") for n in range(count)]

    def test_what_was_done_is_known_when_it_comes_again(self, out):
        go(self.articles(5), out)
        before = tables_of(out)
        assert go(iter(self.articles(5)), out).new == 0
        assert tables_of(out) == before
        assert go(self.articles(8), out).new == 3

    def test_in_another_order_and_company_too(self, out):
        go(self.articles(5), out)
        assert go(self.articles(9)[3:][::-1], out).new == 4
        assert len(set(sources(out))) == 7

    @pytest.mark.parametrize("lost", [[0], [1], [0, 2], [3]])
    def test_parts_that_were_not_done_are_formed_as_they_were(self, out, lost):
        go(self.articles(7), out)
        before = tables_of(out)
        for number in lost:
            part_path(out, "articles", number).unlink()
        assert go(iter(self.articles(7)), out).new == sum(1 if n == 3 else 2 for n in lost)
        assert tables_of(out) == before

    def test_of_a_part_that_comes_back_in_pieces_nothing_is_lost(self, out):
        go(self.articles(6), out)
        part_path(out, "articles", 1).unlink()
        go([article for article in self.articles(6) if article.source != "s2"], out)
        assert sorted(sources(out)) == ["s0", "s1", "s3", "s4", "s5"]
        assert go(self.articles(6), out).new == 1
        assert sorted(sources(out)) == [f"s{n}" for n in range(6)]

    def test_parts_that_do_not_come_back_are_told(self, tmp_path, out):
        go(self.articles(4), out)
        part_path(out, "articles", 1).unlink()
        summary = go(write(tmp_path / "in", a="Một."), out)
        assert summary.waiting == 1
        assert status_of(out)["state"] == "interrupted"
        assert go(self.articles(4), out).waiting == 0
        assert status_of(out)["state"] == "finished"

    def test_the_same_article_twice_is_a_repetition(self, out):
        go([*self.articles(1), *self.articles(1)], out)
        assert (sources(out), sources(out, "duplicates")) == (["s0"], ["s0"])

    def test_a_stream_without_end_is_left_at_the_limit(self, out):
        endless = (Article(f"Bài {n}.", source=str(n)) for n in iter(int, 1))
        counted = (Article(f"Bài {n}.", source=str(n)) for n, _ in enumerate(endless))
        assert go(counted, out, RunConfig(part_articles=2, limit=5)).articles == 5

    def test_what_cannot_be_read_is_known_too(self, out):
        given = ["", {"text": "Một."}, {"nothing": 1}, 7]
        assert go(given[1:], out).errors == 2
        assert go(given[1:], out).new == 0

    def test_a_large_file_that_cannot_be_cut_is_read_once(self, tmp_path, out, monkeypatch):
        monkeypatch.setattr("baoso.batch.planning._WHOLE_BYTES", 10)
        path = tmp_path / "t.csv"
        path.write_text("text\n" + "".join(f"Bài {n}.\n" for n in range(5)), "utf-8")
        go(str(path), out)
        before = tables_of(out)
        assert sources(out) == [f"t.csv#{n}" for n in range(1, 6)]
        monkeypatch.setattr("baoso.batch.streams.read_file", None)
        assert go(str(path), out).new == 0
        monkeypatch.undo()
        monkeypatch.setattr("baoso.batch.planning._WHOLE_BYTES", 10)
        part_path(out, "articles", 1).unlink()
        run(str(path), out, RunConfig(part_articles=2, workers=0), extractor=light_extraction)
        assert tables_of(out) == before


class TestRetry:
    def mended(self, tmp_path: Path, out: Path, broken: dict[str, str], whole: dict[str, str]) -> None:
        """A run over `broken` and then, retried, over `whole` gives what a run over `whole` gives."""
        folder = write(tmp_path / "in", **broken)
        go(folder, out)
        assert list(read_rows(out, "errors"))
        write(tmp_path / "in", **whole)
        go(folder, out, RETRY)
        go(write(tmp_path / "other", **whole), tmp_path / "straight")
        assert tables_of(out) == tables_of(tmp_path / "straight")

    def test_it_is_as_if_it_had_gone_well_at_once(self, tmp_path, out):
        whole = {name: f"Bài {name}." for name in "abcdefg"}
        self.mended(tmp_path, out, whole | {"a": "", "d": "", "e": ""}, whole)

    def test_a_text_that_now_stands_twice_stays_where_it_comes_first(self, tmp_path, out):
        whole = {"a": "Một.", "b": "Một.", "c": "Hai.", "d": "Một."}
        self.mended(tmp_path, out, whole | {"a": ""}, whole)

    def test_only_the_failed_are_done_again(self, tmp_path, out):
        folder = write(tmp_path / "in", a="Một.", b="", c="Ba.", d="hỏng")
        go(folder, out)
        write(tmp_path / "in", b="Hai.")
        summary = go(folder, out, RETRY)
        assert (summary.new, summary.articles, summary.errors) == (2, 3, 1)
        assert sources(out) == ["a.txt", "b.txt", "c.txt"]

    def test_what_fails_again_leaves_everything_as_it_is(self, tmp_path, out):
        folder = write(tmp_path / "in", a="Một.", b="")
        go(folder, out)
        before = tables_of(out)
        assert go(folder, out, RETRY).errors == 1
        assert tables_of(out) == before

    def test_without_being_told_nothing_is_done_again(self, tmp_path, out):
        folder = write(tmp_path / "in", a="")
        go(folder, out)
        write(tmp_path / "in", a="Một.")
        assert go(folder, out).new == 0

    def test_rows_of_tables(self, tmp_path, out):
        path = tmp_path / "t.jsonl"
        rows = [{"text": f"Bài {n}."} for n in range(5)]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        run(str(path), out, RunConfig(part_articles=3), extractor=failing_third)
        assert sources(out, "errors") == ["t.jsonl#3"]
        head = read_run(out)
        # what was wrong was in the program
        (out / "run.json").write_text(json.dumps(head | fingerprint_of(light_extraction)), "utf-8")
        assert go(str(path), out, RETRY).errors == 0
        assert sources(out) == [f"t.jsonl#{n}" for n in range(1, 6)]

    def test_a_file_that_was_cut_short_is_done_anew(self, tmp_path, out):
        path = tmp_path / "t.csv"
        path.write_bytes(b"text\nBai mot.\nBai hai.\n" + b'"')
        go(str(path), out)
        assert (len(sources(out)), sources(out, "errors")) == (2, ["t.csv"])
        path.write_bytes(b"text\nBai mot.\nBai hai.\nBai ba.\n")
        assert go(str(path), out, RETRY).articles == 3
        assert sources(out) == ["t.csv#1", "t.csv#2", "t.csv#3"]
        assert sources(out, "errors") == []

    def test_articles_in_memory(self, out):
        given = [Article("Một.", source="a"), Article("hỏng", source="b"), Article("Ba.", source="c")]
        run(given, out, SMALL, extractor=light_extraction)
        before = tables_of(out)
        assert run(given, out, RETRY, extractor=light_extraction).errors == 1
        assert tables_of(out) == before
        assert run(None, out, RETRY, extractor=light_extraction).errors == 1

    def test_an_input_that_is_there_now_is_no_failure_any_more(self, tmp_path, out):
        (tmp_path / "empty").mkdir()
        assert go(str(tmp_path / "empty"), out).errors == 1
        write(tmp_path / "empty", a="Một.")
        assert go(str(tmp_path / "empty"), out).errors == 1
        assert go(str(tmp_path / "empty"), out, RETRY).errors == 0
        assert sources(out) == ["a.txt"]

    def test_cut_off_in_the_middle_the_part_is_made_again(self, tmp_path, out, monkeypatch):
        folder = write(tmp_path / "in", a="Một.", b="")
        go(folder, out)
        write(tmp_path / "in", b="Hai.")
        calls = iter(range(100))
        fsync = os.fsync

        def full(handle: int) -> None:
            if next(calls) == 3:
                raise OSError(28, "No space left on device")
            fsync(handle)

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OutputError, match="No space left"):
            go(folder, out, RETRY)
        monkeypatch.undo()
        run(folder, out, RunConfig(part_articles=2, workers=0), extractor=light_extraction)
        assert sources(out) == ["a.txt", "b.txt"]
        assert sources(out, "errors") == []


class TestRetryLostInWriting:
    """A worker that dies when the part's commit mark is away takes nothing with it."""

    @pytest.fixture
    def lost_once(self, monkeypatch):
        """The first attempt to write ends the process after the mark was taken away."""
        from baoso.batch import job

        write_part = job.write_part
        attempts = iter(range(100))

        def write(*args: object) -> None:
            if next(attempts) == 0:
                raise SystemExit
            write_part(*args)

        return lambda: monkeypatch.setattr(job, "write_part", write)

    def attempts(self, task: Task, out: Path) -> None:
        whole = Job(out, SMALL, light_extraction)
        with pytest.raises(SystemExit):
            run_task(task, whole)
        run_task(task, whole)

    def test_a_part_of_files_is_made_anew(self, tmp_path, out, lost_once):
        folder = write(tmp_path / "in", a="Một.", b="", c="Ba.")
        go(folder, out, RunConfig(part_articles=3))
        write(tmp_path / "in", b="Hai.")
        lost_once()
        plan = Plan(out / "plan.jsonl")
        self.attempts(Task(plan.part(0), frozenset(failed_keys(out, 0))), out)
        assert sources(out) == ["a.txt", "b.txt", "c.txt"]

    def test_one_of_a_stream_waits_for_its_stream(self, out, lost_once):
        go([Article("Một.", source="a"), Article("hỏng", source="b")], out)
        lost_once()
        mended = Part(0, (None, Article("Hai.", source="b")))
        with pytest.raises(StoppedError, match="give its stream once more"):
            self.attempts(Task(mended, frozenset(failed_keys(out, 0)), entire=False), out)
        assert status_of(out)["state"] == "interrupted"


def failing_third(article: Article):
    if article.source.endswith("#3"):
        raise RuntimeError("a mistake in the program")
    return light_extraction(article)


def fingerprint_of(extractor) -> dict[str, object]:
    from baoso.batch.job import description

    return description(RunConfig(), extractor)


class TestRepetitions:
    def test_across_parts_the_first_in_the_order_of_the_plan_is_kept(self, tmp_path, out):
        texts = {f"t{n}": f"Bài {n % 3}." for n in range(8)}
        summary = go(write(tmp_path / "in", **texts), out)
        assert (summary.articles, summary.duplicates) == (3, 5)
        assert sources(out) == ["t0.txt", "t1.txt", "t2.txt"]
        assert sorted(sources(out, "duplicates")) == ["t3.txt", "t4.txt", "t5.txt", "t6.txt", "t7.txt"]
        ids = {a["article_id"] for a in read_rows(out, "articles")}
        assert len(list(read_rows(out, "records"))) == summary.records.total() == len(ids)
        mentions = [m["mention_id"] for m in read_rows(out, "mentions")]
        assert len(mentions) == len(set(mentions)) == summary.mentions
        assert read_run(out)["counts"] == summary.counts()

    def test_the_part_size_changes_nothing_of_what_is_read(self, tmp_path):
        folder = write(tmp_path / "in", **{f"t{n}": f"Bài {n % 5}." for n in range(12)})
        seen = []
        for size in (1, 3, 100):
            out = tmp_path / f"out{size}"
            go(folder, out, RunConfig(part_articles=size))
            tables = ("articles", "mentions", "records", "duplicates")
            seen.append([sorted(map(str, read_rows(out, table))) for table in tables])
        assert seen[0] == seen[1] == seen[2]

    def test_in_a_run_that_was_not_finished_they_are_found_in_reading(self, tmp_path, out):
        go(write(tmp_path / "in", **{f"t{n}": f"Bài {n % 3}." for n in range(8)}), out)
        (out / "duplicates" / "exact.parquet").unlink()
        assert sources(out) == ["t0.txt", "t1.txt", "t2.txt"]

    def test_with_new_inputs_what_was_found_over_the_whole_is_found_again(self, tmp_path, out):
        folder = write(tmp_path / "in", b="Một.", c="Hai.")
        go(folder, out)
        rows = [{"article_id": "0", "source": "c.txt", "duplicate_of": "1"}]
        near = out / "duplicates" / "near.parquet"
        pq.write_table(pa.Table.from_pylist(rows), near)
        write(tmp_path / "in", a="Một.")
        go(folder, out)
        assert sources(out, "duplicates") == ["a.txt"]


def test_the_pipeline_itself_gives_the_same_in_workers_after_interruptions(tmp_path, out):
    corpus = Path(__file__).resolve().parents[2] / "corpus"
    paths = [str(path) for path in islice(sorted(corpus.glob("*.txt")), 12)]
    run(paths, out, RunConfig(part_articles=3, workers=0))
    (tmp_path / "two").mkdir()
    from baoso.batch.local import run_local

    for count in (5, 12):
        run(paths[:count], tmp_path / "two" / "out", RunConfig(part_articles=3, workers=2), engine=run_local)
    stages = read_run(tmp_path / "two" / "out")["timings"]["stages"]
    assert {"tokenizer", "places", "relations", "records", "read", "rows", "write"} <= set(stages)
    tables = ("articles", "mentions", "records")
    one, two = ([sorted(map(str, read_rows(o, t))) for t in tables] for o in (out, tmp_path / "two" / "out"))
    assert one == two
    assert len(one[2]) > 100
