"""Places that only a body's name holds: listed, but no LOCALITY mentions."""

from __future__ import annotations

from datetime import date

import pytest

from baoso.linking.place_bodies import places_in_bodies
from baoso.tagging.organisations import find_organisations
from baoso.tagging.places import find_places
from grounding import assert_grounded

DAY = date(2019, 5, 1)


def named(text: str) -> list[tuple[str, str]]:
    places = find_places(text)
    found = places_in_bodies(text, find_organisations(text, places), places, DAY)
    assert_grounded(found, text)
    return [(str(m.normalized), m.value.level) for m in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ca mổ diễn ra ở Bệnh viện Trung ương Huế.", [("Huế", "district")]),
        ("Bệnh nhân chuyển tới Bệnh viện Trung ương Thái Nguyên.", [("Thái Nguyên", "province")]),
        ("Phòng Thương mại và Công nghiệp Việt Nam (VCCI) gửi thư.", [("Việt Nam", "country")]),
        ("Tập đoàn Bưu chính Viễn thông Việt Nam báo lãi.", [("Việt Nam", "country")]),
        ("Anh học Đại học Y Hải Phòng.", [("Hải Phòng", "province")]),
        ("Chị học Đại học Đà Lạt.", [("Đà Lạt", "district")]),
        ("Công ty Xây dựng Hà Nam thắng thầu.", []),
        ("Bệnh viện Hòa Bình mở cửa lại.", []),
        ("Bệnh viện Bạch Mai mở cửa lại.", []),
        ("Sở Y tế thành phố Đà Nẵng mở cửa lại.", []),
    ],
)
def test_places_at_the_end_of_a_body_s_name(text: str, wanted: list[tuple[str, str]]) -> None:
    assert named(text) == wanted
