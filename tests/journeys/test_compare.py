"""Two things side by side, on a phone and by keyboard, with JavaScript and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.layout import SIDEWAYS

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
CRAMP, CLOT = "Night leg cramps", "Blood clot in a deep leg vein"


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def reader(request, open_window, library) -> Page:
    """A reader with a phone."""
    return open_window(library, java_script_enabled=request.param, viewport=PHONE)


def test_searching_cramp_or_clot_leads_to_what_separates_them_and_then_the_table(reader):
    reader.goto("/search/?q=cramp+or+clot%3F")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Cramp, or a blood clot in the leg?")
    expect(reader.get_by_role("heading", name="Call 999").first).to_be_in_viewport()
    apart, table = (reader.get_by_role("heading", name=name) for name in ("What separates them", "Side by side"))
    assert apart.bounding_box()["y"] < table.bounding_box()["y"]


def test_on_a_phone_each_answer_names_what_it_is_about_and_nothing_scrolls_sideways(open_window, library):
    page = open_window(library, viewport={"width": 320, "height": 640})
    page.goto("/compare/cramp-or-clot/")
    swelling = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Swelling", exact=True))
    expect(swelling).to_contain_text(CRAMP)
    expect(swelling).to_contain_text("Usually absent")
    expect(swelling).to_contain_text("Describes it")
    expect(swelling.locator(".comparison__of").first).to_be_visible()
    assert page.evaluate(SIDEWAYS) == []


def test_the_table_is_a_table_for_those_who_hear_it_also_where_it_is_stacked(open_window, library):
    page = open_window(library, viewport={"width": 320, "height": 640})
    page.goto("/compare/cramp-or-clot/")
    table = page.get_by_role("region", name="Side by side").get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text([CRAMP, CLOT])
    expect(table.get_by_role("rowheader", name="Calf", exact=True)).to_have_count(1)


def test_a_condition_leads_to_its_neighbour_side_by_side(reader):
    reader.goto("/conditions/varicose-veins/")
    reader.get_by_role("heading", name="Not sure? Compare with").scroll_into_view_if_needed()
    reader.locator(".compare-with").get_by_role("link").first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Side by side")
    expect(reader.get_by_role("columnheader", name="Varicose veins")).to_be_visible()
    expect(reader.get_by_role("heading", name="If it may be an emergency")).to_be_visible()


def test_two_are_chosen_by_keyboard_alone(open_window, library):
    page = open_window(library)
    page.goto("/compare/")
    page.get_by_label("First").focus()
    page.keyboard.type("Sciatica")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Second")).to_be_focused()
    page.keyboard.type("Flat feet")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Compare")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader")).to_have_text(
        ["Sciatica (nerve pain from the back down the leg)", "Flat feet"]
    )


def test_a_wrong_choice_is_told_and_kept(reader):
    reader.goto("/compare/")
    reader.get_by_label("First").select_option(label="Flat feet")
    reader.get_by_role("button", name="Compare").click()
    expect(reader.get_by_role("alert")).to_have_text("Choose at least 2 things to compare.")
    expect(reader.get_by_label("First")).to_have_value("conditions/flat-feet")
