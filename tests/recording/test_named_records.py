"""Mentions → document, platform, programme, event and difficulty records, through the whole pipeline."""

from __future__ import annotations

from datetime import date

import pytest

import baoso
from baoso.recording.common import name_key
from grounding import assert_grounded

TEXT = (
    "Hòa An đưa xã lên mạng\n"
    "Ngày 14/3/2022, UBND tỉnh Cao Bằng ban hành Kế hoạch số 77/KH-UBND về chuyển đổi số cấp xã. "
    "Theo Kế hoạch 77, mỗi thôn có Tổ công nghệ số cộng đồng.\n"
    "Huyện dùng iOffice và sẽ lắp camera an ninh. "
    "Tổ công nghệ số cộng đồng giúp dân mở Cổng dịch vụ công.\n"
    "Sáng 20/4/2022, huyện tổ chức Hội nghị sơ kết công tác chuyển đổi số quý I. "
    "Tuy vậy, kinh phí chuyển đổi số còn hạn hẹp.\n"
    "Phần mềm iOffice chạy ổn định. Phòng nhắc lại Chương trình CĐS quốc gia "
    "và chương trình chuyển đổi số quốc gia đến năm 2025.\n"
)


@pytest.fixture(scope="module")
def extraction():
    return baoso.extract(baoso.Article(text=TEXT, published=date(2022, 5, 1)))


def of_type(extraction, name):
    return [r for r in extraction.records if r.record_type == name]


def test_every_span_is_grounded(extraction):
    assert_grounded(extraction.records, TEXT)


def test_a_short_number_joins_the_full_one(extraction):
    (found,) = of_type(extraction, "document")
    assert (found.number, found.issuer, found.date) == ("77/KH-UBND", "UBND tỉnh Cao Bằng", date(2022, 3, 14))
    assert [m.text for m in found.mentions] == ["Kế hoạch số 77/KH-UBND", "Kế hoạch 77"]
    assert found.evidence.text.startswith("Ngày 14/3/2022")
    assert found.title == "chuyển đổi số cấp xã"


def test_platforms_merge_by_id_and_keep_their_stage(extraction):
    found = {r.platform_id: r for r in of_type(extraction, "platform")}
    assert [m.text for m in found["ioffice"].mentions] == ["iOffice", "Phần mềm iOffice"]
    assert found["camera"].stage == "planned"
    assert found["camera"].stage_mention.text == "sẽ"


def test_programmes_merge_spellings_and_shorter_forms(extraction):
    found = of_type(extraction, "programme")
    assert [len(r.mentions) for r in found] == [2, 2]
    assert found[0].kind == "community team"


def test_an_event_takes_the_day_at_the_head_of_its_sentence(extraction):
    (found,) = of_type(extraction, "event")
    assert found.period is not None
    assert found.kind == "conference"
    assert found.period.start == date(2022, 4, 20)


def test_a_difficulty_has_its_topic(extraction):
    (found,) = of_type(extraction, "difficulty")
    assert found.topic == "funding"
    assert found.mention.text == "kinh phí chuyển đổi số còn hạn hẹp"


def test_record_ids_differ_and_confidence_is_a_share(extraction):
    ids = [r.record_id for r in extraction.records]
    assert len(ids) == len(set(ids))
    assert all(0 <= r.confidence <= 1 for r in extraction.records)


def test_name_key_reads_abbreviations():
    assert name_key("Tổ CNSCĐ") == name_key("tổ “công nghệ số” cộng đồng")


def test_a_law_without_a_number_is_known_by_its_name():
    records = baoso.extract("Luật Giao dịch điện tử có hiệu lực.").records
    (record,) = [r for r in records if r.record_type == "document"]
    assert (record.document_type, record.title, record.title_mention.start) == ("Luật", "Giao dịch điện tử", 5)
