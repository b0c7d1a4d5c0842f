from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import baoso
import baoso.extraction
from baoso.batch.run import in_process, run
from baoso.batch.tables import read_rows, read_run
from baoso.cli.main import app
from samples import TEXT, sample_extraction

RUNNER = CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"})
VERBS = ("extract", "status", "show", "export", "evaluate", "schema", "info")


@pytest.fixture(autouse=True)
def _sample_pipeline(monkeypatch, in_this_process):
    """The command line over extractions that need no pipeline."""
    monkeypatch.setitem(run.__kwdefaults__, "extractor", sample_extraction)
    monkeypatch.setattr(sys.modules["baoso.extraction"], "extract", sample_extraction)


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("Bài thứ hai.", encoding="utf-8")
    return tmp_path / "in"


def call(*args: object, stdin: bytes | None = None):
    return RUNNER.invoke(app, [str(a) for a in args], input=stdin)


class TestExtract:
    def test_all_well(self, folder, tmp_path):
        result = call("extract", folder, "--out", tmp_path / "out")
        assert result.exit_code == 0
        assert result.stdout == ""
        assert re.search(r"articles +2 *\n", result.stderr)
        assert re.search(r"metric +2 *\n", result.stderr)
        assert "inputs a second" in result.stderr
        assert len(list(read_rows(tmp_path / "out", "articles"))) == 2

    def test_error_rows_give_status_one_and_a_way_to_see_them(self, folder, tmp_path):
        (folder / "c.txt").write_text("hỏng", encoding="utf-8")
        result = call("extract", folder, "-o", tmp_path / "out")
        assert result.exit_code == 1
        assert re.search(r"errors +1 *\n", result.stderr)
        assert "errors.csv" in result.stderr

    def test_a_cluster_is_asked_for_by_its_address(self, folder, tmp_path, monkeypatch):
        asked = []

        def engine(address: str | None):
            asked.append(address)
            return in_process

        monkeypatch.setattr("baoso.batch.cluster.RayEngine", engine)
        arguments = ("extract", folder, "--out", tmp_path / "out", "--engine", "ray")
        assert call(*arguments, "--address", "ray://head:10001").exit_code == 0
        assert asked == ["ray://head:10001"]
        assert "give 1 or more" in call(*arguments, "--workers", "0").stderr

    def test_an_address_without_a_cluster_is_refused(self, folder, tmp_path):
        result = call("extract", folder, "--out", tmp_path / "out", "--address", "auto")
        assert result.exit_code == 2
        assert "only with --engine ray" in result.stderr

    def test_near_copies_are_told(self, folder, tmp_path):
        long = " ".join(f"câu{n} này{n} dài{n}" for n in range(99))
        (folder / "c.txt").write_text(long, encoding="utf-8")
        (folder / "d.txt").write_text(long + " và thêm", encoding="utf-8")
        assert re.search(r"near copies +1 *\n", call("extract", folder, "--out", tmp_path / "out").stderr)
        assert re.search(r"near copies +1\n", call("status", tmp_path / "out").stdout)

    def test_options_reach_the_run(self, folder, tmp_path):
        (folder / "t.csv").write_text("noidung,ngay\nMột bài trong bảng.,2031-05-04\n", encoding="utf-8")
        args = [
            "--limit",
            3,
            "--max-chars",
            500,
            "--words",
            "--column",
            "text=noidung",
            "--column",
            "published=ngay",
        ]
        call("extract", folder, "--out", tmp_path / "out", *args)
        run_json = read_run(tmp_path / "out")
        assert run_json["limit"] == 3
        assert run_json["settings"]["max_chars"] == 500
        assert run_json["settings"]["columns"] == {"text": "noidung", "published": "ngay"}
        articles = list(read_rows(tmp_path / "out", "articles"))
        assert articles[2]["text"] == "Một bài trong bảng."
        assert articles[0]["words"]

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (["nowhere/"], "no such file or folder"),
            (["--limit", "0"], "--limit"),
            (["nowhere/", "no-text.txt"], "no-text.txt, nowhere/: there are no such files"),
            (["--column", "text"], "text=content"),
            (["--column", "foo=bar"], "no field foo"),
            (["--max-chars", "many"], "--max-chars"),
        ],
    )
    def test_unusable_arguments_leave_nothing(self, folder, tmp_path, args, said):
        result = call("extract", folder, *args, "--out", tmp_path / "out")
        assert result.exit_code == 2
        assert said in result.stderr
        assert not (tmp_path / "out").exists()

    def test_the_same_command_again_finds_nothing_new(self, folder, tmp_path):
        call("extract", folder, "--out", tmp_path / "out")
        again = call("extract", folder, "--out", tmp_path / "out")
        assert again.exit_code == 0
        assert "nothing new" in again.stderr
        assert re.search(r"articles +2 *\n", again.stderr)
        assert call("extract", folder, "--out", tmp_path / "out", "--overwrite").exit_code == 0

    def test_without_inputs_the_run_goes_on_as_it_was_begun(self, folder, tmp_path):
        out = tmp_path / "out"
        call("extract", folder, "--out", out, "--max-chars", 5000, "--column", "text=noidung")
        (folder / "c.txt").write_text("Bài thứ ba.", encoding="utf-8")
        assert call("extract", "--out", out).exit_code == 0
        assert len(list(read_rows(out, "articles"))) == 3
        assert call("extract", "--out", tmp_path / "none").exit_code == 2

    def test_failed_inputs_are_tried_again_when_told(self, folder, tmp_path):
        (folder / "c.txt").write_bytes(b"")
        assert call("extract", folder, "--out", tmp_path / "out").exit_code == 1
        (folder / "c.txt").write_text("Bài thứ ba.", encoding="utf-8")
        assert call("extract", folder, "--out", tmp_path / "out").exit_code == 1
        assert call("extract", folder, "--out", tmp_path / "out", "--retry-failed").exit_code == 0
        assert [a["source"] for a in read_rows(tmp_path / "out", "articles")] == ["a.txt", "b.txt", "c.txt"]


