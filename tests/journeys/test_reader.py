"""Stories of readers. Each is told twice: with JavaScript and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.fields import search_field
from tests.journeys.places import INSTEAD, WITHDRAWN

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
CLAUDICATION = "Leg pain on walking (claudication)"
ARTERY_DISEASE = "Narrowed leg arteries (peripheral artery disease)"


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def reader(request, open_window, library) -> Page:
    """A reader with a phone."""
    page = open_window(library, java_script_enabled=request.param, viewport=PHONE)
    page.goto("/")
    return page


def test_lay_words_lead_to_the_page_and_it_says_at_once_what_is_urgent(reader):
    _type_a_symptom(reader, "my calf hurts when I walk")
    expect(reader.get_by_role("heading", name="If it may be an emergency")).to_be_in_viewport()
    expect(reader.get_by_role("link", name="Call 999 or go to A&E").first).to_be_in_viewport()

    first = reader.get_by_role("main").get_by_role("heading", level=3).first
    expect(first).to_have_text("Calf pain when walking")
    first.get_by_role("link").click()

    expect(_title(reader)).to_have_text("Calf pain when walking")
    expect(reader.get_by_role("heading", name=re.compile("^Emergency.*Call 999"))).to_be_in_viewport()
    expect(reader.get_by_text("a leg suddenly turns cold, pale, painful, numb or weak")).to_be_visible()
    expect(reader.get_by_role("link", name="Call 999", exact=True)).to_have_attribute("href", "tel:999")


@pytest.mark.parametrize(
    ("typed", "understood", "found"),
    [
        ("varicoze vains", "varicose veins", "Varicose veins"),
        ("my caalf hurts when I wolk", "my calf hurts when I walk", "Calf pain when walking"),
    ],
)
def test_a_spelling_slip_is_put_right_and_told(reader, typed, understood, found):
    _type_a_symptom(reader, typed)
    expect(reader.get_by_text(f"Showing pages for “{understood}”.")).to_be_visible()
    expect(search_field(reader, "What would you like to know?")).to_have_value(typed)
    expect(reader.get_by_role("heading", level=3, name=found, exact=True)).to_be_visible()


def test_words_that_match_nothing_lead_on(reader):
    _type_a_symptom(reader, "zqxj vbnmk")
    expect(reader.get_by_role("heading", name="We have nothing that matches well")).to_be_visible()
    reader.get_by_role("link", name="Start from what you feel").click()
    expect(_title(reader)).to_have_text("Symptoms")


def test_links_lead_from_symptom_to_prevention(reader):
    reader.goto("/symptoms/calf-pain-on-walking/")
    _follow(reader, "What may be behind it", ARTERY_DISEASE)
    _follow(reader, "How it is found", "Ankle and arm blood pressure test (ankle-brachial index)")
    expect(reader.get_by_role("heading", name="At a glance")).to_be_visible()
    _follow(reader, "Why you might have it", ARTERY_DISEASE)
    _follow(reader, "What can be done", "Supervised exercise programme")
    expect(reader.get_by_role("heading", name="Before you start")).to_be_visible()
    _follow(reader, "What you can do yourself", "Stop smoking")


def test_a_hard_word_is_explained_and_leads_back(reader):
    reader.goto("/conditions/peripheral-artery-disease/")
    reader.get_by_role("article").get_by_text("plaque", exact=True).first.click()
    # With script the word explains itself first.
    if reader.get_by_role("dialog", name="plaque").is_visible():
        reader.get_by_role("link", name="More in the glossary").click()
    expect(_title(reader)).to_have_text("Plaque")

    reader.get_by_role("contentinfo").get_by_role("link", name="Words explained").click()
    reader.get_by_role("navigation", name="Letters").get_by_role("link", name="C", exact=True).click()
    term = reader.get_by_role("link", name="Claudication", exact=True)
    expect(reader.get_by_role("heading", name="C", exact=True)).to_be_in_viewport()
    expect(reader.get_by_text("klaw-dih-KAY-shun")).to_be_visible()
    term.click()
    _follow_link(reader, CLAUDICATION)


def test_another_name_in_the_a_to_z_leads_to_its_page(reader):
    reader.get_by_role("link", name="Everything from A to Z").click()
    reader.get_by_role("navigation", name="Letters").get_by_role("link", name="P", exact=True).click()
    reader.get_by_role("link", name=f"PAD see {ARTERY_DISEASE}").click()
    expect(_title(reader)).to_have_text(ARTERY_DISEASE)


def test_the_place_that_hurts_leads_to_what_it_may_be(reader):
    reader.get_by_role("region", name="Where does it hurt?").get_by_role("link", name=re.compile("^Calf")).last.click()
    expect(_title(reader)).to_have_text("Where it hurts: calf")
    _follow_link(reader, "Night leg cramps")


def test_urgent_signs_stand_by_how_fast_help_is_needed(reader):
    reader.get_by_role("link", name="All urgent signs").click()
    levels = reader.get_by_role("main").get_by_role("heading", level=2)
    expect(levels).to_have_text([re.compile("^Emergency"), re.compile("^Urgent: get help today")])
    expect(levels.first).to_be_in_viewport()

    sign = "Sudden cold, pale, painful, numb or weak leg"
    _follow_link(reader, sign)
    expect(reader.get_by_role("heading", name="Do this now")).to_be_visible()
    expect(reader.get_by_role("link", name="Call 999", exact=True)).to_be_visible()


def test_the_menu_opens_and_leads_on(reader):
    menu = reader.get_by_role("navigation", name="Main")
    tests = menu.get_by_role("link", name="Tests", exact=True)
    expect(tests).to_be_hidden()
    menu.get_by_text("Menu").click()
    tests.click()
    expect(_title(reader)).to_have_text("Tests")


def test_a_mistyped_address_leads_back_by_search(reader):
    answer = reader.goto("/conditions/peripheral-artry-disease/")
    assert answer.status == 404
    expect(_title(reader)).to_have_text("We cannot find that page")
    search_field(reader, "Search this site").fill("blocked arteries of the leg")
    reader.get_by_role("main").get_by_role("button", name="Search").click()
    _follow_link(reader, ARTERY_DISEASE)


def test_a_withdrawn_page_says_why_and_where_to_go(reader):
    answer = reader.goto(f"/{WITHDRAWN}/")
    assert answer.status == 410
    expect(reader.get_by_text("Why: The advice is being written anew.")).to_be_visible()
    _follow_link(reader, "Compression stockings and bandages")
    expect(reader).to_have_url(re.compile(f"/{INSTEAD}/$"))


def _type_a_symptom(reader: Page, words: str) -> None:
    search_field(reader, "Search by symptom").fill(words)
    reader.get_by_role("button", name="Search").click()


def _title(reader: Page):
    return reader.get_by_role("heading", level=1)


def _follow(reader: Page, heading: str, title: str) -> None:
    """Follow the link to a page from the part of the page below this heading."""
    below = reader.locator("section, .link-group", has=reader.get_by_role("heading", name=heading, exact=True))
    below.get_by_role("listitem").get_by_role("link", name=title, exact=True).last.click()
    expect(_title(reader)).to_have_text(title)


def _follow_link(reader: Page, title: str) -> None:
    reader.get_by_role("main").get_by_role("link", name=title, exact=True).first.click()
    expect(_title(reader)).to_have_text(title)
