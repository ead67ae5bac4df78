"""Readers say whether a page helped: nothing about them is kept, and nothing they typed is lost on the way."""

import datetime as dt
import json
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.feedback.store import edition_of, forget_old_words, keep
from articles.models import Feedback, Page
from tests import factories as make
from tests.admin.forms import admin_url, client_of, read_form

pytestmark = pytest.mark.django_db
OURS = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}
TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def page() -> Page:
    return make.live_page("condition", title="Narrow arteries")


def read_feedback(html: str) -> dict[str, str]:
    """The fields of the feedback form, not of the search in the header."""
    return read_form(html.split('<section class="feedback"', 1)[1])


def form_of(page: Page) -> dict[str, str]:
    """The form as it stands under the page."""
    fields = read_feedback(Client().get(make.path_of(page)).text)
    assert set(fields) == {"page", "edition", "website", "words"}, fields
    return fields


def send(page: Page, headers: dict[str, str] | None = None, **fields: str) -> HttpResponse:
    client = Client(enforce_csrf_checks=True, headers={"user-agent": "canary-agent"})
    return client.post("/feedback/", form_of(page) | fields, **(OURS if headers is None else headers))


def stored() -> list[tuple[str, str]]:
    return list(Feedback.objects.order_by("pk").values_list("answer", "words"))


@pytest.mark.once
@pytest.mark.parametrize("kind", make.KINDS)
def test_the_question_stands_under_every_kind_of_page(client: Client, kind: str) -> None:
    page = make.live_page(kind)
    text = client.get(make.path_of(page)).text
    assert text.count("Did you find what you needed?") == 1
    assert text.index('class="feedback"') > text.index("</article>")


def test_the_page_is_the_same_for_everybody_and_sets_no_cookie(page: Page) -> None:
    first, second = (Client(REMOTE_ADDR=address).get(make.path_of(page)) for address in ("198.51.100.1", "192.0.2.9"))
    assert first.content == second.content
    assert not first.cookies
    assert "csrf" not in first.text.lower()
    assert "Cookie" not in first.get("Vary", "")


@pytest.mark.parametrize("answer", ["yes", "partly", "no"])
def test_an_answer_is_stored_with_the_edition_and_the_day_only(page: Page, answer: str) -> None:
    with time_machine.travel("2026-11-21T12:34:56Z", tick=False):
        reply = send(page, answer=answer, words="How far\r\nto walk?")
    assert (reply.status_code, reply.url) == (303, "/feedback/thanks/")
    assert not reply.cookies
    row = Feedback.objects.values().get()
    assert row == {
        "id": row["id"],
        "edition_id": page.editions.get().pk,
        "answer": answer,
        "words": "How far\nto walk?",
        "given_on": TODAY,
    }
    assert "no fewer" not in Client().get(reply.url).text


def test_there_is_no_column_for_anything_else(page: Page) -> None:
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, Feedback._meta.db_table)
    assert {column.name for column in columns} == {"id", "edition_id", "answer", "words", "given_on"}


def test_contact_details_never_reach_the_database_and_the_reader_sees_what_was_kept(page: Page) -> None:
    reply = send(page, answer="no", words="My name is Jo Bloggs. Write to <b>jo</b>@example.org about walking")
    assert reply.status_code == 200
    ((_, words),) = stored()
    assert "Bloggs" not in words
    assert "example.org" not in words
    assert words.endswith("about walking")
    assert "about walking" in reply.text
    assert "[removed]" in reply.text
    assert "Bloggs" not in reply.text
    assert f'href="{make.path_of(page)}"' in reply.text
    assert "no-store" in reply["Cache-Control"]


def test_the_reader_is_told_before(page: Page) -> None:
    text = Client().get(make.path_of(page)).text
    assert "do not write names or contact details; we remove what looks like one" in text


@pytest.mark.once
@pytest.mark.parametrize(
    ("fields", "problem", "field"),
    [
        ({"words": "typed <words>"}, "Choose yes, partly or no.", "answer"),
        ({"answer": "maybe", "words": "typed <words>"}, "Choose yes, partly or no.", "answer"),
        ({"answer": "no", "words": "typed <words>" + "a" * 1000}, "Your words have 1,013 characters.", "words"),
    ],
)
def test_a_mistake_is_told_and_the_form_keeps_what_was_typed(
    page: Page, fields: dict[str, str], problem: str, field: str
) -> None:
    reply = send(page, **fields)
    assert reply.status_code == 400
    assert problem in reply.text
    assert "typed &lt;words&gt;" in reply.text
    assert f'href="#feedback-{field}"' in reply.text
    assert f'id="feedback-{field}"' in reply.text
    assert not stored()
    if fields.get("answer") == "no":
        assert 'value="no" checked' in reply.text
    again = read_feedback(reply.text)
    assert again["page"] == make.path_of(page)
    mended = {**again, "words": "typed <words>", "answer": "no"}
    assert Client().post("/feedback/", mended, **OURS).status_code == 303
    assert stored() == [("no", "typed <words>")]


