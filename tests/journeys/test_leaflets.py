"""A leaflet as it leaves the printer, and the button that sends it there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.places import CONDITION

pytestmark = pytest.mark.browser

BODY_POINTS = {"": 12, "large/": 18}
# What may not be cut, and is higher than a sheet's half only by mistake.
WHOLE = ".box, .key-facts, .care-card, .do, .dont, .advice, .drawing, .chances, .picture, .about, tr, h2, h3"
MARGIN_BOXES = """
() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
  .filter(rule => rule instanceof CSSPageRule).map(rule => rule.cssText).join(" ")
"""


def sheets(pdf: bytes) -> int:
    """How many sheets a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("size", BODY_POINTS)
def test_it_prints_whole_parts_on_few_sheets(window: Page, size: str, paper: str):
    window.goto(f"{CONDITION}leaflet/{size}")
    text = window.evaluate("getComputedStyle(document.querySelector('main p')).fontSize")
    assert float(text.removesuffix("px")) == pytest.approx(BODY_POINTS[size] * 4 / 3)
    printed = sheets(window.pdf(format=paper))
    assert 1 <= printed <= (10 if not size else 22)

    window.emulate_media(media="print")
    assert window.locator("details:not([open])").count() == 0
    expect(window.get_by_role("navigation", name="This leaflet", include_hidden=True)).to_be_hidden()
    kept = window.locator(WHOLE).evaluate_all(
        "all => all.filter(e => getComputedStyle(e).breakInside !== 'avoid').map(e => e.className || e.localName)"
    )
    assert kept == []
    followed = window.locator("h1, h2, h3").evaluate_all(
        "all => all.filter(e => getComputedStyle(e).breakAfter !== 'avoid').map(e => e.textContent)"
    )
    assert followed == []
    assert re.search(r"@bottom-left.*Narrowed leg arteries.*Edition 1", window.evaluate(MARGIN_BOXES))


def test_it_needs_no_colour(window: Page):
    window.goto(f"{CONDITION}leaflet/")
    window.emulate_media(media="print", color_scheme="dark")
    assert window.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    colours = window.locator("main *, footer *").evaluate_all(
        "all => [...new Set(all.flatMap(e => [getComputedStyle(e).color, getComputedStyle(e).borderTopColor]))]"
    )
    for colour in colours:
        red, green, blue = re.findall(r"\d+", colour)[:3]
        assert red == green == blue, colour
    borders = {
        level: window.locator(f".box--{level}").first.evaluate("e => getComputedStyle(e).borderTopStyle")
        for level in ("emergency", "same-day", "routine")
    }
    assert len(set(borders.values())) == 3


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_page_leads_to_it_and_it_prints(open_window, library, script):
    reader = open_window(library, java_script_enabled=script)
    reader.goto(CONDITION)
    reader.get_by_role("link", name="Print this page as a leaflet").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Narrowed leg arteries (peripheral artery disease)")
    button = reader.get_by_role("button", name="Print this leaflet")
    hint = reader.get_by_text("To print this leaflet, choose “Print”")
    if script:
        reader.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
        expect(hint).to_be_hidden()
        button.click()
        assert reader.evaluate("window.printed") == 1
    else:
        expect(button).to_be_hidden()
        expect(hint).to_be_visible()
    reader.get_by_role("link", name="Large print").click()
    expect(reader).to_have_url(re.compile("/leaflet/large/$"))
    reader.get_by_role("link", name="Ordinary print").click()
    expect(reader).to_have_url(re.compile("/leaflet/$"))
    reader.get_by_role("link", name="Back to the page").click()
    expect(reader).to_have_url(re.compile(f"{CONDITION}$"))
