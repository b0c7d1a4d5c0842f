"""Splits: groups stay whole, shares are kept, what was decided stays."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from baoso.annotating.splits import assign, by_split, read_splits, write_splits
from baoso.errors import GoldError
from baoso.standoff import GoldArticle, GoldFocus

PROVINCES = (
    "Hà Giang",
    "Tuyên Quang",
    "Lào Cai",
    "Hà Nội",
    "Cà Mau",
    "Huế",
    "Nghệ An",
    "Sơn La",
    "Lai Châu",
    "Hà Tĩnh",
)


def article(name: str, province: str | None, text: str = "") -> GoldArticle:
    focus = GoldFocus(name="X", level="district", province=province) if province else None
    return GoldArticle(article_id=f"{name}{text}", source=f"{name}.txt", focus=focus)


@pytest.fixture
def articles() -> list[GoldArticle]:
    return [article(f"a{i:03}", PROVINCES[i % len(PROVINCES)]) for i in range(100)]


def test_shares_are_about_what_was_asked_for(articles):
    counts = Counter(row.split for row in assign(articles, []))
    assert counts["train"] >= 60
    assert min(counts["dev"], counts["test"]) >= 10


def test_provinces_that_are_one_today_stay_together(articles):
    rows = {row.article: row for row in assign(articles, [])}
    splits = defaultdict(set)
    for one in articles:
        splits[one.focus.province].add(rows[one.source].split)
    assert all(len(s) == 1 for s in splits.values())
    assert splits["Hà Giang"] == splits["Tuyên Quang"]


def test_a_province_that_ended_earlier_is_one_with_its_heir():
    rows = assign([article("a", "Thừa Thiên Huế"), article("b", "Huế")], [])
    assert rows[0].group == rows[1].group


def test_pairs_stay_together(articles):
    pair = frozenset(("a000.txt", "a003.txt"))
    rows = {row.article: row for row in assign(articles, [pair])}
    assert rows["a000.txt"].group == rows["a003.txt"].group
    assert rows["a000.txt"].split == rows["a003.txt"].split


def test_articles_about_no_place_are_groups_of_their_own():
    rows = assign([article("a", None), article("b", None)], [])
    assert {row.group for row in rows} == {"a.txt", "b.txt"}


def test_what_was_decided_stays_and_new_ones_follow_their_group(articles, tmp_path):
    first = assign(articles[:40], [])
    write_splits(tmp_path / "s.csv", first)
    kept = read_splits(tmp_path / "s.csv")
    assert kept == first
    again = {row.article: row for row in assign(articles, [], kept)}
    assert all(again[row.article].split == row.split for row in first)


def test_the_order_of_articles_does_not_matter(articles):
    assert assign(articles, []) == assign(articles[::-1], [])


def test_a_changed_text_is_refused(articles):
    frozen = assign(articles, [])
    articles[3] = article("a003", PROVINCES[3], "changed")
    with pytest.raises(GoldError, match=r"a003\.txt: its text changed"):
        assign(articles, [], frozen)


def test_by_split_wants_every_article_in_the_table(articles, tmp_path):
    write_splits(tmp_path / "s.csv", assign(articles[:-1], []))
    with pytest.raises(GoldError, match=r"a099\.txt has no split"):
        by_split(articles, tmp_path / "s.csv", tmp_path)
    files = by_split(articles[:-1], tmp_path / "s.csv", tmp_path)
    assert sum(map(len, files.values())) == 99


def test_a_broken_table_is_named(tmp_path):
    (tmp_path / "s.csv").write_text("article,split\na,b\n", "utf-8")
    with pytest.raises(GoldError, match=r"s\.csv"):
        read_splits(tmp_path / "s.csv")
