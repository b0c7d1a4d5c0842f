from __future__ import annotations

import pytest

from ruled import extract


def periods(text):
    metrics = [r for r in extract(text).records if r.record_type == "metric"]
    return [(str(m.period.start), str(m.period.end), m.period.basis) if m.period else None for m in metrics]


OPENING = "Huyện Yên Lập (Phú Thọ) chuyển đổi số, làm dịch vụ công trực tuyến\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Năm 2021, huyện lập tổ giúp việc. Trong 6 tháng đầu năm, huyện số hóa 4.100 hồ sơ.",
            ("2021-01-01", "2021-06-30", "inherited"),
        ),
        (
            "Năm 2021, huyện lập tổ giúp việc. Trong quý III, huyện số hóa 4.100 hồ sơ.",
            ("2021-07-01", "2021-09-30", "inherited"),
        ),
        ("Trong 6 tháng đầu năm, huyện số hóa 4.100 hồ sơ.", None),
    ],
)
def test_a_part_of_a_year_takes_the_year_named_last(text, expected):
    assert periods(OPENING + text) == [expected]


def test_a_day_without_a_year_stays_unresolved():
    text = OPENING + "Năm 2021, huyện lập tổ giúp việc. Ngày 5/6, huyện số hóa 4.100 hồ sơ."
    assert periods(text) != [("2021-06-05", "2021-06-05", "inherited")]
