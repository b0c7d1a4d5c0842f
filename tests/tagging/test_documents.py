"""Documents: one marked-up line a case, and offsets on arbitrary text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.tagging.dates import find_dates
from baoso.tagging.documents import clean_number, find_documents
from grounding import assert_grounded
from marked import case_lines, parse_marked

PIECES = [
    "Nghị quyết",
    "số",
    "12-NQ/TU",
    " ",
    "\n",
    ",",
    "của Chính phủ",
    "ngày 3/2/2020",
    "về",
    "“",
    "”",
    "Luật",
    "Đất đai",
    "06",
    "Đề án",
]


def documents(text):
    return find_documents(text, find_dates(text))


def check(name, wanted, mention):
    ref = mention.value
    found = {
        "type": ref.document_type,
        "number": ref.number or "",
        "issuer": ref.issuer or "",
        "said": "yes" if ref.issuer_mention else "no",
        "date": str(ref.date),
        "action": ref.action or "",
        "title": ref.title or "",
        "key": mention.normalized,
    }
    assert found[name] == wanted, f"{name}: {ref}"


@pytest.mark.parametrize("line", case_lines("documents.txt"))
def test_documents_of_a_sentence(line):
    text, marks = parse_marked(line)
    found = documents(text)
    assert_grounded(found, text)
    assert [(m.start, m.end) for m in found] == [(m.start, m.end) for m in marks], [m.text for m in found]
    for mark, mention in zip(marks, found, strict=True):
        for name, wanted in mark.fields.items():
            check(name, wanted, mention)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_offsets_are_exact(text):
    assert_grounded(documents(text), text)


def test_a_number_loses_its_spaces():
    assert clean_number("13/2023 /NĐ – CP") == "13/2023/NĐ-CP"


def test_a_date_that_is_no_day_dates_no_document():
    (found,) = documents("Nghị quyết số 5-NQ/TU, tháng 3/2022")
    assert found.value.date is None


def test_a_plan_in_the_title_of_its_decision_is_not_a_second_document():
    text = "Tỉnh có Quyết định số 9/QĐ-UBND phê duyệt Đề án “Chợ quê lên mạng” giai đoạn 2022-2025."
    assert [m.text for m in documents(text)] == ["Quyết định số 9/QĐ-UBND"]


def test_the_date_before_the_issuer_is_the_documents():
    (found,) = documents("Ngày 1/2/2023, UBND huyện ban hành Kế hoạch số 3/KH-UBND.")
    assert found.value.date == date(2023, 2, 1)
