"""Examples in the admin (vignettes in the code), and what a publisher is told when one would fail."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Address, Event, Page
from articles.publishing import sign_off
from symptoms import vignettes
from symptoms.models import Vignette, VignetteRun, Word
from tests import factories as make
from tests.admin.forms import admin_url, client_of, read_form

pytestmark = pytest.mark.django_db

LIST, ADD = reverse("admin:symptoms_vignette_changelist"), reverse("admin:symptoms_vignette_add")


@pytest.fixture(autouse=True)
def _vocabulary(db) -> None:
    make.vocabulary()


@pytest.fixture
def editor() -> Client:
    return client_of(make.make_user("Editor"))


def feels(*where: str) -> dict:
    return {"features": {"where": list(where)}}


def change_url(vignette: Vignette) -> str:
    return reverse("admin:symptoms_vignette_change", args=[vignette.pk])


def filled(*pages: str, **changes: object) -> dict[str, object]:
    ticks = [str(Word.objects.get(key=key).pk) for key in changes.pop("ticks", ())]
    data = {"description": "A person who limps", "key": "limps", "sentence": "", "ticks": ticks, "pages": [*pages, ""]}
    return data | changes


# -- the form --


def test_an_example_is_written_checked_and_noted(editor: Client, django_capture_on_commit_callbacks) -> None:
    page = make.live_page(title="The calf page", parts=feels("calf"))
    other = make.live_page(title="The other page")
    with django_capture_on_commit_callbacks(execute=True):
        answer = editor.post(
            ADD, filled("the calf page", f"x ({other.uid})", ticks=("calf", "foot"), sentence="a limp")
        )
    assert answer.status_code == 302
    vignette = Vignette.objects.get()
    assert set(vignette.pages.values_list("uid", flat=True)) == {page.uid, other.uid}
    assert Event.objects.first().subject == "vignette:limps"
    assert VignetteRun.objects.get().failing == ["limps"]
    form = editor.get(change_url(vignette)).text
    assert "The leg guide shows “The other page” too far down or not at all, not among the first 8." in form
    typed = read_form(form)
    assert sorted(line for line in typed["pages"] if line) == [
        f"The calf page ({page.uid})",
        f"The other page ({other.uid})",
    ]
    assert "key" not in typed
    assert len(typed["ticks"]) == 2
    editor.post(change_url(vignette), typed | {"pages": ["The calf page"], "sentence": "", "key": "other"})
    vignette.refresh_from_db()
    assert (vignette.key, vignette.sentence) == ("limps", "")
    assert "Every page stands where it must." in editor.get(change_url(vignette)).text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "Tick what the person notices, or write what they would type, or both."),
        ({"sentence": "it hurts", "pages": [""]}, "Name at least one page that the person must find."),
        ({"sentence": "it hurts", "pages": ["Nothing like it"]}, "is not one of the pages that fit here"),
        ({"sentence": "it hurts", "key": "Not A Key"}, "Lower-case letters, digits and single hyphens."),
        ({"ticks": ["history"]}, "is not one of the available choices"),
    ],
)
def test_what_is_lacking_is_said_at_its_place(editor: Client, changes: dict, told: str) -> None:
    page = make.live_page(title="The calf page")
    Word.objects.create(facet=Word.objects.first().facet, key="history", label="After a fall", in_guide=False)
    answer = editor.post(ADD, filled(page.uid, **changes))
    assert answer.status_code == 200
    assert told in answer.text
    assert "After a fall" not in answer.text
    assert not Vignette.objects.exists()


@pytest.mark.parametrize(("group", "may"), [("Editor", True), ("Publisher", True), ("Clinical reviewer", False)])
def test_editors_and_publishers_write_examples_and_reviewers_look(group: str, may: bool) -> None:
    vignette = make.vignette(make.live_page(), sentence="a limp")
    client = client_of(make.make_user(group))
    assert client.get(change_url(vignette)).status_code == 200
    assert client.get(ADD).status_code == (200 if may else 403)
    answer = client.post(reverse("admin:symptoms_vignette_delete", args=[vignette.pk]), {"post": "yes"})
    assert answer.status_code == (302 if may else 403)
    assert Vignette.objects.exists() != may
    assert Event.objects.filter(verb="deleted", subject=f"vignette:{vignette.key}").exists() == may


def test_several_are_deleted_each_with_an_event(editor: Client) -> None:
    chosen = [make.vignette(make.live_page(), sentence="a limp").pk for _ in range(2)]
    editor.post(LIST, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
    assert not Vignette.objects.exists()
    assert Event.objects.filter(verb="deleted").count() == 2


def test_the_list_says_what_passed_in_the_last_check_in_few_queries(editor: Client) -> None:
    page = make.live_page(title="The calf page", parts=feels("calf"))
    good = make.vignette(page, ticks=("calf", "heat"), key="good")
    assert "icon-unknown" in editor.get(LIST).text  # never checked
    make.vignette(page, ticks=("foot",), sentence="toes", key="bad")
    vignettes.record()
    text = editor.get(LIST).text
    assert ("icon-yes" in text, "icon-no" in text) == (True, True)
    assert "Where: Calf; Eased by: Heat" in re.sub(r"<[^>]+>", "", text)
    assert "Where: Foot; “toes”" in text
    assert change_url(good) in editor.get(LIST + "?passes=yes").text
    assert change_url(good) not in editor.get(LIST + "?passes=no").text
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            editor.get(LIST)
        counts.append(len(queries))
        for number in range(5):
            make.vignette(page, ticks=("calf", "foot"), sentence=f"toes {number}")
    assert counts[0] == counts[1] <= 12


# -- publishing --


def losing_draft() -> Page:
    """A live page with a signed newer edition by which an example would lose it."""
    page = make.live_page(title="The calf page", parts=feels("calf"))
    make.vignette(page, ticks=("calf",))
    sign_off(edition=make.edit(page, parts=feels("foot")), by=make.reviewer())
    return page


TOLD = "“A person who notices it”: The leg guide would show “The calf page” too far down or not at all"


def test_a_publisher_is_told_which_example_would_fail_and_may_say_why_it_goes_live() -> None:
    page, client = losing_draft(), client_of(make.make_user("Publisher"))
    url = admin_url(page, "publish")
    assert "Publish despite this" not in client.get(url).text
    refused = client.post(url, {"edition": "2", "reason": "Foot, not calf."})
    assert refused.status_code == 409
    assert TOLD in refused.text
    assert "Nothing was published: 1 example would fail" in refused.text
    form = read_form(refused.text)
    assert (form["reason"], form["despite"]) == ("Foot, not calf.", "")
    assert client.post(url, form).status_code == 409
    assert client.post(url, form | {"despite": "x" * 151}).status_code == 200  # the form says it is too long
    done = client.post(url, form | {"despite": "It was wrong."}, follow=True)
    assert "Edition 2 is live." in done.text
    assert Event.objects.filter(verb="published").first().reason == (
        "Foot, not calf. Despite failing examples (1): It was wrong."
    )


def test_publishing_several_says_the_same() -> None:
    page, client = losing_draft(), client_of(make.make_user("Publisher"))
    url = reverse("admin:symptoms_condition_changelist")
    data = {"action": "publish_selected", "_selected_action": [page.pk], "index": "0", "confirmed": "1"}
    refused = client.post(url, data | {"reason": "Foot."})
    assert refused.status_code == 409
    assert TOLD in refused.text
    form = read_form(refused.text)
    assert form["reason"] == "Foot."
    assert "at most 150 characters" in client.post(url, form | {"despite": "x" * 151}, follow=True).text
    assert Address.objects.live().get(page=page).edition.number == 1
    assert "Live now: 1." in client.post(url, form | {"despite": "It was wrong."}, follow=True).text