def test_a_thousand_characters_are_not_too_many(page: Page) -> None:
    assert send(page, answer="no", words="a\r\n" * 499 + "aa").status_code == 303


@pytest.mark.once
@pytest.mark.parametrize(
    "headers",
    [
        OURS,
        {"HTTP_ORIGIN": "http://testserver"},
        {"HTTP_REFERER": "http://testserver/conditions/x/"},
        {"HTTP_SEC_FETCH_SITE": "same-origin"},
    ],
    ids=["both", "old browser", "older browser", "no origin"],
)
def test_a_form_of_ours_is_taken(page: Page, headers: dict[str, str]) -> None:
    assert send(page, headers, answer="yes").status_code == 303


@pytest.mark.once
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_ORIGIN": "http://elsewhere.example"},
        {"HTTP_ORIGIN": "https://testserver"},
        {"HTTP_ORIGIN": "http://testserver.elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "null", "HTTP_REFERER": "http://testserver/"},
        {"HTTP_REFERER": "http://elsewhere.example/http://testserver/"},
        {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "http://elsewhere.example", "HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_SEC_FETCH_SITE": "none"},
    ],
)
def test_a_form_from_elsewhere_is_refused(page: Page, headers: dict[str, str]) -> None:
    reply = send(page, headers, answer="yes")
    assert reply.status_code == 403
    assert not stored()


def test_behind_a_proxy_the_sites_own_https_address_fits(page: Page, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    headers = {"HTTP_ORIGIN": "https://testserver", "HTTP_HOST": "testserver", "HTTP_X_FORWARDED_PROTO": "https"}
    assert send(page, headers, answer="yes").status_code == 303


def test_the_sixth_in_a_minute_waits_and_loses_nothing(page: Page) -> None:
    with time_machine.travel("2026-11-21T10:00:15Z", tick=False):
        fields = form_of(page) | {"answer": "no", "words": "typed <words>"}
        replies = [Client().post("/feedback/", fields, **OURS) for _ in range(6)]
    assert [reply.status_code for reply in replies] == [303] * 5 + [429]
    assert replies[-1]["Retry-After"] == "45"
    assert "Nothing you typed is lost" in replies[-1].text
    assert "typed &lt;words&gt;" in replies[-1].text
    assert 'value="no" checked' in replies[-1].text
    again = read_feedback(replies[-1].text)
    assert (again["page"], again["edition"]) == (fields["page"], fields["edition"])


def test_the_same_words_twice_are_one_and_bare_answers_all_count(page: Page) -> None:
    for _ in range(2):
        send(page, answer="no", words="Twice")
        send(page, answer="yes")
    assert sorted(stored()) == [("no", "Twice"), ("yes", ""), ("yes", "")]


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(page: Page) -> None:
    assert send(page, answer="no", words="Buy", website="https://example.org").status_code == 303
    assert not stored()


@pytest.mark.parametrize(
    "fields",
    [
        {"page": "/conditions/none/"},
        {"page": "/moon/x/"},
        {"page": ""},
        {"edition": ""},
        {"edition": "9"},
        {"edition": "2"},
        {"edition": "٢"},
        {"edition": "-1"},
        {"edition": "1" * 30},
    ],
)
def test_pages_and_editions_that_readers_never_had_are_unknown(page: Page, fields: dict[str, str]) -> None:
    make.edit(page, summary="A draft nobody sees.")
    assert Client().post("/feedback/", form_of(page) | {"answer": "yes"} | fields, **OURS).status_code == 404
    assert not stored()


def test_an_older_edition_and_a_former_address_are_still_known(page: Page) -> None:
    old = make.path_of(page)
    make.edit(page, slug="another-slug")
    make.republish(page)
    found = edition_of(old, "1")
    assert found is not None
    assert (found.page_id, found.number) == (page.pk, 1)
    assert edition_of(make.path_of(page), "2").number == 2


def test_a_withdrawn_page_takes_no_answers(page: Page) -> None:
    fields = form_of(page)
    publishing.withdraw(page=page, by=make.publisher(), reason="Old")
    assert Client().post("/feedback/", fields | {"answer": "yes"}, **OURS).status_code == 404


def test_words_are_gone_after_ninety_days_and_answers_stay(page: Page) -> None:
    edition = page.editions.get()
    with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC), tick=False):
        for days, words in ((90, "ninety"), (89, "eighty-nine"), (200, "")):
            Feedback.objects.create(edition=edition, answer="no", words=words, given_on=TODAY - dt.timedelta(days=days))
        out = StringIO()
        call_command("delete_old_feedback", stdout=out)
    assert out.getvalue() == "Words deleted: 1.\n"
    assert stored() == [("no", ""), ("no", "eighty-nine"), ("no", "")]
    assert forget_old_words(TODAY) == 0


def test_old_words_go_whenever_something_is_stored(page: Page) -> None:
    edition = page.editions.get()
    Feedback.objects.create(edition=edition, answer="no", words="old", given_on=TODAY - dt.timedelta(days=91))
    keep(edition=edition, answer="yes", words="", today=TODAY)
    assert stored() == [("no", ""), ("yes", "")]


