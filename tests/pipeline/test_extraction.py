from __future__ import annotations

import unicodedata
from datetime import date

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import baoso
from baoso.doc import all_mentions
from baoso.language import PIPELINE
from grounding import assert_grounded

TEXT = "Huyện Yên Lập (Phú Thọ) chuyển đổi số\nNăm 2022, huyện số hóa 1.200 hồ sơ, đạt 85%.\nLê Khánh"
BLANK = {"nlp": {"tokenizer": {"@tokenizers": "baoso.SyllableTokenizer.v1"}}}


def values(extraction):
    return [r.quantity.value for r in extraction.records if r.record_type == "metric"]


def test_one_text_gives_one_extraction():
    extraction = baoso.extract(TEXT)
    assert values(extraction) == [1200, 85]
    assert_grounded([extraction.article, extraction.mentions, extraction.records], TEXT)


def test_an_iterable_gives_an_iterator_in_the_same_order():
    texts = [TEXT, "", baoso.Article(text=TEXT, source="b.txt", published=date(2023, 1, 5))]
    results = baoso.extract(iter(texts))
    assert next(results).article.source == ""
    rest = list(results)
    assert [r.article.source for r in rest] == ["", "b.txt"]
    assert rest[0].records == []
    assert rest[1].article.published_grain == "day"


def test_the_article_has_the_fields_of_the_contract():
    article = baoso.extract(baoso.Article(text=TEXT, published=date(2023, 1, 5), outlet="Báo Mẫu")).article
    assert article.author == "Lê Khánh"
    assert article.focus_locality.name == "Yên Lập"
    assert {p.name for p in article.localities} == {"Yên Lập", "Phú Thọ"}
    assert [b.kind for b in article.blocks] == ["title", "body", "byline"]
    assert len(article.sentences) == 3
    assert 0.5 < article.topic_score <= 1
    assert len(article.article_id) == 16


def test_decomposed_text_gives_the_same_records():
    decomposed = baoso.extract(unicodedata.normalize("NFD", TEXT))
    assert decomposed.article.text == TEXT
    assert decomposed.records == baoso.extract(TEXT).records


@pytest.mark.parametrize("factory", PIPELINE)
def test_each_factory_works_alone_in_a_blank_pipeline(factory):
    nlp = spacy.blank("vi", config=BLANK)
    nlp.add_pipe(factory)
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert_grounded(doc._.mentions, TEXT)


def test_a_saved_pipeline_extracts_the_same(tmp_path):
    baoso.load().to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert baoso.extract(TEXT, loaded).records == baoso.extract(TEXT).records


def test_a_config_names_the_dotted_factories():
    config = baoso.load().config.to_str()
    assert 'factory = "baoso.quantities"' in config


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("aăđể HƯ 0123456789.,%/-–()“”:;\n\u00a0xãhồsơtỷđồngnăm"), max_size=160))
def test_any_text_is_grounded_and_lossless(text):
    extraction = baoso.extract(text)
    clean = extraction.article.text
    assert clean == unicodedata.normalize("NFC", text)
    assert_grounded([extraction.article, extraction.mentions, extraction.records], clean)


def test_a_pipeline_fills_what_displacy_and_scorer_read():
    doc = baoso.load()(TEXT)
    assert "QUANTITY" in {e.label_ for e in doc.ents}
    assert len(doc.spans["baoso"]) == len(doc._.mentions)


def test_a_doc_survives_a_docbin_with_all_that_was_found():
    from spacy.tokens import DocBin

    nlp = baoso.load()
    doc = nlp(TEXT)
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    loaded = next(DocBin(store_user_data=True).from_bytes(stored).get_docs(nlp.vocab))
    assert all_mentions(loaded) == doc._.mentions
    assert list(loaded._.records) == doc._.records
    assert loaded._.article == doc._.article


def test_pipes_run_in_several_processes():
    nlp = baoso.load()
    found = [doc._.records for doc in nlp.pipe([TEXT, TEXT + "."], n_process=2)]
    assert found[0] == nlp(TEXT)._.records
    assert len(found) == 2
