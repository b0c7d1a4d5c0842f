"""Offices follow the mentions that a learned tagger changed."""

from __future__ import annotations

from baoso.tagging.mending import mended_offices
from baoso.types import Mention, OfficePhrase, PersonName, Span

TEXT = "Chủ tịch UBND xã Hồng Lĩnh, bà Vùi Thị Lả nói."


def _m(label: str, words: str, value: object = None) -> Mention:
    start = TEXT.index(words)
    return Mention(label, start, start + len(words), words, value=value)  # type: ignore[arg-type]


def _span(words: str) -> Span:
    return _m("TITLE", words).span


def _office(person: str | None, body: str | None) -> Mention:
    title = _span("Chủ tịch")
    parts = [title, *(_span(p) for p in (person, body) if p)]
    phrase = OfficePhrase(
        (title,), _span(body) if body else None, title.start, max(p.end for p in parts),
        _span(person) if person else None, body,
    )  # fmt: skip
    return _m("TITLE", "Chủ tịch", phrase)


BODY = _m("ORGANISATION", "UBND xã Hồng Lĩnh")
PERSON = _m("PERSON", "Vùi Thị Lả", PersonName("bà"))


def test_a_phrase_takes_the_longer_name_of_its_body() -> None:
    short, office = _m("ORGANISATION", "UBND xã Hồng"), _office("Vùi Thị Lả", "UBND xã Hồng")
    gone, come = mended_offices(TEXT, [office, short], [short], [BODY])
    phrase = come[-1].value
    assert gone == [short, office]
    assert isinstance(phrase, OfficePhrase)
    assert (phrase.organisation, phrase.organisation_normalized) == (BODY.span, "Ủy ban nhân dân xã Hồng Lĩnh")
    assert TEXT[phrase.start : phrase.end] == "Chủ tịch UBND xã Hồng Lĩnh, bà Vùi Thị Lả"


def test_an_office_without_a_holder_gets_the_new_person_behind_it() -> None:
    office = _office(None, "UBND xã Hồng Lĩnh")
    _, come = mended_offices(TEXT, [office, BODY], [], [PERSON])
    assert come[-1].value.person == PERSON.span  # type: ignore[union-attr]
    assert come[0] is PERSON


def test_a_new_title_is_an_office_of_the_body_and_person_behind_it() -> None:
    title = _m("TITLE", "Chủ tịch")
    gone, come = mended_offices(TEXT, [BODY, PERSON], [], [title])
    assert gone == []
    phrase = come[0].value
    assert isinstance(phrase, OfficePhrase)
    assert (phrase.titles, phrase.organisation, phrase.person) == ((title.span,), BODY.span, PERSON.span)


def test_a_title_with_new_bounds_keeps_its_office() -> None:
    office = _office("Vùi Thị Lả", "UBND xã Hồng Lĩnh")
    longer = Mention("TITLE", 0, 13, TEXT[:13])
    gone, come = mended_offices(TEXT, [office, BODY, PERSON], [office], [longer])
    assert gone == [office]
    assert come[0].value.titles == (longer.span,)  # type: ignore[union-attr]
    assert come[0].value.person == PERSON.span  # type: ignore[union-attr]


def test_offices_that_nothing_touches_stay() -> None:
    office = _office("Vùi Thị Lả", "UBND xã Hồng Lĩnh")
    other = _m("PLATFORM", "nói")
    assert mended_offices(TEXT, [office, BODY, PERSON], [], [other]) == ([], [other])


def test_the_word_that_title_and_body_share_stays_in_the_bodys_name() -> None:
    text = "Trưởng phòng Nội vụ huyện Vùi Thị Lả nói."
    title, body, person = (Span.of(text, a, b) for a, b in ((0, 12), (7, 25), (26, 36)))
    phrase = OfficePhrase((title,), body, 0, 36, person, "Phòng Nội vụ huyện")
    office = Mention("TITLE", 0, 12, title.text, value=phrase)
    old = Mention("ORGANISATION", 7, 25, body.text, "Phòng Nội vụ huyện")
    new = Mention("ORGANISATION", 13, 25, text[13:25], "Nội vụ huyện")
    gone, come = mended_offices(text, [office, old], [old], [new])
    assert gone == [old]
    assert [(m.text, m.normalized) for m in come] == [("Nội vụ huyện", "Phòng Nội vụ huyện")]


def test_a_given_name_alone_takes_no_office() -> None:
    office, short = _office(None, "UBND xã Hồng Lĩnh"), _m("PERSON", "Vùi Thị Lả", PersonName("bà", complete=False))
    assert mended_offices(TEXT, [office, BODY], [], [short]) == ([], [short])
