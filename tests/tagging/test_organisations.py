"""Bodies: one marked-up line a case, places given by earlier mentions, offsets on arbitrary text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import baoso
from baoso.tagging.organisations import find_organisations, full_name
from baoso.types import Mention
from grounding import assert_grounded
from marked import case_lines, parse_marked


@pytest.mark.parametrize("line", case_lines("organisations.txt"))
def test_bodies_of_a_sentence(line):
    text, marks = parse_marked(line)
    found = find_organisations(text)
    assert_grounded(found, text)
    assert [m.text for m in found] == [m.text for m in marks]
    for mark, mention in zip(marks, found, strict=True):
        assert mention.normalized == mark.fields.get("full", mark.text)


def test_a_known_place_is_kept_whole_and_ends_the_name():
    text = "UBND xã Hoàng Thu Hà mở lớp."
    assert find_organisations(text)[0].text == "UBND xã"
    place = Mention("LOCALITY", 8, 20, text[8:20])
    assert find_organisations(text, [place])[0].text == "UBND xã Hoàng Thu Hà"


def test_abbreviations_are_written_out():
    assert full_name("phòng GD & ĐT huyện") == "Phòng Giáo dục và Đào tạo huyện"
    assert full_name("UBND TP. Vinh") == "Ủy ban nhân dân thành phố Vinh"


PIECES = ["UBND", "Sở", "xã", "(", ")", "-", "Hoa", "&", "và", ",", ".", "tỉnh", "\n"]


@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_offsets_are_exact(text):
    found = find_organisations(text)
    assert_grounded(found, text)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Kế hoạch số 118/KH-UBND của UBND huyện Na Hang đã xong.", ["UBND huyện Na Hang"]),
        ("Xã dùng phần mềm VNPT iOffice do VNPT Lào Cai lắp.", ["VNPT Lào Cai"]),
        ("Bà con lập ví Viettel Money ở cửa hàng Viettel.", ["Viettel"]),
        (
            "Huyện chép hồ sơ vào phần mềm quản lý đất đai của Sở Tài nguyên và Môi trường.",
            ["Sở Tài nguyên và Môi trường"],
        ),
    ],
)
def test_parts_of_numbers_and_products_are_no_bodies(text, bodies):
    found = baoso.extract(text)
    assert [m.text for m in found.mentions if m.label == "ORGANISATION"] == bodies
