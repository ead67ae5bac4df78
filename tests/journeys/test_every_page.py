"""Every kind of page, on phone and desk, in light and dark, with JavaScript and without: axe-core finds no violation of
WCAG 2.2 A or AA, nothing scrolls sideways or is cut off, and reading leaves no trace."""

from __future__ import annotations

import pytest

from tests.journeys.axe import violations, violations_without_script
from tests.journeys.layout import layout_faults
from tests.journeys.places import PAGES, STATUS
from tests.journeys.privacy import traces

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_page(name, window):
    given = []
    window.on("response", lambda answer: given.append(answer.url) if "set-cookie" in answer.headers else None)
    assert window.goto(PAGES[name]).status == STATUS.get(name, 200)
    assert traces(window) == given == []
    assert violations(window) == []
    assert layout_faults(window) == []
    # Requests to others, script errors and policy violations fail the test where the window closes.


@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_page_without_script(name, open_window, library):
    window = open_window(library, java_script_enabled=False)
    assert window.goto(PAGES[name]).status == STATUS.get(name, 200)
    assert violations_without_script(window) == []
