"""What the tagger sees of a text."""

from __future__ import annotations

from baoso.tagging.chain_columns import EDGE, OUTSIDE, attributes, cluster_key, span_tags, word_keys, word_shape
from baoso.tagging.syllables import syllables
from baoso.types import Block, Mention
from chains import seen


def _column(text: str, part: str, **kwargs) -> list[str]:
    held = seen(text, **kwargs)
    return [held.places[part][at + k] for at, n, _ in held.sentences for k in range(n)]


def test_shapes() -> None:
    words = ["Nam", "UBND", "nam", "iOffice", "X", "2025", "4G", "“", "K'Brếu"]
    assert [word_shape(w) for w in words] == ["Xx", "XX", "x", "xX", "X", "94", "x9", "“", "x9"]


def test_clusters_go_by_capitals_and_new_tones() -> None:
    assert [cluster_key(w) for w in ("HOÀ", "Hoà", "hoà", "12")] == ["HÒA", "Hòa", "hòa", "99"]


def test_a_syllable_has_the_keys_that_it_has() -> None:
    assert word_keys(EDGE, {}) == {"w": EDGE, "shape": EDGE, "cluster": EDGE}
    assert word_keys("Sở", {"Sở": "7"})["cluster"] == "7"
    assert word_keys("sở", {"Sở": "7"})["cluster"] == OUTSIDE
    assert "form" not in word_keys("sở", {})
    assert word_keys("12", {})["w"] == "99"
    assert "head" not in word_keys(",", {})


def test_runs_of_capitals_end_with_the_sentence() -> None:
    assert _column("Bà Lan nói. Nam", "run") == ["0/2", "1/2", OUTSIDE, OUTSIDE, "0/1"]


def test_quoted_words_are_told_up_to_the_closing_mark() -> None:
    assert _column("gọi “A b” c", "quoted") == [OUTSIDE, "in", "in", "in", OUTSIDE, OUTSIDE]
    assert _column("gọi “nó. Rồi c", "quoted")[-2:] == [OUTSIDE, OUTSIDE]


def test_the_kind_of_block_is_that_of_the_sentence() -> None:
    blocks = [Block("title", 0, 5), Block("body", 6, 20)]
    assert _column("Tin A\nNam đi", "block", blocks=blocks) == ["title", "title", "body", "body"]


def test_rules_are_told_with_their_names_and_places_apart() -> None:
    text = "UBND xã Hồng Lĩnh"
    mentions = [
        Mention("ORGANISATION", 0, 17, text, method="grammar"),
        Mention("LOCALITY", 5, 17, text[5:]),
        Mention("QUANTITY", 0, 4, "UBND"),
    ]
    assert _column(text, "rule", mentions=mentions) == ["B-ORGANISATION.grammar", *["I-ORGANISATION.grammar"] * 3]
    assert _column(text, "place", mentions=mentions) == [OUTSIDE, "B-LOCALITY", "I-LOCALITY", "I-LOCALITY"]


def test_phrases_of_the_lexicon_are_told_by_list() -> None:
    assert _column("phần mềm của bà Nguyễn", "listed") == [
        "B-platforms", "I-platforms", OUTSIDE, "B-honorific", "B-family",
    ]  # fmt: skip


def test_of_spans_in_one_another_the_outer_one_is_tagged() -> None:
    s = syllables("Ban Chỉ đạo Đề án 06 huyện")
    tags = span_tags(s, [(12, 20, "PROGRAMME"), (0, 26, "ORGANISATION"), (0, 0, "EVENT")])
    assert tags == ["B-ORGANISATION", *["I-ORGANISATION"] * 6]


def test_a_span_that_cuts_a_syllable_takes_all_of_it() -> None:
    assert span_tags(syllables("iOffice nhanh"), [(1, 7, "PLATFORM")]) == ["B-PLATFORM", OUTSIDE]


def test_nothing_is_seen_across_sentences() -> None:
    held = seen("kia rồi. Nam đi")
    keys = {w: word_keys(w, {}) for w in held.words}
    (_, _, _), (at, _, _) = held.sentences
    told = set(attributes(held, keys, at))
    assert {f"-1:w={EDGE}", f"-2:w={EDGE}", f"-1:ww={EDGE} nam", "0:w=nam", "1:w=đi", f"2:w={EDGE}"} <= told
    assert not any("rồi" in a for a in told)


def test_a_sentence_without_end_is_read_in_pieces() -> None:
    held = seen("và " * 900)
    assert [n for _, n, _ in held.sentences] == [400, 400, 100]
    assert [first for _, _, first in held.sentences] == [0, 400, 800]
