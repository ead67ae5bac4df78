"""Where readers are: neutral words until somebody chooses, and one page with the numbers of all places."""

import re
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles.identity import words_of
from articles.library.records import PLACES
from articles.markdown.slots import PlaceWords
from articles.models import Event, Library, Place, SiteIdentity
from articles.shared import choose_place
from tests import factories
from tests.admin.forms import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SHIPPED = yaml.safe_load((Path(__file__).parents[2] / "content" / "places.yaml").read_text(encoding="utf-8"))
NUMBERS = {"au": "000", "eu": "112", "uk": "999", "us": "911"}


@pytest.fixture
def places() -> None:
    """The places that ship."""
    PLACES.load(SHIPPED, None)


@pytest.fixture
def publisher() -> Client:
    return client_of(factories.make_user("Publisher"))


def choose(client: Client, key: str):
    return client.post(reverse("admin:articles_place_choose", args=[Place.objects.get(key=key).pk]))


def test_a_place_that_says_nothing_has_neutral_words() -> None:
    said = words_of(Place(name="Here", emergency_words="Call for help", urgent_words="Ask today"))
    assert said == PlaceWords(name="Here", emergency_words="Call for help", urgent_words="Ask today")
    assert (said.doctor, said.emergency_department) == ("doctor", "emergency department")
    assert said.card_heading("routine") == "Make an appointment if:"


def test_the_shipped_places_have_their_numbers_and_none_is_chosen(places: None) -> None:
    shipped = Place.objects.exclude(emergency_number="")
    assert dict(shipped.values_list("key", "emergency_number")) == NUMBERS
    assert Place.objects.filter(key="neutral", emergency_number="").exists()
    assert SiteIdentity.load().place is None


def test_all_keys_of_a_place_come_out_as_they_went_in(places: None) -> None:
    assert PLACES.dump() == SHIPPED


def test_the_front_page_asks_until_a_place_is_chosen(places: None, publisher: Client) -> None:
    asked = publisher.get(reverse("admin:index")).text
    assert "Where are your readers?" in asked
    assert [row["name"] for row in SHIPPED if row["name"] not in asked] == []
    before = Library.current_generation()

    answer = choose(publisher, "uk")
    assert answer.url == reverse("admin:index")
    assert SiteIdentity.load().place.key == "uk"
    assert Library.current_generation() > before
    event = Event.objects.first()
    assert (event.subject, event.reason, event.by) == (
        "siteidentity:1",
        "chosen: United Kingdom",
        answer.wsgi_request.user,
    )
    assert "Where are your readers?" not in publisher.get(reverse("admin:index")).text


def test_a_country_without_a_number_is_a_choice_too(places: None, publisher: Client) -> None:
    choose(publisher, "neutral")
    assert "Where are your readers?" not in publisher.get(reverse("admin:index")).text


def test_only_who_may_change_the_site_is_asked_and_heard(places: None) -> None:
    editor = client_of(factories.make_user("Editor"))
    assert "Where are your readers?" not in editor.get(reverse("admin:index")).text
    assert choose(editor, "uk").status_code == 403
    assert choose(Client(), "uk").status_code == 302
    assert SiteIdentity.load().place is None


def test_choosing_needs_a_post_with_its_token(places: None, publisher: Client) -> None:
    url = reverse("admin:articles_place_choose", args=[Place.objects.get(key="uk").pk])
    assert publisher.get(url).status_code == 405
    publisher.handler.enforce_csrf_checks = True
    assert publisher.post(url).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', publisher.get(reverse("admin:index")).text)
    assert publisher.post(url, {"csrfmiddlewaretoken": token[1]}).status_code == 302


@pytest.mark.parametrize("chosen", [None, "us"])
def test_one_page_has_the_numbers_of_all_places(client: Client, places: None, chosen: str | None) -> None:
    if chosen:
        choose_place(Place.objects.get(key=chosen), by=None)
    text = client.get("/emergency-numbers/").text
    main = text.split("<main", 1)[1].split("</main>", 1)[0]
    for place in Place.objects.all():
        assert place.emergency_words.replace("&", "&amp;") in main
        assert place.urgent_words.replace("'", "&#x27;") in main
    assert {f"tel:{number}" for number in (*NUMBERS.values(), "111", "1800022222")} == set(
        re.findall(r'href="(tel:[^"]+)"', main)
    )
    headings = re.findall(r"<h2>([^<]+)</h2>", main)
    assert headings[0] == ("United States" if chosen else "Australia")
    assert headings[-2:] == ["Another country", "Is your country not here?"]


def test_the_page_stands_without_any_place(client: Client) -> None:
    assert "Call your local emergency number" in client.get("/emergency-numbers/").text


@pytest.mark.parametrize("chosen", [None, "uk"])
@pytest.mark.parametrize("path", ["/", "/search/", "/no-such-page/"])
def test_strip_and_boxes_lead_to_it(client: Client, places: None, path: str, chosen: str | None) -> None:
    if chosen:
        choose_place(Place.objects.get(key=chosen), by=None)
    text = client.get(path).text
    strips = text.split('class="emergency-strip"')[1:]
    boxes = [part.split("</section>", 1)[0] for part in text.split('class="emergency-box"')[1:]]
    assert len(strips) == 1
    assert len(boxes) == (0 if path == "/" else 1)
    assert all('href="/emergency-numbers/"' in part for part in (strips[0].split("<nav", 1)[0], *boxes))
    assert ('href="tel:999"' in text) is bool(chosen)


def test_search_engines_are_told_of_it(client: Client) -> None:
    assert "/emergency-numbers/</" in client.get("/sitemap.xml").text


def test_the_demo_says_whose_numbers_readers_see(places: None) -> None:
    def said() -> str:
        out = StringIO()
        call_command("demo_accounts", stdout=out)
        return out.getvalue()

    assert "No place is chosen yet" in said()
    choose_place(Place.objects.get(key="uk"), by=None)
    assert "Readers see the emergency numbers of: United Kingdom." in said()
