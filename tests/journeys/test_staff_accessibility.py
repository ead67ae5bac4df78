"""axe-core finds no violation on the pages staff work with, in light and dark, on phone and desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import LOOKS, NARROW, Look, violations
from tests.journeys.staff import open_form, save

pytestmark = pytest.mark.browser

TITLE = "Avoid long standing and sitting"


def test_the_door(window):
    window.goto("/admin/")
    assert violations(window) == []
    window.get_by_role("link", name="Forgotten your login credentials?").click()
    assert violations(window) == []


def test_what_an_editor_works_with(own_site, sign_in):
    editor = sign_in(own_site(), "editor")
    _no_fault(editor, "Your library")
    editor.goto("/admin/articles/page/")
    _no_fault(editor, "Select page to view")
    editor.goto("/admin/symptoms/preventionadvice/")
    _no_fault(editor, "Select prevention advice to change")
    editor.goto("/admin/markdown/help/")
    _no_fault(editor, "How to write a page")

    open_form(editor, "Prevention advice", TITLE)
    form = editor.url
    editor.get_by_role("button", name="Picture", exact=True).click()
    _no_fault(editor, "Change prevention advice")

    stale = editor.context.new_page()
    stale.goto(form)
    editor.get_by_role("textbox", name="Title").fill(f"{TITLE} still")
    editor.get_by_role("button", name="Preview", exact=True).click()
    preview = editor.frame_locator("iframe[name=legwise-preview]").get_by_role("heading", level=1)
    expect(preview).to_have_text(f"{TITLE} still")
    _no_fault(editor, "Change prevention advice", NARROW)  # the form again, now with the preview
    save(editor, 2)

    stale.get_by_role("textbox", name="Title").fill("Sit less")
    stale.get_by_role("button", name="Save as draft", exact=True).click()
    _no_fault(stale, "Somebody saved this page while you were writing")
    stale.goto(form.replace("/change/", "/history/") + "?old=1&new=2")
    _no_fault(stale, "History")
    stale.goto(form.replace("/change/", "/restore/1/"))
    _no_fault(stale, "Restore")
    stale.goto(form.replace("/change/", "/preview/"))
    assert violations(stale, NARROW) == []  # the page readers see, with a word to staff


def test_what_reviewers_and_publishers_work_with(own_site, sign_in):
    site = own_site()
    editor = sign_in(site, "editor")
    open_form(editor, "Prevention advice", TITLE)
    editor.get_by_role("textbox", name="Title").fill(f"{TITLE} still")
    save(editor, 2)
    form = editor.url

    reviewer = sign_in(site, "reviewer")
    reviewer.goto(form)
    _no_fault(reviewer, "View prevention advice", NARROW)  # the form again, with words in place of its fields
    reviewer.get_by_role("link", name="Sign off edition 2").click()
    _no_fault(reviewer, "Sign off")

    publisher = sign_in(site, "publisher")
    publisher.goto(form.replace("/change/", "/publish/"))
    _no_fault(publisher, "Publish", NARROW)  # made as the form for a sign-off
    publisher.goto("/admin/articles/siteidentity/")
    assert violations(publisher) == []


def _no_fault(staff: Page, heading: str, looks: tuple[Look, ...] = LOOKS) -> None:
    expect(staff.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()
    assert violations(staff, looks) == [], heading
