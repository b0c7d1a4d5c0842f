"""A browser for the pages: the system's Chromium, driven by Playwright; tests without one skip and say so."""

from __future__ import annotations

import os
import shutil

import pytest

from baoso.reporting.page import write_report
from reported import sample_store

FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"  # noqa: E501


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    return sample_store(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="session")
def report(store):
    out = store.parent / "report.html"
    write_report(store, out)
    return out


@pytest.fixture(scope="session")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: no browser tests")
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium; under CI=true it must be there: apt-get install chromium")
        pytest.skip("no Chromium on this machine (apt-get install chromium): no browser tests")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser):
    """Opens a page from disk; at the end no error may have come up, and no request may have left for a network."""
    contexts, troubles, expected, requests = [], [], [], []

    def open_it(path, fragment="", *, ready=True, allowed=None, **settings):
        if allowed is not None:
            expected.append(allowed)
        context = browser.new_context(**{"locale": "en-GB", "viewport": {"width": 1280, "height": 900}, **settings})
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on(
            "console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.resolve().as_uri() + fragment)
        if ready:
            page.locator("html[data-ready]").wait_for(state="attached")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert [trouble for trouble in troubles if not any(part in trouble for part in expected)] == []
    assert [url for url in requests if not url.startswith(("file:", "blob:", "data:"))] == []
