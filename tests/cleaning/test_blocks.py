from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from baoso.cleaning import find_blocks
from baoso.types import Article, Block

PARAGRAPH = (
    "Sau một năm làm thử, xã đã đưa phần lớn thủ tục lên mạng và bà con không còn phải đi xa để nộp giấy tờ như trước."
)


def kinds(text: str, **fields: object) -> list[tuple[str, str]]:
    blocks, _ = find_blocks(Article(text=text, **fields))  # type: ignore[arg-type]
    return [(b.kind, text[b.start : b.end].strip()) for b in blocks]


def found(text: str, **fields: object) -> Article:
    return find_blocks(Article(text=text, **fields))[1]  # type: ignore[arg-type]


PAGE = f"""Xã Tân Lập số hoá giấy tờ

Thứ ba, ngày 07/03/2023

(BTO)

{PARAGRAPH}

Làm từ việc nhỏ

{PARAGRAPH} Việc ấy còn dài.

Bà con thôn Hạ xem máy. Ảnh: Bảo Lâm

Bà con thôn Hạ xem máy. Ảnh: Bảo Lâm

{PARAGRAPH}

HẠ MÂY

Nguồn Bình Thuận: https://baobinhthuan.com.vn/xa-tan-lap.html

Tin liên quan
Huyện Phú Bình mở lớp
"""


def test_a_whole_page() -> None:
    assert [k for k, _ in kinds(PAGE)] == [
        "title", "dateline", "boilerplate", "lead", "heading", "body", "caption", "caption", "body", "byline",
        "source_line", "boilerplate", "boilerplate",
    ]  # fmt: skip
    article = found(PAGE)
    assert article.title == "Xã Tân Lập số hoá giấy tờ"
    assert article.author == "HẠ MÂY"
    assert (article.published, article.published_grain) == (date(2023, 3, 7), "day")
    assert article.url == "https://baobinhthuan.com.vn/xa-tan-lap.html"
    assert article.outlet == "Báo Bình Thuận"


def test_metadata_given_is_kept() -> None:
    article = found(
        PAGE,
        title="Tên khác",
        author="Ai đó",
        published=date(2020, 1, 1),
        url="https://vov.vn/x",
        outlet="Báo X",
    )
    assert (article.title, article.author, article.published) == ("Tên khác", "Ai đó", date(2020, 1, 1))
    assert (article.url, article.outlet) == ("https://vov.vn/x", "Báo X")


def test_an_unended_line_told_twice_is_a_caption() -> None:
    line = "Bà con thôn Hạ xem cán bộ xã nộp hồ sơ trên máy"
    assert [k for k, _ in kinds(f"Tiêu đề bài\n{PARAGRAPH}\n{line}\n{line}\n{PARAGRAPH}")][2:4] == ["caption"] * 2


def test_outlet_from_the_given_address() -> None:
    assert found(PARAGRAPH, url="https://baosonla.vn/x").outlet == "Báo Sơn La"


def test_fused_paragraph() -> None:
    fused = f"{PARAGRAPH} Bà con xem máy. Ảnh: Bảo Lâm Cán bộ xã còn phải lo nhiều việc./. Quế Chi - "
    text = f"Xã Tân Lập số hoá giấy tờ\n{PARAGRAPH}\n{fused}"
    assert kinds(text)[2:] == [
        ("body", PARAGRAPH),
        ("caption", "Bà con xem máy. Ảnh: Bảo Lâm"),
        ("body", "Cán bộ xã còn phải lo nhiều việc./."),
        ("byline", "Quế Chi -"),
    ]
    assert found(text).author == "Quế Chi"


@pytest.mark.parametrize(
    "tail", ["Còn nữa", "Hà Nội", "Xem thêm", "Google Maps", "Ảnh: Bảo Lâm", "Mazda CX", "Tân Lập đổi thay"]
)
def test_tails_that_sign_nothing(tail: str) -> None:
    assert found(f"Tiêu đề của bài\n{PARAGRAPH}\n{PARAGRAPH} {tail}").author is None


def test_time_stamp_at_the_end() -> None:
    text = f"Tiêu đề của bài\n{PARAGRAPH}\n{PARAGRAPH} Quế Chi | 09:15 07/03/2023"
    assert [k for k, _ in kinds(text)[-2:]] == ["byline", "dateline"]
    assert (found(text).author, found(text).published) == ("Quế Chi", date(2023, 3, 7))


def test_a_name_with_a_full_stop_stands_under_a_picture() -> None:
    assert found(f"{PARAGRAPH}\n{PARAGRAPH}\nQuế Chi.").author is None
    assert found(f"{PARAGRAPH}\n{PARAGRAPH}\nT.H.").author is not None


def test_sign_off_with_office_and_organisation() -> None:
    text = f"{PARAGRAPH}\n{PARAGRAPH}\nTS. Hoàng Văn Mạch\nGiám đốc Trung tâm Sao Mai,\nTrường Đại học Hoa Ban"
    assert [k for k, _ in kinds(text)[-3:]] == ["byline"] * 3
    assert found(text).author == "Hoàng Văn Mạch"


