from __future__ import annotations

from functools import lru_cache
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baoso.errors import ModelError
from baoso.segmenting.word_weights import WordWeights
from baoso.segmenting.words import segment

SENTENCES = [
    "Sáng 15/3 , Ủy ban nhân dân xã Tân Lập tổ chức hội nghị chuyển đổi số .",
    "Đến nay , 95% hộ dân đã cài ứng dụng VNeID trên điện thoại thông minh ;",
    "Ông Nguyễn Văn Bình , Phó Giám đốc Sở Khoa học và Công nghệ , cho biết",
    "HỘI NGHỊ TỔNG KẾT NĂM 2024",
    "virus H5N1 , +5 độ , -3 , 99999999999 , 2147483648 , BOS EOS",
    "Một",
]
WORDS = sorted({word for sentence in SENTENCES for word in sentence.split()} | {"ß", "Σ", "ΑΣ", "bos", "”"})


@lru_cache(maxsize=1)
def underthesea_tagger():
    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger

    tagger = FastCRFSequenceTagger()
    models = resources.files("underthesea.pipeline.word_tokenize").joinpath("models")
    with resources.as_file(models.joinpath("ws_crf_vlsp2013_20230727")) as path:
        tagger.load(str(path))
    return tagger


def begins_by_underthesea(syllables):
    tags = underthesea_tagger().predict([[s] for s in syllables])
    return [i == 0 or tag != "I-W" for i, tag in enumerate(tags)]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_are_cut_as_underthesea_cuts_them(sentence):
    assert segment(sentence.split()) == begins_by_underthesea(sentence.split())


@settings(max_examples=200, deadline=None)
@given(
    # a syllable told twice makes two cuts equally good, and rounding chooses between them
    st.lists(
        st.sampled_from(WORDS) | st.text(alphabet="aĂđỗN5+.-", min_size=1, max_size=4),
        min_size=1,
        max_size=8,
        unique=True,
    )
)
def test_any_syllables_are_cut_as_underthesea_cuts_them(syllables):
    assert segment(syllables) == begins_by_underthesea(syllables)


def test_an_unknown_attribute_is_refused():
    with pytest.raises(ModelError, match="underthesea"):
        WordWeights({"T[0].shape=Xx": 1.0}, set())
