"""Editors see which words readers miss, try what a change would do, and save it as a draft of a page."""

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core import serializers
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.editions import newest
from articles.models import Edition, Event, Library, Page
from symptoms.missed import store
from symptoms.models import MissedWord
from symptoms.search.find import find
from tests import factories
from tests.admin.forms import admin_url, client_of, open_form

pytestmark = pytest.mark.django_db

LIST = "admin:symptoms_missedword_changelist"
PHRASE = "jelly after the shops"


@pytest.fixture
def editor() -> Client:
    return client_of(factories.make_user("Editor", username="edda"))


@pytest.fixture
def pages() -> tuple[Page, Page]:
    """The right page, which people call something else, and one that now comes first."""
    right = factories.live_page("condition", title="Narrowed arteries", body="Walking hurts.")
    other = factories.live_page("symptom", title="Jelly", body="A word about jelly.", phrases=["jelly in shops"])
    return right, other


def missed(word: str = "jelly", *, days_ago: int = 0, count: int = 1) -> MissedWord:
    """A word that was missed often enough to be shown."""
    day = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=days_ago)
    store.add({(day, word): (count, 0xFFFF)})
    return MissedWord.objects.get(word=word, day=day)


def use(editor: Client, page: Page, act: str = "_try", **changes: Any) -> HttpResponse:
    """Send the form of a word."""
    url = reverse("admin:symptoms_missedword_change", args=[missed().pk])
    sent = {"page": page.uid, "field": "phrases", "words": PHRASE, "query": "jelly after shops", act: "1"} | changes
    return editor.post(url, {name: value for name, value in sent.items() if value is not None})


