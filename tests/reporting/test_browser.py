"""The report as a reader meets it, in headless Chromium."""

from __future__ import annotations

import itertools
import re
import time

import pytest

from baoso.reporting.article import write_article
from baoso.reporting.page import write_report
from reported import HOSTILE, large_store
from samples import TEXT, sample_extraction

FACTS = 10_000
# Seconds from opening to the first view, several times what it takes on an idle machine.
PATIENCE = 6.0


@pytest.fixture
def page(open_page, report):
    return open_page(report)


def figure(page, name: str):
    return page.locator(".figures > div", has_text=name).locator("dd")


def test_the_overview_counts_what_the_store_holds(page):
    assert figure(page, "số liệu").first.inner_text() == "8"
    assert figure(page, "bài báo").inner_text() == "4"
    assert figure(page, "cặp số mâu thuẫn").inner_text() == "1"
    assert figure(page, "tỉnh, thành phố").inner_text() == "2 / 34"
    assert page.locator("section h2").all_inner_texts()[:3] == [
        "Báo chí đã viết gì",
        "Ở đâu",
        "Một chỉ số qua thời gian",
    ]
    assert page.locator("#tile-08 b").inner_text() == "2"
    assert re.search(r"Trang này nặng [\d,]+ (kB|MB), chứa 8 số liệu, 4 bài báo", page.locator("#footer").inner_text())


def test_a_banner_says_that_articles_are_invented(page):
    assert "Số liệu trong báo cáo này là giả định ở 1 trên 4 bài" in page.locator("#banner").inner_text()


def test_a_number_opens_its_sentence_marked_in_its_article(page):
    page.locator("#league-table .opens", has_text="70%").click()
    dialog = page.get_by_role("dialog")
    assert "70%" in dialog.get_by_role("heading", level=2).inner_text()
    assert dialog.locator("h3").inner_text() == "Tuyên Quang bốn năm"
    assert dialog.locator("mark.sentence").inner_text().startswith("hồ sơ trực tuyến toàn trình đạt 70%")
    assert dialog.locator("mark strong.value").inner_text() == "70%"
    assert dialog.locator("mark.sentence").is_visible()
    assert "60%" in dialog.locator(".text").inner_text()  # the rest of the article is there too
    address = page.evaluate("location.hash")
    assert address.startswith("#record=")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "70%"


def test_an_address_opens_the_evidence_it_names(open_page, report, page):
    page.locator("#league-table .opens", has_text="70%").click()
    page.locator("mark strong.value").wait_for()
    again = open_page(report, page.evaluate("location.hash"))
    assert again.locator("mark strong.value").inner_text() == "70%"


def test_a_count_opens_the_list_of_what_it_counts(page):
    figure(page, "bài báo").locator("button").click()
    entries = page.locator(".entries .entry")
    assert entries.count() == 4
    entries.filter(has_text="Hà Nội chậm lại").click()
    page.locator(".article h3", has_text="Hà Nội chậm lại").wait_for()
    assert page.locator(".entry[aria-current=true]").inner_text().startswith("Hà Nội chậm lại")


def test_numbers_and_words_follow_the_language(page):
    facts = page.locator("#facts-table tbody")
    assert "1.234,5 điểm" in facts.inner_text()
    assert "1,25 tỷ đồng" in facts.inner_text()
    assert page.locator("html").get_attribute("lang") == "vi"
    page.get_by_role("button", name="English").click()
    assert "1,234.5 points" in facts.inner_text()
    assert "1.25 billion dong" in facts.inner_text()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title() == "Digital transformation in the press"
    assert page.locator("#overview h2").inner_text() == "What the press has told"
    assert page.get_by_role("button", name="English").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.activeElement.textContent") == "English"


def test_the_page_can_open_in_english(open_page, store, tmp_path):
    write_report(store, tmp_path / "en.html", lang="en")
    assert open_page(tmp_path / "en.html").locator("h1").inner_text() == "Digital transformation in the press"


def test_what_is_hostile_is_only_read(page):
    page.locator("#articles-table .opens", has_text="onerror").first.click()
    page.locator(".article .text p").first.wait_for()
    assert page.locator(".article h3").inner_text() == HOSTILE
    assert HOSTILE in page.locator(".article .text").inner_text()
    page.keyboard.press("Escape")
    page.locator("#facts-table .opens", has_text="1.234,5").click()
    page.locator("mark.sentence").wait_for()
    assert page.locator("mark strong.value").inner_text() == "1.234,5 điểm"  # behind a character of two UTF-16 units
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0
    assert page.locator('a[href^="javascript"]').count() == 0


