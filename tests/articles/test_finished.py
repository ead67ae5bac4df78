"""Finished pages are kept by what they are made of: each change is seen at once, and what did not change is not made
again.

All in one process, as a worker is; the page cache in front of Django is not in the way here.
"""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import finished, linked, paging, publishing, subjects
from articles.content import content_of
from articles.editions import newest
from articles.identity import site_for
from articles.live import Served, resolve
from articles.memory import Recent, digest
from articles.models import Page, Place, SiteIdentity, Source, Topic
from articles.pages import builder_for
from articles.shared import save_shared
from symptoms import neighbours, words_shown
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the pages that were really made, in turn."""
    addresses: list[str] = []
    really_make = finished._make

    def make_one(template, context, site, path):
        addresses.append(path)
        return really_make(template, context, site, path)

    monkeypatch.setattr(finished, "_make", make_one)
    return addresses


def text_of(client: Client, page: Page | str) -> str:
    """The page, which is the same when asked for again."""
    path = page if isinstance(page, str) else make.path_of(page)
    first, again = client.get(path), client.get(path)
    assert first.status_code == again.status_code == 200
    assert (first.content, first["ETag"]) == (again.content, again["ETag"])
    return first.text


# -- what stays --


@pytest.mark.parametrize("path", ["/", "/conditions/", "/glossary/", "/urgent/", "/topics/leg-arteries/"])
def test_what_a_publish_does_not_touch_is_not_made_again(client, made: list[str], path: str) -> None:
    make.topic()
    other, page = make.live_page("test"), make.live_page(topics=["leg-arteries"])
    addresses = [make.path_of(page), path]
    first = [text_of(client, address) for address in addresses]
    make.edit(other, body="Other words about the test.")
    make.republish(other)
    assert [text_of(client, address) for address in addresses] == first
    assert made == addresses


def test_a_publish_makes_only_those_pages_anew_that_show_the_published_one(client, made: list[str]) -> None:
    target = make.live_page("test", title="Scan")
    linking, other = make.live_page(links={"tests": [target]}), make.live_page()
    for page in (linking, other):
        text_of(client, page)
    made.clear()
    make.edit(target, title="Ultrasound scan")
    make.republish(target)
    assert "Ultrasound scan" in text_of(client, linking)
    text_of(client, other)
    assert made == [make.path_of(linking)]


def test_while_templates_are_worked_on_nothing_is_kept(client, made: list[str], settings) -> None:
    settings.DEBUG = True
    path = make.path_of(make.live_page())
    assert client.get(path).content == client.get(path).content
    assert made == [path, path]


# -- what is seen at once --


def change_of_title(page: Page) -> None:
    make.edit(page, title="The new title")
    make.republish(page)


def caution(page: Page, about: Page) -> None:
    make.edit(page, parts={"cautions": [{"level": "not-if", "text": "It presses on arteries", "page": about.uid}]})
    make.republish(page)


def withdrawal(page: Page) -> None:
    publishing.withdraw(page=page, by=make.publisher(), reason="It was wrong.")


def test_a_linked_page_is_followed_through_new_words_a_new_caution_and_its_withdrawal(client) -> None:
    advice = make.live_page("treatment", title="Socks")
    page = make.live_page(links={"treatments": [advice]}, body=f"Try [[{advice.uid}]] now.")
    assert text_of(client, page).count("Socks</a>") == 2
    change_of_title(advice)
    assert text_of(client, page).count("The new title</a>") == 2
    caution(advice, page)
    assert "It presses on arteries" in text_of(client, page)
    withdrawal(advice)
    text = text_of(client, page)
    assert "The new title</a>" not in text
    assert "It presses on arteries" not in text


def test_a_page_follows_links_that_others_make_to_it_and_take_back(client) -> None:
    page = make.live_page("symptom")
    assert "Sore shin" not in text_of(client, page)
    condition = make.live_page(title="Sore shin", links={"symptoms": [make.link(page, "Most feel it.")]})
    text = text_of(client, page)
    assert "Sore shin</a>" in text
    assert "Most feel it." in text
    make.edit(condition, links={"symptoms": [make.link(page, "Few feel it.")]})
    make.republish(condition)
    assert "Few feel it." in text_of(client, page)
    make.edit(condition, links={"symptoms": []})
    make.republish(condition)
    assert "Sore shin" not in text_of(client, page)


def test_a_sign_off_shows_on_a_page_that_was_live_without_one(client, settings) -> None:
    page = make.unreviewed_live_page(settings)
    assert "Not yet reviewed" in text_of(client, page)
    publishing.sign_off(edition=newest(page), by=make.reviewer())
    assert "Reviewed by <strong>Dr Rita Reviewer</strong>" in text_of(client, page)


def test_a_due_date_that_passes_shows_although_nobody_published(client) -> None:
    with time_machine.travel(dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC), tick=False) as clock:
        page = make.live_page()
        assert "overdue" not in text_of(client, page)
        clock.move_to(dt.datetime(2028, 4, 1, 12, tzinfo=dt.UTC))
        assert "The review of this page is overdue" in text_of(client, page)


@pytest.mark.parametrize("path", ["/", "/conditions/", "/urgent/", "/articles/", "/glossary/", "/a-z/", ""])
def test_every_page_follows_the_site_and_its_place(client, path: str) -> None:
    path = path or make.path_of(make.live_page())
    text_of(client, path)
    place = Place(key="uk", name="UK", emergency_number="999", emergency_words="Call 999")
    save_shared(place, by=None)
    identity = SiteIdentity.load()
    identity.name, identity.place, identity.url = "Leg clinic", place, "https://legs.example"
    save_shared(identity, by=None)
    text = text_of(client, path)
    for shown in (
        "– Leg clinic</title>",
        '<a href="tel:999">Call 999</a>',
        'rel="canonical" href="https://legs.example/',
    ):
        assert shown in text
    place.emergency_number, place.emergency_words = "112", "Call 112"
    save_shared(place, by=None)
    assert '<a href="tel:112">Call 112</a>' in text_of(client, path)


def test_a_page_follows_what_the_operator_sets_and_the_name_it_is_asked_by(client, settings) -> None:
    path = make.path_of(make.live_page())
    settings.ALLOWED_HOSTS = ["testserver", "legs.example"]
    assert "Did you find what you needed?" in text_of(client, path)
    settings.LEGWISE_FEEDBACK = False
    assert "Did you find what you needed?" not in text_of(client, path)
    other = client.get(path, headers={"host": "legs.example"}).text
    assert f'rel="canonical" href="http://legs.example{path}"' in other
    assert "testserver" not in other


def test_shared_records_are_followed(client) -> None:
    make.source()
    make.topic()
    page = make.live_page(body="Words [@leg-guide].", topics=["leg-arteries"])
    text_of(client, page)
    source, topic = Source.objects.get(key="leg-guide"), Topic.objects.get(key="leg-arteries")
    for record, name, value in (
        (source, "title", "Legs, newly told"),
        (source, "year", 1999),
        (topic, "title", "Arteries"),
    ):
        setattr(record, name, value)
        save_shared(record, by=None)
        assert str(value) in text_of(client, page)
    assert ">Arteries</a>" in text_of(client, "/")


def test_what_stands_before_and_after_a_page_in_its_topic_is_followed(client) -> None:
    make.topic()
    page = make.live_page(title="B", topics=["leg-arteries"])
    assert 'rel="prev"' not in text_of(client, page)
    before = make.live_page(title="A thing before", topics=["leg-arteries"])
    assert "A thing before" in text_of(client, page)
    withdrawal(before)
    assert "A thing before" not in text_of(client, page)


def test_what_feels_much_the_same_is_followed(client) -> None:
    make.vocabulary()
    felt = {"features": {"where": ["calf"], "relieved_by": ["standing-still"]}}
    make.live_page(parts={"features": {"where": ["thigh"]}})
    page = make.live_page(parts=felt)
    assert "Not sure? Compare with" not in text_of(client, page)
    make.live_page(title="Its double", parts=felt)
    assert "Its double" in text_of(client, page).partition("Not sure? Compare with")[2]


def test_a_comparison_follows_the_compared_pages_and_the_vocabulary(client) -> None:
    make.vocabulary()
    pages = [make.live_page(parts={"features": {"where": ["calf"]}}) for _ in range(2)]
    comparison = make.live_page("comparison", links={"compares": pages})
    text_of(client, comparison)
    make.edit(pages[0], summary="A new summary of it.")
    make.republish(pages[0])
    assert "A new summary of it." in text_of(client, comparison)
    word = words_shown.Word.objects.get(key="calf")
    word.label = "Back of the lower leg"
    save_shared(word, by=None)
    assert "Back of the lower leg" in text_of(client, comparison)


def test_the_parts_of_a_long_list_do_not_stand_in_for_each_other(client, monkeypatch) -> None:
    monkeypatch.setattr(paging, "MOST_ROWS", 1)
    for title in ("First one", "Second one"):
        make.live_page("symptom", slug=title.lower().replace(" ", "-"), title=title)
    first, second = text_of(client, "/symptoms/"), text_of(client, "/symptoms/?page=2")
    assert "First one" in first and "Second one" not in first
    assert "Second one" in second and "First one" not in second


# -- how it is kept apart --


def forget(*more: Callable[[], None]) -> None:
    """Empty every memory of what the database says."""
    for memory in (linked.links, linked.pages, linked.sources, paging.lists):
        memory.clear()
    for kept in (
        linked.topics, subjects.shelves, neighbours.neighbours, neighbours._conditions, neighbours._curated,
        words_shown.facets,
    ):  # fmt: skip
        kept.cache_clear()


@pytest.mark.parametrize("kind", make.KINDS)
def test_once_all_is_gathered_nothing_more_is_asked_for(rf, kind: str) -> None:
    make.source()
    make.topic()
    make.vocabulary()
    advice = make.live_page(
        "prevention", parts={"cautions": [{"level": "not-if", "text": "Words [@leg-guide]", "page": ""}]}
    )
    links = {"related": [make.link(advice, "note [@leg-guide]")]}
    page = make.live_page(kind, topics=["leg-arteries"], body=f"[[{advice.uid}]] [@leg-guide]", links=links)
    served = resolve(kind, page.slug)
    assert isinstance(served, Served)
    request = rf.get(served.path)
    site = site_for(request, served.generation)
    builder = builder_for(content_of(served), site, dt.date(2026, 1, 1))
    forget()
    with CaptureQueriesContext(connection) as asked:
        builder.made_of()
        finished._make("pages/page.html", {"page": builder.build()}, site, served.path)
    assert [query["sql"] for query in asked] == []


def test_what_a_page_is_made_of_are_plain_values(rf) -> None:
    """Something that only says where in memory it is would be another thing each time."""
    make.source()
    make.topic()
    make.vocabulary()
    for kind in make.KINDS:
        page = make.live_page(kind, topics=["leg-arteries"], body="Words [@leg-guide].")
        served = resolve(kind, page.slug)
        site = site_for(rf.get(served.path), served.generation)
        made_of = [repr(builder_for(content_of(served), site, dt.date(2026, 1, 1)).made_of()) for _ in range(2)]
        assert made_of[0] == made_of[1]
        assert " at 0x" not in made_of[0]
        assert " object" not in made_of[0]


# -- bounds --


def test_what_is_kept_is_bounded_by_its_bytes() -> None:
    kept: Recent[str, bytes] = Recent(most=10, size=len)
    for key, size in (("a", 4), ("b", 4), ("c", 4)):
        kept.get(key, lambda size=size: b"x" * size)
    assert kept.get("a", lambda: b"again") == b"again"
    assert kept.get("c", lambda: b"") == b"xxxx"
    assert kept.get("larger than all", lambda: b"x" * 11) == b"x" * 11
    assert kept._held == sum(map(len, kept._kept.values())) <= 10
    assert finished.pages._most == finished.MOST_BYTES


def test_names_of_different_values_differ() -> None:
    values = [("a", "b"), ("ab",), ("a", ("b",)), (("a", "b"),), (1,), ("1",), (None,), ("None",), (b"1",), (True,), ()]
    assert len({digest(*value) for value in values}) == len(values)
