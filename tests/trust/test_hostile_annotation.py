"""Annotation that somebody else made: no name in it leads out of the folders that were named, none hides another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baoso.annotating.check import check
from baoso.annotating.compile import annotation, beside, compile_folder
from baoso.batch.config import RunConfig
from baoso.batch.run import run
from baoso.errors import BaosoError, GoldError
from baoso.interchange.formats import READERS, convert
from samples import sample_extraction

SECRET = "Mật khẩu là 123."
NAMES = ["../secret.txt", "sub/../../secret.txt", "/etc/passwd", "link.txt", "..", "a\x00.txt"]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    (tmp_path / "secret.json").write_text(json.dumps({"title": SECRET}), "utf-8")
    (tmp_path / "corpus" / "sub").mkdir(parents=True)
    (tmp_path / "corpus" / "a.txt").write_text("Tin của xã.\n", "utf-8")
    (tmp_path / "corpus" / "link.txt").symlink_to(tmp_path / "secret.txt")
    return tmp_path / "corpus"


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_out_is_refused(corpus: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(GoldError, match="leads out of"):
        beside(corpus, name)
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"article_id": "0" * 16, "source": name}) + "\n", "utf-8")
    with pytest.raises(GoldError, match="leads out of"):
        annotation(gold, corpus)


@pytest.mark.parametrize("name", [n for n in NAMES if "\x00" not in n])
def test_markup_that_names_another_file_is_one_error(corpus: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "markup").mkdir()
    front = f"article: {json.dumps(name)}\npublished: null\nauthor: null\nfocus: null\n"
    (tmp_path / "markup" / "bad.md").write_text(f"---\n{front}---\nTin của xã.\n", "utf-8")
    (tmp_path / "markup" / "good.md").write_text(
        f"---\n{front.replace(json.dumps(name), 'a.txt')}---\nTin của xã.\n", "utf-8"
    )
    articles, problems = compile_folder(tmp_path / "markup", corpus)
    assert [a.source for a in articles] == ["a.txt"]
    assert len([p for p in problems if "leads out of" in p]) == 1
    report = check(tmp_path / "markup", corpus)
    assert [e for e in report.errors if "leads out of" in e]
    assert SECRET not in " ".join(report.errors)


def test_a_data_set_takes_no_metadata_from_outside(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "markup").mkdir()
    front = "article: ../secret.txt\npublished: null\nauthor: null\nfocus: null\n"
    (tmp_path / "markup" / "bad.md").write_text(f"---\n{front}---\nTin của xã.\n", "utf-8")
    with pytest.raises(GoldError, match="leads out of"):
        convert(tmp_path / "markup", "markup", tmp_path / "x.parquet", "hf", corpus)


@pytest.mark.parametrize("to", ["brat", "markup"])
@pytest.mark.parametrize("name", [n for n in NAMES if n != ".."])
def test_what_is_written_stays_in_its_folder(corpus: Path, tmp_path: Path, to: str, name: str) -> None:
    row = {"id": 1, "text": "Tin của xã.", "entities": [], "relations": [], "front": {"article": name}}
    (tmp_path / "in.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    before = set(tmp_path.rglob("*"))
    try:
        convert(tmp_path / "in.jsonl", "doccano", tmp_path / "to", to, corpus)
    except BaosoError:
        assert "\x00" in name
    assert {p for p in tmp_path.rglob("*") if not p.is_relative_to(tmp_path / "to")} == before
    assert (tmp_path / "secret.txt").read_text("utf-8") == SECRET


@pytest.mark.parametrize("to", ["brat", "markup"])
def test_articles_of_one_name_do_not_hide_each_other(tmp_path: Path, to: str) -> None:
    for folder in ("a", "b", "B"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / ("x.txt" if folder != "B" else "X.txt")).write_text(f"Tin {folder} 82%", "utf-8")
    rows = "".join(json.dumps({"text": f"Tin số {n} có 82%"}) + "\n" for n in range(3))
    (tmp_path / "in" / "t.jsonl").write_text(rows, "utf-8")
    run([tmp_path / "in"], tmp_path / "out", RunConfig(workers=0), extractor=sample_extraction)
    assert convert(tmp_path / "out", "run", tmp_path / "to", to, tmp_path) == 6
    suffix = {"brat": ".ann", "markup": ".md"}[to]
    assert len(list((tmp_path / "to").glob(f"*{suffix}"))) == 6


JUNK = {
    "empty": b"",
    "zeros": bytes(100),
    "nested lists": b"[" * 100_000,
    "nested objects": b'{"a":' * 100_000,
    "huge number": b'[{"id": ' + b"9" * 10_000 + b"}]",
    "null": b"null\n",
    "list of nulls": b"[null]\n",
    "wrong types": b'[{"data": {"text": 1}, "annotations": 7, "text": [], "entities": {}, "spans": 0}]\n',
    "offsets": b'{"text": "a", "entities": [{"id": 1, "label": "LOC", "start_offset": -9, "end_offset": 99}]}\n',
    "not UTF-8": b"\xff\xfe\xfa",
}


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("form", sorted(READERS))
def test_junk_is_refused_with_its_name(tmp_path: Path, form: str, junk: str) -> None:
    """Whatever the format: an error of ours that names the file, no traceback."""
    names = {"markup": "x/a.md", "brat": "x/a.ann", "run": "x/run.json", "gold": "x.jsonl", "hf": "x.parquet"}
    path = tmp_path / names.get(form, "x.json")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(JUNK[junk])
    (tmp_path / "x" / "a.txt").parent.mkdir(exist_ok=True)
    (tmp_path / "x" / "a.txt").write_text("Tin", "utf-8")
    source = path.parent if "/" in names.get(form, "") else path
    # of lines that it does not know brat says nothing, and an empty file may be no annotation at all
    if (form == "brat" and junk != "not UTF-8") or (form == "doccano" and junk == "empty"):
        convert(source, form, tmp_path / "to.jsonl", "doccano", tmp_path)
        return
    with pytest.raises(BaosoError) as caught:
        convert(source, form, tmp_path / "to.jsonl", "doccano", tmp_path)
    assert len(str(caught.value)) < 2000
    assert str(tmp_path) in str(caught.value) or "a.md" in str(caught.value)
