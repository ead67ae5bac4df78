"""No page scrolls sideways on the narrowest phone, breaks with large text, cuts words off or asks for a fine finger."""

from __future__ import annotations

import pytest

from tests.journeys.layout import layout_faults
from tests.journeys.places import PAGES, STATUS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_page(name, window):
    assert window.goto(PAGES[name]).status == STATUS.get(name, 200)
    assert layout_faults(window) == []


def test_it_finds_faults(window):
    """The checks themselves work here: a wide box, a cut line and a tiny button are all found."""
    window.goto("/about/accessibility/")
    window.evaluate(
        """() => {
          const add = (name, words, style) =>
            Object.assign(document.querySelector("main").appendChild(document.createElement(name)).style, style)
            && (document.querySelector("main").lastChild.textContent = words);
          add("div", "wide", {width: "700px", height: "20px"});
          add("div", "a line that is cut off", {width: "60px", height: "12px", overflow: "hidden"});
          add("button", "x", {width: "12px", height: "12px", padding: "0", display: "block"});
          add("button", "y", {width: "12px", height: "12px", padding: "0", display: "block"});
        }"""
    )
    found = " ".join(layout_faults(window))
    assert "scrolls sideways" in found
    assert "cut off in div" in found
    assert "small target: button" in found
