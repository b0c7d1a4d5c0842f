from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from baoso.lexicon import fold
from baoso.linking.places import latest_day, link_places, localities, make_place_linker, without_persons
from baoso.tagging.places import find_places, make_places
from baoso.types import Article, Block, Mention, Place
from grounding import assert_grounded
from marked import case_lines, parse_marked

LINES = case_lines("places.txt")


def link(text: str, published: date | None = None, **meta: str) -> tuple[list[Mention], list[Place], Place | None]:
    article = Article(text=text, published=published, **meta)  # type: ignore[arg-type]
    linked, focus = link_places(text, find_places(text), article)
    return linked, [m.value for m in linked if isinstance(m.value, Place)], focus


def dated(line: str) -> tuple[date | None, str]:
    head, mark, rest = line.partition(" | ")
    return (date.fromisoformat(head), rest) if mark and head[:2] == "20" else (None, line)


@pytest.mark.parametrize("line", LINES)
def test_case(line: str) -> None:
    day, marked = dated(line)
    text, marks = parse_marked(marked)
    linked, places, _ = link(text, day)
    assert [(m.start, m.end, m.text) for m in linked] == [(m.start, m.end, m.text) for m in marks]
    for mark, place in zip(marks, places, strict=True):
        fields = mark.fields
        assert place.name == fields.get("name", mark.text)
        assert place.level == fields["level"]
        if "path" in fields:
            assert "/".join(p or "-" for p in place.path) == fields["path"]
        if "vintage" in fields:
            assert place.vintage == fields["vintage"]
        if "code" in fields:
            assert (place.code or "none") == fields["code"]


def test_there_are_many_cases() -> None:
    assert len(LINES) >= 80


def test_successors_cross_the_reform() -> None:
    _, places, _ = link("Xã Lãng Công, huyện Sông Lô", date(2022, 1, 1))
    commune, district = places
    assert [(s.name, s.province, s.share) for s in commune.successors] == [("Yên Lãng", "Phú Thọ", "whole")]
    assert len(district.successors) > 1
    assert {s.share for s in district.successors} == {"part"}


def test_ended_unit_says_until_when_and_who_took_over() -> None:
    _, (place,), _ = link("Quận 9", date(2019, 1, 1))
    assert place.valid_to == date(2020, 12, 31)
    assert [(s.name, s.share) for s in place.successors] == [("Thủ Đức", "whole")]


def test_outlet_decides_between_namesakes() -> None:
    text = "Nông dân huyện Châu Thành được mùa."
    _, (place,), _ = link(text, None, url="https://baotravinh.vn/kinh-te/duoc-mua-1.html")
    assert place.path == ("Trà Vinh", "Châu Thành", None)
    assert place.code is not None


def test_one_name_means_one_place_in_an_article() -> None:
    _, places, _ = link("Phường Lê Lợi, TP Vinh làm trước. Sau đó phường Lê Lợi nhân rộng.")
    assert places[0].code == places[2].code == "16669"


FOCUS = [
    (
        "UBND huyện Than Uyên họp. Huyện Than Uyên rộng. UBND huyện giao việc.",
        {},
        ("Than Uyên", "district"),
    ),
    (
        "Chiều qua, UBND tỉnh họp. Tỉnh ủy yêu cầu các sở báo cáo trên dichvucong.nghean.gov.vn.",
        {},
        ("Nghệ An", "province"),
    ),
    ("UBND tỉnh họp bàn. HĐND tỉnh nghe báo cáo.", {"outlet": "Báo Lào Cai"}, ("Lào Cai", "province")),
    (
        "UBND tỉnh giao các sở rà soát. Toàn tỉnh có nhiều thủ tục. Tỉnh ủy đôn đốc. "
        + "Việc này cần làm sớm và đều tay hơn nữa. " * 12
        + "Ảnh chụp tại TP Vinh.",
        {},
        ("Nghệ An", "province"),
    ),
    (
        "Chính phủ ban hành nghị định. Thủ tướng yêu cầu các bộ. Bộ trưởng báo cáo Quốc hội về việc này. "
        + "Nhiều nơi trên cả nước làm tốt. " * 15
        + "Một lớp học mở tại Hà Nội.",
        {},
        ("Việt Nam", "country"),
    ),
    (
        "Mạng mới được thử nghiệm tại đây. Hà Nội, Đà Nẵng, Cần Thơ, Sơn La đã có.",
        {"url": "https://dantri.com.vn/suc-manh-so/mang-moi-tai-son-la-2021.htm"},
        ("Sơn La", "province"),
    ),
    ("Điện thoại mới có giá rẻ hơn đời trước.", {}, None),
    (
        "Chiều 9/3, tại Hà Nội, Bộ Nội vụ sơ kết việc số hóa hồ sơ. Thứ trưởng chủ trì. Bộ Nội vụ khen 2 vụ. "
        "Chính phủ giao Bộ Nội vụ làm tiếp.",
        {},
        ("Việt Nam", "country"),
    ),
    (
        "Hiệp hội Phần mềm tổ chức hội thảo tại TP Đà Nẵng. Thứ trưởng Bộ Công an dự, Chính phủ và Quốc hội quan tâm.",
        {},
        ("Việt Nam", "country"),
    ),
    (
        "Chiều 9/3, tại Hà Giang, Sở Nội vụ sơ kết việc số hóa. Thứ trưởng Bộ Nội vụ, Chính phủ và Quốc hội khen.",
        {},
        ("Hà Giang", "province"),
    ),
    (
        "Xã Tả Van có 12 thôn. UBND xã Tả Van dùng phần mềm. Xã Tả Van, thị xã Sa Pa đón khách.",
        {},
        ("Tả Van", "commune"),
    ),
]


