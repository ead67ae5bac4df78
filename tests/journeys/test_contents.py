"""The list of contents marks the part being read, on wide screens and in the folded list of phones."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.places import CONDITION

pytestmark = pytest.mark.browser


def _contents(page: Page):
    return page.get_by_role("navigation", name="On this page")


def _go_to(page: Page, heading: str) -> None:
    page.get_by_role("heading", level=2, name=heading, exact=True).evaluate("e => e.scrollIntoView()")


def test_the_part_being_read_is_marked(open_window, library):
    page = open_window(library, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto(CONDITION)
    marked = _contents(page).locator("[aria-current]")
    expect(marked).to_have_count(0)
    for heading in ("Why it happens", "How it is found", "What it is"):
        _go_to(page, heading)
        expect(marked).to_have_text(heading)
        expect(marked).to_have_attribute("aria-current", "true")
        expect(_contents(page).get_by_role("link", name=heading)).to_be_in_viewport()


def test_on_a_phone_the_folded_list_says_where_one_is_and_leads_on(open_window, library):
    page = open_window(library, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto(CONDITION)
    summary = _contents(page).locator("summary")
    expect(summary).to_have_text("On this page")
    _go_to(page, "Why it happens")
    expect(summary).to_have_text("On this page Why it happens")
    expect(summary).to_be_in_viewport()

    summary.click()
    _contents(page).get_by_role("link", name="How it is found").click()
    expect(page.get_by_role("heading", level=2, name="How it is found")).to_be_in_viewport()
    expect(summary).to_have_text("On this page How it is found")
    expect(_contents(page).get_by_role("link")).to_have_count(0)
    covered = "h => h.getBoundingClientRect().top >= document.querySelector('.contents').getBoundingClientRect().bottom"
    assert page.get_by_role("heading", level=2, name="How it is found").evaluate(covered)


def test_escape_folds_the_list(open_window, library):
    page = open_window(library, viewport={"width": 390, "height": 844})
    page.goto(CONDITION)
    _contents(page).locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(_contents(page).get_by_role("link")).to_have_count(0)
    expect(_contents(page).locator("summary")).to_be_focused()


def test_a_low_window_keeps_its_room_for_the_text(open_window, library):
    """At 400% zoom a bar that stays would hide what is read."""
    page = open_window(library, viewport={"width": 320, "height": 256})
    page.goto(CONDITION)
    _go_to(page, "How it is found")
    expect(_contents(page)).not_to_be_in_viewport()
