"""What is found in a text's running form stands at its place in the text itself, under the identity of that place."""

from __future__ import annotations

import pytest

import baoso
from baoso.records import record_id
from baoso.types import Article
from grounding import assert_grounded
from trust.comparing import said

PLAIN = (
    "Huyện Yên Lập (Phú Thọ) chuyển đổi số\n"
    "Năm 2022, huyện số hóa 1.200 hồ sơ theo Quyết định số 749/QĐ-TTg, đạt 85%. Khó khăn nhất là thiếu kinh phí.\n"
    "Ông Lê Văn Khánh, Chủ tịch UBND huyện Yên Lập, nói vậy tại hội nghị sơ kết và trên Cổng Dịch vụ công.\n"
)
HARD = (
    PLAIN.replace("1.200 hồ sơ", "1.200  hồ\u200b sơ")
    .replace("Yên Lập", "Yên\u00ad Lập")
    .replace("Văn Khánh", "Văn  Khánh")
)


@pytest.fixture(scope="module")
def both():
    return baoso.extract(Article(text=PLAIN, source="a")), baoso.extract(Article(text=HARD, source="a"))


def test_the_text_is_kept_and_the_records_are_the_same(both):
    plain, hard = both
    assert hard.article.text == HARD
    assert [said(r) for r in hard.records] == [said(r) for r in plain.records]
    assert {r.record_type for r in hard.records} >= {"metric", "office", "document", "difficulty"}


def test_spans_are_words_of_the_text_itself(both):
    hard = both[1]
    assert_grounded([hard.article, hard.mentions, hard.records], HARD)
    office = next(r for r in hard.records if r.record_type == "office")
    assert office.person == "Lê Văn Khánh"
    assert office.person_mention.text == "Lê Văn  Khánh"
    assert any(m.text == "Yên\u00ad Lập" or "Yên\u00ad Lập" in m.text for m in hard.mentions)


def test_no_span_takes_in_what_stands_unseen_beside_it():
    text = "Huyện \u200bYên Lập\u200b có \u200b1.200\u200b hồ sơ."
    found = baoso.extract(text)
    assert {m.text for m in found.mentions if m.label == "QUANTITY"} == {"1.200"}
    assert all(m.text[0] != "\u200b" and m.text[-1] != "\u200b" for m in found.mentions)


def test_blocks_and_sentences_cover_the_text(both):
    article = both[1].article
    assert article.blocks[0].start == 0
    assert article.blocks[-1].end == len(HARD)
    assert [b.start for b in article.blocks[1:]] == [b.end for b in article.blocks[:-1]]
    assert [HARD[a:b].split()[0] for a, b in article.sentences] == ["Huyện", "Năm", "Khó", "Ông"]


def test_identities_are_those_of_the_text(both):
    for found in both:
        identity = found.article.article_id
        for record in found.records:
            assert record.article_id == identity
            assert record.record_id == record_id(identity, record.record_type, *record.parts())
    assert not {r.record_id for r in both[0].records} & {r.record_id for r in both[1].records}


def test_a_paragraph_broken_at_a_width_is_read_as_one():
    words, lines, line = PLAIN.replace("\n", " \n\n ").split(" "), [], ""
    for word in words:
        if "\n" in word or len(line) + len(word) > 60:
            lines.append(line)
            line = "" if "\n" in word else word
        else:
            line = f"{line} {word}".strip()
        if "\n" in word:
            lines.append("")
    broken = "\n".join(lines)
    found = baoso.extract(broken)
    assert found.article.text == broken
    assert [said(r) for r in found.records] == [said(r) for r in baoso.extract(PLAIN).records]