def test_it_can_be_switched_off(page: Page, settings: Any) -> None:
    fields = form_of(page)
    settings.LEGWISE_FEEDBACK = False
    assert "Did you find" not in Client().get(make.path_of(page)).text
    assert Client().post("/feedback/", fields | {"answer": "yes"}, **OURS).status_code == 404


def test_looking_at_its_address_leads_home_and_thanks_are_not_for_search_engines(client: Client) -> None:
    assert client.get("/feedback/").url == "/"
    assert '<meta name="robots" content="noindex">' in client.get("/feedback/thanks/").text


def test_a_preview_does_not_ask(page: Page) -> None:
    html = client_of(make.author()).get(admin_url(page, "preview")).text
    assert "Narrow arteries" in html
    assert "Did you find" not in html


def test_the_log_says_nothing_of_it(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    fields = form_of(page) | {"answer": "no", "words": "canary-words"}
    capsys.readouterr()
    Client().post("/feedback/", fields, **OURS)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["route"], line["method"], line["status"]) for line in lines] == [("feedback", "POST", 303)]
    assert "canary" not in json.dumps(lines)
    assert make.path_of(page) not in json.dumps(lines)


# -- in the admin --


def answered(page: Page, *answers: str, words: str = "", days: int = 0) -> None:
    for answer in answers:
        Feedback.objects.create(
            edition=page.editions.first(), answer=answer, words=words, given_on=TODAY - dt.timedelta(days=days)
        )


@pytest.fixture
def editor() -> Client:
    return client_of(make.make_user("Editor"))


def rows(client: Client, name: str, **query: Any) -> list[Any]:
    return list(client.get(reverse(f"admin:articles_{name}_changelist"), query).context["cl"].result_list)


def test_editors_see_it_by_page(editor: Client, page: Page) -> None:
    other = make.live_page("symptom", title="Cold feet")
    make.live_page("article", title="Nobody answered")
    answered(page, "yes", "yes", "partly", days=3)
    answered(page, "no", words="Older words", days=2)
    make.edit(page, summary="Newer")
    make.republish(page)
    answered(page, "partly", words="Newer words", days=1)
    answered(other, "no", "no")
    found = {row.title: (row.yes, row.partly, row.no, row.newest_words, row.newest_number) for row in rows(
        editor, "pagefeedback"
    )}  # fmt: skip
    assert found == {"Cold feet": (0, 0, 2, None, None), "Narrow arteries": (2, 2, 1, "Newer words", 2)}
    assert list(found) == ["Cold feet", "Narrow arteries"]
    for query, titles in (
        ({"answer": "yes"}, {"Narrow arteries"}),
        ({"answer": "words"}, {"Narrow arteries"}),
        ({"kind": "symptom"}, {"Cold feet"}),
    ):
        assert {row.title for row in rows(editor, "pagefeedback", **query)} == titles


def test_a_page_leads_to_its_answers(editor: Client, page: Page) -> None:
    other = make.live_page("symptom", title="Cold feet")
    answered(page, "yes", words="Fine")
    answered(other, "no", words="Not fine")
    form = editor.get(admin_url(page)).text
    url = f"{reverse('admin:articles_feedback_changelist')}?page={page.pk}"
    assert f'href="{url}"' in form
    assert editor.get(reverse("admin:articles_pagefeedback_change", args=[page.pk])).url == url
    assert [row.words for row in editor.get(url).context["cl"].result_list] == ["Fine"]
    assert [row.words for row in rows(editor, "feedback", kind="symptom")] == ["Not fine"]
    assert [row.words for row in rows(editor, "feedback", answer__exact="yes")] == ["Fine"]
    assert len(rows(editor, "feedback", page="x")) == 2


@pytest.mark.parametrize("name", ["feedback", "pagefeedback"])
def test_it_can_only_be_looked_at_and_not_by_everybody(admin_client: Client, page: Page, name: str) -> None:
    answered(page, "no", words="<b>bold</b>")
    pk = Feedback.objects.get().pk if name == "feedback" else page.pk
    assert "&lt;b&gt;bold" in admin_client.get(reverse(f"admin:articles_{name}_changelist")).text
    assert admin_client.get(reverse(f"admin:articles_{name}_add")).status_code == 403
    assert admin_client.post(reverse(f"admin:articles_{name}_delete", args=[pk]), {"post": "yes"}).status_code == 403
    stranger = client_of(make.make_user())
    assert stranger.get(reverse(f"admin:articles_{name}_changelist")).status_code == 403
    assert client_of(make.make_user("Clinical reviewer")).get(
        reverse(f"admin:articles_{name}_changelist")
    ).status_code == 200  # fmt: skip


def test_long_lists_ask_the_database_no_more_often(
    editor: Client, page: Page, django_assert_max_num_queries: Any
) -> None:
    answered(page, "no", words="One")
    for number in range(5):
        answered(make.live_page("symptom", title=f"Symptom {number}"), "yes", "no", words=f"Words {number}")
    with django_assert_max_num_queries(12):
        rows(editor, "pagefeedback")
    with django_assert_max_num_queries(12):
        rows(editor, "feedback")
