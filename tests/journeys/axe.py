"""Asks axe-core (tests/vendor) what is wrong with a page."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.conftest import ROOT

AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# Colours that fade from one scheme to the other are measured where they end.
RUN = """
only => {
  for (const change of document.getAnimations()) change.finish();
  return axe.run(document, {runOnly: only, resultTypes: ["violations"], preload: false}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(
      node => `${rule.id}: ${node.target.join(" ")} ${node.failureSummary}`)));
}
"""
EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
LOOKS = ((1280, "light"), (320, "dark"))
"""Colours do not depend on the width nor what stands where on the scheme, so two looks see both of each."""


def violations(page: Page) -> list[str]:
    """What axe finds on the page, in both colour schemes, wide and narrow."""
    # Evaluated, never added as a script element: the site's policy stays as readers have it.
    page.evaluate(AXE)
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{width} px, {scheme}: {fault}" for fault in page.evaluate(RUN, EVERYTHING)]
    return found
