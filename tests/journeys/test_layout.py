"""The checks of the layout find what they should."""

from __future__ import annotations

import pytest

from tests.journeys.layout import layout_faults

pytestmark = pytest.mark.browser


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
