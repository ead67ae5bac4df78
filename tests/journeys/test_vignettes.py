"""A publisher meets an example that would fail, looks again, and says why it goes live all the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.staff import open_what_needs_me

pytestmark = pytest.mark.browser

TITLE = "Flat feet"
NO_LONGER_FELT = """
from django.contrib.auth.models import User
from articles import publishing, snapshot
from articles.editions import freeze
from articles.models import Page

page = Page.objects.get(uid="conditions/flat-feet").as_kind()
snapshot.load(page, snapshot.dump(page) | {"parts": {"features": {"where": ["foot"]}}})
edition, _ = freeze(page=page, by=User.objects.get(username="editor"))
publishing.sign_off(edition=edition, by=User.objects.get(username="reviewer"))
"""


def test_a_publish_that_would_fail_an_example_wants_a_reason(own_site, sign_in, open_window):
    site = own_site()
    reader = open_window(site)
    reader.goto("/guide/how-we-check/")
    count = reader.get_by_text("examples pass").inner_text()
    passed, _, total = count.split(maxsplit=3)[:3]
    site.manage("shell", "--no-imports", "--verbosity", "0", "--command", NO_LONGER_FELT)

    publisher = sign_in(site, "publisher")
    open_what_needs_me(publisher, TITLE)
    publisher.get_by_role("link", name="Publish edition 2").click()
    expect(publisher.get_by_label("Publish despite this, because")).to_have_count(0)
    publisher.get_by_role("button", name="Publish this edition").click()
    expect(publisher.get_by_role("alert")).to_contain_text("“Arches ache on a long walk”: The leg guide would show")
    assert violations(publisher) == []
    publisher.get_by_label("Publish despite this, because").fill("Arches are described elsewhere now.")
    publisher.get_by_role("button", name="Publish this edition").click()
    expect(publisher.get_by_text("Edition 2 is live.")).to_be_visible()

    reader.reload()
    now = reader.get_by_text("examples pass").inner_text()
    assert int(now.split()[0]) < int(passed)
    assert now.split()[2] == total
    failing = reader.locator("section", has=reader.get_by_role("heading", name="These do not pass now"))
    expect(failing).to_contain_text("Arches ache on a long walk")
