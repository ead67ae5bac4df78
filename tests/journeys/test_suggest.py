"""Suggestions while typing: by keyboard, by finger, told to a screen reader, and never in the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.axe import violations
from tests.journeys.layout import CLIPPED, LARGE_TEXT, SIDEWAYS
from tests.journeys.places import CONDITION, HOME

pytestmark = pytest.mark.browser

VEINS = "/conditions/varicose-veins/"


def _field(page: Page):
    return page.get_by_role("combobox", name=re.compile("^(Search|What would)"))


def _options(page: Page):
    return page.get_by_role("option")


def _type(page: Page, words: str) -> None:
    _field(page).focus()
    page.keyboard.type(words)
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()


def test_by_keyboard_to_the_page_as_a_screen_reader_follows_it(window):
    window.goto(HOME)
    field = _field(window)
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    _type(window, "varicos vains")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert field.get_attribute("aria-controls") == window.get_by_role("listbox").get_attribute("id")
    expect(_options(window).first).to_have_accessible_name("Varicose veins Condition")
    said = window.locator(".search [role=status]")
    expect(said).to_have_text(f"{_options(window).count()} suggestions")

    # Nothing is chosen until an arrow says so, and focus never leaves the field.
    assert field.get_attribute("aria-activedescendant") is None
    window.keyboard.press("ArrowUp")
    expect(_options(window).last).to_have_attribute("aria-selected", "true")
    window.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    window.keyboard.press("ArrowDown")
    expect(_options(window).first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == _options(window).first.get_attribute("id")
    window.keyboard.press("Home")
    assert field.get_attribute("aria-activedescendant") is None
    assert field.evaluate("field => field.selectionStart") == 0
    expect(field).to_be_focused()

    window.keyboard.press("ArrowDown")
    window.keyboard.press("Enter")
    expect(window).to_have_url(re.compile(f"{VEINS}$"))


def test_enter_without_a_choice_searches_for_what_was_typed(window):
    window.goto(CONDITION)
    _type(window, "cramp at nig")
    window.keyboard.press("Enter")
    expect(window).to_have_url(re.compile(r"/search/\?q=cramp\+at\+nig$"))


def test_escape_tab_and_a_press_elsewhere_put_the_list_away(window):
    window.goto("/search/")
    field, shown = _field(window), window.get_by_role("listbox")
    _type(window, "clot")
    window.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(window.locator(".search [role=status]")).to_be_empty()
    expect(field).to_have_value("clot")
    window.keyboard.press("ArrowDown")
    expect(shown).to_be_visible()
    window.keyboard.press("Escape")
    window.keyboard.press("Escape")
    expect(field).to_have_value("")

    _type(window, "clot")
    window.keyboard.press("Tab")
    expect(shown).to_be_hidden()
    expect(window.get_by_role("button", name="Search")).to_be_focused()

    field.fill("")
    _type(window, "clot")
    window.get_by_role("heading", name="If it may be an emergency").click()
    expect(shown).to_be_hidden()
    assert window.url.endswith("/search/")


def test_a_finger_chooses_and_an_urgent_sign_says_so(open_window, library):
    page = open_window(library, viewport={"width": 320, "height": 640}, has_touch=True)
    page.goto(CONDITION)
    _type(page, "possible leg")
    sign = page.get_by_role("option", name="Urgent: get help today")
    assert "Urgent sign" in sign.inner_text()
    assert all(box.bounding_box()["height"] >= 44 for box in _options(page).all())
    assert page.evaluate(SIDEWAYS) + page.evaluate(CLIPPED) == []
    sign.tap()
    expect(page).to_have_url(re.compile("/urgent/one-leg-swollen/$"))


def test_the_open_list_has_no_accessibility_fault_and_fits_large_text(open_window, library):
    page = open_window(library)
    page.goto("/search/")
    _type(page, "swollen")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
    expect(page.get_by_role("listbox")).to_be_visible()
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate(LARGE_TEXT)
    assert page.evaluate(SIDEWAYS) + page.evaluate(CLIPPED) == []
    page.emulate_media(forced_colors="active")
    outlines = "all => all.map(option => getComputedStyle(option).outlineStyle)"
    assert _options(page).evaluate_all(outlines).count("solid") == 1


FAILURES: list[dict[str, Any] | None] = [
    {"status": 429, "body": "[]"},
    {"status": 503, "body": "<p>"},
    {"body": "<p>"},
    None,
]


def _failing(answer: dict[str, Any] | None) -> Callable[[Route], None]:
    return lambda route: route.fulfill(**answer) if answer else route.abort()


def test_every_failure_is_silent_and_the_search_works(browser, library):
    # A window of its own, for Chromium itself notes in its console what did not load.
    page = browser.new_context(base_url=f"http://127.0.0.1:{library.port}").new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(HOME)
    for typed, answer in zip(("cl", "clo", "clot", "clots"), FAILURES, strict=True):
        page.route("**/search/suggest?**", _failing(answer))
        with page.expect_event("response" if answer else "requestfailed"):
            _field(page).fill(typed)
        expect(_options(page)).to_have_count(0)
        expect(_field(page)).to_have_attribute("aria-expanded", "false")
        page.unroute("**/search/suggest?**")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=clots$"))
    assert faults == []
    page.context.close()


def test_a_late_answer_is_not_shown(window):
    window.goto(HOME)
    window.route("**/search/suggest?q=ste", lambda route: None)
    _field(window).focus()
    with window.expect_event("requestfailed") as given_up:
        with window.expect_request("**/search/suggest?q=ste"):
            window.keyboard.type("ste")
        window.keyboard.type("nt")
    assert given_up.value.url.endswith("q=ste")
    expect(_options(window).first).to_have_accessible_name(re.compile("^Stent"))


def test_without_script_the_field_is_a_plain_one(open_window, library):
    page = open_window(library, java_script_enabled=False)
    page.goto(HOME)
    field = page.get_by_role("searchbox", name="Search by symptom")
    assert field.get_attribute("role") is None
    field.fill("varicose veins")
    field.press("Enter")
    expect(page).to_have_url(re.compile(f"{VEINS}#by-name$"))


def test_an_exact_name_goes_straight_there_and_the_list_stays_one_step_away(window):
    window.goto(CONDITION)
    expect(window.get_by_text("the name you searched for")).to_be_hidden()
    _field(window).fill("Varicose Veins")
    window.keyboard.press("Enter")
    expect(window).to_have_url(re.compile(f"{VEINS}#by-name$"))
    expect(window.get_by_text("the name you searched for")).to_be_visible()
    assert window.evaluate("scrollY") == 0
    assert violations(window) == []
    window.get_by_role("link", name="Show everything found for “Varicose veins”").click()
    expect(window.get_by_role("heading", level=3).first).to_have_text("Varicose veins")
    window.go_back()
    window.go_back()
    expect(window).to_have_url(re.compile(f"{CONDITION}$"))
