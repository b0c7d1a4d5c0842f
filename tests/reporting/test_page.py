from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

from baoso.errors import OutputError
from baoso.reporting.article import render_article
from baoso.reporting.data import read_report
from baoso.reporting.page import render_report, write_report
from reported import HOSTILE
from samples import TEXT, sample_extraction


@pytest.fixture(scope="module")
def html(report) -> str:
    return report.read_text(encoding="utf-8")


def unpacked(text: str):
    return json.loads(gzip.decompress(base64.b64decode(text)))


def test_the_same_store_gives_the_same_bytes(store, report, tmp_path):
    write_report(store, tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == report.read_bytes()


def test_only_the_pages_own_script_and_style_may_run(html):
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)[1]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        (body,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"


def test_nothing_is_asked_of_a_network_and_no_handler_stands_in_the_markup(html):
    markup = re.sub(r"<script.*?</script>|<style.*?</style>", "", html, flags=re.DOTALL)
    assert re.findall(r"\b(?:src|href)\s*=\s*\"(?!#)", markup) == []
    assert re.findall(r"\son[a-z]+\s*=", markup) == []
    assert re.findall(r"@import|url\(", re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]) == []


def test_no_word_of_an_article_stands_in_the_markup(html):
    assert "hacked" not in html
    assert "Tuyên Quang" not in html
    packed = unpacked(re.search(r'id="data">([^<]+)<', html)[1])
    assert HOSTILE in json.dumps(packed, ensure_ascii=False).replace('\\"', '"')


def test_each_text_is_there_once_in_the_order_of_the_articles(store, html, monkeypatch):
    monkeypatch.setattr("baoso.reporting.page.TEXTS_IN_A_CHUNK", 100)
    data = read_report(store)
    small = render_report(data)
    found = re.findall(r'class="texts" data-first="(\d+)">([^<]+)<', small)
    assert len(found) > 1
    texts = []
    for first, packed in found:
        assert int(first) == len(texts)
        texts += unpacked(packed)
    assert texts == [[list(segment) for segment in segments] for segments in data.texts]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_says_its_size_and_language(store, tmp_path, lang):
    size = write_report(store, tmp_path / "page.html", lang=lang)
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert size == (tmp_path / "page.html").stat().st_size
    assert int(re.search(r'data-bytes="([^"]+)"', html)[1]) == size
    assert f'<html lang="{lang}">' in html


def test_excerpts_make_a_smaller_page(store, tmp_path):
    assert write_report(store, tmp_path / "a.html", texts="excerpt") < write_report(store, tmp_path / "b.html")


def test_a_folder_that_is_not_there_is_a_clear_error(store, tmp_path):
    with pytest.raises(OutputError, match="can be written"):
        write_report(store, tmp_path / "none" / "page.html")


def test_an_articles_page_holds_its_records_with_their_words():
    found = sample_extraction(TEXT)
    html = render_article(found.article, found.mentions, found.records)
    data = unpacked(re.search(r'id="data">([^<]+)<', html)[1])
    assert len(data["records"]) == len(found.records)
    metric = next(row for row in data["records"] if row["type"] == "metric")
    quantity = next(field for field in metric["fields"] if field["name"] == "quantity")
    assert quantity["value"]["value"] == 82
    assert TEXT[slice(*quantity["words"])] == "Xã"  # the sample's number is its first word
    assert {field["name"] for field in metric["fields"]} >= {"quantity", "indicator", "status", "place"}
    assert all(label for _, _, label in data["mentions"])


def test_the_templates_are_in_the_installed_package():
    import baoso.reporting

    folder = Path(baoso.reporting.__file__).parent
    assert {p.name for p in (folder / "templates").iterdir()} >= {
        "report.html",
        "article.html",
        "page.css",
        "strings.json",
    }
