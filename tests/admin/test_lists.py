"""Lists and the front page: right about each page's state, and as quick for many pages as for few."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import publishing
from articles.models import Address, Page
from tests import factories
from tests.admin.forms import admin_url, client_of, open_form

pytestmark = pytest.mark.django_db

CONDITIONS = "admin:symptoms_condition_changelist"
EVERY_PAGE = "admin:articles_page_changelist"


@pytest.fixture
def editor() -> Client:
    return client_of(factories.make_user("Editor"))


def titles(client: Client, **query: str) -> set[str]:
    response = client.get(reverse(CONDITIONS), query)
    return {page.title for page in response.context["cl"].result_list}


def one_of_each_state(editor: Client) -> None:
    factories.draft_page("condition", title="Draft")
    factories.live_page("condition", title="Live")
    changed = factories.live_page("condition", title="Changed")
    editor.post(admin_url(changed), open_form(editor, changed) | {"summary": "Newer."})
    withdrawn = factories.live_page("condition", title="Withdrawn")
    publishing.withdraw(page=withdrawn, by=factories.publisher(), reason="Old.")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"state": "draft"}, {"Draft"}),
        ({"state": "live"}, {"Live"}),
        ({"state": "changed"}, {"Changed"}),
        ({"state": "withdrawn"}, {"Withdrawn"}),
        ({"needs": "sign-off"}, {"Draft", "Changed"}),
        ({"q": "draf"}, {"Draft"}),
        ({}, {"Draft", "Live", "Changed", "Withdrawn"}),
    ],
)
def test_filters(editor: Client, query: dict[str, str], wanted: set[str]) -> None:
    one_of_each_state(editor)
    assert titles(editor, **query) == wanted


def test_search_finds_other_names(editor: Client) -> None:
    factories.draft_page("condition", title="Claudication", lay_names=["window shopper’s leg"])
    assert titles(editor, q="shopper") == {"Claudication"}


def test_topics_filter(editor: Client) -> None:
    shelf = factories.topic("veins")
    factories.draft_page("condition", title="On the shelf", topics=["veins"])
    factories.draft_page("condition", title="Elsewhere")
    assert titles(editor, topics__id__exact=str(shelf.pk)) == {"On the shelf"}


def test_overdue_pages_are_those_signed_too_long_ago() -> None:
    with time_machine.travel(dt.datetime(2022, 1, 10, 12, tzinfo=dt.UTC), tick=False):
        factories.live_page("condition", title="Long ago")
    factories.live_page("condition", title="Fresh")
    editor = client_of(factories.make_user("Editor"))
    assert titles(editor, needs="review") == {"Long ago"}
    html = editor.get(reverse(CONDITIONS)).content.decode()
    assert "10 Jan 2024" in html


@pytest.mark.parametrize("name", [CONDITIONS, EVERY_PAGE, "admin:index"])
def test_the_number_of_queries_does_not_grow(name: str) -> None:
    client = client_of(factories.make_user("Editor", "Clinical reviewer", "Publisher"))
    make_pages(5)
    few = _queries(client, reverse(name))
    make_pages(20)
    assert _queries(client, reverse(name)) == few


def make_pages(number: int) -> None:
    for _ in range(number):
        factories.signed_page("condition", topics=[factories.topic().key])


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_all_pages_leads_to_the_form_of_the_kind(editor: Client) -> None:
    page = factories.draft_page("treatment", title="Walking")
    assert "Walking" in editor.get(reverse(EVERY_PAGE)).content.decode()
    response = editor.get(reverse("admin:articles_page_change", args=[page.pk]))
    assert response.url == admin_url(page)
    assert editor.get(reverse("admin:articles_page_add")).status_code == 403


def publish_selected(client: Client, *pages: Page, **more: str) -> Any:
    data = {"action": "publish_selected", "_selected_action": [str(p.pk) for p in pages], "index": "0"} | more
    return client.post(reverse(CONDITIONS), data, follow=True)


def test_publishing_several_asks_first_and_is_all_or_nothing() -> None:
    ready, unready = factories.signed_page("condition"), factories.draft_page("condition", title="Unsigned")
    client = client_of(factories.make_user("Publisher"))
    assert "not ready." in publish_selected(client, ready, unready).content.decode()
    html = publish_selected(client, ready, unready, confirmed="1").content.decode()
    assert "Unsigned: Edition 1 has not been signed off" in html
    assert "Nothing was published." in html
    assert not Address.objects.exists()
    assert "Live now: 1." in publish_selected(client, ready, confirmed="1").content.decode()
    assert Address.objects.live().get().page_id == ready.pk


@pytest.mark.parametrize("group", ["Editor", "Clinical reviewer"])
def test_only_publishers_publish_several(group: str) -> None:
    page = factories.signed_page("condition")
    publish_selected(client_of(factories.make_user(group)), page, confirmed="1")
    assert not Address.objects.exists()


def index_of(*groups: str) -> str:
    return client_of(factories.make_user(*groups)).get(reverse("admin:index")).content.decode()


def test_the_front_page_says_what_needs_whom() -> None:
    factories.draft_page("condition", title="Wants a signature")
    factories.signed_page("condition", title="Wants publishing")
    assert "Wants a signature" in index_of("Clinical reviewer")
    assert "Wants publishing" not in index_of("Clinical reviewer")
    assert "Wants publishing" in index_of("Publisher")
    assert "Wants a signature" not in index_of("Publisher")
    assert "What needs you" not in index_of()


def test_nobody_is_asked_to_sign_their_own_words() -> None:
    user = factories.make_user("Clinical reviewer")
    factories.draft_page("condition", title="My own words", by=user)
    assert "My own words" not in client_of(user).get(reverse("admin:index")).content.decode()
