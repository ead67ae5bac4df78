"""The drawn legs are real links: large enough for a finger, seen with focus, and never the only way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.layout import SIDEWAYS

pytestmark = pytest.mark.browser

FINGER = 44


def _drawing(page: Page):
    return page.get_by_role("group", name="Drawing of two legs, front and back")


def test_each_part_is_a_target_for_a_finger_and_in_the_list_too(open_window, library):
    page = open_window(library, viewport={"width": 320, "height": 640})
    page.goto("/")
    drawn = _drawing(page).get_by_role("link")
    names = drawn.evaluate_all("all => all.map(a => a.ariaLabel)")
    listed = page.locator(".regions__link").all_inner_texts()
    assert names == [text.split("\n")[0] for text in listed]
    small = "all => all.map(e => e.getBoundingClientRect()).filter(b => b.width < %d || b.height < %d).length"
    assert _drawing(page).locator(".legs__hit").evaluate_all(small % (FINGER, FINGER)) == 0
    assert page.evaluate(SIDEWAYS) == []


@pytest.mark.parametrize("script", [True, False])
def test_a_tap_on_the_calf_leads_there_and_marks_it(script, open_window, library):
    page = open_window(library, viewport={"width": 390, "height": 844}, has_touch=True, java_script_enabled=script)
    page.goto("/")
    _drawing(page).get_by_role("link", name="Calf").locator(".legs__hit").first.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where it hurts: calf")
    expect(_drawing(page).locator("[aria-current=page]")).to_have_accessible_name("Calf")
    expect(page.locator(".regions__link[aria-current=page]")).to_contain_text("Calf")


@pytest.mark.parametrize(("scheme", "forced"), [("light", "none"), ("dark", "none"), ("light", "active")])
def test_the_marked_part_differs_by_more_than_colour(scheme, forced, window):
    window.emulate_media(color_scheme=scheme, forced_colors=forced)
    window.goto("/where/calf/")
    width = "e => parseFloat(getComputedStyle(e).strokeWidth)"
    parts = _drawing(window).get_by_role("link")
    marked = parts.and_(window.locator("[aria-current]")).locator(".legs__part").first
    other = parts.and_(window.locator(":not([aria-current])")).locator(".legs__part").first
    assert marked.evaluate(width) > other.evaluate(width)


@pytest.mark.parametrize(
    "pointed", [".legs__link[href='/where/thigh/'] .legs__hit", ".regions__link[href='/where/thigh/']"]
)
def test_what_is_pointed_at_in_one_shows_in_the_other(pointed, window):
    window.goto("/")
    window.locator(pointed).first.hover()
    fill, background = "e => getComputedStyle(e).fill", "e => getComputedStyle(e).backgroundColor"
    parts = window.locator(".legs__part:not(.legs__part--cloth)")
    lit = parts.evaluate_all("all => all.map(e => getComputedStyle(e).fill)")
    thigh = window.locator(".legs__link[href='/where/thigh/'] .legs__part").first.evaluate(fill)
    assert lit.count(thigh) == 2  # front and back, and no other part
    if "legs" in pointed:
        named = window.locator(".regions__link").evaluate_all(f"all => all.map({background})")
        assert len(set(named)) == 2
