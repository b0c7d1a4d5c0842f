from __future__ import annotations

from dataclasses import replace
from datetime import date

import duckdb
import pytest

from baoso import records as r
from baoso.batch.config import RunConfig
from baoso.batch.fingerprint import artefact_hashes
from baoso.batch.run import run
from baoso.errors import OutputError, StoreError
from baoso.tracking.schema import RECORD_TABLES
from baoso.tracking.store import build, open_store
from baoso.types import Article
from samples import TEXT, sample_extraction
from tracked import OLD, Piece, Told, make_run, place

HANOI = place("Hà Nội")
STORY = (
    "Sở Thông tin và Truyền thông cho biết hồ sơ trực tuyến toàn trình đạt 81,5%. Người dân các phường đã quen nộp "
    "hồ sơ tại nhà bằng điện thoại. Cán bộ một cửa chỉ còn hỗ trợ người già yếu. Tổ công nghệ số đi từng ngõ hướng dẫn "
    "bà con từng bước. Lãnh đạo thành phố yêu cầu giữ nhịp đến cuối năm sau. Các quận ngoại thành được hẹn về đích sau."
)


def rows(db, sql):
    with open_store(db) as store:
        return store.execute(sql).fetchall()


def contents(db):
    """Every table and view of the store, in a fixed order."""
    with open_store(db) as store:
        names = [n for (n,) in store.execute("SELECT table_name FROM information_schema.tables ORDER BY 1").fetchall()]
        return {name: store.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for name in names}


@pytest.fixture
def db(tmp_path):
    return tmp_path / "store.duckdb"


def test_every_type_of_record_has_its_rows_and_its_words(tmp_path, db):
    run([Article(TEXT)], tmp_path / "out", RunConfig(workers=0), extractor=sample_extraction)
    (loaded,) = build([tmp_path / "out"], db)
    assert (loaded.articles, loaded.records, loaded.replaced) == (1, 7, 0)
    for table in RECORD_TABLES.values():
        assert rows(db, f"SELECT count(*) FROM {table}") == [(1,)], table
    cut = "substring(text, {0}_start + 1, {0}_end - {0}_start) = {0}_text"
    for table, span in (("metrics", "quantity"), *((t, "mention") for k, t in RECORD_TABLES.items() if k != "metric")):
        assert rows(db, f"SELECT {cut.format(span)} FROM {table} JOIN articles USING (article_id)") == [(True,)], table
    assert rows(db, "SELECT place_id, name, province FROM places_seen") == [
        ("2025-06-30/01234", "Minh Phú", "Hưng Yên")
    ]
    assert rows(db, "SELECT articles, records FROM runs") == [(1, 7)]
    assert rows(db, "SELECT titles FROM offices") == [(["Chủ tịch", "Bí thư"],)]


def test_the_same_run_again_changes_nothing(tmp_path, db):
    out = make_run(
        tmp_path / "out", [Piece([Told("81,5%", 81.5, at=HANOI)]), Piece([Told("82%", 82, at=HANOI)], "Báo B")]
    )
    build([out], db)
    first = contents(db)
    (again,) = build([out], db)
    assert again.replaced == 2
    assert contents(db) == first


def test_a_later_run_replaces_an_articles_rows_and_no_others(tmp_path, db):
    old = Piece([Told("81,5%", 81.5, at=HANOI)], text=STORY)
    other = Piece([Told("70%", 70, at=HANOI)], "Báo B")
    one = make_run(tmp_path / "one", [old, other])
    two = make_run(tmp_path / "two", [replace(old, tells=[Told("81,5%", 81.5, at=place("Huế"))])])
    build([one, two], db)
    assert rows(db, "SELECT place, value FROM facts ORDER BY value") == [("Hà Nội", 70), ("Huế", 81.5)]
    assert rows(db, "SELECT articles, records FROM runs ORDER BY articles, records") == [(1, 1), (1, 1)]
    build([one], db)
    assert rows(db, "SELECT place, value FROM facts ORDER BY value") == [("Hà Nội", 70), ("Hà Nội", 81.5)]
    assert rows(db, "SELECT name FROM places_seen") == [("Hà Nội",)]


