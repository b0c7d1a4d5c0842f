"""Each format there and back: nothing lost, but for what the format has no place for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baoso.annotating.compile import compile_markup
from baoso.annotating.markup import Markup, write_markup
from baoso.errors import GoldError
from baoso.interchange.formats import READERS, WRITERS, Source, convert
from baoso.standoff import GoldArticle

TARGETS = {
    "markup": "out", "gold": "gold.jsonl", "brat": "brat", "label-studio": "tasks.json", "doccano": "d.jsonl",
    "docbin": "d.spacy", "hf": "d.parquet", "conll": "d.conll",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, markup: Markup) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "bai.txt").write_text(markup.text, "utf-8", newline="\n")
    (tmp_path / "corpus" / "bai.json").write_text(json.dumps({"title": "Đề", "synthetic": True}), "utf-8")
    (tmp_path / "markup").mkdir()
    write_markup(tmp_path / "markup" / "bai.md", markup)
    return tmp_path


def there_and_back(folder: Path, form: str) -> Markup:
    corpus, target = folder / "corpus", folder / TARGETS[form]
    assert convert(folder / "markup", "markup", target, form, corpus) == 1
    (back,) = READERS[form](Source(target, corpus))
    return back


def meant(markup: Markup) -> GoldArticle:
    return compile_markup(markup)


def test_every_format_is_written_and_read():
    assert set(WRITERS) == set(TARGETS)
    assert set(READERS) == set(TARGETS) | {"run"}


@pytest.mark.parametrize("form", [f for f in TARGETS if f != "conll"])
def test_nothing_is_lost(folder: Path, markup: Markup, form: str):
    back = there_and_back(folder, form)
    assert back.text == markup.text
    assert meant(back) == meant(markup)


@pytest.mark.parametrize("form", ["brat", "label-studio", "doccano", "docbin"])
def test_spans_keep_their_ids_and_order(folder: Path, markup: Markup, form: str):
    back = there_and_back(folder, form)
    own = [(s.label, s.start, s.end, s.words, s.values, s.kinds) for s in markup.spans]
    assert [(s.label, s.start, s.end, s.words, s.values, s.kinds) for s in back.spans] == own
    assert {s.id for s in markup.spans if s.id} <= {s.id for s in back.spans}


def test_conll_keeps_text_and_spans(folder: Path, markup: Markup):
    back = there_and_back(folder, "conll")
    assert back.text == markup.text
    spans = {(s.label, s.start, s.end) for s in markup.spans if s.label != "CASE"}
    assert {(s.label, s.start, s.end) for s in back.spans} == spans


def test_conll_tags_are_iob2(folder: Path):
    there_and_back(folder, "conll")
    rows = [r.split("\t") for r in (folder / "d.conll").read_text("utf-8").splitlines() if r and r[0] != "#"]
    tags = {r[0]: r[3:] for r in rows}
    assert (tags["Hội"][10], tags["nghị"][10], tags["cho"][10]) == ("B", "I", "O")


def test_hf_dataset_has_typed_columns_and_metadata(folder: Path):
    import datasets

    there_and_back(folder, "hf")
    data = datasets.load_dataset(
        "parquet", data_files=str(folder / "d.parquet"), split="train", cache_dir=str(folder / "cache")
    )
    assert (data[0]["title"], data[0]["synthetic"]) == ("Đề", True)
    assert data[0]["metrics"][0]["quantity"]["value"] == 83.4
    assert data[0]["offices"][0]["person"] == "Vũ Văn Tú"


def test_a_relation_added_in_a_tool_wins_over_what_was_written(folder: Path, markup: Markup):
    convert(folder / "markup", "markup", folder / "brat", "brat", folder / "corpus")
    path = folder / "brat" / "bai.ann"
    lines = path.read_text("utf-8").splitlines()
    places = {s.id: f"T{n}" for n, s in enumerate(markup.spans, 1) if s.label == "LOC"}
    number = next(f"T{n}" for n, s in enumerate(markup.spans, 1) if s.id == "m1")
    changed = [
        line.replace(f"loc Arg1:{number} Arg2:{places['p1']}", f"loc Arg1:{number} Arg2:{places['p2']}")
        for line in lines
    ]
    assert changed != lines
    path.write_text("\n".join(changed) + "\n", "utf-8")
    (back,) = READERS["brat"](Source(folder / "brat", folder / "corpus"))
    (first, _) = [r for r in meant(back).records if r.record_type == "metric"]
    assert first.locality.name == "Năng Khả"
    assert first.attribution is not None


def test_spans_over_a_line_end_are_fragments_in_brat(folder: Path):
    there_and_back(folder, "brat")
    assert any(";" in line.split("\t")[1] for line in (folder / "brat" / "bai.ann").read_text("utf-8").splitlines())


def test_predictions_come_from_a_run(folder: Path, tmp_path: Path):
    from baoso.batch.config import RunConfig
    from baoso.batch.run import run

    (folder / "corpus" / "bai.json").unlink()
    run([str(folder / "corpus")], folder / "run", RunConfig())
    assert convert(folder / "run", "run", folder / "tasks.json", "label-studio", folder / "corpus") == 1
    (task,) = json.loads((folder / "tasks.json").read_text("utf-8"))
    assert "annotations" not in task
    labels = {r["value"]["labels"][0] for r in task["predictions"][0]["result"] if r["type"] == "labels"}
    assert {"NUM", "LOC", "PER", "TTL", "ORG", "PLAT"} <= labels
    assert convert(folder / "run", "run", folder / "gold.jsonl", "gold", folder / "corpus") == 1


def broken(folder: Path, form: str) -> Path:
    path = folder / ("broken" if form in ("brat", "markup") else f"broken.{form}")
    if form == "brat":
        path.mkdir()
        (path / "a.txt").write_text("x", "utf-8")
        (path / "a.ann").write_text("T1\tNOTHING 0 1\tx\n", "utf-8")
    elif form == "markup":
        path.mkdir()
        (path / "a.md").write_text("no front matter", "utf-8")
    else:
        path.write_text('{"x": 1}\n', "utf-8")
    return path


@pytest.mark.parametrize("form", [f for f in TARGETS if f != "hf"])
def test_broken_files_are_named(folder: Path, form: str):
    with pytest.raises(GoldError, match="broken"):
        convert(broken(folder, form), form, folder / "to", "markup", folder / "corpus")


@pytest.mark.parametrize(("form", "to"), [("word", "markup"), ("markup", "run"), ("markup", "word")])
def test_unknown_formats_are_refused(folder: Path, form: str, to: str):
    with pytest.raises(GoldError, match="choose one of"):
        convert(folder / "markup", form, folder / "to", to, folder / "corpus")
