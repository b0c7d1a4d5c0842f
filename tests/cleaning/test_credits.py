"""Writers and photographers are mentions; who is spoken of stays apart from them."""

from __future__ import annotations

import pytest

import baoso


def persons(text: str) -> list[str]:
    found = baoso.extract(text)
    return [m.text for m in found.mentions if m.label == "PERSON"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Xã họp bàn về mạng lưới.\n\nBuổi họp ở xã. Ảnh: Quế Chi\n\nMọi người ra về.", ["Quế Chi"]),
        ("Xã họp bàn về mạng lưới.\n\nBuổi họp ở xã. (Ảnh: Q.HẢI)\n\nMọi người ra về.", ["Q.HẢI"]),
        ("Xã họp bàn về mạng lưới và ra về trong đêm mưa.\n\nThu Sương - Bảo Lâm", ["Thu Sương", "Bảo Lâm"]),
        ("Xã họp bàn về mạng lưới.\n\nBuổi họp ở xã. Ảnh: TTXVN\n\nMọi người ra về.", []),
        ("Xã họp bàn về mạng lưới.\n\nBuổi họp. Ảnh: Công an cung cấp\n\nMọi người ra về.", []),
    ],
)
def test_names_of_those_who_sign(text, names):
    assert persons(text) == names


def test_a_photographer_is_nobody_that_the_text_speaks_of():
    text = "Ông Trần Văn Toản, Chủ tịch UBND xã Năng Khả, mở máy. Ảnh: Hữu Toản\n\nÔng Toản nói xã có 12 thôn."
    found = baoso.extract(text)
    (office,) = [r for r in found.records if r.record_type == "office"]
    assert office.person == "Trần Văn Toản"
    assert "Hữu Toản" in persons(text)


def test_a_person_known_already_is_no_second_mention():
    text = "Xã họp bàn về mạng lưới và ra về trong đêm mưa.\n\nNguyễn Thị Hà"
    assert persons(text) == ["Nguyễn Thị Hà"]
