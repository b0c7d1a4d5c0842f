"""The form that grammars read: nothing unseen, single spaces, broken lines joined; and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.text import normalize
from baoso.text.running import running

WRAPPED = """\
Sau hai năm làm thử, xã đã đưa phần lớn thủ tục lên mạng và bà con
không còn phải đi xa để nộp giấy tờ như trước nữa; cán bộ một cửa
cũng bớt việc. Theo ông Sâm, đầu năm nay đã có 812 hộ dùng dịch vụ
công trực tuyến.

Từ tháng ba, xã lắp thêm sáu điểm truy cập không dây ở các nhà văn
hóa thôn.
"""
PIECES = ["\u200b", "\u00ad", "\ufeff", " ", "  ", "\u00a0", "\t", "\n", "\n\n\n", "a", "B", ".", "ờ", "12", "x" * 50]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Na\u200b Hang, chính\u00ad quyền", "Na Hang, chính quyền"),
        ("\ufeffXã \u200b Hà", "Xã Hà"),
        ("đạt  85%  hồ  sơ,  tăng", "đạt 85% hồ sơ, tăng"),
        ("Nguyễn  Văn  Hà", "Nguyễn Văn Hà"),
        ("một \u00a0 hai", "một hai"),
        ("\n\n\n\nXã", "\n\nXã"),
        ("Xã \t\n Hà", "Xã\nHà"),
        ("Tin\n\nở xã  Hạ có\n5 thôn", "Tin\n\nở xã Hạ có\n5 thôn"),
        ("đã xong.  Ảnh: Hà", "đã xong. Ảnh: Hà"),
        ("chuyển đổi số     Sáng nay", "chuyển đổi số  Sáng nay"),
        ("a" + " " * 50, "a  "),
    ],
)
def test_read_as(text, read):
    assert running(text).text == read


@pytest.mark.parametrize("text", ["", "Xã số\n\nHôm nay, 5%.\n", "Một\u00a0hai ba.\n"])
def test_most_texts_are_their_own_form(text):
    assert running(text).text is text


def test_lines_of_a_fixed_width_are_joined_and_paragraphs_stay():
    made = running(WRAPPED).text
    assert made.split("\n\n")[0].count("\n") == 0
    assert "bà con không còn" in made
    assert made.count("\n\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        "Tin vắn\nXã Hạ có 5 thôn\nXã Trung có 7 thôn\nXã Thượng có 9 thôn\n",
        "Sau hai năm làm thử, xã đã đưa phần lớn thủ tục lên mạng.\n" * 6,
        WRAPPED.replace("\n", " " * 3),
    ],
)
def test_other_lines_are_not(text):
    assert running(text).text.count("\n") == text.count("\n")


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_offsets_lead_back(text):
    text = normalize(text).text
    made = running(text)
    assert running(made.text).text.split() == made.text.split()
    assert "".join(made.text.split()) == "".join(c for c in text if not c.isspace() and c not in "\u200b\u00ad\ufeff")
    for at, char in enumerate(made.text):
        if not char.isspace():
            assert text[made.to_source(at)] == char


def test_nothing_grows_with_white_space():
    assert len(running(" " * 10_000 + "a" + "\n" * 10_000).text) <= 5
