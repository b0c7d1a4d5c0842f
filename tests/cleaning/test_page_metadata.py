from __future__ import annotations

from pathlib import Path

import pytest

from baoso.cleaning.metadata import (
    agency_mark,
    is_boilerplate,
    opens_link_list,
    outlet_of_url,
    read_dateline,
    read_source_line,
)

CASES = Path(__file__).resolve().parents[1] / "cases" / "datelines.txt"
PAIRS = [x.split(" => ") for x in CASES.read_text(encoding="utf-8").splitlines() if x and not x.startswith("#")]


@pytest.mark.parametrize(("line", "wanted"), PAIRS)
def test_dateline(line: str, wanted: str) -> None:
    found = read_dateline(line)
    got = "no" if found is None else f"{found.day} {found.grain}{' u' if found.update else ''}"
    assert got == wanted


@pytest.mark.parametrize(
    ("line", "url", "outlet"),
    [
        (
            "Nguồn Tuyên Quang: https://baotuyenquang.com.vn/a/b-c.html",
            "https://baotuyenquang.com.vn/a/b-c.html",
            "Báo Tuyên Quang",
        ),
        ("Nguồn: https://www.baohoabinh.com.vn/x", "https://www.baohoabinh.com.vn/x", "Báo Hòa Bình"),
        ("https://chua-biet.vn/bai-1", "https://chua-biet.vn/bai-1", None),
        ("Nguồn: Báo Cà Mau", None, "Báo Cà Mau"),
        ("Nguồn: Phòng Văn hóa", None, None),
        ("Link gốc: http://vov.vn/z.", "http://vov.vn/z", "VOV"),
    ],
)
def test_source_line(line: str, url: str | None, outlet: str | None) -> None:
    assert read_source_line(line) == (url, outlet)


@pytest.mark.parametrize(
    "line",
    [
        "Xem cách nộp ở https://dichvucong.gov.vn rồi gửi lại cho xã trước cuối tháng",
        "Nguồn vốn: của tỉnh và của dân",
    ],
)
def test_no_source_line(line: str) -> None:
    found = read_source_line(line)
    assert found is None or found == (None, None)


def test_subdomains_and_ports_count() -> None:
    assert outlet_of_url("https://m.baosonla.vn:443/x") == "Báo Sơn La"
    assert outlet_of_url("baosonla.vn/x") == "Báo Sơn La"
    assert outlet_of_url("https://khongphaibaosonla.vn/x") is None
    assert outlet_of_url("http://[bad") is None


@pytest.mark.parametrize(
    ("line", "length", "outlet"),
    [
        ("(BDO)", 5, "Báo Bình Dương"),
        ("(BDO) Sáng nay", 6, "Báo Bình Dương"),
        ("(XYZ) - Sáng nay", 8, None),
        ("TTO - Sáng nay", 6, "Tuổi Trẻ"),
        ("VNPT - Bưu điện ký kết", 0, None),
        ("(Sáng nay) trời mưa", 0, None),
    ],
)
def test_agency_mark(line: str, length: int, outlet: str | None) -> None:
    assert agency_mark(line) == (length, outlet)


@pytest.mark.parametrize(
    "line",
    ["Chia sẻ", "Xem thêm: Huyện Phú Bình mở lớp", "Tin liên quan", ">> Bài trước", "***", "Từ khoá: số hoá"],
)
def test_boilerplate(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line", ["Chia sẻ với chúng tôi, bà Sen mong có thêm máy.", "Trang chủ của xã đã có ba ngôn ngữ."]
)
def test_not_boilerplate(line: str) -> None:
    assert not is_boilerplate(line)


def test_link_list_heading() -> None:
    assert opens_link_list("TIN LIÊN QUAN:")
    assert not opens_link_list("Tin liên quan đến lũ quét đã được xác nhận.")
