from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.cleaning.captions import credit_end, inline_captions, is_caption, may_be_caption

CASES = Path(__file__).resolve().parents[1] / "cases" / "captions.txt"
MARKED = [x for x in CASES.read_text(encoding="utf-8").splitlines() if x and not x.startswith("#")]


@pytest.mark.parametrize("marked", MARKED)
def test_inline(marked: str) -> None:
    wanted = re.findall(r"\[\[(.*?)\]\]", marked)
    text = marked.replace("[[", "").replace("]]", "")
    spans = inline_captions(text, 0, len(text))
    assert [text[a:b].strip() for a, b in spans] == wanted


@pytest.mark.parametrize(
    "line",
    [
        "Bà con thôn Hạ xem máy. Ảnh: Bảo Lâm",
        "Bà con thôn Hạ xem máy - Ảnh: BẢO LÂM",
        "Bà con thôn Hạ xem máy (ảnh: Bảo Lâm).",
        "Bà con thôn Hạ xem máy. Ảnh VGP/Bảo Lâm",
        "Bà con thôn Hạ xem máy (ảnh minh hoạ)",
        "Ảnh: Bảo Lâm",
        "(Nguồn: US News)",
        "Quang cảnh buổi ra mắt tổ thôn Hạ.",
    ],
)
def test_own_line(line: str) -> None:
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "Xã có nhiều hình ảnh: bản đồ, tranh cổ động.",
        "Trạm đã gửi ảnh. Mỗi ngày có tám lượt.",
        "Toàn cảnh chuyển đổi ở thôn Hạ. Bà con đã quen dùng máy.",
    ],
)
def test_not_a_caption(line: str) -> None:
    assert not is_caption(line)


def test_an_opening_alone_is_a_title_on_the_first_line() -> None:
    assert not is_caption("Toàn cảnh số hoá ở thôn Hạ", first=True)
    assert is_caption("Toàn cảnh số hoá ở thôn Hạ", first=False)


def test_unmarked_line_with_a_figure_or_a_saying_stays_text() -> None:
    assert may_be_caption("Bà con thôn Hạ chăm chú xem cán bộ xã hướng dẫn cách nộp hồ sơ trên máy ở nhà văn hoá")
    assert not may_be_caption("Bà con thôn Hạ đã nộp 412 hồ sơ trên máy ở nhà văn hoá")
    assert not may_be_caption("Tuy nhiên, bà con thôn Hạ còn lúng túng khi nộp hồ sơ trên máy")
    assert not may_be_caption("Máy còn thiếu nên bà con phải chờ lâu, bà Sen cho biết")


def test_known_name_ends_the_doubt() -> None:
    text = "Kỳ Nam Quế Chi đã nói"
    assert text[: credit_end(text, 0, ["Kỳ Nam"])] == "Kỳ Nam"


def test_no_name_no_credit() -> None:
    assert credit_end("xem thêm ở trang sau", 0) is None


@given(st.text(alphabet="ẢảnhNguồ: ./()-–ABCđĐabcế1\n", max_size=200))
def test_spans_are_ordered_and_inside(text: str) -> None:
    spans = inline_captions(text, 0, len(text))
    ends = [0, *(b for _, b in spans)]
    assert all(before <= a < b <= len(text) for before, (a, b) in zip(ends, spans, strict=False))
