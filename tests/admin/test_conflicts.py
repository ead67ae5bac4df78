"""Two people, or two tabs, with the same form: nothing is overwritten and nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client

from articles.models import Page
from tests import factories
from tests.admin.forms import admin_url, client_of, open_form, read_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Page:
    return factories.live_page("condition", body="The old text.", summary="The old summary.")


@pytest.fixture
def anna() -> Client:
    return client_of(factories.make_user("Editor", username="anna"))


@pytest.fixture
def ben() -> Client:
    return client_of(factories.make_user("Editor", username="ben"))


def send(client: Client, page: Page, form: dict[str, Any]) -> Any:
    return client.post(admin_url(page), form)


def test_a_stale_form_shows_both_texts_and_saves_nothing(page: Page, anna: Client, ben: Client) -> None:
    slow = open_form(anna, page)
    send(ben, page, open_form(ben, page) | {"summary": "Ben was quicker."})
    response = send(anna, page, slow | {"summary": "Anna took her time.", "body": "Anna’s long text."})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Now in the system" in html and "What you typed" in html
    assert "<del>Ben was quicker.</del>" in html
    assert "<ins>Anna took her time.</ins>" in html
    assert "<del>The old text.</del>" in html
    assert "<ins>Anna’s long text.</ins>" in html
    page.refresh_from_db()
    assert page.summary == "Ben was quicker."


def test_the_conflict_page_saves_everything_typed_as_a_new_edition(page: Page, anna: Client, ben: Client) -> None:
    symptom = factories.draft_page("symptom", title="Calf pain")
    slow = open_form(anna, page) | {
        "body": "Anna’s text\n\nwith < and & in it.",
        "links-symptoms-0-target": symptom.uid,
    }
    send(ben, page, open_form(ben, page) | {"summary": "Ben was quicker."})
    conflict = send(anna, page, slow)
    assert symptom.uid in conflict.content.decode()
    saved = anna.post(admin_url(page), read_form(conflict.content.decode()), follow=True)
    assert "Edition 3 saved as a draft." in saved.content.decode()
    newest = page.editions.first().snapshot
    assert newest["body"] == "Anna’s text\n\nwith < and & in it."
    assert newest["links"]["symptoms"][0]["to"] == symptom.uid
    assert page.editions.get(number=2).snapshot["summary"] == "Ben was quicker."


def test_a_change_of_a_link_alone_conflicts_too(page: Page, anna: Client, ben: Client) -> None:
    one, two = factories.draft_page("symptom", title="One"), factories.draft_page("symptom", title="Two")
    slow = open_form(anna, page)
    send(ben, page, open_form(ben, page) | {"links-symptoms-0-target": one.uid})
    response = send(anna, page, slow | {"links-symptoms-0-target": two.uid})
    html = response.content.decode()
    assert response.status_code == 409
    assert f"One ({one.uid})" in html
    assert two.uid in html
    assert [link.target_id for link in page.links.all()] == [one.pk]


@pytest.mark.once
def test_rows_that_are_the_same_are_not_shown_as_different(anna: Client, ben: Client) -> None:
    one, two = factories.draft_page("symptom", title="One"), factories.draft_page("symptom", title="Two")
    page = factories.draft_page("condition", links={"symptoms": [factories.link(one, note="A note."), two]})
    slow = open_form(anna, page)
    send(ben, page, open_form(ben, page) | {"summary": "Ben was quicker."})
    same = send(anna, page, slow | {"summary": "Anna took her time."})
    assert [field.label for field in same.context["changes"]] == ["Summary"]
    swapped = send(anna, page, slow | {"summary": "Ben was quicker.", "links-symptoms-1-position": "0"})
    assert [field.label for field in swapped.context["changes"]] == ["Symptoms"]


def test_rows_removed_meanwhile_do_not_stop_the_second_save(anna: Client, ben: Client) -> None:
    one = factories.draft_page("symptom", title="One")
    page = factories.draft_page("condition", links={"symptoms": [one]})
    slow = open_form(anna, page) | {"links-symptoms-0-note": "Anna’s note."}
    send(ben, page, open_form(ben, page) | {"links-symptoms-0-DELETE": "on"})
    conflict = send(anna, page, slow)
    anna.post(admin_url(page), read_form(conflict.content.decode()))
    assert page.links.get().note == "Anna’s note."


def test_a_second_tab_of_the_same_person_conflicts(page: Page, anna: Client) -> None:
    other_tab = open_form(anna, page)
    send(anna, page, open_form(anna, page) | {"summary": "From the first tab."})
    response = send(anna, page, other_tab | {"summary": "From the other tab."})
    assert response.status_code == 409
    assert "in another tab or window" in response.content.decode()


def test_a_restored_edition_conflicts_with_an_open_form(page: Page, anna: Client, ben: Client) -> None:
    send(ben, page, open_form(ben, page) | {"summary": "Second."})
    slow = open_form(anna, page)
    ben.post(admin_url(page, "restore", 1), {"reason": ""})
    assert send(anna, page, slow | {"summary": "Third."}).status_code == 409


@pytest.mark.once
def test_a_form_that_does_not_say_its_version_is_stale(page: Page, anna: Client) -> None:
    form = open_form(anna, page)
    del form["lock_version"]
    assert send(anna, page, form).status_code == 409


@pytest.mark.once
def test_what_was_typed_is_kept_even_if_it_is_not_valid(page: Page, anna: Client, ben: Client) -> None:
    slow = open_form(anna, page) | {"title": "", "body": "Anna’s text.", "links-symptoms-0-target": "No such page"}
    send(ben, page, open_form(ben, page) | {"summary": "Ben was quicker."})
    conflict = send(anna, page, slow)
    assert conflict.status_code == 409
    again = anna.post(admin_url(page), read_form(conflict.content.decode()))
    kept = read_form(again.content.decode())
    assert again.status_code == 200
    assert (kept["title"], kept["body"], kept["links-symptoms-0-target"]) == ("", "Anna’s text.", "No such page")
