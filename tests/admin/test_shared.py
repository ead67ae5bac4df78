"""Records that carry no advice: they take effect on save, with an event; history is only looked at."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Event, Library, Picture, SiteIdentity, Source
from symptoms.models import Facet, Word
from tests import factories
from tests.admin.forms import client_of, read_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return client_of(factories.make_user("Editor"))


@pytest.fixture
def publisher() -> Client:
    return client_of(factories.make_user("Publisher"))


def form_at(client: Client, url: str) -> dict[str, str]:
    return read_form(client.get(url).content.decode())


def test_a_source_takes_effect_with_an_event_and_a_new_generation(editor: Client) -> None:
    source = factories.source()
    url = reverse("admin:articles_source_change", args=[source.pk])
    before = Library.current_generation()
    editor.post(url, form_at(editor, url) | {"title": "The new title"})
    assert Source.objects.get().title == "The new title"
    assert Event.objects.first().subject == f"source:{source.key}"
    assert Library.current_generation() > before


def test_a_key_others_refer_to_never_changes(editor: Client) -> None:
    source = factories.source()
    url = reverse("admin:articles_source_change", args=[source.pk])
    editor.post(url, form_at(editor, url) | {"key": "another"})
    assert Source.objects.get().key == source.key


@pytest.mark.parametrize("model", ["articles_source", "articles_topic", "articles_picture", "symptoms_facet"])
def test_shared_records_are_never_deleted(admin_client: Client, model: str) -> None:
    factories.vocabulary()
    factories.source(), factories.topic(), factories.picture()
    record = {
        "articles_source": Source, "articles_picture": Picture, "symptoms_facet": Facet
    }.get(model, factories.topic().__class__).objects.first()  # fmt: skip
    assert admin_client.post(reverse(f"admin:{model}_delete", args=[record.pk]), {"post": "yes"}).status_code == 403


def test_the_site_identity_is_one_row(publisher: Client, admin_client: Client) -> None:
    url = reverse("admin:articles_siteidentity_change", args=[1])
    assert publisher.get(reverse("admin:articles_siteidentity_changelist")).url == url
    publisher.post(url, form_at(publisher, url) | {"name": "Our clinic"})
    assert SiteIdentity.load().name == "Our clinic"
    assert admin_client.get(reverse("admin:articles_siteidentity_add")).status_code == 403
    assert admin_client.get(reverse("admin:articles_siteidentity_delete", args=[1])).status_code == 403


def upload(client: Client, data: bytes, **words: str) -> str:
    file = SimpleUploadedFile("leg.png", data, content_type="image/png")
    response = client.post(reverse("admin:articles_picture_add"), {"file": file} | words, follow=True)
    return response.content.decode()


def test_a_picture_comes_in_through_the_library(editor: Client) -> None:
    upload(editor, factories.picture_bytes("maroon"), alt="A maroon square", credit="Ours")
    picture = Picture.objects.get()
    assert (picture.alt, picture.credit, len(picture.sha256)) == ("A maroon square", "Ours", 64)
    html = editor.get(reverse("admin:articles_picture_changelist")).content.decode()
    assert picture.url in html
    assert "0 pages" in html


@pytest.mark.once
@pytest.mark.parametrize(
    ("data", "words", "message"),
    [
        (b"<svg/>", {"alt": "A leg"}, "This is not a PNG, JPEG or WebP picture"),
        (factories.picture_bytes(), {"alt": ""}, "Describe the picture"),
        (factories.picture_bytes(), {"alt": "A leg", "decorative": "on"}, "Describe the picture"),
    ],
)
def test_a_picture_that_is_refused_says_why(editor: Client, data: bytes, words: dict[str, str], message: str) -> None:
    assert message in upload(editor, data, **words)
    assert not Picture.objects.exists()


def test_a_picture_says_where_it_stands(editor: Client) -> None:
    picture = factories.picture()
    factories.draft_page("article", title="The page with it", body=f"::: picture {picture.sha256}\n:::")
    html = editor.get(reverse("admin:articles_picture_change", args=[picture.pk])).content.decode()
    assert "The page with it" in html


def test_words_of_a_facet_are_edited_with_their_phrases(editor: Client) -> None:
    factories.vocabulary()
    facet = Facet.objects.get(key="where")
    url = reverse("admin:symptoms_facet_change", args=[facet.pk])
    before = Library.current_generation()
    editor.post(url, form_at(editor, url) | {"words-0-phrases": "lower leg", "words-0-key": "something-else"})
    word = Word.objects.filter(facet=facet).first()
    assert (word.key, word.phrases) == ("calf", "lower leg")
    assert Library.current_generation() > before


@pytest.mark.once
@pytest.mark.parametrize("model", ["edition", "signoff", "event"])
@pytest.mark.parametrize("act", ["add", "delete", "change"])
def test_history_is_only_looked_at(admin_client: Client, model: str, act: str) -> None:
    page = factories.signed_page("article")
    edition = page.editions.get()
    pk = {"edition": edition, "signoff": edition.sign_offs.get(), "event": Event.objects.first()}[model].pk
    url = reverse(f"admin:articles_{model}_{act}", args=[] if act == "add" else [pk])
    assert admin_client.post(url, {"post": "yes"}).status_code == 403
    assert admin_client.get(reverse(f"admin:articles_{model}_changelist")).status_code == 200


def test_a_forgotten_password_has_a_way_back(client: Client) -> None:
    html = client.get(reverse("admin:login")).content.decode()
    assert reverse("admin_password_reset") in html
    assert client.get(reverse("admin_password_reset")).status_code == 200
