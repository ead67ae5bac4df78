"""What readers meet when something went wrong: plain words, help in an emergency, a way on, and no fault of its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import LOOKS, NARROW, Look, violations
from tests.journeys.fields import search_field
from tests.journeys.layout import layout_faults

pytestmark = pytest.mark.browser

SEARCHES_A_MINUTE = 60


def test_each_error_page_helps_and_has_no_fault(own_site, open_window):
    site = own_site("tests.journeys.failing_settings")
    page = open_window(site)

    assert page.goto("/broken/word/").status == 500
    _helps(page, "Something went wrong on our side")

    page.goto("/admin/login/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("wrong")
    page.context.clear_cookies()
    with page.expect_response("**/admin/login/**") as answer:
        page.get_by_role("button", name="Log in").click()
    assert answer.value.status == 403
    _helps(page, "You cannot open this page")

    for _ in range(SEARCHES_A_MINUTE):
        site.get("/search/?q=calf")
    # Twice the limit, because the minute of the clock may have turned in between.
    assert any(page.goto("/search/?q=calf").status == 429 for _ in range(SEARCHES_A_MINUTE + 1))
    _helps(page, "Please wait a little", NARROW)  # made of the same parts as the one before


def test_a_wrong_host_name(library, open_window):
    # Browsers lead every name under localhost to this machine; the site does not go by it.
    page = open_window(library, host="elsewhere.localhost")
    assert page.goto("/").status == 400
    _helps(page, "We could not read that request", NARROW)


def test_a_database_that_does_not_answer(own_site, open_window, tmp_path):
    site = own_site(DATABASE_URL=f"sqlite:///{tmp_path}/gone/db.sqlite3")
    page = open_window(site)
    assert page.goto("/").status == 503
    _helps(page, "We are closed for a short time", NARROW)


def _helps(page: Page, heading: str, looks: tuple[Look, ...] = LOOKS) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_role("heading", name="If it may be an emergency")).to_be_visible()
    expect(search_field(page, "Search this site")).to_be_visible()
    expect(page.get_by_role("link", name="Signs that need help now or today", exact=True)).to_be_visible()
    assert layout_faults(page) == []
    assert violations(page, looks) == []
