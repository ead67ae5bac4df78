"""Asks axe-core (tests/vendor) what is wrong with a page."""

from __future__ import annotations

from typing import Any, Literal

from playwright.sync_api import Page

from tests.conftest import ROOT

Look = tuple[int, Literal["light", "dark"], dict[str, Any]]
"""Width in px, colour scheme, and the rules that count in it."""

AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# Colours that fade from one scheme to the other are measured where they end.
RUN = """
([only, part]) => {
  for (const change of document.getAnimations()) change.finish();
  return axe.run(part || document, {runOnly: only, resultTypes: ["violations"], preload: false}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(
      node => `${rule.id}: ${node.target.join(" ")} ${node.failureSummary}`)));
}
"""
EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
NARROW = ((320, "dark", EVERYTHING),)
WIDE_AND_NARROW = ((1280, "light", EVERYTHING), *NARROW)
LOOKS = ((1280, "light", EVERYTHING), (1280, "dark", COLOURS), *NARROW)
"""Wide and narrow have parts of their own, so the colours of the dark are measured in both; what stands where does not
depend on the scheme. Light and narrow is left out: its parts are those of the third look, its colours those of the
first. A component alone is seen in :data:`WIDE_AND_NARROW`."""


def violations(page: Page, looks: tuple[Look, ...] = LOOKS, part: str | None = None) -> list[str]:
    """What axe finds on the page, or in the part of it that a selector names, in these looks: all, unless the template
    has been seen in all of them elsewhere."""
    # Evaluated, never added as a script element: the site's policy stays as readers have it.
    page.evaluate(AXE)
    found = []
    for width, scheme, rules in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{width} px, {scheme}: {fault}" for fault in page.evaluate(RUN, [rules, part])]
    return found


def violations_without_script(page: Page) -> list[str]:
    """The same in one look, for a window without JavaScript. There no timer ever rings and no promise is waited for, so
    what axe puts off is done call by call."""
    page.evaluate("() => { window.later = []; window.setTimeout = act => later.push(act); }")
    page.evaluate(AXE)
    page.evaluate(f"only => {{ ({RUN})([only]).then(found => {{ window.found = found; }}); }}", EVERYTHING)
    for _ in range(10):
        found = page.evaluate("() => { for (const act of later.splice(0)) act(); return window.found; }")
        if found is not None:
            return found
    raise AssertionError("axe did not come to an end")
