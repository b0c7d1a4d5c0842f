"""Suggestions for a reader: they compile but for what is to be decided, and the text stays."""

from __future__ import annotations

import pytest

from baoso.annotating.compile import compiled
from baoso.annotating.markup import parse_markup, render_markup
from baoso.annotating.prelabel import prelabel
from baoso.annotating.rules import Checked, findings
from baoso.types import Article

TEXT = (
    "Huyện Na Hang (Tuyên Quang) đến nay có 78% hồ sơ nộp trực tuyến, huyện phấn đấu năm 2025 đạt trên 90%.\n"
    "Ông Vũ Văn Tú, Phó Chủ tịch UBND huyện Na Hang, cho biết 132/203 thủ tục dùng VNeID; bò đẻ 12 con bê.\n"
)


@pytest.fixture
def suggested():
    from datetime import date

    return prelabel(Article(TEXT, source="in/bai.txt", published=date(2024, 5, 1)))


def test_text_stays_and_metrics_are_there(suggested):
    article, problems = compiled(suggested, TEXT)
    assert problems == []
    values = [r.quantity.value for r in article.of_type("metric")]
    assert {78, 90, 132} <= set(values)
    assert [o.person for o in article.of_type("office")] == ["Vũ Văn Tú"]


def test_every_number_is_judged_or_left_to_decide(suggested):
    article, _ = compiled(suggested)
    left = {f.message.split(":")[0] for f in findings(Checked(article, TEXT)) if not f.doubt}
    checks = {repr(c.text) for c in article.cases if c.kind == "check"}
    assert left == checks


def test_it_can_be_written_and_read(suggested):
    assert parse_markup(render_markup(suggested), suggested.name).spans == suggested.spans


def test_metadata_go_to_the_front_matter(suggested):
    assert suggested.front["published"] == "2024-05-01"
    assert suggested.front["article"] == "bai.txt"
    assert suggested.front["focus"]["name"] == "Na Hang"