def test_what_reads_runs_is_no_part_of_their_fingerprint():
    assert {"lexicon", "code"} <= set(artefact_hashes())
    assert not {"tracking", "reporting"} & set(artefact_hashes())


def test_the_same_text_in_two_runs_is_one_article(tmp_path, db):
    piece = Piece([Told("81,5%", 81.5, at=HANOI)])
    build([make_run(tmp_path / "one", [piece]), make_run(tmp_path / "two", [piece])], db)
    assert rows(db, "SELECT sources, len(records) FROM facts") == [(1, 1)]


def test_syndicated_copies_count_once(tmp_path, db):
    told = [Told("81,5%", 81.5, at=HANOI)]
    pieces = [
        Piece(told, "Báo Sau", date(2025, 1, 12), text=STORY + " Theo Báo Trước."),
        Piece(told, "Báo Trước", date(2025, 1, 10), text=STORY),
        Piece(told, "Báo Khác", date(2025, 1, 20)),
    ]
    build([make_run(tmp_path / str(n), [piece]) for n, piece in enumerate(pieces)], db)
    assert rows(db, "SELECT sources, outlets, first_published FROM facts") == [
        (2, ["Báo Khác", "Báo Sau", "Báo Trước"], date(2025, 1, 10))
    ]
    assert rows(db, "SELECT a.outlet FROM articles a JOIN articles c ON c.original_id = a.article_id WHERE a <> c") == [
        ("Báo Trước",)
    ]


def test_one_fact_of_two_papers_is_one_row_with_both(tmp_path, db):
    pieces = [Piece([Told("81,5%", 81.5, at=HANOI)], outlet) for outlet in ("Báo A", "Báo B")]
    build([make_run(tmp_path / "out", pieces)], db)
    assert rows(db, "SELECT indicator, sources, outlets FROM facts") == [
        ("Tỷ lệ hồ sơ trực tuyến toàn trình", 2, ["Báo A", "Báo B"])
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"at": place("Huế")},
        {"period": (date(2023, 1, 1), date(2023, 12, 31))},
        {"status": "target"},
        {"comparator": "gt"},
        {"measure": "change", "direction": "up"},
        {"unit": "điểm"},
        {"indicator": "qd766-c-dung-han"},
        {"at": None},
    ],
)
def test_what_differs_in_anything_is_another_fact(tmp_path, db, other):
    told = Told("81,5%", 81.5, at=HANOI)
    build([make_run(tmp_path / "out", [Piece([told]), Piece([replace(told, **other)], "Báo B")])], db)
    assert rows(db, "SELECT count(*) FROM facts") == [(2,)]


def test_facts_without_a_time_are_those_of_their_year(tmp_path, db):
    told = [Told("81,5%", 81.5, at=HANOI, period=None)]
    days = [date(2023, 3, 1), date(2023, 9, 1), date(2024, 1, 1)]
    build([make_run(tmp_path / "out", [Piece(told, f"Báo {day}", day) for day in days])], db)
    assert rows(db, "SELECT sources FROM facts ORDER BY 1") == [(1,), (2,)]


def test_labels_without_an_id_join_where_they_are_spelled_alike(tmp_path, db):
    labels = ("Hồ sơ TTHC số hoá", "hồ sơ thủ tục hành chính số hóa")
    pieces = [Piece([Told("9 hồ sơ", 9, "hồ sơ", None, one, HANOI)], f"Báo {n}") for n, one in enumerate(labels)]
    build([make_run(tmp_path / "out", pieces)], db)
    assert rows(db, "SELECT sources FROM facts") == [(2,)]


