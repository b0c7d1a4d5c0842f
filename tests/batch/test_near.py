"""Near copies over a whole run: found across parts, the same whatever the parts, and counted."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from baoso.batch.config import RunConfig
from baoso.batch.export import contract_rows, export
from baoso.batch.near import THRESHOLD, write_near
from baoso.batch.run import run
from baoso.batch.schemas import PART_SCHEMAS
from baoso.batch.signatures import BYTES, RUN, SLOTS, signature
from baoso.batch.status import status_of
from baoso.batch.store import part_path, write_table
from baoso.batch.tables import read_rows, read_run
from baoso.types import Article
from standins import light_extraction

pytestmark = pytest.mark.usefixtures("in_this_process")


def news(seed: int, length: int = 400) -> list[str]:
    """Syllables of an article that nobody else wrote."""
    rng = random.Random(seed)
    return [f"{rng.choice('bcdghklmnt')}{rng.choice('aeiou')}{rng.randint(0, 99)}" for _ in range(length)]


def syndicated(seed: int, cut: int = 25, begin: str = "Theo báo bạn:") -> list[str]:
    """The same article as another outlet brings it: its end cut off, something put before it."""
    return [*begin.split(), *news(seed)[: 400 - cut]]


def bulletin(day: int) -> list[str]:
    """A daily price bulletin: the same sentences each day, other numbers."""
    rng = random.Random(day)
    goods = ["gạo", "cà phê", "hồ tiêu", "cao su", "vàng", "xăng", "thép", "ngô", "đường", "muối"]
    rows = (
        f"giá {name} hôm nay ở mức {rng.randint(100, 999)} đồng mỗi cân thay đổi {rng.randint(1, 99)}" for name in goods
    )
    return " ".join(rows).split()


def run_of(texts: list[list[str]], out: Path, **settings: int) -> list[dict[str, object]]:
    given = [Article(" ".join(words), source=f"s{n:03}") for n, words in enumerate(texts)]
    run(given, out, RunConfig(**settings), extractor=light_extraction)
    return [row for row in read_rows(out, "duplicates") if row["kind"] == "near"]


def true_likeness(one: list[str], other: list[str]) -> float:
    runs = [{tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)} for words in (one, other)]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


class TestSignature:
    def test_the_share_of_equal_slots_is_the_likeness_of_the_texts(self):
        off = []
        for seed in range(60):
            one, other = news(seed), syndicated(seed, cut=5 * (seed % 30))
            slots = [np.frombuffer(signature(" ".join(words)) or b"", "<u2") for words in (one, other)]
            off.append(np.count_nonzero(slots[0] == slots[1]) / SLOTS - true_likeness(one, other))
        assert abs(np.mean(off)) < 0.02
        assert np.std(off) < 0.04

    def test_case_spaces_and_quotes_make_no_difference(self):
        one = signature('Hôm qua, xã Minh Phú "lên mạng" – có 82% hộ dùng ví.')
        assert one is not None
        assert len(one) == BYTES
        assert one == signature("HÔM QUA xã  Minh Phú\n“lên mạng” có 82% hộ dùng ví")

    def test_what_has_fewer_than_five_syllables_has_none(self):
        assert signature("Một hai ba bốn") is None
        assert signature("Một hai ba bốn năm") is not None
        assert signature("nửa \ud800 cặp vẫn là chữ") is not None

    def test_it_is_the_same_everywhere(self):
        """A run may be made on many machines; what they note must be comparable."""
        assert (signature("một hai ba bốn năm sáu bảy") or b"").hex().startswith(SAME)


SAME = "4a693f5057aebb95b665252122c2ffae"


class TestNear:
    def test_a_copy_in_another_part_is_flagged_and_keeps_its_records(self, tmp_path):
        out = tmp_path / "out"
        texts = [news(1), news(2), news(3), syndicated(1)]
        (row,) = run_of(texts, out, part_articles=2)
        ids = [Article(" ".join(words)).article_id for words in texts]
        assert (row["source"], row["article_id"], row["duplicate_of"]) == ("s003", ids[3], ids[0])
        assert row["similarity"] == pytest.approx(true_likeness(texts[0], texts[3]), abs=0.1)
        assert len(list(read_rows(out, "records"))) == 4
        assert read_run(out)["counts"]["near_duplicates"] == status_of(out)["counts"]["near_duplicates"] == 1
        told = {row["article_id"]: row["duplicate_of"] for row in contract_rows(out, "articles")}
        assert told == {ids[0]: None, ids[1]: None, ids[2]: None, ids[3]: ids[0]}

    def test_a_copy_in_the_same_part_too(self, tmp_path):
        (row,) = run_of([news(1), syndicated(1)], tmp_path / "out")
        assert row["source"] == "s001"

    def test_the_earliest_is_named(self, tmp_path):
        texts = [news(9), news(1), syndicated(1), syndicated(1, begin="Tin từ tỉnh:"), syndicated(1, cut=20)]
        rows = run_of(texts, tmp_path / "out", part_articles=1)
        assert [row["source"] for row in rows] == ["s002", "s003", "s004"]
        assert {row["duplicate_of"] for row in rows} == {Article(" ".join(texts[1])).article_id}

    def test_what_is_too_far_from_the_first_names_the_one_it_repeats(self, tmp_path):
        """Each copies the one before and drops a tenth of it."""
        texts = [news(1)[start : start + 400 - start] for start in (0, 70, 140)]
        assert true_likeness(texts[0], texts[2]) < THRESHOLD - 0.04
        rows = run_of(texts, tmp_path / "out")
        ids = [Article(" ".join(words)).article_id for words in texts]
        assert [row["duplicate_of"] for row in rows] == ids[:2]

    def test_identical_texts_are_no_near_copies(self, tmp_path):
        out = tmp_path / "out"
        texts = [news(1), news(2), news(1), syndicated(1), syndicated(1)]
        (row,) = run_of(texts, out, part_articles=2)
        assert row["source"] == "s003"
        exact = [(row["source"], row["similarity"]) for row in read_rows(out, "duplicates") if row["kind"] == "exact"]
        assert sorted(exact) == [("s002", 1.0), ("s004", 1.0)]

    def test_bulletins_of_other_days_are_no_copies(self, tmp_path):
        assert run_of([bulletin(day) for day in range(30)], tmp_path / "out") == []

    def test_short_texts_are_none(self, tmp_path):
        assert run_of([["Bài", "1."], ["Bài", "1"], ["Bài", "1!"]], tmp_path / "out", part_articles=1) == []

    def test_parts_and_interruptions_change_nothing(self, tmp_path):
        rng = random.Random(5)
        texts = [
            news(n) if rng.random() < 0.6 else syndicated(rng.randint(0, n), rng.randint(0, 60)) for n in range(60)
        ]
        once = run_of(texts, tmp_path / "once")
        assert len(once) > 10
        assert run_of(texts, tmp_path / "small", part_articles=7) == once
        run_of(texts[:20], tmp_path / "twice", part_articles=7)
        assert run_of(texts, tmp_path / "twice", part_articles=7) == once

    def test_an_earlier_copy_that_failed_and_is_mended_is_found(self, tmp_path):
        folder, out = tmp_path / "in", tmp_path / "out"
        folder.mkdir()
        (folder / "a.txt").write_text("")
        (folder / "b.txt").write_text(" ".join(syndicated(1)), encoding="utf-8")
        run(str(folder), out, extractor=light_extraction)
        assert list(read_rows(out, "duplicates")) == []
        (folder / "a.txt").write_text(" ".join(news(1)), encoding="utf-8")
        run(str(folder), out, RunConfig(retry_failed=True), extractor=light_extraction)
        (row,) = read_rows(out, "duplicates")
        assert (row["source"], row["kind"]) == ("b.txt", "near")

    def test_it_is_joined_at_export_and_signatures_stay_behind(self, tmp_path):
        run_of([news(1), syndicated(1)], tmp_path / "out", part_articles=1)
        export(tmp_path / "out", "jsonl", tmp_path / "to")
        lines = (tmp_path / "to" / "articles.jsonl").read_text("utf-8").splitlines()
        first, second = map(json.loads, lines)
        assert (first["duplicate_of"], second["duplicate_of"]) == (None, first["article_id"])
        assert not (tmp_path / "to" / "signatures.jsonl").exists()


def test_a_thousand_copies_of_one_article_need_no_million_comparisons(tmp_path, monkeypatch):
    """Also in a run that is nothing but copies, work grows with the articles and not with their pairs."""
    out, count = tmp_path / "out", 1000
    base = np.frombuffer(signature(" ".join(news(1))) or b"", "<u2")
    rng = np.random.default_rng(1)
    rows = []
    for n in range(count):
        own = base.copy()
        own[rng.choice(SLOTS, 10, replace=False)] = rng.integers(0, 2**16, 10)
        rows.append({"article_id": f"{n:016x}", "signature": own.tobytes()})
    write_table(part_path(out, "signatures", 0), pa.Table.from_pylist(rows, PART_SCHEMAS["signatures"]))
    articles = [{"article_id": row["article_id"], "source": str(n)} for n, row in enumerate(rows)]
    write_table(part_path(out, "articles", 0), pa.Table.from_pylist(articles))
    compared = 0
    from baoso.batch.near import _Signatures

    likeness = _Signatures._likeness

    def counted(self, one, other):
        nonlocal compared
        compared += len(one)
        return likeness(self, one, other)

    monkeypatch.setattr(_Signatures, "_likeness", counted)
    write_near(out)
    found = pq.read_table(out / "duplicates" / "near.parquet").to_pylist()
    assert len(found) == count - 1
    assert {row["duplicate_of"] for row in found} == {"0" * 16}
    assert compared < 100 * count
