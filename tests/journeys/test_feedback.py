"""A reader says whether a page helped; an editor reads it. Told with JavaScript and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import NARROW, violations
from tests.journeys.places import CONDITION
from tests.journeys.staff import open_form

pytestmark = pytest.mark.browser

TITLE = "Narrowed leg arteries (peripheral artery disease)"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_reader_says_what_was_missing_and_an_editor_reads_it(own_site, open_window, sign_in, script):
    site = own_site()
    reader = open_window(site, java_script_enabled=script, viewport={"width": 390, "height": 844})
    reader.goto(CONDITION)
    question = reader.get_by_role("group", name="Did you find what you needed?")
    words = reader.get_by_label("What were you looking for, or what was hard to follow?")

    words.fill("How far should I walk? I am jo@example.org")
    reader.get_by_role("button", name="Send").click()
    expect(reader.get_by_role("alert").get_by_role("link", name="Choose yes, partly or no.")).to_be_visible()
    if script:
        assert violations(reader) == []
    expect(words).to_have_value("How far should I walk? I am jo@example.org")
    question.get_by_label("Partly").check()
    reader.get_by_role("button", name="Send").click()

    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you")
    expect(reader.get_by_role("blockquote")).to_have_text("How far should I walk? I am [removed]")
    if script:
        assert violations(reader, NARROW) == []  # in every look: test_every_page.py
    reader.get_by_role("link", name="Back to the page").click()
    question.get_by_label("Yes").check()
    reader.get_by_role("button", name="Send").click()
    expect(reader).to_have_url(f"http://127.0.0.1:{site.port}/feedback/thanks/")
    assert reader.context.cookies() == []

    editor = sign_in(site, "editor")
    editor.get_by_role("link", name="Feedback by page").first.click()
    row = editor.get_by_role("row").filter(has_text=TITLE)
    expect(row.get_by_role("cell")).to_have_text(
        ["Condition", "1", "1", "0", "How far should I walk? I am [removed]", "1"]
    )
    open_form(editor, "Conditions", TITLE)
    editor.get_by_role("link", name="What readers say").click()
    expect(editor.locator("#result_list").get_by_role("row")).to_have_count(3)