def test_invented_texts_are_known_by_their_address(tmp_path, db):
    urls = ["https://bao.example.org/1", "https://example.com/2", "https://example.org.vn/3", "http://[x", None]
    pieces = [Piece([Told(f"{n}%", n, at=HANOI)], url=url) for n, url in enumerate(urls)]
    build([make_run(tmp_path / "out", pieces)], db)
    assert rows(db, "SELECT url FROM articles WHERE synthetic ORDER BY url") == [(urls[0],), (urls[1],)]


class TestOffices:
    def test_an_office_is_at_the_unit_that_its_body_names(self, tmp_path, db):
        body = {"organisation": "UBND huyện", "organisation_normalized": "Ủy ban nhân dân huyện Đô Lương"}
        office = (r.Office, {"person": "Tăng Văn Định", "titles": ["Phó Chủ tịch"], **body})
        named = (place("Đô Lương", "district"), place("Đô Lương", "commune"), place("Nghệ An"))
        build([make_run(tmp_path / "out", [Piece(text="Tin.", localities=named, also=[office])])], db)
        assert rows(db, "SELECT place, level FROM offices_timeline") == [("Đô Lương", "district")]

    def test_a_body_that_names_no_unit_of_the_article_has_no_place(self, tmp_path, db):
        office = (r.Office, {"person": "Tăng Văn Định", "titles": ["Giám đốc"], "organisation": "Sở Y tế Nghệ An"})
        build([make_run(tmp_path / "out", [Piece(text="Tin.", localities=(HANOI,), also=[office])])], db)
        assert rows(db, "SELECT place FROM offices_timeline") == [(None,)]

    def test_the_time_line_has_the_first_and_the_last_day(self, tmp_path, db):
        offices = [
            (r.Office, {"person": "Lê A", "titles": [t], "organisation": "Sở Y tế"}) for t in ("Giám đốc", "Bí thư")
        ]
        pieces = [Piece(text=f"Tin {n}.", published=date(2024, n, 1), also=[offices[n % 2]]) for n in (3, 1, 2)]
        build([make_run(tmp_path / "out", pieces)], db)
        assert rows(db, "SELECT titles, first_seen, last_seen, sources FROM offices_timeline") == [
            (["Bí thư", "Giám đốc"], date(2024, 1, 1), date(2024, 3, 1), 3)
        ]


def test_adoption_is_the_furthest_stage_told(tmp_path, db):
    stages = ["piloted", "planned", None]
    pieces = [
        Piece(
            text=f"Tin {n}.",
            also=[(r.Platform, {"name": "VNeID", "kind": "identity", "stage": stage, "locality": HANOI})],
        )
        for n, stage in enumerate(stages)
    ]
    build([make_run(tmp_path / "out", pieces)], db)
    assert rows(db, "SELECT name, stage, place, sources FROM platform_adoption") == [("VNeID", "piloted", "Hà Nội", 3)]


def test_a_document_is_one_by_its_number(tmp_path, db):
    fields = {"document_type": "Quyết định", "number": "749/QĐ-TTg"}
    pieces = [
        Piece(text="Một.", also=[(r.Document, fields)]),
        Piece(text="Hai.", also=[(r.Document, {**fields, "date": date(2020, 6, 3), "action": "issued"})]),
        Piece(text="Ba.", also=[(r.Document, {"document_type": "Quyết định"})]),
    ]
    build([make_run(tmp_path / "out", pieces)], db)
    assert rows(db, "SELECT number, date, action, sources FROM documents_known ORDER BY sources DESC") == [
        ("749/QĐ-TTg", date(2020, 6, 3), ["issued"], 2),
        (None, None, None, 1),
    ]


