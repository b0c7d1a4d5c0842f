from __future__ import annotations

from pathlib import Path

import pytest

from baoso.cleaning.people import is_office, is_person, read_byline

CASES = Path(__file__).resolve().parents[1] / "cases" / "bylines.txt"


def cases() -> list[tuple[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    pairs = [line.rsplit("=>", 1) for line in lines if line and not line.startswith("#")]
    return [(text, wanted.strip()) for text, wanted in pairs]


@pytest.mark.parametrize(("text", "wanted"), cases())
def test_byline(text: str, wanted: str) -> None:
    byline = read_byline(text)
    got = "no" if byline is None else byline.author or "-"
    assert got == wanted


def test_a_newspaper_on_the_next_line_makes_theo_name_the_writer() -> None:
    quoted = read_byline("Theo Tường Vi", quoted=True)
    assert quoted is not None
    assert quoted.author == "Tường Vi"
    alone = read_byline("Theo Tường Vi")
    assert alone is not None
    assert alone.author is None


def test_four_syllables_need_a_family_name() -> None:
    assert is_person("Nguyễn Thị Minh Khai")
    assert not is_person("Gió Vàng Tây Bắc")


@pytest.mark.parametrize("line", ["Giám đốc Trung tâm Dữ liệu Sao Mai,", "Trường Đại học Hoa Ban"])
def test_offices_below_a_name(line: str) -> None:
    assert is_office(line)


def test_long_byline_is_none() -> None:
    assert read_byline("Tường Vi, " * 30) is None