class TestStatus:
    def test_of_a_finished_run(self, folder, tmp_path):
        (folder / "c.txt").write_text("hỏng", encoding="utf-8")
        call("extract", folder, "--out", tmp_path / "out")
        result = call("status", tmp_path / "out")
        assert result.exit_code == 1
        assert re.search(r"parts +1 of 1\n", result.stdout)
        assert re.search(r"RuntimeError +1\n", result.stdout)
        assert f"to go on: baoso extract --out {tmp_path / 'out'} --retry-failed" in result.stdout

    def test_as_json(self, folder, tmp_path):
        call("extract", folder, "--out", tmp_path / "out")
        found = json.loads(call("status", tmp_path / "out", "--json").stdout)
        assert found["state"] == "finished"
        assert found["inputs"] == {"planned": 2, "left": 0}
        assert found["counts"]["records"]["metric"] == 2
        assert {"read", "extract", "rows", "write"} <= set(found["timings"]["stages"])
        assert found["next"] is None

    def test_of_no_run(self, tmp_path):
        assert call("status", tmp_path).exit_code == 2


class TestShow:
    def test_mentions_are_bracketed_without_colour(self, folder):
        result = call("show", folder / "a.txt", "--no-color")
        assert result.exit_code == 0
        assert "[QUANTITY Xã] Minh Phú" in result.stdout
        assert "\x1b[" not in result.stdout

    def test_every_value_stands_with_its_words(self, folder):
        rows = [line.split() for line in call("show", folder / "a.txt").stdout.splitlines()]
        joined = [" ".join(w for w in row if w not in "│┃") for row in rows]
        assert "metric quantity > 82 % Xã" in joined
        assert "comparator gt vậy." in joined
        assert "of 203 hộ" in joined
        assert "period 2031-01-01 to 2031-12-31 (year, explicit) vậy." in joined
        assert any(
            line.startswith("place Minh Phú, Hưng Yên (commune 01234 of 2025-06-30, explicit)") for line in joined
        )
        assert "office person Tô Văn Hạ Xã" in joined
        assert "said by Tô Văn Hạ, Chủ tịch vậy." in joined
        firsts = {line.split()[0] for line in joined if line}
        assert {"document", "platform", "programme", "event", "difficulty"} <= firsts

    def test_standard_input(self):
        assert "[QUANTITY Xin]" in call("show", "-", stdin="Xin chào tất cả".encode()).stdout

    def test_control_characters_never_reach_the_terminal(self, folder):
        (folder / "x.txt").write_text("Xin \x1b[2J chào \x07 tất cả" + " mọi người" * 20, encoding="utf-8")
        result = call("show", folder / "x.txt")
        assert result.exit_code == 0
        assert "\x1b" not in result.stdout
        assert "\x07" not in result.stdout

    @pytest.mark.parametrize(("content", "said"), [(b"", "empty"), (b"\x00\x01\x02\x03", "binary")])
    def test_what_cannot_be_read_is_one_line(self, tmp_path, content, said):
        (tmp_path / "x.txt").write_bytes(content)
        result = call("show", tmp_path / "x.txt")
        assert result.exit_code == 2
        assert result.stderr.count("\n") == 1
        assert "x.txt" in result.stderr
        assert said in result.stderr