def test_newspaper_below_the_quoted_writer() -> None:
    assert found(f"{PARAGRAPH}\n{PARAGRAPH}\nTheo Quế Chi\nDân Việt").author == "Quế Chi"
    assert found(f"{PARAGRAPH}\n{PARAGRAPH}\nQuế Chi\nTheo Reuters").author == "Quế Chi"
    assert found(f"{PARAGRAPH}\n{PARAGRAPH}\nTheo Reuters").author is None


@pytest.mark.parametrize("byline", ["Hoàng Quế Chi", "HOÀNG QUẾ CHI", "PV Quế Chi"])
def test_byline_below_the_title(byline: str) -> None:
    article = found(f"Xã Tân Lập số hoá giấy tờ\n{byline}\n{PARAGRAPH}\n{PARAGRAPH}")
    assert article.author == byline.removeprefix("PV ")


def test_capitals_below_the_title_without_a_family_name_are_a_heading() -> None:
    assert found(f"Xã Tân Lập số hoá giấy tờ\nQUYẾT LIỆT\n{PARAGRAPH}\n{PARAGRAPH}").author is None


@pytest.mark.parametrize(
    "first",
    [
        PARAGRAPH,
        "Bà con xem máy. Ảnh: Bảo Lâm",
        "Quang cảnh buổi ra mắt tổ thôn Hạ.",
        "Sáng nay trời mưa to. Xã vẫn mở lớp",
    ],
)
def test_no_title(first: str) -> None:
    assert found(f"{first}\n{PARAGRAPH}\n{PARAGRAPH}").title is None


def test_headline_in_the_address_speaks_against_the_first_line() -> None:
    text = f"Cán bộ xã hướng dẫn bà con\n{PARAGRAPH}\n{PARAGRAPH}"
    assert found(text, url="https://x.vn/xa-tan-lap-so-hoa-giay-to-1.htm").title is None
    assert found(text, url="https://x.vn/can-bo-xa-huong-dan-ba-con-1.htm").title == "Cán bộ xã hướng dẫn bà con"


def test_date_of_an_event_is_no_publication_date() -> None:
    assert found(f"Tiêu đề\nNgày 7/3/2023, xã mở lớp. {PARAGRAPH}\n{PARAGRAPH}").published is None


def test_plain_date_goes_before_an_update() -> None:
    text = f"Tiêu đề bài\nCập nhật: 09/03/2023 10:00\n07/03/2023\n{PARAGRAPH}"
    assert found(text).published == date(2023, 3, 7)


def test_leading_date_before_the_title() -> None:
    text = f"date 2023-02 Xã Tân Lập số hoá giấy tờ\n{PARAGRAPH}\n{PARAGRAPH}"
    assert kinds(text)[:2] == [("dateline", "date 2023-02"), ("title", "Xã Tân Lập số hoá giấy tờ")]
    assert found(text).published_grain == "month"


def test_agency_mark_before_the_lead() -> None:
    text = f"Xã Tân Lập số hoá giấy tờ\n(BTO) - {PARAGRAPH}\n{PARAGRAPH}"
    assert kinds(text)[1:3] == [("boilerplate", "(BTO) -"), ("lead", PARAGRAPH)]
    assert found(text).outlet == "Báo Bình Thuận"


def test_component() -> None:
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.Tokenizer.v1"}}})
    nlp.add_pipe("baoso.blocks", name="blocks")
    doc = nlp(PAGE)
    assert doc._.blocks[0].kind == "title"
    assert doc._.article.author == "HẠ MÂY"
    assert doc._.article.blocks == tuple(doc._.blocks)


def assert_covers(blocks: list[Block], text: str) -> None:
    assert [b.start for b in blocks] == [0, *(b.end for b in blocks[:-1])] if blocks else not text
    assert not blocks or blocks[-1].end == len(text)
    assert all(b.start < b.end for b in blocks)


PIECES = [
    PARAGRAPH,
    "Ảnh: Bảo Lâm",
    "Quế Chi",
    "\n",
    "\n\n",
    " ",
    "\xa0",
    "./. ",
    "07/03/2023",
    "(BTO)",
    "TS. ",
    "Xem thêm",
    "nguồn: a",
    "Theo",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=200))
def test_blocks_cover_any_text(text: str) -> None:
    blocks, article = find_blocks(Article(text=text))
    assert_covers(blocks, text)
    assert article.text == text


AUTHORS = {
    "000_65f121ac11d1f13d.txt": "Thiệu Vũ",
    "001_dabf0aac1030f8e6.txt": "THỤC VĂN",
    "003_a9237a4a497d1307.txt": None,
    "007.txt": "Bùi Quang Hưng",
    "008.txt": "Lan Hương - Trường Thịnh",
    "010.txt": "Lan Hương - Trường Thịnh",
    "011.txt": "Thu Hà - Trường Thịnh",
    "015.txt": "Thanh Lê",
    "017.txt": "Nhật Đông",
}
DATES = {"001_dabf0aac1030f8e6.txt": date(2022, 10, 10)}


@pytest.mark.parametrize("name", sorted(AUTHORS))
def test_real_articles(shared: Path, name: str) -> None:
    text = (shared / "articles" / name).read_text(encoding="utf-8")
    blocks, article = find_blocks(Article(text=text))
    assert_covers(blocks, text)
    assert article.author == AUTHORS[name]
    assert article.published == DATES.get(name)
