"""Lists and the front page: right about each page's state, and as quick for many pages as for few."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin import site
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import publishing
from articles.models import Address, Page, SiteIdentity
from articles.models.feedback import Feedback
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


def test_filters(editor: Client) -> None:
    one_of_each_state(editor)
    assert titles(editor, state="draft") == {"Draft"}
    assert titles(editor, state="live") == {"Live"}
    assert titles(editor, state="changed") == {"Changed"}
    assert titles(editor, state="withdrawn") == {"Withdrawn"}
    assert titles(editor, needs="sign-off") == {"Draft", "Changed"}
    assert titles(editor, q="draf") == {"Draft"}
    assert titles(editor) == {"Draft", "Live", "Changed", "Withdrawn"}


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


@pytest.mark.once
def test_no_list_of_the_admin_takes_more_queries_for_more_rows() -> None:
    client = Client()
    client.force_login(factories.User.objects.create_superuser("everything"))
    lists = ["admin:index", *(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist" for model in _listed())]
    fill(1)
    client.get(reverse("admin:index"))  # a new process learns the kinds once
    few = {name: _queries(client, reverse(name)) for name in lists}
    fill(2)
    assert {name: _queries(client, reverse(name)) for name in lists} == few


def _listed() -> list[type[Model]]:
    """All but the one identity of this site, which has no list, and the failed log-ins, which are another library's."""
    others = (SiteIdentity, AccessAttempt, AccessFailureLog, AccessLog)
    return [model for model in site._registry if not issubclass(model, others)]


def fill(number: int) -> None:
    """So many more rows in every list that has to do with the library."""
    for _ in range(number):
        mark = uuid4().hex[:8]
        source, topic = factories.source(f"s-{mark}"), factories.topic(f"t-{mark}")
        other = factories.live_page("symptom")
        for kind in factories.KINDS:
            links = {"related": [factories.link(other)]}
            page = factories.live_page(kind, topics=[topic.key], links=links, body=f"Words [@{source.key}].")
            edition = factories.edit(page, summary="Corrected since.")
            Feedback.objects.create(edition=edition, answer="no", words="Too short", given_on="2026-01-05")
        factories.vignette(other, key=f"v-{mark}")
        factories.picture(f"#{mark[:6]}")
        factories.make_user("Editor")


@pytest.mark.once
def test_the_form_of_a_page_takes_as_many_queries_with_30_links_and_pages_as_with_3() -> None:
    client = client_of(factories.make_user("Editor", "Clinical reviewer", "Publisher"))
    others = [factories.draft_page("symptom") for _ in range(3)]
    few = factories.draft_page("condition", links={"related": [factories.link(other) for other in others]})
    client.get(admin_url(few))  # a new process learns the permissions and kinds once
    queries = _queries(client, admin_url(few))
    others += [factories.draft_page("symptom") for _ in range(27)]
    many = factories.draft_page("condition", links={"related": [factories.link(other) for other in others]})
    assert _queries(client, admin_url(many)) == queries


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
