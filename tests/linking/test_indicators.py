from __future__ import annotations

import pytest

from baoso.linking.indicators import link_indicator


@pytest.mark.parametrize(
    ("label", "unit", "measure"),
    [
        ("hội nghị tổng kết cuối năm", "%", "level"),
        ("", "%", "level"),
        ("tỷ lệ hồ sơ trực tuyến toàn trình tăng", "%", "change"),
    ],
)
def test_labels_that_name_no_indicator(label, unit, measure):
    assert link_indicator(label, unit, measure)[0] is None


def test_a_count_never_takes_the_id_of_a_share():
    share, _ = link_indicator("tỷ lệ dân số trưởng thành có điện thoại thông minh", "%")
    count, _ = link_indicator("dân số trưởng thành có điện thoại thông minh", "người")
    assert share == "dti922-c-hts-smartphone"
    assert count != share


def test_abbreviations_do_not_matter():
    full = link_indicator("tỷ lệ dịch vụ công trực tuyến mức độ 4", "%")
    short = link_indicator("tỷ lệ DVCTT mức độ 4", "%")
    assert full == short
