from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baoso.lexicon import alternation, cue_regex, fold, matches_at, new_tones, phrase_pattern

SYLLABLES = ("số", "hóa", "Số", "uỷ", "ban", "BAN", "hoà", "a", "quý")
PHRASES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=3).map(" ".join)
TEXTS = st.lists(st.sampled_from([*SYLLABLES, "hoá", "ủy", "hòa", "quí", ",", "\n", "  ", "x"]), max_size=12).map(
    " ".join
)


def plainly(phrases, flags=re.IGNORECASE):
    """The same cues as a plain alternation, the longest first."""
    ordered = sorted(set(phrases), key=lambda p: (-len(p), p))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(phrase_pattern, ordered))})(?!\w)", flags)


def spans(matches):
    return [m.span() for m in matches]


@given(st.lists(PHRASES, min_size=1, max_size=6), TEXTS)
def test_cues_are_found_where_a_plain_alternation_finds_them(phrases, text):
    assert spans(cue_regex(phrases).finditer(text)) == spans(plainly(phrases).finditer(text))


@given(st.lists(PHRASES, min_size=1, max_size=6), TEXTS)
def test_case_counts_where_it_is_told_to(phrases, text):
    found = cue_regex(phrases, ignore_case=False).finditer(text)
    assert spans(found) == spans(plainly(phrases, 0).finditer(text))


@given(st.lists(PHRASES, min_size=1, max_size=6), TEXTS, st.sampled_from([0, re.IGNORECASE]))
def test_an_alternation_inside_a_pattern_takes_what_a_plain_one_takes(phrases, text, flags):
    ordered = sorted(set(phrases), key=lambda p: (-len(p), p))
    frame = r"(?<!\w){}(?=\s|,|$)"
    plain = re.compile(frame.format(f"(?:{'|'.join(map(phrase_pattern, ordered))})"), flags)
    assert spans(re.compile(frame.format(alternation(phrases)), flags).finditer(text)) == spans(plain.finditer(text))


def test_a_cue_may_be_barred_behind_a_word_and_ask_for_what_follows():
    pattern = cue_regex(["cầu", "đường"], not_behind=["yêu "], then=r"\s+(?P<name>[A-Z]\w*)")
    assert [m["name"] for m in pattern.finditer("Cầu Mới, yêu cầu Gấp, YÊU CẦU Gấp, đường Láng, cầu")] == [
        "Mới",
        "Láng",
    ]


def test_no_cues_are_found_nowhere():
    assert cue_regex([]).search("a b") is None


@given(TEXTS, st.integers(0, 20), st.integers(0, 60))
def test_a_cheap_pass_before_a_costly_one_changes_nothing(text, start, end):
    costly = re.compile(r"(?<!\w)(?i:số|ban)(?:\s+\w+){0,2}")
    cheap = cue_regex(["số", "ban"])
    whole = r"(?!\w)"
    assert spans(matches_at(cheap, re.compile(rf"{costly.pattern}{whole}"), text, start, end)) == spans(
        re.compile(rf"(?<!\w)(?i:số|ban)(?!\w)(?:\s+\w+){{0,2}}{whole}").finditer(text, start, end)
    )


@pytest.mark.parametrize(
    ("text", "folded"), [("Hoà  Bình", "hòa bình"), ("UỶ BAN", "ủy ban"), ("Quý", "quý"), ("hoàn", "hoàn")]
)
def test_folding_moves_tone_marks(text, folded):
    assert fold(text) == folded


@given(st.text(alphabet="aoóòuúùyỳýqhHn ẢẠ", max_size=30))
def test_moving_tone_marks_keeps_every_offset(text):
    lowered = text.lower()
    moved = new_tones(lowered)
    assert len(moved) == len(lowered)
    assert new_tones(moved) == moved
