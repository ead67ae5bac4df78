"""The exported tree in a browser: no broken link, no request elsewhere, from a sub-folder and from the disk."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from articles.models import SiteIdentity
from articles.shared import save_shared
from site_project.page_files.exporting import Exporter
from tests import factories as make
from tests.site_project.crawling import file_server, walk

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.fixture
def top(tmp_path, one_connection) -> Path:
    """A folder in which a small library stands in a sub-folder."""
    picture = make.picture()
    sign = make.live_page("urgent_sign", slug="cold-leg")
    symptom = make.live_page("symptom", slug="calf-pain")
    make.live_page(
        "condition", slug="cramp", title="Cramp", body=f"First.\n\n## More\n\n::: picture {picture.sha256}\n:::",
        topics=[make.topic().key], links={"symptoms": [symptom], "urgent_signs": [sign]},
    )  # fmt: skip
    make.live_page("glossary_term", slug="artery")
    Exporter(
        tmp_path / "some" / "where" / "pages", as_served=False, progress=lambda *_: None, stop=threading.Event()
    ).export()
    return tmp_path


def test_every_link_in_a_sub_folder_of_a_file_server_leads_somewhere_and_nothing_goes_elsewhere(top, browser):
    with file_server(top) as address:
        found = walk(browser, f"{address}/some/where/pages/")
    assert found.troubles == []
    met = {page.removeprefix(f"{address}/some/where/pages/") for page in found.pages}
    expected = (
        "index.html",
        "conditions/cramp/leaflet/large/index.html",
        "urgent/cold-leg/index.html",
        "guide/index.html",
    )
    assert met.issuperset(expected)
    assert not [link for link in found.elsewhere if "localhost" in link or "testserver" in link]


def test_from_the_disk_pages_open_and_lead_on_and_look_the_same(top, browser):
    window = browser.new_page()
    window.goto((top / "some/where/pages/index.html").as_uri())
    window.get_by_role("link", name="Conditions", exact=True).click()
    window.get_by_role("link", name="Cramp", exact=True).first.click()
    assert window.url.endswith("/pages/conditions/cramp/index.html")
    assert window.get_by_role("heading", level=1, name="Cramp").is_visible()
    assert window.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--page')")
    assert window.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    assert window.get_by_text("This is a copy of our pages").is_visible()
    window.context.close()


def test_search_on_a_copy_leads_to_the_live_site_or_says_why_not(top, browser):
    folder = top / "some/where/pages"
    window = browser.new_page()
    window.goto((folder / "conditions/index.html").as_uri())
    assert window.locator("form").count() == 0
    window.get_by_text("Search works on the live site only.").get_by_role("link").click()
    assert window.url.endswith("/a-z/index.html")

    identity = SiteIdentity.load()
    identity.url = "https://legs.example"
    save_shared(identity, by=None)
    Exporter(folder, as_served=False, progress=lambda *_: None, stop=threading.Event()).export()
    window.goto((folder / "conditions/index.html").as_uri())
    assert window.locator("form").evaluate("form => form.action") == "https://legs.example/search/"
    window.context.close()
