"""A folder checked: every text annotated once, no near-copies, nothing borrowed, enough of everything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from baoso.annotating.check import check, planned_pairs
from baoso.annotating.likeness import alike, borrowed
from baoso.annotating.statistics import shortfalls, statistics
from baoso.errors import GoldError
from marking import FRONT, gold

LONG = "Xã nào trong huyện cũng nộp hồ sơ qua mạng, chẳng nơi nào còn cất giấy trong ngăn tủ ở phòng họp nữa."
OTHER = "Bà con bản trên mang mật ong xuống chợ, người bán người mua đều quen tay quét mã trả tiền từ lâu rồi."


@pytest.fixture
def folders(tmp_path: Path):
    """Write articles (name → text) with markup for each; the markup folder and the corpus."""
    markup, corpus = tmp_path / "markup", tmp_path / "corpus"
    markup.mkdir()
    corpus.mkdir()

    def write(**texts: str) -> tuple[Path, Path]:
        for name, text in texts.items():
            (corpus / f"{name}.txt").write_text(text, "utf-8")
            front = FRONT.replace("bai.txt", f"{name}.txt")
            (markup / f"{name}.md").write_text(f"---\n{front}---\n{text}", "utf-8")
        return markup, corpus

    return write


def test_a_right_folder_has_no_errors(folders):
    report = check(*folders(a=LONG, b=OTHER))
    assert report.errors == []
    assert report.counts["articles"] == 2
    assert "passages taken from the press" in report.skipped[0]


def test_a_text_without_annotation_is_an_error(folders):
    markup, corpus = folders(a=LONG, b=OTHER)
    (markup / "b.md").unlink()
    assert any("b.txt: not annotated" in e for e in check(markup, corpus).errors)


def test_an_article_annotated_twice_is_an_error(folders):
    markup, corpus = folders(a=LONG)
    (markup / "z.md").write_text((markup / "a.md").read_text("utf-8"), "utf-8")
    assert any("annotated in" in e for e in check(markup, corpus).errors)


def test_a_broken_file_costs_only_itself(folders):
    markup, corpus = folders(a=LONG, b=OTHER)
    (markup / "b.md").write_text("broken", "utf-8")
    report = check(markup, corpus)
    assert report.counts["articles"] == 1
    assert any("b.md" in e for e in report.errors)


def test_near_copies_must_be_planned(folders):
    markup, corpus = folders(a=LONG, b=LONG.replace("phòng họp", "phòng khách"))
    (error,) = check(markup, corpus).errors
    assert "like b.txt" in error
    pairs = corpus.parent / "pairs.csv"
    pairs.write_text("kind,first,second\nsyndicated,a,b\n", "utf-8")
    assert check(markup, corpus, pairs=pairs).errors == []


def test_a_table_of_pairs_needs_its_columns(tmp_path):
    (tmp_path / "pairs.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(GoldError, match="kind, first, second"):
        planned_pairs(tmp_path / "pairs.csv")
    with pytest.raises(GoldError, match="name the table"):
        planned_pairs(tmp_path / "absent.csv")


def test_borrowed_passages_are_errors(folders, tmp_path):
    press = tmp_path / "press"
    press.mkdir()
    (press / "x.txt").write_text("Tin nói rằng " + LONG.lower(), "utf-8")
    errors = check(*folders(a=LONG, b=OTHER), against=press).errors
    assert errors
    assert all("a.txt" in e for e in errors)


def test_shared_names_are_not_borrowed():
    name = "phó trưởng phòng cảnh sát quản lý hành chính về trật tự xã hội"
    assert borrowed({"a": f"Ông {name} này"}, [f"Bà {name} kia"]) == []


def test_a_borrowed_sentence_is_found_however_short_the_run():
    assert borrowed({"a": "Mưa. Xã đã có đủ mạng cho mọi thôn. Nắng."}, ["Tin: xã đã có đủ mạng cho mọi thôn. Hết."])


def test_metadata_is_held_against_the_front_matter(folders):
    markup, corpus = folders(a=LONG)
    (corpus / "a.json").write_text(json.dumps({"author": "Lê Tú"}), "utf-8")
    assert any("its metadata say Lê Tú" in e for e in check(markup, corpus).errors)


def test_too_little_is_told(folders, tmp_path):
    (tmp_path / "targets.toml").write_text("[minimum]\narticles = 3\nreviewed = 'articles'\n", "utf-8")
    errors = check(*folders(a=LONG), targets=tmp_path / "targets.toml").errors
    assert [e.split(": ", 1)[1] for e in errors] == ["articles: 1, asked for 3", "reviewed: 0, asked for 1"]


def test_statistics_count_by_label_type_and_year():
    counts = statistics([gold("[Vũ Tú]{PER} [3]{NUM trap} [x]{CASE !typo}")])
    assert (counts["mentions.PERSON"], counts["judged.trap"], counts["cases.typo"], counts["years.2023"]) == (
        1,
        1,
        1,
        1,
    )


def test_broken_targets_are_named(tmp_path):
    (tmp_path / "t.toml").write_text("x = 1", "utf-8")
    with pytest.raises(GoldError, match=r"t\.toml"):
        shortfalls({}, tmp_path / "t.toml")


def test_alike_is_jaccard_of_runs_of_five():
    assert alike({"a": "một hai ba bốn năm sáu", "b": "một hai ba bốn năm bảy"}, 0.3)[0][0] == pytest.approx(1 / 3)
    assert alike({"a": LONG, "b": OTHER}, 0.0) == []
