"""Reading leaves no trace: no cookie, nothing stored, nobody else asked, on any kind of page."""

from __future__ import annotations

import pytest

from tests.journeys.places import PAGES
from tests.journeys.watcher import Watcher

pytestmark = pytest.mark.browser

STORED = """
async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map(found => found.name), ...(await caches.keys()),
  ...(await navigator.serviceWorker.getRegistrations()).map(found => found.scope),
]
"""


def test_no_kind_of_page_keeps_anything_or_asks_anybody_else(open_window, library):
    page = open_window(library)
    given: list[str] = []
    page.on("response", lambda answer: given.append(answer.url) if "set-cookie" in answer.headers else None)
    for path in PAGES.values():
        page.goto(path)
        assert page.evaluate(STORED) == [], path
    assert given == []
    assert page.context.cookies() == []
    # Requests to others, script errors and policy violations fail the test where the window closes.


def test_the_watcher_sees_what_it_should(browser, library):
    """What all these tests lean on: a foreign request, a script error and a policy violation are all noted."""
    context = browser.new_context()
    watcher = Watcher(context, "127.0.0.1")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{library.port}/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('broken') })")
    with page.expect_event("request"):
        page.evaluate("location.href = 'http://elsewhere.localhost/'")
    context.close()
    noted = "\n".join(watcher.troubles)
    assert "policy violated: style-src-attr" in noted
    assert "script error: broken" in noted
    assert "request to http://elsewhere.localhost/" in noted
