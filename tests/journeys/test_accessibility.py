"""axe-core finds no violation of WCAG 2.2 A or AA, on any kind of page, in light and dark, on phone and desk."""

from __future__ import annotations

import pytest

from tests.journeys.axe import violations
from tests.journeys.places import PAGES, STATUS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_page(name, window):
    assert window.goto(PAGES[name]).status == STATUS.get(name, 200)
    assert violations(window) == []


def test_it_finds_a_fault(window):
    """The tool itself works here: a picture without words is found."""
    window.goto("/about/accessibility/")
    window.evaluate("document.querySelector('main').append(new Image())")
    assert [fault for fault in violations(window) if "image-alt" in fault]
