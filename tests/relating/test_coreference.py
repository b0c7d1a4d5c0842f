"""Who a short name or a bare office stands for."""

from __future__ import annotations

import re

import pytest

from baoso.relating.coreference import resolve_persons
from baoso.types import Mention, OfficePhrase, PersonName, Span
from grounding import assert_grounded


def person(text, name, address, nth=0):
    """The `nth` time that `text` has `name`."""
    start = [i for i in range(len(text)) if text.startswith(name, i)][nth]
    complete = name.count(" ") >= 2
    value = PersonName(address, complete)
    return Mention("PERSON", start, start + len(name), name, name if complete else None, value=value)


def office(text, title, body, holder=None, nth=0):
    start = [i for i in range(len(text)) if text.startswith(title, i)][nth]
    own = Span(start, start + len(title), title)
    at = text.find(body, start) if body else -1
    where = Span(at, at + len(body), body) if body else None
    phrase = OfficePhrase((own,), where, start, start + len(title), holder, body)
    return Mention("TITLE", own.start, own.end, title, value=phrase)


def resolved(text, mentions):
    changes = resolve_persons(text, sorted(mentions, key=lambda m: m.start))
    assert_grounded([new for _, new in changes], text)
    return changes


@pytest.mark.parametrize(
    ("text", "persons", "wanted"),
    [
        ("Ông Bùi Xuân Kỳ nói. Ông Kỳ kể.", [("Bùi Xuân Kỳ", "Ông")], "Bùi Xuân Kỳ"),
        ("Ông Cao Văn An Kỳ nói. Ông An Kỳ kể.", [("Cao Văn An Kỳ", "Ông")], "Cao Văn An Kỳ"),
        ("Ông Lò Văn Kỳ, bà Lê Thị Kỳ. Ông Kỳ kể.", [("Lò Văn Kỳ", "Ông"), ("Lê Thị Kỳ", "bà")], "Lò Văn Kỳ"),
        ("Ông Kỳ đến. Ông Bùi Xuân Kỳ nói.", [("Bùi Xuân Kỳ", "Ông")], "Bùi Xuân Kỳ"),
        ("Lê Thị Kỳ. Lò Văn Kỳ. Ông Kỳ kể.", [("Lê Thị Kỳ", None), ("Lò Văn Kỳ", None)], "Lò Văn Kỳ"),
        ("Ông Bùi Xuân Nam nói. Ông Kỳ kể.", [("Bùi Xuân Nam", "Ông")], None),
        ("Bà Lê Thị Kỳ nói. Ông Kỳ kể.", [("Lê Thị Kỳ", "Bà")], None),
    ],
)
def test_a_short_name_is_somebody_named_in_full(text, persons, wanted):
    found = re.search(r"Ông ((?:An )?Kỳ)", text)
    assert found
    at, short = found.start(1), found[1]
    mention = Mention("PERSON", at, at + len(short), short, value=PersonName("Ông", False))
    changes = resolved(text, [mention, *(person(text, name, address) for name, address in persons)])
    assert [new.normalized for _, new in changes] == ([wanted] if wanted else [])


def test_a_given_name_in_small_letters_is_found():
    text = "Bà Cao Thị Sen hỏi. Về sau, bà sen đề nghị. Ông sen thì không."
    (change,) = resolved(text, [person(text, "Cao Thị Sen", "Bà")])
    assert change[0] is None
    assert (change[1].text, change[1].normalized) == ("sen", "Cao Thị Sen")


def test_a_name_in_capitals_takes_the_usual_spelling():
    text = "LÒ VĂN SÁU mở lớp. Ông Lò Văn Sáu dạy."
    (change,) = resolved(text, [person(text, "LÒ VĂN SÁU", None), person(text, "Lò Văn Sáu", "Ông")])
    assert change[1].normalized == "Lò Văn Sáu"


def test_an_office_without_a_name_has_its_holder():
    text = "Giám đốc Sở Y tế Cao Thị Sen nói. Giám đốc Sở Y tế kể. Giám đốc Sở Nội vụ kể. Giám đốc kể."
    holder = Span(text.index("Cao"), text.index("Cao") + 11, "Cao Thị Sen")
    mentions = [
        office(text, "Giám đốc", "Sở Y tế", holder),
        office(text, "Giám đốc", "Sở Y tế", nth=1),
        office(text, "Giám đốc", "Sở Nội vụ", nth=2),
        office(text, "Giám đốc", None, nth=3),
    ]
    holders = {new.start: new.value.holder for _, new in resolved(text, mentions)}
    assert holders == {mentions[1].start: "Cao Thị Sen", mentions[3].start: "Cao Thị Sen"}


def test_an_office_of_two_holders_is_left_open():
    text = "Chủ tịch UBND xã Lò Văn Sáu. Chủ tịch UBND xã Cao Thị Sen. Chủ tịch UBND xã nói."
    mentions = [
        office(text, "Chủ tịch", "UBND xã", Span(17, 27, text[17:27])),
        office(text, "Chủ tịch", "UBND xã", Span(46, 57, text[46:57]), nth=1),
        office(text, "Chủ tịch", "UBND xã", nth=2),
    ]
    assert resolved(text, mentions) == []
