"""Which pillar a metric speaks of."""

from __future__ import annotations

import pytest

from baoso.relating.pillars import likeliest, pillar_features
from baoso.relating.topic import pillar_of


@pytest.mark.parametrize(
    ("label", "sentence", "pillar"),
    [
        ("hồ sơ nộp trực tuyến", "Xã nhận 812 hồ sơ nộp trực tuyến trong tháng.", "government"),
        ("thôn có cáp quang", "Huyện có 41 thôn có cáp quang.", "infrastructure"),
        ("vụ tấn công mạng", "Trung tâm chặn 19 vụ tấn công mạng.", "security"),
        ("sản phẩm OCOP trên sàn thương mại điện tử", "Có 25 sản phẩm OCOP trên sàn thương mại điện tử.", "economy"),
        ("học viên lớp tập huấn kỹ năng số", "Lớp có 60 học viên.", "people"),
    ],
)
def test_the_pillar_of_plain_labels(label: str, sentence: str, pillar: str) -> None:
    assert pillar_of(label, sentence) == pillar


def test_a_probability_comes_with_it() -> None:
    _, clear = likeliest("hồ sơ nộp trực tuyến", "Xã nhận 812 hồ sơ nộp trực tuyến.")
    _, unclear = likeliest("", "")
    assert 0 < unclear < clear <= 1


def test_words_of_the_label_and_of_the_sentence_are_told_apart() -> None:
    features = pillar_features("số hộ", "Xã có 5 hộ")
    assert {"số", "hộ", "số hộ", "~xã", "~hộ", "~0"} <= set(features)
    assert "xã" not in features
    assert len(features) == len(set(features))
