"""The preview shows unsaved words in the real page and leaves no trace."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Edition, Link, Page
from tests import factories
from tests.admin.forms import admin_url, client_of, open_form, read_form

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def editor() -> Client:
    return client_of(factories.make_user("Editor"))


def rows() -> tuple[Any, ...]:
    return (
        list(Page.objects.order_by("pk").values()),
        list(Link.objects.order_by("pk").values()),
        Edition.objects.count(),
    )


@pytest.mark.parametrize("kind", factories.KINDS)
def test_unsaved_words_and_links_are_shown_and_taken_back(editor: Client, kind: str) -> None:
    page = factories.live_page(kind)
    other = factories.live_page("article", title="A page newly linked")
    before = rows()
    typed = {"title": "A title not saved", "body": "**Words** not saved.", "links-related-0-target": other.uid}
    response = editor.post(admin_url(page, "preview"), open_form(editor, page) | typed)
    html = response.content.decode()
    assert "<h1>A title not saved</h1>" in html
    assert "<strong>Words</strong> not saved." in html
    assert "A page newly linked" in html
    assert "pages/page.html" in [template.name for template in response.templates]
    assert rows() == before


def test_the_preview_is_kept_by_nobody_and_framed_only_here(editor: Client) -> None:
    page = factories.draft_page("condition")
    for response in (
        editor.get(admin_url(page, "preview")),
        editor.post(admin_url(page, "preview"), open_form(editor, page)),
    ):
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "<script src" not in response.content.decode()


def test_a_page_not_yet_saved_can_be_previewed(editor: Client) -> None:
    form = read_form(editor.get(reverse("admin:articles_article_add")).content.decode())
    typed = {"title": "Brand new", "slug": "brand-new", "summary": "New words."}
    response = editor.post(reverse("admin:articles_article_add_preview"), form | typed)
    assert "<h1>Brand new</h1>" in response.content.decode()
    assert not Page.objects.exists()


def test_mistakes_are_listed_in_plain_words(editor: Client) -> None:
    page = factories.draft_page("condition")
    typed = {"title": "", "links-symptoms-0-target": "Nowhere"}
    html = editor.post(admin_url(page, "preview"), open_form(editor, page) | typed).content.decode()
    assert "Title: This field is required." in html
    assert "Symptoms: row 1, Symptom: “Nowhere” is not one of the pages that fit here." in html


@pytest.mark.parametrize("group", ["Clinical reviewer", "Publisher"])
def test_those_who_may_look_see_stored_editions_only(group: str) -> None:
    page = factories.draft_page("condition", summary="The draft’s words.")
    client = client_of(factories.make_user(group))
    assert "The draft’s words." in client.get(admin_url(page, "preview")).content.decode()
    assert client.post(admin_url(page, "preview"), {"title": "Mine"}).status_code == 403


def test_an_older_edition_can_be_shown(editor: Client) -> None:
    page = factories.draft_page("condition", summary="First words.")
    editor.post(admin_url(page), open_form(editor, page) | {"summary": "Second words."})
    assert "First words." in editor.get(admin_url(page, "preview") + "?edition=1").content.decode()
    assert "Second words." in editor.get(admin_url(page, "preview")).content.decode()
    for wrong in ("9", "x", "²"):
        assert editor.get(admin_url(page, "preview"), {"edition": wrong}).status_code == 404
