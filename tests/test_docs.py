"""The site of the documentation: it builds without a warning, and what is made for it is complete."""

import re
from pathlib import Path
from typing import get_args

import pytest

import baoso
from baoso.records import RECORD_ADAPTER

pytest.importorskip("mkdocs", reason="the site needs baoso[docs]")
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    folder = tmp_path_factory.mktemp("site")
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True))
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


def test_pages_load_nothing_from_elsewhere(site):
    loaded = r"<(?:script|img|iframe)[^>]*\ssrc=\"?https?:|<link[^>]*rel=\"?stylesheet[^>]*https?:"
    assert [name for name, page in site.items() if re.search(loaded, page)] == []


def test_the_contract_has_every_field_of_every_record(site):
    for model in get_args(get_args(RECORD_ADAPTER._type)[0]):
        assert f'id="{model.__name__.lower()}"' in site["records.html"]
        for field in model.model_fields:
            assert f"<code>{field}</code>" in site["records.html"], (model, field)


def test_the_reference_has_every_public_name(site):
    missing = [n for n in baoso.__all__ if n not in ("Record", "__version__") and f"baoso.{n}" not in site["api.html"]]
    assert missing == []


def test_the_reference_has_every_command(site):
    from typer.main import get_command

    from baoso.cli.main import app

    for name in get_command(app).commands:
        assert f"baoso {name}" in site["cli.html"], name


def test_links_lead_to_pages_of_the_site(site):
    for name, page in site.items():
        links = re.findall(r'href="([^"#:]+\.html)(?:#[^"]*)?"', page)
        assert [link for link in links if link.lstrip("./") not in site] == [], name


def test_the_home_page_is_the_readme_led_to_pages(site):
    assert 'href="tracking.html"' in site["index.html"]
    assert "docs/tracking.md)" not in site["index.html"]
    assert 'href="annotating.html"' in site["quickstart.html"]