class TestExport:
    def test_paths_go_to_stdout(self, folder, tmp_path):
        call("extract", folder, "--out", tmp_path / "out")
        result = call("export", tmp_path / "out", "--format", "jsonl", "--to", tmp_path / "to")
        assert result.exit_code == 0
        assert {Path(p).name for p in result.stdout.split()} >= {
            "articles.jsonl",
            "records.jsonl",
            "errors.jsonl",
        }
        assert all(Path(p).is_file() for p in result.stdout.split())

    def test_a_folder_with_something_in_it_is_refused(self, folder, tmp_path):
        call("extract", folder, "--out", tmp_path / "out")
        (tmp_path / "to").mkdir()
        (tmp_path / "to" / "mine").write_text("x")
        args = ("export", tmp_path / "out", "--format", "csv", "--to", tmp_path / "to")
        assert call(*args).exit_code == 2
        assert call(*args, "--overwrite").exit_code == 0

    def test_duckdb_is_a_store(self, folder, tmp_path):
        call("extract", folder, "--out", tmp_path / "out")
        args = ("export", tmp_path / "out", "--format", "duckdb", "--to", tmp_path / "to")
        assert call(*args).stdout.split() == [str(tmp_path / "to" / "store.duckdb")]
        assert call(*args).exit_code == 2
        assert call(*args, "--overwrite").exit_code == 0
        with baoso.open_store(tmp_path / "to" / "store.duckdb") as store:
            assert store.sql("SELECT count(*) FROM articles").fetchall() == [(2,)]
        assert [p.name for p in (tmp_path / "to").iterdir()] == ["store.duckdb"]


@pytest.mark.parametrize("table", ["records", "articles", "mentions", "errors", "duplicates"])
def test_schema_is_json_schema(table):
    schema = json.loads(call("schema", table).stdout)
    assert "article_id" in json.dumps(schema) or table == "errors"
    assert schema.get("oneOf") or schema["properties"]


def test_schema_of_nothing_known():
    assert "choose one of records" in call("schema", "people").stderr


def test_info_names_versions_and_hashes():
    facts = json.loads(call("info", "--json").stdout)
    assert len(facts["artefacts"]["lexicon"]) == 64
    assert facts["version"] == baoso.__version__
    assert facts["fingerprint"] in call("info").stdout


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_with_an_example(verb):
    result = call(verb, "--help")
    assert result.exit_code == 0
    assert f"baoso {verb}" in result.stdout.split("Example", 1)[1] or f"| baoso {verb}" in result.stdout


def test_help_starts_at_once_and_loads_nothing_heavy():
    code = (
        "import sys; sys.argv = ['baoso', '--help']\n"
        "from baoso.cli.main import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'pyarrow', 'pandas', 'datasets', 'underthesea', 'numpy'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert all(verb in done.stdout for verb in VERBS)


def test_version():
    assert call("--version").stdout == f"baoso {baoso.__version__}\n"
