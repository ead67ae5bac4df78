"""A hard word explains itself where it stands: by mouse, by finger and by key (WCAG 1.4.13, 2.1.1)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import violations
from tests.journeys.places import CONDITION

pytestmark = pytest.mark.browser

WORD = "plaque"


@pytest.fixture
def reader(window) -> Page:
    window.goto(CONDITION)
    return window


def _word(page: Page):
    return page.get_by_role("article").get_by_role("button", name=WORD, exact=True).first


def _meaning(page: Page):
    return page.get_by_role("dialog", name=WORD)


def test_a_click_opens_it_and_leads_on_to_the_glossary(reader):
    _word(reader).click()
    expect(_meaning(reader)).to_be_visible()
    expect(_meaning(reader)).to_be_focused()
    expect(_meaning(reader)).to_have_accessible_description(re.compile("build-up|fat", re.IGNORECASE))
    expect(_word(reader)).to_have_attribute("aria-expanded", "true")
    assert violations(reader) == []
    _meaning(reader).get_by_role("link", name="More in the glossary").click()
    expect(reader).to_have_url(re.compile("/glossary/"))


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_opens_it_and_escape_leads_back_to_the_word(key, reader):
    _word(reader).focus()
    expect(_meaning(reader)).to_have_count(0)
    reader.keyboard.press(key)
    expect(_meaning(reader)).to_be_focused()
    reader.keyboard.press("Tab")
    expect(_meaning(reader).get_by_role("link")).to_be_focused()
    reader.keyboard.press("Escape")
    expect(_meaning(reader)).to_have_count(0)
    expect(_word(reader)).to_be_focused()
    expect(_word(reader)).to_have_attribute("aria-expanded", "false")


def test_tab_goes_through_it_and_on_in_the_text(reader):
    _word(reader).focus()
    reader.keyboard.press("Enter")
    for _ in range(3):
        reader.keyboard.press("Tab")
    expect(_meaning(reader)).to_have_count(0)
    following = "word => !!(word.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"
    assert _word(reader).evaluate(following)


def test_a_resting_mouse_opens_it_and_may_move_onto_it(reader):
    _word(reader).hover()
    expect(_meaning(reader)).to_be_visible()
    expect(_meaning(reader)).not_to_be_focused()
    _meaning(reader).hover()
    reader.wait_for_timeout(600)  # longer than it stays once the mouse is elsewhere
    expect(_meaning(reader)).to_be_visible()
    reader.get_by_role("heading", level=1).hover()
    expect(_meaning(reader)).to_have_count(0)


def test_escape_puts_away_what_a_mouse_opened(reader):
    _word(reader).hover()
    expect(_meaning(reader)).to_be_visible()
    reader.keyboard.press("Escape")
    expect(_meaning(reader)).to_have_count(0)


def test_what_was_clicked_stays_until_it_is_closed(reader):
    _word(reader).click()
    reader.mouse.move(2, 2)
    reader.wait_for_timeout(600)
    expect(_meaning(reader)).to_be_visible()
    _meaning(reader).get_by_role("button", name="Close").click()
    expect(_meaning(reader)).to_have_count(0)
    expect(_word(reader)).to_be_focused()
    _word(reader).click()
    reader.mouse.click(2, 2)
    expect(_meaning(reader)).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
def test_it_stays_inside_the_window(width, open_window, library):
    page = open_window(library, viewport={"width": width, "height": 640}, has_touch=True)
    page.goto(CONDITION)
    terms = page.locator(".term[data-meaning]")
    for number in range(terms.count()):
        terms.nth(number).tap()
        box = page.get_by_role("dialog").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        page.keyboard.press("Escape")


def test_on_paper_the_meanings_stand_at_the_end(reader):
    expect(reader.get_by_role("heading", name="Words explained")).to_have_count(0)
    _word(reader).click()
    reader.emulate_media(media="print")
    expect(_meaning(reader)).to_have_count(0)
    listed = reader.locator(".words-explained", has=reader.get_by_role("heading", name="Words explained"))
    expect(listed.get_by_text("Plaque", exact=True)).to_be_visible()
    assert listed.locator("dd").count() == len(set(reader.locator(".term").evaluate_all("all => all.map(a => a.href)")))


def test_a_browser_without_popovers_leads_to_the_glossary(open_window, library):
    page = open_window(library)
    page.add_init_script("delete HTMLElement.prototype.popover")
    page.goto(CONDITION)
    page.get_by_role("article").get_by_role("link", name=WORD, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plaque")
