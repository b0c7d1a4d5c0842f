from __future__ import annotations

import pytest

from baoso.errors import StoreError
from baoso.reporting.data import CONTEXT, excerpt, read_report, utf16_offsets
from reported import HOSTILE, TAIL


@pytest.fixture(scope="module")
def data(store):
    return read_report(store)


def test_every_number_of_the_page_leads_to_words_of_an_article(data):
    evidence = data.tables["evidence"]
    assert len(evidence) == 13
    for table in ("facts", "offices", "documents", "platforms", "programmes", "difficulties"):
        rows = data.tables[table]
        assert rows, table
        for row in rows:
            assert row["records"], table
            for record in row["records"]:
                assert 0 <= record < len(evidence)
    for row in data.tables["conflicts"]:
        assert evidence[row["record_a"]]["id"] != evidence[row["record_b"]]["id"]


def test_spans_count_utf16_units_so_that_a_browser_cuts_the_same_words(data):
    (row,) = [row for row in data.tables["evidence"] if row["kind"] == "metric" and row["what"] == "kinh phí"]
    ((offset, text),) = data.texts[row["article"]]
    raw = text.encode("utf-16-le")
    assert offset == 0
    assert raw[2 * row["m_start"] : 2 * row["m_end"]].decode("utf-16-le") == "1.250.000.000 đồng"
    assert text[row["m_start"] : row["m_end"]] != "1.250.000.000 đồng"


def test_offsets_of_plain_text_stay():
    assert utf16_offsets("Đắk Lắk")(5) == 5


def test_an_excerpt_keeps_the_evidence_with_whole_words_around_it():
    text = "đầu " * 200 + "cuối 55% hồ sơ. " + "sau " * 200 + "xa 7% nữa. " + "hết " * 200
    spans = [(text.index("cuối"), text.index(". ") + 1), (text.index("xa"), text.index("nữa.") + 4)]
    found = excerpt(text, spans, utf16_offsets(text))
    assert len(found) == 2
    for (start, piece), (low, high) in zip(found, spans, strict=True):
        assert text[start : start + len(piece)] == piece
        assert start <= low
        assert start + len(piece) >= high
        assert len(piece) <= high - low + 2 * CONTEXT + 20
        assert start == 0 or text[start - 1] == " "
    assert sum(len(piece) for _, piece in found) < len(text)


def test_excerpts_that_meet_are_one_and_count_utf16_units():
    text = "😀 " * 300 + "mốc 5% đây và 6% kia"
    convert = utf16_offsets(text)
    at = convert(text.index("5%")), convert(text.index("6%"))
    ((start, piece),) = excerpt(text, [(at[0], at[0] + 2), (at[1], at[1] + 2)], convert)
    units = piece.encode("utf-16-le")
    assert units[2 * (at[0] - start) :][:4].decode("utf-16-le") == "5%"
    assert "\ufffd" not in piece


def test_a_report_of_excerpts_holds_no_whole_article(store, data):
    shown = read_report(store, "excerpt")
    assert shown.tables == data.tables
    at = [row["title"] for row in data.tables["articles"]].index("Hà Nội chậm lại")
    ((_, whole),) = data.texts[at]
    ((start, piece),) = shown.texts[at]
    assert whole.endswith(TAIL)
    assert start == 0
    assert whole.startswith(piece)
    assert len(piece) < CONTEXT + 60


def test_only_web_addresses_are_kept(data):
    assert [a["url"] for a in data.tables["articles"] if a["title"] == HOSTILE] == [None]
    assert [a["url"] for a in data.tables["articles"] if a["title"] == "Hà Nội lên mạng"] == [
        "https://bao.example.org/1"
    ]


def test_places_stand_on_the_tiles_of_both_grids(data):
    tiles = {(p["vintage"], p["name"]): (p["old"], p["new"]) for p in data.tables["places"]}
    assert tiles["2025-06-30", "Tuyên Quang"] == ("08", "08")
    assert tiles["2025-07-01", "Tuyên Quang"] == (None, "08")
    assert tiles["2025-06-30", "Hà Nội"] == ("01", "01")


def test_invented_articles_are_marked(data):
    assert [a["synthetic"] for a in data.tables["articles"] if a["url"]] == [True]


def test_no_store_is_a_clear_error(tmp_path):
    with pytest.raises(StoreError, match="baoso track build"):
        read_report(tmp_path / "none.duckdb")
