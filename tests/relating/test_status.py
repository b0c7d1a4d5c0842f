from __future__ import annotations

import pytest

from ruled import extract


def statuses(sentence):
    text = "Chuyển đổi số ở huyện Yên Lập: hồ sơ, dịch vụ công trực tuyến, chữ ký số\n" + sentence
    return [r.status for r in extract(text).records if r.record_type == "metric"]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Xã phấn đấu 100% hồ sơ được số hóa.", "target"),
        ("Xã dự kiến lắp 20 điểm wifi cho dịch vụ công trực tuyến.", "target"),
        ("Kinh tế số dự kiến đạt 20% GRDP.", "forecast"),
        ("Kinh tế số ước đạt 20% GRDP.", "forecast"),
        ("Xã đã vượt mục tiêu với 95% hồ sơ được số hóa.", "achieved"),
        ("Theo quy định, 95% hồ sơ đã được số hóa.", "achieved"),
        ("Ban Chỉ đạo chuyển đổi số ghi nhận 95% hồ sơ được số hóa.", "achieved"),
        ("Sở Kế hoạch và Đầu tư số hóa 95% hồ sơ.", "achieved"),
        ("Đến năm 2030, 95% hồ sơ được số hóa.", "target"),
    ],
)
def test_status_of_one_number(sentence, status):
    assert statuses(sentence) == [status]


def test_a_listed_target_reaches_the_next_sentence_but_no_further():
    found = statuses(
        "Mục tiêu: 90% hồ sơ được số hóa. 80% dịch vụ công trực tuyến phát sinh hồ sơ. "
        "Hiện nay 50% cán bộ dùng chữ ký số. 40% hồ sơ nộp trực tuyến."
    )
    assert found == ["target", "target", "achieved", "achieved"]
