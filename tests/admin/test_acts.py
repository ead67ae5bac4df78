"""Sign off, publish, withdraw, restore: who may, who may not, and what they are told."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Address, Page, SignOff
from tests import factories
from tests.admin.forms import admin_url, client_of, open_form

pytestmark = pytest.mark.django_db

GROUPS = ("Editor", "Clinical reviewer", "Publisher")
ACTS = {"sign_off": "Clinical reviewer", "publish": "Publisher", "withdraw": "Publisher"}
LADDER = [(act, group) for act in ACTS for group in GROUPS]


def somebody(group: str) -> Client:
    return client_of(factories.make_user(group))


@pytest.mark.once
@pytest.mark.parametrize(("act", "group"), LADDER)
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_the_right_group_reaches_an_act(act: str, group: str, method: str) -> None:
    page = factories.live_page("condition") if act == "withdraw" else factories.signed_page("condition")
    response = getattr(somebody(group), method)(admin_url(page, act), {"reason": "It is wrong."})
    assert response.status_code == (403 if ACTS[act] != group else 302 if method == "post" else 200)


@pytest.mark.once
@pytest.mark.parametrize("act", [*ACTS, "preview", "history"])
def test_nobody_without_an_account_reaches_a_page(client: Client, act: str) -> None:
    page = factories.draft_page("condition")
    response = client.get(admin_url(page, act))
    assert response.status_code == 302
    assert "/admin/login/" in response.url


@pytest.mark.once
@pytest.mark.parametrize("act", [*ACTS, "preview", "history"])
def test_staff_without_a_right_on_the_page_are_refused(act: str) -> None:
    page = factories.draft_page("condition")
    assert client_of(factories.make_user()).get(admin_url(page, act)).status_code == 403


def test_a_get_never_acts() -> None:
    page = factories.signed_page("condition")
    somebody("Publisher").get(admin_url(page, "publish"))
    assert not Address.objects.exists()


def test_a_reviewer_signs_and_a_publisher_publishes() -> None:
    page = factories.draft_page("condition")
    somebody("Clinical reviewer").post(admin_url(page, "sign_off"), {"note": "Read twice.", "edition": "1"})
    assert SignOff.objects.get().note == "Read twice."
    response = somebody("Publisher").post(admin_url(page, "publish"), {"edition": "1"}, follow=True)
    assert "Edition 1 is live." in response.content.decode()
    assert Address.objects.live().get().page_id == page.pk


@pytest.mark.once
@pytest.mark.parametrize("act", ["sign_off", "publish"])
def test_whoever_signs_or_publishes_sees_what_the_checks_say_of_these_words(act: str) -> None:
    page = factories.signed_page("condition", body="About 1 in 7 people over 70 have this.")
    text = somebody(ACTS[act]).get(admin_url(page, act)).text
    assert "Must be put right</strong> (L21), body, line 1" in text


@pytest.mark.once
def test_the_form_shows_what_the_checks_say_of_the_newest_words() -> None:
    page = factories.live_page("condition")
    factories.edit(page, body="About 1 in 7 people over 70 have this.")
    text = somebody("Editor").get(admin_url(page)).text
    assert "The words of edition 2:" in text
    assert "Must be put right</strong> (L21), body, line 1" in text


def both_roles() -> User:
    return factories.make_user("Editor", "Clinical reviewer")


def test_a_contributor_cannot_sign_and_is_told_why() -> None:
    user = both_roles()
    page = factories.draft_page("condition", by=user)
    client = client_of(user)
    form = client.get(admin_url(page)).content.decode()
    assert "You helped write this edition, so somebody else must sign it." in form
    assert admin_url(page, "sign_off") not in form
    response = client.post(admin_url(page, "sign_off"), {"edition": "1"})
    assert response.status_code == 409
    assert "You helped write this edition" in response.content.decode()
    assert not SignOff.objects.exists()


def test_an_edition_saved_meanwhile_is_not_signed_unread() -> None:
    page = factories.draft_page("condition")
    editor = somebody("Editor")
    editor.post(admin_url(page), open_form(editor, page) | {"summary": "Changed meanwhile."})
    response = somebody("Clinical reviewer").post(admin_url(page, "sign_off"), {"edition": "1", "note": "Keep me."})
    assert response.status_code == 409
    assert "A newer edition exists." in response.content.decode()
    assert "Keep me." in response.content.decode()


def test_every_reason_not_to_publish_is_listed() -> None:
    page = factories.draft_page("condition", body="See [[conditions/nowhere]] [@nobody].")
    client = somebody("Publisher")
    form = client.get(admin_url(page)).content.decode()
    response = client.post(admin_url(page, "publish"), {"edition": "1"})
    assert response.status_code == 409
    for html in (form, response.content.decode()):
        assert "has not been signed off by a clinical reviewer" in html
        assert "body, line 1" in html
        assert "nowhere" in html
    assert not Address.objects.exists()


@pytest.mark.once
def test_buttons_are_hidden_while_something_typed_is_not_saved() -> None:
    user = factories.make_user("Editor", "Publisher")
    page = factories.signed_page("condition")
    client = client_of(user)
    assert admin_url(page, "publish") in client.get(admin_url(page)).content.decode()
    refused = client.post(admin_url(page), open_form(client, page) | {"title": ""}).content.decode()
    assert admin_url(page, "publish") not in refused
    assert "What you typed is not saved yet" in refused


def test_withdrawing_wants_a_reason_and_leads_elsewhere(client: Client) -> None:
    page, other = factories.live_page("condition"), factories.live_page("condition", title="The better page")
    publisher = somebody("Publisher")
    url = admin_url(page, "withdraw")
    refused = publisher.post(url, {"reason": " ", "instead": other.uid})
    assert refused.status_code == 409
    assert "Say why" in refused.content.decode()
    publisher.post(url, {"reason": "It was out of date.", "instead": f"The better page ({other.uid})"})
    gone = client.get(Address.objects.get(page=page).path)
    assert gone.status_code == 410
    assert "It was out of date." in gone.content.decode()
    assert "The better page" in gone.content.decode()
    assert "Readers are told: “It was out of date.”" in publisher.get(admin_url(page)).content.decode()


def test_readers_are_not_sent_to_a_draft() -> None:
    page, draft = factories.live_page("condition"), factories.draft_page("condition")
    response = somebody("Publisher").post(admin_url(page, "withdraw"), {"reason": "Old.", "instead": draft.uid})
    assert "is not one of the pages that fit here" in response.content.decode()
    assert Address.objects.live().filter(page=page).exists()


def changed_page() -> tuple[Client, Page]:
    page = factories.live_page("condition", summary="First words.", body="Same.\n\nOld line.")
    editor = somebody("Editor")
    editor.post(admin_url(page), open_form(editor, page) | {"summary": "Second words.", "body": "Same.\n\nNew line."})
    return editor, page


@pytest.mark.once
def test_history_compares_two_editions_in_words() -> None:
    editor, page = changed_page()
    html = editor.get(admin_url(page, "history"), {"old": "1", "new": "2"}).content.decode()
    assert '<th scope="row">changed</th>' in html
    assert "<del>Old line.</del>" in html
    assert "<ins>New line.</ins>" in html
    assert "was live" not in html.split("What happened")[0].split("newest draft")[0]


def test_restoring_makes_a_new_draft_and_changes_nothing_for_readers() -> None:
    editor, page = changed_page()
    response = editor.post(admin_url(page, "restore", 1), {"reason": "The old words were right."}, follow=True)
    assert "Edition 3 is a new draft" in response.content.decode()
    assert page.editions.first().snapshot["summary"] == "First words."
    assert Address.objects.live().get(page=page).edition.number == 1


@pytest.mark.once
@pytest.mark.parametrize("group", ["Clinical reviewer", "Publisher"])
def test_restoring_needs_the_right_to_edit(group: str) -> None:
    _, page = changed_page()
    assert somebody(group).post(admin_url(page, "restore", 1), {"reason": ""}).status_code == 403
    assert page.editions.count() == 2


@pytest.mark.once
@pytest.mark.parametrize("kind", factories.KINDS)
@pytest.mark.parametrize("group", ["Clinical reviewer", "Publisher"])
def test_those_who_may_look_only_get_the_words_without_a_form(kind: str, group: str) -> None:
    target = factories.draft_page("article", title="The linked page")
    page = factories.draft_page(kind, summary="Words to read.", links={"related": [target]})
    client = somebody(group)
    html = client.get(admin_url(page)).content.decode()
    assert "Words to read." in html
    assert "The linked page (" in html
    assert "Save as draft" not in html
    assert client.post(admin_url(page), {"title": "Mine now"}).status_code == 403
