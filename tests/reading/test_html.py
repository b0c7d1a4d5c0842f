from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from baoso.errors import ReadingError
from baoso.reading import read_articles
from baoso.types import Article

HEAD = """<meta charset="utf-8"><title>Xã Tân Lập số hoá giấy tờ - Báo X</title>
<meta property="og:title" content="Xã Tân Lập số hoá giấy tờ">
<meta property="og:site_name" content="Báo X"><link rel="canonical" href="https://x.vn/a.html">"""
BODY = """<nav><ul><li>Trang chủ</li><li>Thời sự</li></ul></nav>
<div class="article"><h1>Xã Tân Lập số hoá giấy tờ</h1>
<div class="meta"><span class="date">Thứ Ba, 07/03/2023 - 09:15</span></div>
<h2 class="sapo">Đến đầu tháng ba, toàn xã đã có 812 hộ dùng dịch vụ qua mạng và còn tăng trong
những tháng tới.</h2>
<div class="content"><p>Theo bà Sen, Quyết định ngày 5/1/2022 đã mở đường cho việc đưa toàn bộ hồ
sơ lưu trữ của xã lên mạng.</p>
<figure><img src="a.jpg"><figcaption>Cán bộ xã quét hồ sơ. Ảnh: Bảo Lâm</figcaption></figure>
<p>Trong quý hai, xã sẽ lắp thêm sáu điểm truy cập không dây ở các nhà văn hoá thôn để bà con dùng
không mất tiền.</p>
<p style="text-align:right"><strong>Quế Chi</strong></p></div>
<div class="related"><h3>Tin liên quan</h3><ul><li><a href="#">Huyện Phú Bình thi tìm hiểu máy
tính</a></li></ul></div></div>
<div class="comment-list"><p>Bạn đọc An: hay quá, mong có thêm nhiều bài viết như thế này nữa nhé.</p></div>
<footer>Bản quyền Báo X</footer>"""


def page(tmp_path: Path, head: str = HEAD, body: str = BODY, encoding: str = "utf-8") -> Article:
    path = tmp_path / "a.html"
    path.write_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    (article,) = read_articles(path)
    return article


def test_text_in_page_order(tmp_path: Path) -> None:
    lines = page(tmp_path).text.splitlines()
    assert [line[:12] for line in lines] == [
        "Xã Tân Lập s", "Thứ Ba, 07/0", "Đến đầu thán", "Theo bà Sen,", "Cán bộ xã qu", "Trong quý ha",
        "Quế Chi",
    ]  # fmt: skip


def test_metadata(tmp_path: Path) -> None:
    article = page(tmp_path)
    assert (article.title, article.url, article.outlet) == (
        "Xã Tân Lập số hoá giấy tờ",
        "https://x.vn/a.html",
        "Báo X",
    )


def test_no_date_is_guessed_from_the_body(tmp_path: Path) -> None:
    assert page(tmp_path).published is None


@pytest.mark.parametrize(
    "tag",
    [
        '<meta property="article:published_time" content="2023-03-06T23:15:00Z">',
        '<meta name="pubdate" content="2023-03-07T09:15:00+07:00">',
        '<meta itemprop="datePublished" content="07/03/2023">',
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2023-03-07"}]}</script>',
    ],
)
def test_date_of_the_meta_tags(tmp_path: Path, tag: str) -> None:
    assert page(tmp_path, HEAD + tag).published == date(2023, 3, 7)


def test_malformed_meta_date_is_none(tmp_path: Path) -> None:
    assert page(tmp_path, HEAD + '<meta name="pubdate" content="sáng nay">').published is None


def test_sidecar_goes_first(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"outlet": "Báo Y", "published": "2023"}', encoding="utf-8")
    article = page(tmp_path)
    assert (article.outlet, article.title) == ("Báo Y", "Xã Tân Lập số hoá giấy tờ")
    assert article.published_grain == "year"


def test_xml_declaration(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.write_text(
        f'<?xml version="1.0" encoding="utf-8"?><html><head>{HEAD}</head><body>{BODY}</body></html>', "utf-8"
    )
    assert "812 hộ" in next(iter(read_articles(path))).text


@pytest.mark.parametrize("content", ["", "   ", "<html><body></body></html>"])
def test_no_article(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ReadingError, match=r"a\.html"):
        list(read_articles(path))


def test_deep_nesting_is_no_error_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<div>" * 3000 + "<p>Tin</p>" + "</div>" * 3000, encoding="utf-8")
    errors: list[object] = []
    list(read_articles(path, on_error=errors.append))
    assert len(errors) <= 1
