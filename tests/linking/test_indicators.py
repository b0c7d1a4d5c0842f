from __future__ import annotations

import pytest

from baoso.lexicon import rows
from baoso.linking.indicators import link_indicator
from baoso.tracking.series import canonical_id


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


@pytest.mark.parametrize(
    ("label", "unit", "expected"),
    [
        ("hồ sơ nộp trực tuyến", "%", "dti922-c-cqs-hoso-tt"),
        ("hồ sơ nộp trực tuyến toàn trình", "%", "qd766-hs-tt"),
        ("ấp có cáp quang", "%", "hts-thon-ftth"),
        ("hộ có internet cáp quang", "%", "dti922-c-hts-fibre"),
        ("cáp quang phủ hộ gia đình", "%", "ctcds749-fibre-hh"),
        ("kinh tế số chiếm GRDP", "%", "dti922-c-kts-grdp"),
        ("kinh tế số chiếm GDP", "%", "ctcds749-kts-gdp"),
        ("hồ sơ công việc xử lý trên mạng ở cấp xã", "%", "ctcds749-hscv-xa"),
        ("hồ sơ công việc xử lý trên mạng ở cấp huyện", "%", "ctcds749-hscv-huyen"),
    ],
)
def test_measures_that_one_word_sets_apart(label, unit, expected):
    assert canonical_id(link_indicator(label, unit)[0]) == expected


@pytest.mark.parametrize(
    ("label", "unit", "measure"),
    [
        ("hồ sơ đất đai nộp trực tuyến", "%", "level"),
        ("hệ thống chưa được phê duyệt cấp độ an toàn", "hệ thống", "level"),
        ("thành viên tổ công nghệ số cộng đồng", "thành viên", "level"),
        ("hạ tầng số", "VND", "level"),
        ("hồ sơ nộp trực tuyến", "hồ sơ", "level"),
    ],
)
def test_parts_of_a_measure_and_other_kinds_of_unit_take_no_id(label, unit, measure):
    assert link_indicator(label, unit, measure)[0] is None


def test_every_name_in_the_table_is_linked_to_its_own_measure():
    for row in rows("indicators"):
        if row["unit"] in ("có/không", "chỉ tiêu"):
            continue
        unit = "điểm" if row["unit"] == "0-1" else row["unit"]
        for name in filter(None, [row["name"], *row["aliases"].split("|")]):
            found = link_indicator(name, unit, "rank" if unit == "hạng" else "level")[0]
            alike = {canonical_id(r["id"]) for r in rows("indicators") if name in (r["name"], *r["aliases"].split("|"))}
            assert canonical_id(found) in alike, name
