from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baoso.tagging.syllables import Phrases, shape_of, syllables

WORDS = ("ủy", "ban", "Ủy", "BAN", "UBND", "ubnd", "GĐ", "xã", ",", "K'Sor")
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
TEXTS = st.lists(st.sampled_from([*WORDS, "uỷ", "\n", "\u200b", "(xã)", "UBND/GĐ"]), max_size=10).map(" ".join)


def plainly(phrases, s, i):
    """The longest of `phrases` at word `i`, the first of equals, looked for one by one."""
    best = None
    for number, phrase in enumerate(phrases):
        own = [shape_of(w) for w in syllables(phrase).words]
        found = s.shapes[i : i + len(own)]
        same = [a.key == b.key and (b.upper or not a.upper) for a, b in zip(own, found, strict=False)]
        if len(found) == len(own) and all(same) and (best is None or i + len(own) > best[0]):
            best = i + len(own), number
    return best


@given(st.lists(PHRASES, min_size=1, max_size=6, unique=True), TEXTS)
def test_the_longest_phrase_is_matched_and_capitals_want_capitals(phrases, text):
    s = syllables(text)
    book = Phrases({phrase: number for number, phrase in enumerate(phrases)})
    assert [book.match(s, i) for i in range(len(s))] == [plainly(phrases, s, i) for i in range(len(s))]


@given(st.text(alphabet="aĂđ ỗ'’\n\t\u00a0\u200b.,-/1", max_size=60))
def test_syllables_are_slices_in_order_with_nothing_but_space_between(text):
    s = syllables(text)
    assert s.words == [text[a:b] for a, b in zip(s.starts, s.ends, strict=True)]
    gaps = [text[a:b] for a, b in zip([0, *s.ends], [*s.starts, len(text)], strict=True)]
    assert all(not gap.replace("\u200b", "").strip() for gap in gaps)