def test_a_script_cannot_be_made_of_a_string(open_page, report):
    page = open_page(report, allowed="requires 'TrustedHTML' assignment")
    outcome = page.evaluate(
        "(() => { try { document.body.innerHTML = '<b>x</b>'; return 'made' } catch { return 'refused' } })()"
    )
    assert outcome == "refused"


def test_the_keyboard_is_enough(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    # One tab stop for the whole grid; arrows go from tile to tile.
    assert page.locator('#map .tile[tabindex="0"]').count() == 1
    page.locator("#tile-08").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tile-04"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert page.locator("#tile-08").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.activeElement.id") == "tile-08"
    # A mark of the chart opens like a button.
    first = page.locator("#timeline svg [role=button]").first
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert page.evaluate("document.activeElement.id") == "evidence-title"
    for _ in range(12):  # the focus stays inside
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "button"


def test_what_can_be_seen_can_be_heard(page):
    for name in ("banner", "main", "navigation", "contentinfo"):
        assert page.get_by_role(name).count() >= 1, name
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll('button, a, select, input, .svg, section, [role=button], [role=region]')]
          .filter((e) => !['aria-label', 'aria-labelledby'].some((name) => e.getAttribute(name)))
          .filter((e) => !e.textContent.trim() && !e.labels?.length)
          .map((e) => e.outerHTML.slice(0, 120))"""
    )  # fmt: skip
    assert unnamed == []
    assert page.evaluate(
        "[...document.querySelectorAll('table')].every((t) => t.caption && t.querySelector('th[scope]'))"
    )
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map((e) => Number(e.tagName[1]))")
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
    # Every chart has the same facts as a table.
    assert (
        page.locator("#timeline details table tbody tr").count() == page.locator("#timeline svg [role=button]").count()
    )


def test_a_tile_narrows_the_page_to_its_province(page):
    page.locator("#tile-01").click()
    assert "Đang xem: Hà Nội" in page.locator("#filter").inner_text()
    assert page.locator("#facts-table tbody tr").count() == 2
    assert page.locator("#offices-table tbody tr").count() == 0
    page.locator("#filter-clear").click()
    assert page.locator("#facts-table tbody tr").count() == 8
    page.locator("#tile-grid").select_option("old")
    assert page.locator("#map .tile:not(.inset)").count() == 63


def test_targets_and_breaks_stand_beside_results(page):
    timeline = page.locator("#timeline")
    assert "Mục tiêu quốc gia, 942/QĐ-TTg, năm 2025: ≥ 80%" in timeline.inner_text()
    assert "42/2022/NĐ-CP" in timeline.inner_text()
    assert "chưa kiểm chứng" in timeline.inner_text()
    assert timeline.locator("svg .press .hollow").count() == 1  # the local target
    league = page.locator("#league-table")
    rows = league.locator("tbody tr")
    assert rows.count() == 2
    hanoi = rows.filter(has_text="Hà Nội")
    assert "nhiều giá trị" in hanoi.inner_text()
    assert "còn thiếu 10 điểm %" in rows.filter(has_text="Tuyên Quang").inner_text()
    assert hanoi.locator("td").last.inner_text() == "2"  # sources


def test_a_conflict_shows_both_sentences(page):
    sides = page.locator("#conflicts .sides > div")
    assert sides.count() == 2
    page.locator("#conflicts q mark").nth(1).wait_for()
    assert page.locator("#conflicts q mark").all_inner_texts() == ["79%", "81,5%"]


def test_what_no_chart_shows_is_listed(page):
    assert "VNeID" in page.locator("#platforms thead").inner_text()
    cell = page.locator("#platforms button.piloted")
    assert cell.get_attribute("aria-label") == "VNeID, Tuyên Quang: thí điểm, 1 nơi"
    assert "Tô Văn Hạ" in page.locator("#offices-table").inner_text()
    assert "749/QĐ-TTg" in page.locator("#documents-table").inner_text()
    assert "Chợ 4.0" in page.locator("#programmes-table").inner_text()
    assert "Thiết bị" in page.locator("#difficulties").inner_text()


def test_tables_search_without_diacritics_sort_and_save(page):
    table = page.locator("#facts-table")
    value = table.get_by_role("button", name="Giá trị")
    value.click()
    assert table.locator("th", has_text="Giá trị").get_attribute("aria-sort") == "descending"
    assert table.locator("tbody tr").first.locator(".opens").first.inner_text() == "1,25 tỷ đồng"
    value.click()
    assert table.locator("tbody tr").first.locator(".opens").first.inner_text() == "41%"
    with page.expect_download() as download:
        table.get_by_role("button", name="Lưu CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("indicator,indicator_id,place,level")
    assert len(lines) == 9


def test_a_spreadsheet_runs_nothing_of_a_saved_table(page):
    with page.expect_download() as download:
        page.locator("#articles-table").get_by_role("button", name="Lưu CSV").click()
    cells = download.value.path().read_text(encoding="utf-8-sig")
    assert not re.search(r'(?m)(^|,)"?[=+@]', cells)


def test_it_prints_whole(page):
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 3
    page.emulate_media(media="print")
    assert not page.locator("#contents").is_visible()
    assert not page.locator(".controls").first.is_visible()
    assert page.locator("#facts-table tbody tr").count() == 8


def test_it_fits_a_narrow_screen_and_a_dark_one(open_page, report):
    page = open_page(report, viewport={"width": 360, "height": 740}, color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", colour)[:3])) < 60


def test_excerpts_say_what_they_leave_out(open_page, store, tmp_path, monkeypatch):
    monkeypatch.setattr("baoso.reporting.data.CONTEXT", 0)
    write_report(store, tmp_path / "cut.html", texts="excerpt")
    page = open_page(tmp_path / "cut.html")
    page.locator("#facts-table .opens", has_text="60%").click()
    page.locator("mark strong.value").wait_for()
    assert page.locator("mark strong.value").inner_text() == "60%"
    page.keyboard.press("Escape")
    page.locator("#articles-table .opens", has_text="Hà Nội chậm lại").click()
    page.locator(".article h3", has_text="Hà Nội chậm lại").wait_for()
    assert "79%" in page.locator(".text").inner_text()
    assert "kể chuyện" not in page.locator(".text").inner_text()


def test_data_that_cannot_be_read_are_said_so(open_page, report, tmp_path):
    broken = report.read_text(encoding="utf-8").replace('id="data">', 'id="data">AAAA')
    (tmp_path / "broken.html").write_text(broken, encoding="utf-8")
    page = open_page(tmp_path / "broken.html", ready=False, allowed="")
    page.locator("#failed").wait_for()
    assert "trình duyệt mới hơn" in page.locator("#failed").inner_text()


def test_ten_thousand_facts_are_shown_at_once(open_page, tmp_path):
    store = large_store(tmp_path, FACTS)
    size = write_report(store, tmp_path / "large.html")
    start = time.perf_counter()
    page = open_page(tmp_path / "large.html")
    ready = time.perf_counter() - start
    first = page.evaluate("performance.getEntriesByName('first-view')[0].startTime") / 1000
    print(f"\n{FACTS:,} facts: {size / 1e6:.2f} MB, first view after {first:.2f} s, all drawn after {ready:.2f} s")
    assert figure(page, "số liệu").first.inner_text() == "10.000"
    assert first < PATIENCE
    assert size < 8e6
    search = page.locator("#facts-table-search")
    search.fill("bai khong co")
    assert page.locator("#facts-table tbody tr").count() == 0
    search.fill("chi tieu so 3 cua bang 7")
    shown = page.locator("#facts-table tbody tr")
    assert 0 < shown.count() <= 25
    number = shown.first.locator(".opens").first
    told = number.inner_text()
    number.click()
    page.locator("mark strong.value").wait_for()
    assert told == page.locator("mark strong.value").inner_text()
    assert page.evaluate("document.querySelectorAll('*').length") < 12_000  # rows come as they are asked for


def test_one_article_shows_the_words_of_a_record(open_page, tmp_path):
    found = sample_extraction(TEXT)
    write_article(found.article, found.mentions, found.records, tmp_path / "article.html")
    page = open_page(tmp_path / "article.html")
    assert page.locator(".mention").count() > 0
    page.locator(".entry", has_text="82%").click()
    marked = " ".join(page.locator("mark").all_inner_texts())  # one a paragraph of the evidence
    assert "82% hộ dùng ví điện tử" in marked
    assert "nói vậy" in marked
    page.get_by_role("button", name="English").click()
    assert page.locator("#records-title").inner_text() == f"{len(found.records)} records"
    page.locator("#all-mentions").click()
    assert page.locator("mark").count() == 0
