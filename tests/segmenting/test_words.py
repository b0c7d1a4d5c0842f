from __future__ import annotations

import itertools
import json

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import baoso.doc  # noqa: F401
from baoso.segmenting.sentences import find_sentences
from baoso.segmenting.words import find_words, segment, words_of


def test_words_join_syllables_with_exact_offsets():
    text = "Người dân  sử dụng\u00a0điện thoại thông minh."
    words = [text[a:b] for a, b in find_words(text, find_sentences(text))]
    assert words == ["Người dân", "sử dụng", "điện thoại", "thông minh", "."]


def test_no_word_crosses_a_line_end():
    text = "Hội nghị chuyển\nđổi số"
    assert all("\n" not in text[a:b] for a, b in find_words(text, find_sentences(text)))


def test_words_layer_is_computed_once_on_a_doc():
    doc = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "baoso.SyllableTokenizer.v1"}}})(
        "Xin chào bạn"
    )
    assert "words" not in doc.user_data
    first = words_of(doc)
    assert doc._.words == first
    assert doc.user_data["words"] == first


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="aăđ ể1,.\n\u00a0-", max_size=40))
def test_words_are_slices_in_order(text):
    words = find_words(text, find_sentences(text))
    assert all(a < b for a, b in words)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(words))


def test_bundled_crf_still_agrees_with_the_treebank(shared):
    """The contract with underthesea's private model: word F1 on the treebank's test part stays where it was."""
    lines = (shared / "peers" / "ud_vtb_test.jsonl").read_text("utf-8").splitlines()[:200]
    hit = gold = found = 0
    for line in lines:
        words = json.loads(line)["words"]
        syllables = [s for w in words for s in w.split()]
        begins, at, truth = segment(syllables), 0, set()
        for word in words:
            truth.add((at, at + len(word.split())))
            at += len(word.split())
        starts = [i for i, b in enumerate(begins) if b] + [len(syllables)]
        own = set(itertools.pairwise(starts))
        hit, gold, found = hit + len(own & truth), gold + len(truth), found + len(own)
    assert 2 * hit / (gold + found) > 0.85
