"""Syllables and subword pieces: offsets, and words joined by "_" where a tokenizer knows none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import PhobertTokenizer, PreTrainedTokenizerFast

import baoso
from baoso.errors import ModelError
from baoso.segmenting.tokenizer import tokenize
from baoso.segmenting.words import find_words
from baoso.tagging.bio import LAYERS, decode, tags_of
from baoso.tagging.pieces import PieceTokenizer, Segmented, by_syllable, read_tokenizer, segmented

TEXT = "Ủy ban nhân dân tỉnh họp (lần 2).\nÔng Hoàng Văn Pao nói."
SENTENCES = [(0, 33), (34, len(TEXT))]
TAGS = tags_of(LAYERS)


def given(text: str = TEXT, sentences: list[tuple[int, int]] = SENTENCES) -> Segmented:
    return Segmented(text, list(tokenize(text)), sentences, find_words(text, sentences))


def fast(vocabulary: list[str], split: bool = True) -> PreTrainedTokenizerFast:
    """A tokenizer with offsets that knows `vocabulary` and, but where not `split`, letters after "##"."""
    letters = sorted({"##" + c for c in TEXT if not c.isspace()} | {c for c in TEXT if not c.isspace()})
    pieces = dict.fromkeys(["<s>", "</s>", "<unk>", "<pad>", *vocabulary, *(letters if split else [])])
    made = Tokenizer(models.WordPiece({p: i for i, p in enumerate(pieces)}, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    made.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A $B </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=made, bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>"
    )


@pytest.fixture
def phobert(tmp_path: Path) -> PhobertTokenizer:
    """PhoBERT's tokenizer over letters and a few joined words: slow, without offsets."""
    words = ["Hoàng_Văn_Pao", "nhân_dân"]
    merges = []
    for word in words:
        # one letter after the other onto the beginning, the end of the word last
        parts = [*word[:-1], word[-1] + "</w>"]
        left = parts[0]
        for part in parts[1:]:
            merges.append(f"{left} {part} 1")
            left += part
    letters = sorted({c for c in TEXT if not c.isspace()} | {"_"})
    (tmp_path / "vocab.txt").write_text(
        "".join(f"{p} 1\n" for p in [*words, *letters, *(f"{c}@@" for c in letters)]), "utf-8"
    )
    (tmp_path / "bpe.codes").write_text("\n".join(merges) + "\n", "utf-8")
    return PhobertTokenizer(str(tmp_path / "vocab.txt"), str(tmp_path / "bpe.codes"))


def test_each_syllable_is_scored_by_its_first_piece() -> None:
    tokenizer = fast(["Hoàng", "nói"])
    read = PieceTokenizer(tokenizer, words=False).pieces(given())
    offsets = tokenizer(TEXT, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
    assert [offsets[p][0] for p in read.piece if p is not None] == [start for start, _ in read.syllables]
    assert len(read.ids) == len(offsets) > len(read.syllables)
    assert all(read.opens)


def test_syllables_in_one_piece_share_it_and_only_the_first_opens_it() -> None:
    read = PieceTokenizer(fast(["(lần", "2)."], split=False), words=False).pieces(given("họp (lần 2).", [(0, 12)]))
    assert read.syllables == [(0, 3), (4, 5), (5, 8), (9, 10), (10, 11), (11, 12)]
    assert read.piece == [0, 1, 1, 2, 2, 2]
    assert read.opens == [True, True, False, True, False, False]


def test_words_are_read_joined_and_their_syllables_share_the_first_piece(phobert: PhobertTokenizer) -> None:
    read = PieceTokenizer(phobert, words=True).pieces(given())
    words = find_words(TEXT, SENTENCES)
    assert "Hoàng Văn Pao" in [TEXT[a:b] for a, b in words]
    first = TEXT.index("Hoàng")
    own = [i for i, (a, _) in enumerate(read.syllables) if first <= a < first + len("Hoàng Văn Pao")]
    assert len({read.piece[i] for i in own}) == 1
    assert phobert.convert_ids_to_tokens(read.ids[read.piece[own[0]]]) == "Hoàng_Văn_Pao"
    assert [read.opens[i] for i in own] == [True, False, False]


def test_the_pieces_of_words_are_the_tokenizer_s_own_for_the_segmented_text(phobert: PhobertTokenizer) -> None:
    read = PieceTokenizer(phobert, words=True).pieces(given())
    line = " ".join("_".join(TEXT[a:b].split()) for a, b in find_words(TEXT, SENTENCES))
    assert read.ids == phobert(line, add_special_tokens=False)["input_ids"]


def test_slow_tokenizers_read_words_and_fast_ones_the_text(phobert: PhobertTokenizer, tmp_path: Path) -> None:
    phobert.save_pretrained(tmp_path / "slow")
    fast(["nói"]).save_pretrained(tmp_path / "fast")
    assert read_tokenizer(tmp_path / "slow").words
    assert not read_tokenizer(tmp_path / "fast").words
    assert read_tokenizer(tmp_path / "fast", words=True).words


def test_special_pieces_stand_around_a_window(phobert: PhobertTokenizer) -> None:
    assert PieceTokenizer(fast(["nói"]), words=False).window([7, 8]) == [0, 7, 8, 1]
    own = PieceTokenizer(phobert, words=True)
    assert own.window([7]) == [phobert.cls_token_id, 7, phobert.sep_token_id]


def test_within_a_piece_nothing_begins_and_a_dropped_syllable_has_no_label() -> None:
    read = PieceTokenizer(fast(["(lần", "2)."], split=False), words=False).pieces(given("họp (lần 2).", [(0, 12)]))
    read.piece[0] = None
    scores = np.zeros((len(read.ids), len(TAGS)), dtype=np.float32)
    scores[:, TAGS.index("B-PERSON")] = 1.0
    likely = by_syllable(read, scores, LAYERS)
    assert [(t.first, t.last) for t in decode(likely, LAYERS)] == [(1, 3), (3, 6)]
    assert likely[0, 0] == 1.0


def test_a_folder_without_a_tokenizer_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=rf"{tmp_path.name}.*name a folder"):
        read_tokenizer(tmp_path)


def test_a_doc_is_taken_as_the_pipeline_segmented_it() -> None:
    nlp = baoso.load()
    doc = nlp("  " + TEXT)
    own = segmented(doc, words=True)
    assert [own.text[a:b] for a, b in own.syllables] == [TEXT[a:b] for a, b in tokenize(TEXT)]
    assert [own.text[a:b] for a, b in own.words] == [TEXT[a:b] for a, b in find_words(TEXT, SENTENCES)]
    assert segmented(doc, words=False).words == []
