from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from baoso.segmenting.tokenizer import SyllableTokenizer, tokenize


@pytest.fixture(scope="module")
def tokenizer():
    return SyllableTokenizer(spacy.blank("xx").vocab)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("chuyển đổi số", ["chuyển", "đổi", "số"]),
        ("đạt 68,1% (năm 2023).", ["đạt", "68,1", "%", "(", "năm", "2023", ")", "."]),
        ("chiếm10% GRDP", ["chiếm10", "%", "GRDP"]),
        ("số 21-NQ/TU và 749/QĐ-TTg", ["số", "21", "-", "NQ", "/", "TU", "và", "749/QĐ-TTg"]),
        (
            "vào https://dvc.tinhmau.gov.vn/a?b=1, xem",
            ["vào", "https://dvc.tinhmau.gov.vn/a?b=1", ",", "xem"],
        ),
        ("sàn voso.vn.", ["sàn", "voso.vn", "."]),
        ("hết./.", ["hết", "./."]),
        ("virus H5N1, năm 2017Ông", ["virus", "H5N1", ",", "năm", "2017", "Ông"]),
        ("a\u00a0b  c\n\nd", ["a", "b", "c", "d"]),
    ],
)
def test_tokens(text, tokens):
    assert [text[a:b] for a, b in tokenize(text)] == tokens


@given(st.text(max_size=120))
def test_doc_text_is_the_text(text):
    tokenizer = SyllableTokenizer(spacy.blank("xx").vocab)
    doc = tokenizer(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)


def test_tokenizer_survives_a_saved_pipeline(tmp_path):
    config = {"nlp": {"tokenizer": {"@tokenizers": "baoso.SyllableTokenizer.v1"}}}
    spacy.blank("vi", config=config).to_disk(tmp_path)
    doc = spacy.load(tmp_path)("Trang voso.vn bán 1.400 hộp")
    assert [t.text for t in doc] == ["Trang", "voso.vn", "bán", "1.400", "hộp"]