@pytest.mark.parametrize(("text", "meta", "wanted"), FOCUS)
def test_focus(text: str, meta: dict[str, str], wanted: tuple[str, str] | None) -> None:
    focus = link(text, None, **meta)[2]
    assert (focus and (focus.name, focus.level)) == wanted


def test_title_outweighs_frequency() -> None:
    text = "Sơn La đổi mới\nNgười dân Hà Nội lên chơi. Khách Hà Nội mua quà. Sóng ở Sơn La tốt."
    blocks = [Block("title", 0, 14), Block("body", 15, len(text))]
    _, focus = link_places(text, find_places(text, blocks), Article(text=text), blocks)
    assert focus is not None
    assert focus.name == "Sơn La"


def test_localities_hold_every_mention_once() -> None:
    linked, _, _ = link("Huyện Than Uyên họp. Than Uyên làm tốt. Lai Châu khen.")
    first, second = localities(linked)
    assert [m.text for m in first.mentions] == ["Huyện Than Uyên", "Than Uyên"]
    assert [m.text for m in second.mentions] == ["Lai Châu"]


def test_component_fills_the_article() -> None:
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "baoso.SyllableTokenizer.v1"}}})
    doc = nlp.make_doc("Huyện Than Uyên họp. Ông Trần Hà Nam nói về Hà Nam.")
    doc._.mentions = [Mention("PERSON", 25, 36, doc.text[25:36])]
    doc = make_place_linker(nlp, "l")(make_places(nlp, "p")(doc))
    assert doc._.focus.name == "Than Uyên"
    assert doc._.article.focus_locality == doc._.focus
    assert [p.name for p in doc._.article.localities] == ["Than Uyên", "Hà Nam"]
    assert all(isinstance(m.value, Place) for m in doc._.mentions if m.label == "LOCALITY")
    assert_grounded(doc._.mentions, doc.text)


def test_names_inside_persons_are_left_out() -> None:
    text = "Phương Hà Nam hát."
    bare = find_places("Hà Nam")[0]
    inside = Mention("LOCALITY", 7, 13, text[7:13], value=bare.value)
    assert without_persons([inside], [Mention("PERSON", 0, 13, text[:13])]) == []
    assert without_persons([inside], []) == [inside]


def test_latest_day_reads_full_dates_only() -> None:
    assert latest_day("từ 10/5/2017 đến 23-6-2017, mục tiêu 2030") == date(2017, 6, 23)
    assert latest_day("năm 2025, ngày 99/99/2020") is None


PARTS = [
    "huyện ", "Châu Thành", ", ", "\u00a0", "  ", "TP.", "Hà Nội", "quận 1", "\n", "(", ")", "xã ", "Tân Lập",
    "và ", "Thừa Thiên - Huế", "\u200b", "İ", "thôn ", "Ấp 3", "VN", "các ", ": ", "Nguyễn ",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=25))
def test_spans_are_exact(parts: list[str]) -> None:
    text = "".join(parts)
    linked, places, focus = link(text)
    assert_grounded([linked, places, focus, localities(linked)], text)
    assert all(a.end <= b.start for a, b in pairwise(linked))


def test_press_articles(shared: Path) -> None:
    """Every focus of the gold, and 95% of its places, without any other component's help."""
    hits = total = 0
    for path in sorted((shared / "gold").glob("*.yaml")):
        gold = yaml.safe_load(path.read_text("utf-8"))
        source = shared / "articles" / gold["article"]
        sidecar = source.with_suffix(".json")
        meta = json.loads(sidecar.read_text("utf-8")) if sidecar.exists() else {}
        published = date.fromisoformat(meta["published"]) if "published" in meta else None
        text = source.read_text("utf-8")
        article = Article(text=text, published=published, url=meta.get("url"), outlet=meta.get("outlet"))
        linked, focus = link_places(text, find_places(text), article)
        found = {(fold(p.name), p.level) for p in localities(linked)}
        wanted = {(fold(g["name"]), g["level"]) for g in gold.get("localities", [])}
        hits, total = hits + len(found & wanted), total + len(wanted)
        if "focus" in gold:
            assert focus is not None, path.name
            assert (fold(focus.name), focus.level) == (fold(gold["focus"]["name"]), gold["focus"]["level"])
            assert (focus.path[0] or focus.name) == gold["focus"].get("province", focus.path[0] or focus.name)
    assert hits / total >= 0.95
