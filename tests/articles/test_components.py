"""What is rendered once follows every change at once, and nothing unsafe gets through a slot."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString

from articles import components
from articles.components import Frame, component, frame
from articles.memory import Recent
from articles.models import Place, SiteIdentity, Source
from articles.models.live import Address
from articles.prepared import Prepared
from articles.shared import save_shared
from tests import factories as make

pytestmark = pytest.mark.once


def page_text(client, page) -> str:
    return client.get(make.path_of(page)).text


# -- frames and components --


def test_a_frame_escapes_what_is_not_safe_wherever_a_slot_stands() -> None:
    shown = frame("parts/crumb.html", "url", "label").fill(url='/"><script>', label=SafeString("<b>Veins</b>"))
    assert 'href="/&quot;&gt;&lt;script&gt;"' in shown
    assert "<b>Veins</b>" in shown


def test_a_frame_does_not_fill_slots_that_stand_in_a_value() -> None:
    mark = "\ue000frame:label\ue001"
    assert mark in frame("parts/crumb.html", "url", "label").fill(url=mark, label="Veins")


def test_a_slot_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        frame("parts/crumb.html", "label").fill(url="/")


def test_a_plain_text_does_not_get_what_a_safe_one_of_the_same_letters_left() -> None:
    words = "<b>both</b>"
    assert words in component("components/page_head.html", title=SafeString(words))
    assert words not in component("components/page_head.html", title=words)


def test_components_and_frames_are_made_once_but_not_while_templates_are_worked_on(settings) -> None:
    assert frame("parts/crumb.html", "label") is frame("parts/crumb.html", "label")
    assert component("components/trust.html") is component("components/trust.html")
    settings.DEBUG = True
    assert frame("parts/crumb.html", "label") is not frame("parts/crumb.html", "label")
    assert component("components/trust.html") is not component("components/trust.html")


def test_what_is_kept_has_an_end() -> None:
    for number in range(components.MOST_COMPONENTS + 50):
        component("components/page_head.html", title=f"Page {number}")
    assert components._component.cache_info().currsize == components.MOST_COMPONENTS
    assert components._frame.cache_info().maxsize == components.MOST_FRAMES
    few: Recent[int, int] = Recent(most=2)
    assert [few.get(number, lambda number=number: number) for number in (1, 2, 1, 3)] == [1, 2, 1, 3]
    assert [few.get(number, lambda: 0) for number in (1, 3, 2)] == [1, 3, 0]


def test_an_empty_frame_is_what_its_template_says() -> None:
    assert Frame("<p>no slot</p>").fill() == "<p>no slot</p>"


# -- freshness --


@pytest.mark.django_db
def test_the_link_to_a_page_follows_its_title_and_level_wherever_it_stands(client) -> None:
    sign = make.live_page("urgent_sign", title="Cold leg", fields={"level": "same-day"})
    pages = [make.live_page("article", links={"related": [make.link(sign, "Read this.")]}) for _ in range(2)]
    for page in pages:
        assert "Get help today" in page_text(client, page)
    make.edit(sign, title="Cold, pale leg", fields={"level": "emergency"})
    make.republish(sign)
    for page in pages:
        text = page_text(client, page)
        assert ">Cold, pale leg</a>" in text
        assert ">Cold leg</a>" not in text
        assert '<span class="tag tag--emergency">' in text
    assert ">Cold, pale leg</a>" in client.get("/urgent/").text


@pytest.mark.django_db
def test_a_new_edition_is_read_at_once(client) -> None:
    page = make.live_page(body="The first words.")
    assert "The first words." in page_text(client, page)
    make.edit(page, body="Other words.")
    make.republish(page)
    text = page_text(client, page)
    assert "Other words." in text
    assert "The first words." not in text


@pytest.mark.django_db
def test_a_source_follows_its_record_in_the_list_and_in_the_structured_data(client) -> None:
    make.source()
    page = make.live_page(body="Words [@leg-guide].")
    page_text(client, page)
    source = Source.objects.get(key="leg-guide")
    source.title = "Legs, newly told"
    save_shared(source, by=None)
    assert page_text(client, page).count("Legs, newly told") == 2


@pytest.mark.django_db
def test_header_footer_and_care_cards_follow_the_site_and_its_place(client) -> None:
    sign = make.live_page("urgent_sign", fields={"level": "emergency"})
    page = make.live_page(links={"urgent_signs": [sign]})
    paths = (make.path_of(page), "/", "/conditions/")
    for path in paths:
        client.get(path)
    place = Place(key="uk", name="UK", emergency_number="999", emergency_words="Call 999")
    save_shared(place, by=None)
    identity = SiteIdentity.load()
    identity.name, identity.responsible_body, identity.place = "Leg <clinic>", "St Elsewhere", place
    save_shared(identity, by=None)
    for path in paths:
        text = client.get(path).text
        assert '<span class="brand__name">Leg &lt;clinic&gt;</span>' in text
        assert "Leg &lt;clinic&gt; is published by St Elsewhere." in text
        assert '<a href="tel:999">Call 999</a>' in text
    assert "Call 999 if:" in page_text(client, page)


@pytest.mark.django_db
def test_lists_and_the_front_page_follow_a_publish(client) -> None:
    make.live_page("article", title="Walking")
    paths = ("/", "/articles/", "/a-z/")
    for path in paths:
        assert "Walking" in client.get(path).text
    make.live_page("article", title="Resting")
    for path in paths:
        assert "Resting" in client.get(path).text


@pytest.mark.django_db
def test_the_navigation_says_where_the_reader_is(client) -> None:
    page = make.live_page("condition")
    assert 'href="/conditions/" aria-current="true"' in page_text(client, page)
    assert 'href="/conditions/" aria-current="page"' in client.get("/conditions/").text
    assert "aria-current" not in client.get("/").text.partition("<main")[0]


# -- questions put together once --


@pytest.mark.django_db
def test_a_prepared_question_answers_as_its_query_does_and_is_one_query() -> None:
    pages = [make.live_page("article", title=title) for title in ("One", "Two")]
    columns = ("kind", "slug", "published_at", "edition__brief")
    question = Prepared(
        lambda page, kind: Address.objects.live().filter(page=page, kind=kind).values_list(*columns), page=int, kind=str
    )
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            found = [tuple(row) for row in question.ask(page=page.pk, kind="article")]
        assert len(queries) == 1
        assert found == list(Address.objects.filter(page=page).values_list(*columns))
    assert list(question.ask(page=pages[0].pk, kind="condition")) == []


@pytest.mark.django_db
def test_a_prepared_question_that_does_not_use_a_value_is_refused() -> None:
    question = Prepared(lambda page: Address.objects.values_list("kind"), page=int)
    with pytest.raises(ValueError, match="page"):
        question.ask(page=1)
