from __future__ import annotations

import pytest

from baoso.gazetteer import gazetteer


def found(text: str) -> list[tuple[str, str | None]]:
    return [(text[h.start : h.end], h.kind) for h in gazetteer().find(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Thị xã Sông Cầu", [("Sông Cầu", "thị xã")]),
        ("Bình Định và Nam Định", [("Bình Định", None), ("Nam Định", None)]),
        ("Phường 1 Bảo Lộc", [("1 Bảo Lộc", "phường")]),
        ("3Nam Định228 4Thủ Đức11", [("Nam Định", None)]),
        ("quận 01", [("01", "quận")]),
        ("quận 1/2021, quận 1,5", []),
        ("bình định không viết hoa", []),
        ("Bình Địnhh", []),
        ("xBình Định", [("Bình Định", None)]),
        ("H. Nam", []),
        ("huyện: Sông Mã", [("Sông Mã", "huyện")]),
        ("Thừa Thiên Huế", [("Thừa Thiên Huế", None)]),
        ("", []),
    ],
)
def test_find(text: str, wanted: list[tuple[str, str | None]]) -> None:
    assert found(text) == wanted


def test_levels_and_units() -> None:
    (hit,) = gazetteer().find("huyện Sông Lô")
    assert hit.level == "district"
    assert [u.path for u in hit.at("district")] == [("Vĩnh Phúc", "Sông Lô", None)]
    assert not hit.country
    assert gazetteer().find("Việt Nam")[0].country