def test_a_local_number_is_one_document_in_its_province_only(tmp_path, db):
    fields = {"document_type": "Kế hoạch", "number": "08/KH-UBND"}
    where = [HANOI, place("Sóc Sơn", "district"), place("Huế"), None, None]
    pieces = [Piece(text=f"Tin {n}.", also=[(r.Document, {**fields, "locality": one})]) for n, one in enumerate(where)]
    build([make_run(tmp_path / "out", pieces)], db)
    assert rows(db, "SELECT province, sources FROM documents_known ORDER BY ALL") == [
        ("Huế", 1),
        ("Hà Nội", 2),
        (None, 1),
        (None, 1),
    ]


class TestRefusals:
    def test_a_folder_without_a_run(self, tmp_path, db):
        with pytest.raises(OutputError, match=r"no run\.json"):
            build([tmp_path], db)
        assert not db.exists()

    def test_no_store_to_open(self, db):
        with pytest.raises(StoreError, match="baoso track build"):
            open_store(db)

    def test_a_file_that_is_no_store(self, tmp_path, db):
        db.write_text("not a database, but long enough to be looked into" * 100)
        with pytest.raises(StoreError, match=r"store\.duckdb"):
            open_store(db)

    def test_another_duckdb_file(self, tmp_path, db):
        with duckdb.connect(str(db)) as mine:
            mine.execute("CREATE TABLE mine (a INTEGER)")
        out = make_run(tmp_path / "out", [Piece([Told("1%", 1)])])
        with pytest.raises(StoreError, match="no store"):
            build([out], db)
        with duckdb.connect(str(db)) as mine:
            assert mine.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("mine",)]

    def test_a_store_of_another_version(self, tmp_path, db):
        build([make_run(tmp_path / "out", [Piece([Told("1%", 1)])])], db)
        with duckdb.connect(str(db)) as mine:
            mine.execute("UPDATE store SET version = 99")
        with pytest.raises(StoreError, match="another version"):
            open_store(db)

    def test_a_run_that_breaks_off_leaves_the_store_as_it_was(self, tmp_path, db, monkeypatch):
        build([make_run(tmp_path / "one", [Piece([Told("1%", 1)])])], db)
        first = contents(db)
        two = make_run(tmp_path / "two", [Piece([Told("2%", 2)])])
        part = next((two / "records").iterdir())
        part.write_bytes(part.read_bytes()[:100])
        with pytest.raises(OutputError, match="part-000000"):
            build([two], db)
        assert contents(db) == first

    def test_nothing_is_written_through_an_open_store(self, tmp_path, db):
        build([make_run(tmp_path / "one", [Piece([Told("1%", 1)])])], db)
        with open_store(db) as store, pytest.raises(duckdb.Error, match="read-only"):
            store.execute("DELETE FROM articles")


def test_old_vintage_is_what_place_ids_say(tmp_path, db):
    build([make_run(tmp_path / "out", [Piece([Told("1%", 1, at=place("Hải Phòng", vintage=OLD))])])], db)
    assert rows(db, "SELECT place_id, vintage FROM facts") == [("2025-06-30/31", "2025-06-30")]


def test_until_now_in_a_copy_is_its_originals(tmp_path, db):
    days = [date(2025, 1, 10), date(2025, 1, 12)]
    pieces = [
        Piece(
            [Told("81,5%", 81.5, at=HANOI, period=(None, day), basis="published")],
            f"Báo {day}",
            day,
            text=f"{STORY} {day}.",
        )
        for day in days
    ]
    build([make_run(tmp_path / "out", pieces)], db)
    assert rows(db, "SELECT sources, period_end FROM facts") == [(1, days[0])]


def test_until_now_in_another_article_is_another_day(tmp_path, db):
    days = [date(2025, 1, 10), date(2025, 1, 12)]
    pieces = [
        Piece([Told("81,5%", 81.5, at=HANOI, period=(None, day), basis="published")], f"Báo {day}", day) for day in days
    ]
    build([make_run(tmp_path / "out", pieces)], db)
    assert rows(db, "SELECT count(*) FROM facts") == [(2,)]
