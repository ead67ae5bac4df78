"""The tool that measures accessibility works here: a fault is found, with JavaScript and without."""

from __future__ import annotations

import pytest

from tests.journeys.axe import LOOKS, NARROW, violations, violations_without_script

pytestmark = pytest.mark.browser


def test_it_finds_faults_in_every_look(window):
    """A picture without words, and words too pale for their ground."""
    window.goto("/about/accessibility/")
    window.evaluate("""() => {
      document.querySelector("main").append(new Image());
      const pale = document.querySelector("main").appendChild(document.createElement("p"));
      pale.textContent = "Too pale to read";
      pale.style.color = "#777";
      pale.style.background = "#888";
    }""")
    found = violations(window)
    assert [fault for fault in found if "image-alt" in fault]
    for width, scheme, _ in LOOKS:
        assert [fault for fault in found if fault.startswith(f"{width} px, {scheme}: color-contrast")]
    assert [fault for fault in violations(window, NARROW, part="main") if "image-alt" in fault]
    assert violations(window, NARROW, part="header") == []


def test_it_finds_a_fault_without_script(open_window, library):
    window = open_window(library, java_script_enabled=False)
    window.goto("/about/accessibility/")
    window.evaluate("document.querySelector('main').append(new Image())")
    assert [fault for fault in violations_without_script(window) if "image-alt" in fault]
