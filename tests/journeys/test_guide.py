"""The leg guide and its two sheets as readers use them: by finger, by keyboard, with and without script, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.privacy import traces
from tests.journeys.test_leaflets import sheets

pytestmark = pytest.mark.browser

SHEETS = ["visit-sheet", "diary"]
NAMED = "[...(document.activeElement.labels ?? [])].map(label => label.textContent).join('')"
LINES = "Sore after the second bus stop, then better. " * 3


def tick(page: Page, name: str):
    return page.get_by_role("checkbox", name=name, exact=True)


def titles(page: Page) -> list[str]:
    return page.locator("#results h3").all_inner_texts()


def test_ticks_show_pages_at_once_say_so_and_leave_the_focus(window: Page):
    window.goto("/guide/")
    tick(window, "Calf").focus()
    window.keyboard.press("Space")
    expect(window.locator("[data-guide-status]")).to_contain_text(
        re.compile(r"\d+ pages describe something you ticked")
    )
    before = titles(window)
    tick(window, "Standing still").check()
    expect(window).to_have_url(re.compile(r"/guide/\?where=calf&relieved_by=standing-still$"))
    expect(window.locator("#results")).to_contain_text("Standing still")
    assert titles(window) != before
    expect(tick(window, "Standing still")).to_be_focused()

    shown = titles(window)
    window.reload()
    expect(tick(window, "Standing still")).to_be_checked()
    assert titles(window) == shown
    tick(window, "Standing still").uncheck()
    tick(window, "Calf").uncheck()
    expect(window.locator("[data-guide-status]")).to_have_text("Nothing is ticked yet.")
    expect(window).to_have_url(re.compile(r"/guide/$"))


def test_only_the_last_ticks_count_however_fast_they_come(window: Page):
    window.goto("/guide/")
    for name in ("Calf", "Swelling", "One leg", "Warm skin"):
        tick(window, name).check()
    expect(window).to_have_url(re.compile("where=calf&sides=one&accompanied_by=swelling&accompanied_by=warmth$"))
    expect(window.locator("#results h3").first).to_be_visible()
    assert "Blood clot in a deep leg vein" in titles(window)


def test_all_of_it_by_keyboard_alone(open_window, library):
    page = open_window(library, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto("/guide/")
    for name in ("Foot", "At night or at rest", "Hanging the leg down"):
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate(NAMED) == name:
                break
        page.keyboard.press("Space")
        expect(tick(page, name)).to_be_checked()
    page.keyboard.press("Enter")  # from a tick, as in any form
    expect(page.get_by_role("heading", name="Pages that describe it")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#results h3 a").first).to_be_focused()
    assert len(titles(page)) == 8
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page).not_to_have_url(re.compile("/guide/"))


def test_without_script_the_button_leads_to_the_same_pages(open_window, library, window):
    page = open_window(library, java_script_enabled=False)
    page.goto("/guide/")
    tick(page, "Calf").check()
    tick(page, "On walking").check()
    page.get_by_role("button", name="Show the pages").click()
    expect(page).to_have_url(re.compile(r"/guide/\?where=calf&onset=walking#results$"))
    expect(tick(page, "On walking")).to_be_checked()
    window.goto("/guide/?where=calf&onset=walking")
    assert titles(page) == titles(window)
    page.get_by_role("link", name="Clear all ticks").click()
    expect(tick(page, "Calf")).not_to_be_checked()


@pytest.mark.parametrize("script", [True, False])
def test_the_drawing_sets_the_very_ticks_of_the_list(script, open_window, library):
    page = open_window(library, viewport={"width": 320, "height": 640}, has_touch=True, java_script_enabled=script)
    page.goto("/guide/")
    areas = page.locator(".legs__label")
    named = areas.evaluate_all("all => [...new Set(all.map(area => area.htmlFor))]")
    listed = page.locator(".ticks--where input").evaluate_all("all => all.map(box => box.id)")
    assert set(named) == set(listed) - {"where-hands", "where-lower-back"}
    small = "all => all.map(e => e.getBoundingClientRect()).filter(b => b.width < 24 || b.height < 24).length"
    assert areas.evaluate_all(small) == 0
    for part, name in {
        "calf": "Calf",
        "toes": "Toes",
        "hamstring": "Back of the thigh",
        "whole-leg": "Whole leg",
    }.items():
        expect(page.locator(f"#where-{part}")).to_have_accessible_name(name)
        area = page.locator(f"label.legs__label[for=where-{part}]").first
        area.tap()
        expect(tick(page, name)).to_be_checked()
    page.locator("label.legs__label[for=where-toes]").tap()
    expect(tick(page, "Toes")).not_to_be_checked()


@pytest.mark.parametrize(("scheme", "forced"), [("light", "none"), ("dark", "none"), ("light", "active")])
def test_a_ticked_part_differs_by_more_than_colour(scheme, forced, window: Page):
    window.emulate_media(color_scheme=scheme, forced_colors=forced)
    window.goto("/guide/?where=calf")
    width = "e => parseFloat(getComputedStyle(e).strokeWidth)"
    lit, other = (window.locator(f".legs__area--{part} .legs__part") for part in ("calf", "shin"))
    assert lit.evaluate(width) > other.evaluate(width)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_prints_on_one_side_empty_or_full(sheet, paper, window: Page):
    window.goto(f"/guide/{sheet}/")
    assert sheets(window.pdf(format=paper)) == 1
    for box in window.locator(".sheet input, .sheet textarea").all():
        box.fill(LINES)
    assert sheets(window.pdf(format=paper)) == 1
    window.emulate_media(media="print")
    expect(window.locator(".sheet__tools")).to_be_hidden()
    expect(window.locator(".emergency-strip")).to_be_hidden()


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_is_written_on_a_sheet_is_neither_sent_nor_kept(sheet, window: Page):
    window.goto(f"/guide/{sheet}/", wait_until="networkidle")
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    first = window.locator(".sheet input, .sheet textarea").first
    first.focus()
    window.keyboard.type("My left calf")
    window.keyboard.press("Enter")
    window.keyboard.press("Tab")
    assert window.evaluate("document.activeElement.closest('.sheet') !== null")
    assert asked == []
    assert traces(window) == []
    window.reload()
    expect(first).to_have_value("")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_printed_by_its_button_or_by_the_browser(sheet, script, open_window, library):
    page = open_window(library, java_script_enabled=script)
    page.goto("/guide/")
    page.locator(f"a[href='/guide/{sheet}/']").click()
    button, hint = page.get_by_role("button", name="Print this page"), page.get_by_text("To print this page, choose")
    if script:
        page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
        expect(hint).to_be_hidden()
        button.click()
        assert page.evaluate("window.printed") == 1
    else:
        expect(button).to_be_hidden()
        expect(hint).to_be_visible()
        page.locator(".sheet input, .sheet textarea").first.fill("Works as paper")
