"""Who says it: the scope of a speaker, and nothing beyond it."""

from __future__ import annotations

import pytest

from baoso.relating.attribution import attribution_at, find_scopes
from baoso.types import Mention, OfficePhrase, PersonName, Span
from grounding import assert_grounded

NAME = "Bùi Xuân Kỳ"


def scopes(text, speaker=NAME):
    """The scopes of `text`, whose sentences end with a full stop or a line."""
    sentences, start = [], 0
    for i, c in enumerate(text):
        if c == "\n" or (c == "." and text[i + 1 : i + 2] in {"", " ", "\n"}):
            sentences.append((start, i + 1))
            start = i + 1 + (text[i + 1 : i + 2] == " ")
    at = text.index(speaker)
    mention = Mention("PERSON", at, at + len(speaker), speaker, speaker, value=PersonName("ông"))
    return find_scopes(text, [mention], [*sentences, (start, len(text))] if start < len(text) else sentences)


def speaker_of(text, words):
    found = scopes(text)
    assert_grounded(found, text)
    at = text.index(words)
    attribution = attribution_at(found, Span(at, at + len(words), words))
    return attribution.person if attribution else None


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("Theo ông Bùi Xuân Kỳ, xã có 40 hộ.", "40 hộ", True),
        ("Cũng theo ông Bùi Xuân Kỳ: xã có 40 hộ.", "40 hộ", True),
        ("Theo ông Bùi Xuân Kỳ, xã có 40 hộ. Huyện có 900 hộ.", "900 hộ", False),
        ("Ông Bùi Xuân Kỳ cho biết xã có 40 hộ.", "40 hộ", True),
        ("Ông Bùi Xuân Kỳ cũng cho biết thêm, xã có 40 hộ.", "40 hộ", True),
        ("Ông Bùi Xuân Kỳ cho biết: xã có 40 hộ. Thôn có 9 hộ.\nHuyện có 900 hộ.", "9 hộ", True),
        ("Ông Bùi Xuân Kỳ cho biết: xã có 40 hộ. Thôn có 9 hộ.\nHuyện có 800 hộ.", "800 hộ", False),
        ("Ông Bùi Xuân Kỳ cho biết: xã có 40 hộ. Thôn có 9 hộ.", "9 hộ", False),
        ("Ông Bùi Xuân Kỳ nói: “Xã có 40 hộ. Thôn có 9 hộ”. Huyện có 800 hộ.", "9 hộ", True),
        ("Ông Bùi Xuân Kỳ nói: “Xã có 40 hộ. Thôn có 9 hộ”. Huyện có 800 hộ.", "800 hộ", False),
        ("“Xã có 40 hộ. Thôn có 9 hộ”, ông Bùi Xuân Kỳ nói.", "40 hộ", True),
        ("Xã có 40 hộ, ông Bùi Xuân Kỳ cho hay.", "40 hộ", True),
        ("Ông Bùi Xuân Kỳ (trái) nhấn mạnh xã có 40 hộ.", "40 hộ", True),
        ("Ông Bùi Xuân Kỳ trồng 40 hàng cây.", "40 hàng", False),
        ("Xã có 40 hộ, ông Bùi Xuân Kỳ trồng cây.", "40 hộ", False),
        ("Năm 2020 có 40 hộ, ông Bùi Xuân Kỳ khẳng định thôn có 9 hộ.", "9 hộ", True),
        ("Ông Bùi Xuân Kỳ nói: “Cổng xã” đã giúp 40 hộ.", "40 hộ", True),
        ("Ông Bùi Xuân Kỳ nói: “Xã có 40 hộ.” Huyện có 800 hộ.", "800 hộ", False),
        ("Năm 2020 có 40 hộ, ông Bùi Xuân Kỳ khẳng định thôn có 9 hộ.", "40 hộ", False),
    ],
)
def test_what_a_speaker_says(text, words, said):
    assert speaker_of(text, words) == (NAME if said else None)


def test_the_office_beside_the_name_belongs_to_the_speaker():
    text = "Ông Bùi Xuân Kỳ, Giám đốc Sở Y tế cho biết có 40 trạm."
    words = (NAME, "Giám đốc", "Sở Y tế")
    person, title, body = (Span(text.index(w), text.index(w) + len(w), w) for w in words)
    phrase = OfficePhrase((title,), body, person.start, body.end, person, "Sở Y tế")
    mentions = [
        Mention("PERSON", person.start, person.end, NAME, NAME, value=PersonName("Ông")),
        Mention("TITLE", title.start, title.end, title.text, value=phrase),
        Mention("ORGANISATION", body.start, body.end, body.text, body.text),
    ]
    (scope,) = find_scopes(text, mentions, [(0, len(text))])
    said = scope.attribution
    assert (said.person, said.title, said.organisation) == (NAME, "Giám đốc", "Sở Y tế")
    assert said.mention.text == "Bùi Xuân Kỳ, Giám đốc Sở Y tế"


def test_a_body_speaks_too():
    text = "Theo Sở Y tế, có 40 trạm."
    body = Mention("ORGANISATION", 5, 12, "Sở Y tế", "Sở Y tế")
    (scope,) = find_scopes(text, [body], [(0, len(text))])
    assert (scope.attribution.organisation, scope.attribution.person) == ("Sở Y tế", None)


def test_the_next_speaker_ends_a_paragraph_of_the_one_before():
    text = "Bùi Xuân Kỳ cho biết: có 40 trạm. Thôn có 9 hộ. Theo Sở Y tế, có 50 trạm.\nHết."
    at = text.index("Sở")
    mentions = [
        Mention("PERSON", 0, len(NAME), NAME, NAME, value=PersonName("ông")),
        Mention("ORGANISATION", at, at + 7, "Sở Y tế", "Sở Y tế"),
    ]
    found = find_scopes(text, mentions, [(0, 33), (34, 47), (48, 73), (74, 78)])
    assert [text[s.start : s.end].strip() for s in found] == [
        "có 40 trạm. Thôn có 9 hộ.",
        "Theo Sở Y tế, có 50 trạm.",
    ]


def test_the_narrowest_scope_wins():
    text = "Theo Sở Y tế, ông Bùi Xuân Kỳ nói có 40 trạm."
    at = text.index(NAME)
    mentions = [
        Mention("ORGANISATION", 5, 12, "Sở Y tế", "Sở Y tế"),
        Mention("PERSON", at, at + len(NAME), NAME, NAME, value=PersonName("ông")),
    ]
    found = find_scopes(text, mentions, [(0, len(text))])
    at = text.index("40")
    attribution = attribution_at(found, Span(at, at + 2, "40"))
    assert attribution is not None
    assert attribution.person == NAME
