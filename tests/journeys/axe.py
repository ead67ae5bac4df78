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
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SCHEMES = {"light": EVERYTHING, "dark": COLOURS}
"""Dark differs from light by colour only, so only the rules about colour are asked again."""
WIDTHS = (320, 1280)


def violations(page: Page) -> list[str]:
    """What axe finds on the page, in both colour schemes and at both widths."""
    # Evaluated, never added as a script element: the site's policy stays as readers have it.
    page.evaluate(AXE)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [f"{width} px, {scheme}: {fault}" for fault in page.evaluate(RUN, rules)]
    return found