def words_of(response: HttpResponse) -> str:
    """What the page says, without marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# -- who --


@pytest.mark.once
@pytest.mark.parametrize("group", ["Clinical reviewer", "Publisher"])
def test_others_see_no_missed_words_and_try_nothing(group: str, pages: tuple[Page, Page]) -> None:
    somebody = client_of(factories.make_user(group))
    for name, pk in (("changelist", None), ("change", missed().pk), ("try", pages[0].pk)):
        url = reverse(f"admin:symptoms_missedword_{name}", args=[pk] if pk else [])
        assert somebody.get(url).status_code == somebody.post(url).status_code == 403, name


@pytest.mark.once
def test_nobody_without_an_account_reaches_them(client: Client, pages: tuple[Page, Page]) -> None:
    for name, pk in (("changelist", None), ("change", missed().pk), ("try", pages[0].pk)):
        url = reverse(f"admin:symptoms_missedword_{name}", args=[pk] if pk else [])
        assert "/admin/login/" in client.post(url).url


def test_a_word_only_goes_to_pages_one_may_change(pages: tuple[Page, Page]) -> None:
    narrow = factories.make_user()
    wanted = ("view_missedword", "change_symptom", "view_page")
    narrow.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    response = use(client_of(narrow), pages[0], "_save")
    assert "You may not change this page: it is a condition." in response.content.decode()
    assert response.context["live_pages"] == [f"{pages[1].title} ({pages[1].uid})"]
    assert use(client_of(narrow), pages[1], "_save").status_code == 302


# -- the list --


def test_the_most_missed_word_comes_first_with_its_counts(editor: Client) -> None:
    missed("wobble", count=3)
    missed("jelly", count=2)
    missed("jelly", count=2, days_ago=5)
    store.add({(dt.datetime.now(dt.UTC).date(), "kathleen"): (50, 1)})
    shown = editor.get(reverse(LIST)).context["cl"].result_list
    assert [(row.word, row.total, row.days) for row in shown] == [("jelly", 4, 2), ("wobble", 3, 1)]
    for query, first in (("?q=wob", "wobble"), ("?o=0", "jelly"), ("?o=-0", "wobble"), ("?o=1", "wobble")):
        assert editor.get(reverse(LIST) + query).context["cl"].result_list[0].word == first, query


def test_the_list_asks_no_more_for_many_words_than_for_few(editor: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as done:
            editor.get(reverse(LIST))
        return len(done)

    missed("jelly")
    few = queries()
    for letter in "abcdefghij":
        missed(f"word{letter}")
    assert queries() == few


def test_a_word_that_is_not_kept_cannot_be_opened(editor: Client) -> None:
    store.add({(dt.datetime.now(dt.UTC).date(), "kathleen"): (50, 1)})
    url = reverse("admin:symptoms_missedword_change", args=[MissedWord.objects.get().pk])
    assert "kathleen" not in editor.get(url, follow=True).content.decode()


# -- trying --


def everything() -> str:
    """All rows that a try could leave something in."""
    tables = (Page, Edition, Event, Library, MissedWord)
    return "".join(serializers.serialize("json", table.objects.order_by("pk")) for table in tables)


def test_a_try_tells_in_words_what_moves(editor: Client, pages: tuple[Page, Page]) -> None:
    response = use(editor, pages[0])
    shown = words_of(response)
    assert "no-store" in response["Cache-Control"]
    assert "“Narrowed arteries” would be number 1. Now it is not among the first 30." in shown
    assert re.search(r"Narrowed arteries \(this page\) Condition, close new here", shown)
    assert re.search(r"Jelly Symptom, (not )?close down from 1", shown)
    before, after = response.context["trial"].before, response.context["trial"].after
    assert [row.title for row in before.rows] == ["Jelly"]
    assert [row.title for row in after.rows] == ["Narrowed arteries", "Jelly"]


def test_a_try_leaves_nothing_behind(editor: Client, pages: tuple[Page, Page]) -> None:
    url = reverse("admin:symptoms_missedword_try", args=[pages[0].pk])
    factories.edit(pages[0], phrases=[PHRASE])
    missed()
    before, found = everything(), find("jelly after shops")
    assert "number 1" in words_of(editor.post(url, {"query": "jelly after shops"}))
    url = reverse("admin:symptoms_missedword_change", args=[MissedWord.objects.get().pk])
    sent = {"page": pages[0].uid, "field": "lay_names", "words": "wobbly canary", "query": "wobbly canary"}
    assert "number 1" in words_of(editor.post(url, sent))
    assert everything() == before
    assert find("jelly after shops") == found
    assert find("wobbly canary").ranked == ()


@pytest.mark.once
def test_without_a_query_the_words_themselves_are_tried(editor: Client, pages: tuple[Page, Page]) -> None:
    assert use(editor, pages[0], query="").context["trial"].query == PHRASE


def test_a_try_says_that_an_unpublished_draft_is_part_of_it(editor: Client, pages: tuple[Page, Page]) -> None:
    note = "This page has a newer draft that readers do not see yet."
    assert note not in words_of(use(editor, pages[0]))
    factories.edit(pages[0], summary="Newer.")
    assert note in words_of(use(editor, pages[0]))


@pytest.mark.once
@pytest.mark.parametrize("query", ["the", "???"])
def test_a_query_that_says_nothing_is_refused(editor: Client, pages: tuple[Page, Page], query: str) -> None:
    assert "Type a few words that mean something" in words_of(use(editor, pages[0], query=query))


def test_any_search_can_be_tried_with_a_draft_from_the_form_of_its_page(editor: Client) -> None:
    page = factories.draft_page("condition", title="Wobbly legs")
    url = reverse("admin:symptoms_missedword_try", args=[page.pk])
    assert f'href="{url}">Try a search</a>' in editor.get(admin_url(page)).content.decode()
    assert "edition 1, the newest draft of this page" in words_of(editor.get(url))
    assert "“Wobbly legs” would be number 1." in words_of(editor.post(url, {"query": "wobbly"}))
    factories.republish(page)
    assert "Edition 1 is what readers see now, so both sides are the same." in words_of(editor.get(url))
    assert "“Wobbly legs” would stay number 1." in words_of(editor.post(url, {"query": "wobbly"}))


# -- saving --


def test_saving_makes_a_draft_that_readers_see_when_it_is_published(editor: Client, pages: tuple[Page, Page]) -> None:
    page = pages[0]
    response = use(editor, page, "_save")
    draft = newest(page)
    assert response.url == reverse(LIST)
    said = editor.get(response.url).content.decode()
    assert f'Edition 2 of <a href="{admin_url(page)}">Narrowed arteries</a> saved as a draft.' in said
    assert (draft.number, draft.by, draft.reason) == (
        2,
        User.objects.get(username="edda"),
        f"How people describe it: “{PHRASE}”",
    )
    assert draft.snapshot["phrases"] == [PHRASE]
    assert [found.title for found in find(PHRASE).ranked] == ["Jelly"]
    factories.republish(page)
    assert find(PHRASE).ranked[0].title == "Narrowed arteries"


def test_a_name_is_added_to_those_there_are(editor: Client) -> None:
    page = factories.live_page("condition", lay_names=["Old name"], phrases=["it hurts"])
    use(editor, page, "_save", field="lay_names", words="  Jelly \n leg ")
    assert (newest(page).snapshot["lay_names"], newest(page).snapshot["phrases"]) == (
        ["Jelly leg", "Old name"],
        ["it hurts"],
    )


@pytest.mark.once
@pytest.mark.parametrize(
    ("field", "words"), [("lay_names", "NARROWED arteries"), ("phrases", "it hurts")], ids=["title", "phrase"]
)
def test_words_the_page_has_already_are_refused(editor: Client, field: str, words: str) -> None:
    page = factories.live_page("condition", title="Narrowed arteries", phrases=["It hurts"])
    response = use(editor, page, "_save", field=field, words=words)
    assert (response.status_code, page.editions.count()) == (409, 1)
    assert f"“Narrowed arteries” has “{words}” already" in words_of(response)


def test_only_live_pages_can_be_chosen(editor: Client) -> None:
    draft = factories.draft_page("condition")
    assert "is not one of the pages that fit here" in words_of(use(editor, draft, "_save"))
    assert draft.editions.count() == 1


def test_what_was_tried_on_an_older_state_of_the_page_is_not_saved(editor: Client, pages: tuple[Page, Page]) -> None:
    page, other = pages
    tried = use(editor, page).context["tried"]
    factories.edit(page, summary="Newer.")
    refused = use(editor, page, "_save", tried=tried)
    assert refused.status_code == 409
    assert "Somebody saved “Narrowed arteries” since you tried this." in words_of(refused)
    assert newest(page).number == 2
    assert use(editor, other, "_save", tried=tried).status_code == 302, "tried on another page: nothing is out of date"
    assert use(editor, page, "_save", tried=use(editor, page).context["tried"]).status_code == 302
    assert newest(page).snapshot["summary"] == "Newer."


def test_who_has_the_form_of_the_page_open_is_told(editor: Client, pages: tuple[Page, Page]) -> None:
    opened = open_form(editor, pages[0])
    use(editor, pages[0], "_save")
    assert editor.post(admin_url(pages[0]), opened | {"summary": "Mine."}).status_code == 409


def test_a_get_changes_nothing(editor: Client, pages: tuple[Page, Page]) -> None:
    url = reverse("admin:symptoms_missedword_change", args=[missed().pk])
    assert editor.get(url, {"page": pages[0].uid, "words": PHRASE, "_save": "1"}).status_code == 200
    assert pages[0].editions.count() == 1
