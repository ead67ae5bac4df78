"""An editor turns a word that readers miss into a phrase of a page, after trying what it does."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import violations

pytestmark = pytest.mark.browser

TITLE = "Narrowed leg arteries (peripheral artery disease)"
MISSED = """
import datetime as dt
from symptoms.missed import store
store.add({(dt.datetime.now(dt.UTC).date(), "jelly"): (14, 0xFFF)})
"""


def test_an_editor_makes_a_missed_word_lead_to_a_page(own_site, sign_in):
    site = own_site()
    site.manage("shell", "--no-imports", "--verbosity", "0", "--command", MISSED)
    editor = sign_in(site, "editor")
    editor.get_by_role("main").get_by_role("link", name="Words readers miss").click()
    expect(editor.get_by_role("row", name="jelly 14 1")).to_be_visible()
    assert violations(editor) == []

    editor.get_by_role("link", name="jelly").click()
    editor.get_by_label("Which page should people find?").fill(f"{TITLE} (conditions/peripheral-artery-disease)")
    editor.get_by_label("The words").fill("my calves are jelly after the shops")
    editor.get_by_label("A search to try").fill("calves like jelly after shops")
    editor.get_by_role("button", name="Try it").click()
    expect(editor.get_by_role("heading", name="Searching for “calves like jelly after shops”")).to_be_in_viewport()
    expect(editor.get_by_text(f"“{TITLE}” would")).to_contain_text("number 1.")
    assert violations(editor) == []

    editor.get_by_role("button", name="Save as draft").click()
    editor.get_by_role("link", name=TITLE).click()
    phrases = editor.get_by_role("textbox", name="How people describe it")
    assert "my calves are jelly after the shops" in phrases.input_value().splitlines()

    editor.get_by_role("link", name="Try a search").click()
    editor.get_by_label("A search to try").fill("jelly calves")
    editor.get_by_role("button", name="Try it").click()
    expect(editor.get_by_role("heading", name="With the newest draft")).to_be_visible()
    assert violations(editor) == []
