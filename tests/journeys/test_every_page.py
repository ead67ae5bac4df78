"""Every kind of page, on phone and desk, in light and dark, with JavaScript and without: axe-core finds no violation of
WCAG 2.2 A or AA, nothing scrolls sideways or is cut off, and reading leaves no trace. Of pages made of the same parts
one is looked at in every look and without JavaScript, the others on a phone in the dark."""

from __future__ import annotations

import pytest

from tests.journeys.axe import LOOKS, NARROW, violations, violations_without_script
from tests.journeys.conftest import as_new
from tests.journeys.layout import layout_faults
from tests.journeys.places import LIKE_OTHERS, PAGES, STATUS
from tests.journeys.privacy import traces

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def with_script(reused):
    return reused()


@pytest.fixture(scope="module")
def without_script(reused):
    return reused(java_script_enabled=False)


@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_page(name, with_script):
    given = []
    with as_new(*with_script) as window:
        window.on("response", lambda answer: given.append(answer.url) if "set-cookie" in answer.headers else None)
        assert window.goto(PAGES[name]).status == STATUS.get(name, 200)
        assert traces(window) == given == []
        assert violations(window, NARROW if name in LIKE_OTHERS else LOOKS) == []
        assert layout_faults(window) == []
    # Requests to others, script errors and policy violations fail the test at the end of this block.


@pytest.mark.parametrize("name", [name for name in PAGES if name not in LIKE_OTHERS])
def test_every_template_without_script(name, without_script):
    with as_new(*without_script) as window:
        assert window.goto(PAGES[name]).status == STATUS.get(name, 200)
        assert violations_without_script(window) == []
