"""What the tests of privacy in the browser lean on finds what it should."""

from __future__ import annotations

import pytest

from tests.journeys.privacy import traces
from tests.journeys.watcher import Watcher

pytestmark = pytest.mark.browser


def test_traces_are_found(browser, library):
    """Something stored and a cookie."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{library.port}/")
    page.evaluate("() => { localStorage.setItem('kept', 'x'); document.cookie = 'crumb=x'; }")
    found = traces(page)
    context.close()
    assert found == ["kept", "crumb"]


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
