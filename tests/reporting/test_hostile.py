"""Every field of every record says something that would run if it were markup; a browser reads it and runs nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from baoso import records as r
from baoso.reporting.article import write_article
from baoso.reporting.page import write_report
from baoso.tracking.store import build
from baoso.types import Mention
from reported import Titled
from samples import sample_extraction
from tracked import NEW, Told, make_run, place

PAYLOADS = [
    "<script>window.hacked='script'</script>",
    "</script><script>window.hacked='closed'</script>",
    '</script><!--<script>window.hacked="comment"//-->',
    "<img src=x onerror=window.hacked='img'>",
    "<svg/onload=window.hacked='svg'>",
    "<svg><animate onbegin=window.hacked='animate' attributeName=x dur=1s>",
    "<iframe srcdoc=\"<script>parent.hacked='iframe'</script>\"></iframe>",
    "<details open ontoggle=window.hacked='details'>",
    "<input autofocus onfocus=window.hacked='input'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=window.hacked=1&gt;'>",
    '" onmouseover="window.hacked=\'attribute\'" x="',
    "' autofocus onfocus='window.hacked=1",
    "javascript:window.hacked='address'",
    "data:text/html,<script>window.hacked='data'</script>",
    "<a href=\"java&#x09;script:window.hacked='link'\">Tin</a>",
    "<style>@import url(http://127.0.0.1:9/x.css)</style>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
    "<base href=http://127.0.0.1:9/>",
    "<form action=http://127.0.0.1:9/><button>x</button></form>",
    "{{constructor.constructor('window.hacked=1')()}}",
    "${window.hacked='template'}",
    "\u2028window.hacked=1;\u2029",
    "]]><script>window.hacked='cdata'</script>",
    "&lt;script&gt;window.hacked='entity'&lt;/script&gt;",
    "\\u003cscript\\u003ewindow.hacked='escape'\\u003c/script\\u003e",
    "__proto__",
    "constructor",
    "toString",
]


def piece(number: int, payload: str) -> Titled:
    """An article whose fields all say `payload`."""
    told = Told(f"8{number}%", 80.0 + number, f"% {payload}", None, f"{payload} {number}", place("Hà Nội", vintage=NEW))
    also = [
        (r.Office, {"person": payload, "titles": [payload], "organisation": payload}),
        (r.Document, {"document_type": payload, "number": payload, "title": payload, "issuer": payload}),
        (r.Platform, {"name": payload, "kind": payload, "stage": "piloted"}),
        (r.Programme, {"name": payload, "kind": payload, "participants": [payload]}),
        (r.Event, {"name": payload, "kind": payload, "participants": [payload]}),
        (r.Difficulty, {"topic": "devices"}),
    ]
    return Titled(
        [told],
        text=f"{payload} đạt 8{number}% vào ngày hôm nay. {payload}",
        outlet=payload,
        title=f"Tin {number}: {payload}",
        published=date(2025, 1, 1 + number % 28),
        url=payload,
        also=also,
    )


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    pieces = [piece(number, payload) for number, payload in enumerate(PAYLOADS)]
    build([make_run(folder / "run", pieces)], folder / "press.duckdb")
    return folder / "press.duckdb"


UNHARMED = """() => ({
  hacked: window.hacked ?? null,
  strange: [...document.querySelectorAll('img, iframe, object, embed, form, base, math, link, details[ontoggle], animate')].length,
  scripts: [...document.scripts].filter((s) => s.type !== 'text/plain').length,
  handlers: [...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on'))).length,
  addresses: [...document.links].map((a) => a.protocol).filter((p) => !['http:', 'https:', 'file:'].includes(p)),
})"""  # noqa: E501
NOTHING = {"hacked": None, "strange": 0, "scripts": 1, "handlers": 0, "addresses": []}


def test_markup_that_runs_is_noticed(open_page, tmp_path):
    (tmp_path / "bad.html").write_text(f"<!doctype html><title>x</title>{PAYLOADS[0]}<b onclick=x>", "utf-8")
    found = open_page(tmp_path / "bad.html", ready=False).evaluate(UNHARMED)
    assert (found["hacked"], found["handlers"]) == ("script", 1)


def test_a_report_runs_nothing_that_an_article_says(open_page, hostile_store, tmp_path):
    write_report(hostile_store, tmp_path / "report.html")
    page = open_page(tmp_path / "report.html")
    assert page.evaluate(UNHARMED) == NOTHING
    # each article is opened in turn
    seen = []
    for number, payload in enumerate(PAYLOADS):
        search = page.locator("#articles-table-search")
        search.fill(f"tin {number}:")
        page.locator("#articles-table .opens", has_text=f"Tin {number}:").first.click()
        page.locator(".article h3", has_text=f"Tin {number}:").wait_for()
        seen.append(payload.split()[0] in page.locator(".article .text").inner_text())
        assert page.evaluate(UNHARMED) == NOTHING, payload
        page.keyboard.press("Escape")
    assert all(seen)


def test_the_page_of_one_article_runs_nothing_that_it_says(open_page, tmp_path):
    for number, payload in enumerate(PAYLOADS):
        found = sample_extraction(f"{payload} 82% hộ dùng ví điện tử, theo {payload}")
        article = replace(found.article, title=payload, author=payload, outlet=payload, url=payload)
        mentions = [Mention("PERSON", 0, len(payload), payload, normalized=payload)]
        write_article(article, mentions, found.records, tmp_path / f"{number}.html")
        page = open_page(tmp_path / f"{number}.html")
        assert page.evaluate(UNHARMED) == NOTHING, payload
        page.context.close()
