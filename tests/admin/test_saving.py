"""An editor saves: editions are made, readers see nothing of it, and mistakes keep what was typed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Address, Edition, Page
from symptoms.models import Caution, Feature, Word
from tests import factories
from tests.admin.forms import admin_url, client_of, open_form, read_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return client_of(factories.make_user("Editor", username="ed"))


def save(client: Client, page: Page, **typed: Any) -> Any:
    return client.post(admin_url(page), open_form(client, page) | typed, follow=True)


@pytest.mark.parametrize("kind", factories.KINDS)
def test_a_save_makes_a_draft_and_readers_still_see_the_live_edition(editor: Client, client: Client, kind: str) -> None:
    page = factories.live_page(kind)
    response = save(editor, page, summary="Newly typed words.")
    assert "Edition 2 saved as a draft. Readers still see edition 1." in response.content.decode()
    assert page.editions.first().by.username == "ed"
    public = client.get(Address.objects.get(page=page).path).content.decode()
    assert "Newly typed words." not in public


@pytest.mark.once
@pytest.mark.parametrize("kind", factories.KINDS)
def test_saving_without_a_change_makes_no_edition(editor: Client, kind: str) -> None:
    factories.vocabulary()
    parts = {"features": {"where": ["calf"]}} if kind in ("condition", "urgent_sign") else {}
    page = factories.live_page(kind, parts=parts, links={"related": [factories.draft_page("article")]})
    response = save(editor, page)
    assert "Nothing changed, so no new edition." in response.content.decode()
    assert page.editions.count() == 1


def test_a_new_page_gets_its_links_and_its_first_edition(editor: Client) -> None:
    symptom = factories.live_page("symptom", title="Calf pain")
    url = reverse("admin:symptoms_condition_add")
    form = read_form(editor.get(url).content.decode())
    typed = {
        "title": "Tight calf",
        "slug": "tight-calf",
        "summary": "A calf that feels tight.",
        "cause_group": "nerves",
        "links-symptoms-0-target": f"Calf pain ({symptom.uid})",
        "links-symptoms-0-note": "Often.",
    }
    response = editor.post(url, form | typed, follow=True)
    page = Page.objects.get(uid="conditions/tight-calf")
    assert "Edition 1 saved as a draft. Readers do not see this page yet." in response.content.decode()
    assert page.editions.get().snapshot["links"]["symptoms"][0]["to"] == symptom.uid


@pytest.mark.once
@pytest.mark.parametrize("said", ["Calf pain", "calf pain", "symptoms/calf-pain", "Any old words (symptoms/calf-pain)"])
def test_a_link_is_understood_by_title_or_uid(editor: Client, said: str) -> None:
    factories.draft_page("symptom", title="Calf pain", slug="calf-pain")
    page = factories.draft_page("condition")
    save(editor, page, **{"links-symptoms-0-target": said})
    assert page.links.get().target.uid == "symptoms/calf-pain"


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"links-symptoms-0-target": "Nothing like it"}, "is not one of the pages that fit here"),
        ({"links-symptoms-0-target": "articles/walk"}, "is not one of the pages that fit here"),
        ({"links-symptoms-0-note": "a note without a page"}, "This field is required."),
        (
            {"links-symptoms-0-target": "symptoms/calf-pain", "links-symptoms-0-qualifier": "most"},
            "Say it in the note and cite the source",
        ),
        ({"links-related-0-target": "conditions/itself"}, "A page cannot link to itself."),
        ({"title": ""}, "This field is required."),
        ({"slug": "taken"}, "has this address already"),
        ({"codes": "icd I73"}, "Line 1: write a code system and a code"),
    ],
)
def test_a_mistake_is_named_and_keeps_what_was_typed(editor: Client, typed: dict[str, str], message: str) -> None:
    factories.draft_page("symptom", title="Calf pain", slug="calf-pain")
    factories.draft_page("article", slug="walk")
    factories.draft_page("condition", slug="taken")
    page = factories.draft_page("condition", slug="itself")
    response = save(editor, page, summary="Words not to lose.", **typed)
    html = response.content.decode()
    assert message in html.replace("&#x27;", "'")
    kept = read_form(html)
    assert kept["summary"] == "Words not to lose."
    assert {name: kept[name] for name in typed} == typed
    assert page.editions.count() == 1


def test_a_page_stands_in_a_list_once(editor: Client) -> None:
    first, page = factories.draft_page("symptom"), factories.draft_page("condition")
    twice = {"links-symptoms-TOTAL_FORMS": "2"} | {f"links-symptoms-{n}-target": first.uid for n in (0, 1)}
    assert "is in this list twice" in save(editor, page, **twice).content.decode()


def test_links_trade_places_and_one_is_removed(editor: Client) -> None:
    one, two, three = (factories.draft_page("symptom", title=title) for title in ("One", "Two", "Three"))
    page = factories.draft_page("condition", links={"symptoms": [one, two, three]})
    save(
        editor,
        page,
        **{"links-symptoms-0-target": two.uid, "links-symptoms-1-target": one.uid, "links-symptoms-2-DELETE": "on"},
    )
    assert [link.target_id for link in page.links.order_by("position")] == [two.pk, one.pk]


def test_features_are_ticked_and_unticked(editor: Client) -> None:
    factories.vocabulary()
    page = factories.draft_page("condition", parts={"features": {"where": ["calf"]}})
    foot = Word.objects.get(key="foot")
    save(editor, page, features=str(foot.pk))
    assert [feature.word for feature in Feature.objects.filter(page=page)] == [foot]
    assert page.editions.first().snapshot["parts"]["features"] == {"where": ["foot"]}


def test_cautions_keep_the_order_asked_for(editor: Client) -> None:
    page = factories.draft_page("treatment")
    rows = {"cautions-TOTAL_FORMS": "2"}
    for number, (text, order) in enumerate([("you are pregnant", "2"), ("you bleed easily", "1")]):
        rows |= {
            f"cautions-{number}-level": "ask-first",
            f"cautions-{number}-text": text,
            f"cautions-{number}-position": order,
        }
    save(editor, page, **rows)
    assert [c.text for c in Caution.objects.filter(page=page)] == ["you bleed easily", "you are pregnant"]


def test_a_draft_is_deleted_with_its_history(editor: Client) -> None:
    page = factories.draft_page("article")
    editor.post(admin_url(page, "delete"), {"post": "yes"})
    assert not Page.objects.filter(pk=page.pk).exists()


def test_a_page_that_was_public_is_not_deleted(editor: Client) -> None:
    page = factories.live_page("article")
    response = editor.post(admin_url(page, "delete"), {"post": "yes"}, follow=True)
    assert "cannot be deleted. Withdraw it instead." in response.content.decode()
    assert Edition.objects.filter(page=page).exists()
