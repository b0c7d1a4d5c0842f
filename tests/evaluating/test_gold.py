from __future__ import annotations

import pytest

from baoso.errors import GoldError
from baoso.evaluating.gold import doubts, load_gold
from evaluating_samples import GOLD, TEXT


def test_gold_is_read(gold_folder):
    (gold,) = load_gold(gold_folder)
    assert gold.metrics[0].comparator == "gt"
    assert gold.published == "2032-01-05"
    assert gold.officials[0].titles == ["Chủ tịch"]
    assert gold.judges("author")
    assert not gold.judges("events")
    assert list(doubts(gold, TEXT)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cmp: gt", "cmp: more", r"metrics\.0\.cmp: Input should be 'eq'"),
        ("status: target", "status: plan", r"metrics\.1\.status"),
        ("value: 45", "value: nhiều", r"metrics\.1\.value.*nhiều"),
        ("article: bai.txt", "artikel: bai.txt", "article: Field required"),
        ("level: commune}]", "level: xã}]", r"localities\.0\.level"),
        ("period: null", "period: [2031-01-01]", r"metrics\.1\.period"),
        ("titles: [Chủ tịch]", "titles: Chủ tịch", r"officials\.0\.titles"),
        ("metrics:", "metrics: [", "mend the file"),
    ],
)
def test_broken_gold_names_file_field_and_remedy(gold_folder, old, new, said):
    (gold_folder / "bai.yaml").write_text(GOLD.replace(old, new), "utf-8")
    with pytest.raises(GoldError, match=rf"bai\.yaml.*{said}|bai\.yaml[\s\S]*{said}") as caught:
        load_gold(gold_folder)
    assert "mend" in str(caught.value)


@pytest.mark.parametrize("content", [b"- a\n- b\n", b"", b"\xff\xfe\x00"])
def test_what_is_no_gold(gold_folder, content):
    (gold_folder / "bai.yaml").write_bytes(content)
    with pytest.raises(GoldError, match=r"bai\.yaml"):
        load_gold(gold_folder)


def test_an_empty_folder_is_no_perfect_score(tmp_path):
    with pytest.raises(GoldError, match="name a folder"):
        load_gold(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('a: "82%"', 'a: "83%"', "counts as missed"),
        ('traps: ["Tổ 12"]', 'traps: ["Tổ 13"]', "quote it exactly"),
        ("platforms: [Sổ tay số]", "platforms: [Sổ tay bé]", "quote it exactly"),
        ("traps:", "trap:", "unknown field 'trap'"),
        ("status: target", "status: target, perod: 2", "unknown field 'perod'"),
    ],
)
def test_what_cannot_be_meant_is_told(gold_folder, old, new, said):
    (gold_folder / "bai.yaml").write_text(GOLD.replace(old, new), "utf-8")
    (gold,) = load_gold(gold_folder)
    (doubt,) = doubts(gold, TEXT)
    assert said in doubt
    assert doubt.startswith("bai.txt: ")
