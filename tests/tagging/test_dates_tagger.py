from __future__ import annotations

from datetime import date

import pytest
import spacy

from baoso.doc import mentions_of
from baoso.tagging.dates import DateTagger, find_dates
from baoso.types import Article, Period
from grounding import assert_grounded

TEXT = "Đến năm 2025, xã phủ mạng. Chiều 23/6, thôn họp; những năm gần đây dân quen dùng ví."


@pytest.fixture
def doc():
    return spacy.blank("xx")(TEXT)


def test_mentions_carry_interval_rule_and_period():
    until, day, vague = find_dates(TEXT, date(2022, 10, 10))
    assert_grounded([until, day, vague], TEXT)
    assert (until.text, until.label, until.normalized) == ("Đến năm 2025", "DATE", "../2025-12-31")
    assert until.method == "until:year"
    assert isinstance(until.value, Period)
    assert until.value.end == date(2025, 12, 31)
    assert day.normalized == "2022-06-23/2022-06-23"
    assert (vague.normalized, vague.value, vague.method) == (None, None, "vague")


def test_the_component_counts_from_the_article(doc):
    doc._.article = Article(text=TEXT, published=date(2023, 2, 1), published_grain="month")
    DateTagger()(doc)
    assert [m.normalized for m in mentions_of(doc, "DATE")] == [
        "../2025-12-31",
        "2023-06-23/2023-06-23",
        None,
    ]


def test_without_a_publication_date_no_year_is_made_up(doc):
    DateTagger()(doc)
    assert [m.normalized for m in mentions_of(doc, "DATE")] == ["../2025-12-31", None, None]


def test_the_factory_is_registered():
    nlp = spacy.blank("xx")
    nlp.add_pipe("baoso.dates")
    assert mentions_of(nlp("Trong quý I/2023"), "DATE")[0].normalized == "2023-01-01/2023-03-31"
