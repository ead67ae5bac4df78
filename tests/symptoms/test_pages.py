"""What clinical pages show: cards, both ends of the graph, cautions, and how many queries that takes."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import linked as memory
from articles import paging, publishing
from articles.editions import newest
from articles.models import Page, Place, SiteIdentity
from articles.shared import save_shared
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MOST_QUERIES = 4
"""Of a page whose linked pages and sources are not in memory yet; two where they are."""
MOST_QUERIES_OF_A_LIST = 5
MOST_QUERIES_OF_A_SEARCH = 5


def text_of(client, page) -> str:
    answer = client.get(make.path_of(page))
    assert answer.status_code == 200
    return answer.text


def in_the_uk() -> None:
    place = Place(
        key="uk",
        name="UK",
        emergency_number="999",
        emergency_words="Call 999",
        urgent_number="111",
        urgent_words="Call 111",
    )
    save_shared(place, by=None)
    identity = SiteIdentity.load()
    identity.place = place
    save_shared(identity, by=None)


def sign(level: str, card: str, **changes):
    return make.live_page("urgent_sign", fields={"level": level, "card": card}, **changes)


def cards(text: str) -> dict[str, str]:
    """The care cards of a page by level, as words, in page order."""
    found = re.findall(r'<section class="care-card care-card--([a-z-]+)">(.*?)</section>', text, re.DOTALL)
    return {level: " ".join(re.sub("<[^>]+>", " ", html).split()) for level, html in found}


# -- care cards --


@pytest.mark.parametrize("kind", ["condition", "symptom"])
def test_cards_come_from_urgent_signs_by_level_and_from_when_to_seek_care(client, kind: str) -> None:
    in_the_uk()
    today = sign("same-day", "a sore does not heal")
    now = sign("emergency", "one leg is suddenly <cold>")
    page = make.live_page(
        kind, fields={"seek_care": ["you get **pain** on walking."]}, links={"urgent_signs": [today, now]}
    )
    text = text_of(client, page)
    found = cards(text)
    assert list(found) == ["emergency", "same-day", "routine"]
    assert found["emergency"] == "Emergency : Call 999 if: one leg is suddenly &lt;cold&gt; Call 999"
    assert found["same-day"].startswith("Urgent: get help today : Call 111 if: a sore does not heal")
    assert found["routine"].endswith("Make an appointment if: you get pain on walking.")
    assert 'href="tel:999"' in text
    assert 'href="tel:111"' in text


def test_a_page_without_urgent_signs_has_no_empty_cards(client) -> None:
    assert cards(text_of(client, make.live_page("condition"))) == {}


def test_a_withdrawn_or_unpublished_sign_leaves_the_card(client) -> None:
    now, other = sign("emergency", "one leg is cold"), sign("emergency", "both legs are cold")
    draft = make.signed_page("urgent_sign", fields={"card": "a draft says so"})
    page = make.live_page(links={"urgent_signs": [now, other, draft]})
    publishing.withdraw(page=now, by=make.publisher(), reason="Wrong")
    found = cards(text_of(client, page))["emergency"]
    assert "both legs are cold" in found
    assert "one leg is cold" not in found
    assert "draft" not in found


def test_a_card_follows_its_sign_when_that_is_published(client) -> None:
    now = sign("emergency", "one leg is cold")
    page = make.live_page(links={"urgent_signs": [now]})
    make.edit(now, fields={"level": "same-day", "card": "one leg is cool"})
    assert "one leg is cold" in cards(text_of(client, page))["emergency"]
    make.republish(now)
    assert list(cards(text_of(client, page))) == ["same-day"]


def test_a_card_does_not_list_sources_that_only_its_link_cites(client) -> None:
    make.source("hidden")
    page = make.live_page(links={"urgent_signs": [make.link(sign("emergency", "x"), "note [@hidden]")]})
    assert "https://example.org/hidden" not in text_of(client, page)


def test_an_urgent_sign_says_what_to_do_first(client) -> None:
    in_the_uk()
    page = make.live_page("urgent_sign", fields={"do_now": ["Call {{emergency-number}}."], "do_not": ["Do not wait."]})
    text = text_of(client, page)
    assert text.index("Do this now") < text.index("Do not wait.") < text.index("In short")
    assert 'Call <a href="tel:999">999</a>.' in text


# -- both ends of the graph --

ENDS = [
    ("symptoms", "condition", "symptom", "most", "in most people"),
    ("risk_factors", "condition", "risk_factor", "strong", "strong link"),
    ("tests", "condition", "test", "first", "often the first test"),
    ("treatments", "condition", "treatment", "first-line", "often tried first"),
    ("prevention", "condition", "prevention", "", ""),
    ("related", "condition", "article", "", ""),
    ("urgent_signs", "article", "urgent_sign", "", ""),
]


@pytest.mark.parametrize(("relation", "owner", "target", "qualifier", "words"), ENDS, ids=[end[0] for end in ENDS])
def test_a_link_shows_at_both_ends_with_its_note_and_qualifier(
    client, relation, owner, target, qualifier, words
) -> None:
    make.source()
    other = make.live_page(target, title="The other end")
    page = make.live_page(
        owner, title="The owner", links={relation: [make.link(other, "Said so [@leg-guide].", qualifier)]}
    )
    for here, there in ((page, other), (other, page)):
        text = text_of(client, here)
        assert f'href="{make.path_of(there)}"' in text
        assert "Said so" in text
        assert words in text


def test_a_link_shows_only_while_both_ends_are_live(client) -> None:
    draft = make.signed_page("symptom", title="Other end")
    page = make.live_page(links={"symptoms": [draft]})
    assert "Other end" not in text_of(client, page)
    publishing.publish(edition=newest(draft), by=make.publisher())
    assert "Other end" in text_of(client, page)
    assert make.path_of(page) in text_of(client, draft)
    publishing.withdraw(page=page, by=make.publisher(), reason="Old")
    assert "/conditions/" + page.slug not in text_of(client, draft)


def test_links_stand_in_the_order_their_owner_gave_them(client) -> None:
    pages = [make.live_page("symptom", title=title) for title in ("Zebra legs", "Apple legs", "Middle legs")]
    text = text_of(client, make.live_page(links={"symptoms": pages}))
    places = [text.index(title) for title in ("Zebra legs", "Apple legs", "Middle legs")]
    assert places == sorted(places)


def test_a_page_linked_by_two_relations_is_named_once(client) -> None:
    other = make.live_page("prevention", title="Walk more")
    page = make.live_page("article", links={"prevention": [other], "related": [other]})
    assert text_of(client, page).count("Walk more</a>") == 1


def test_cautions_stand_before_the_advice_and_lead_on(client) -> None:
    why = make.live_page("condition", title="Heart failure")
    cautions = [
        {"level": "not-if", "text": "you have **heart failure**", "page": why.uid},
        {"level": "ask-first", "text": "you are pregnant", "page": ""},
    ]
    text = text_of(client, make.live_page("treatment", body="The advice.", parts={"cautions": cautions}))
    assert text.index("Not safe") < text.index("Ask first") < text.index("The advice.")
    assert "<strong>heart failure</strong>" in text
    assert f'<a href="{make.path_of(why)}">About Heart failure</a>' in text


def test_a_caution_about_a_condition_stands_at_its_link_to_the_advice_even_in_an_edition_older_than_the_caution(
    client,
) -> None:
    advice = make.live_page("treatment", title="Tight socks")
    narrow = make.live_page(body="::: advice " + advice.uid + "\n:::", links={"treatments": [advice]})
    other = make.live_page(links={"treatments": [advice]})
    assert "press on arteries" not in text_of(client, narrow)
    make.edit(advice, parts={"cautions": [{"level": "not-if", "text": "They press on arteries", "page": narrow.uid}]})
    make.republish(advice)
    assert text_of(client, narrow).count("They press on arteries") == 2
    assert "press on arteries" not in text_of(client, other)


def test_a_page_leads_to_its_neighbours_on_its_first_shelf(client) -> None:
    shelf = make.topic("leg-cramps").key
    first, middle, last = (make.live_page(title=title, topics=[shelf]) for title in ("Ankle", "Calf", "Thigh"))
    pages = [client.get(make.path_of(page)).context["page"] for page in (first, middle, last)]
    assert [page.subject.url for page in pages] == ["/topics/leg-cramps/"] * 3
    assert [page.previous and page.previous.title for page in pages] == [None, "Ankle", "Calf"]
    assert [page.next and page.next.title for page in pages] == ["Calf", "Thigh", None]


def test_a_condition_shows_what_tells_it_apart_and_is_found_by_where_it_hurts(client) -> None:
    make.vocabulary()
    page = make.live_page(parts={"features": {"where": ["calf"], "relieved_by": ["standing-still"]}})
    text = text_of(client, page)
    assert "Standing still" in text
    assert make.path_of(page) in client.get("/where/calf/").text
    assert make.path_of(page) not in client.get("/where/thigh/").text


def test_a_test_shows_its_facts_at_a_glance(client) -> None:
    make.source()
    page = make.live_page("test", fields={"modality": "mr", "duration": "30 minutes [@leg-guide]"})
    text = text_of(client, page)
    assert "MR (magnet) scan" in text
    assert '30 minutes<sup class="cite">' in text


# -- lists --


def test_other_names_lead_to_the_page_in_the_a_to_z(client) -> None:
    make.live_page(title="Narrow arteries", medical_name="Peripheral artery disease", lay_names=["Bad circulation"])
    text = client.get("/a-z/").text
    for name in ("Narrow arteries", "Peripheral artery disease", "Bad circulation"):
        assert name in text


def test_urgent_signs_are_listed_by_level(client) -> None:
    make.live_page("urgent_sign", title="Sore foot", fields={"level": "same-day"})
    make.live_page("urgent_sign", title="Cold leg", fields={"level": "emergency"})
    text = client.get("/urgent/").text
    order = ["if:</h2>", "one leg is suddenly cold", "Cold leg", "Urgent: get help today", "Sore foot"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


@pytest.mark.parametrize(
    "path", ["/", "/a-z/", "/conditions/", "/articles/", "/glossary/", "/urgent/", "/where/calf/", "/search/"]
)
def test_an_empty_library_is_no_error(client, path: str) -> None:
    assert client.get(path).status_code == 200


# -- queries --


def count(client, path: str) -> int:
    """Queries of one answer, after a first one: a new process asks the database about itself and learns the words
    of the library once. Nothing is remembered of the pages and sources that this one shows.
    """
    client.get(path)
    for rows in (memory.links, memory.pages, memory.sources, paging.lists):
        rows.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def linked(kind: str, others: list[Page]) -> Page:
    """A page of this kind with links, sources, topics, and these pages named in its text."""
    links = {"related": [make.link(other, "note [@leg-guide]") for other in others]}
    body = "Words [@leg-guide].\n\n" + "\n".join(f"- [[{other.uid}]]" for other in others)
    return make.starter_page(kind, body=body, topics=["leg-arteries"], links=links)


def test_every_kind_of_page_takes_as_many_queries_with_30_links_each_way_as_with_3(client, settings) -> None:
    make.source()
    make.topic()
    others = [make.starter_page("prevention", title=f"Way {n}") for n in range(30)]
    few = {kind: linked(kind, others[:3]) for kind in make.KINDS}
    many = {kind: linked(kind, others) for kind in make.KINDS}
    leading = [make.starter_page("article", links={"related": list(many.values())}) for _ in range(9)]
    leading += [make.starter_page("article", links={"related": [*many.values(), *few.values()]}) for _ in range(3)]
    make.publish_starters(settings, [*others, *few.values(), *many.values(), *leading])
    for kind in make.KINDS:
        queries = count(client, make.path_of(few[kind]))
        assert queries == count(client, make.path_of(many[kind])), kind
        assert queries <= MOST_QUERIES + (kind == "comparison"), kind  # one more: the compared pages
        path = make.path_of(many[kind])
        with CaptureQueriesContext(connection) as remembered:
            client.get(path)
        assert len(remembered) == queries - 2, kind


LISTS = (
    "/",
    "/articles/",
    "/conditions/",
    "/tests/",
    "/glossary/",
    "/urgent/",
    "/a-z/",
    "/where/calf/",
    "/topics/leg-arteries/",
    "/search/?q=pain+in+the+calf",
    "/compare/",
    "/guide/?where=calf",
    "/feed.xml",
    "/sitemap.xml",
)


def test_every_list_takes_as_many_queries_with_9_pages_of_a_kind_as_with_1(client, settings) -> None:
    make.vocabulary()
    shelf = make.topic().key
    counts = []
    for number in (1, 8):
        pages = []
        for kind in ("article", "condition", "test", "glossary_term", "urgent_sign"):
            parts = {"features": {"where": ["calf"]}} if kind == "condition" else {}
            made = (
                make.starter_page(kind, topics=[shelf], lay_names=["Other name"], parts=parts) for _ in range(number)
            )
            pages += made
        make.publish_starters(settings, pages)
        counts.append({path: count(client, path) for path in LISTS})
    assert counts[0] == counts[1]
    of_search = counts[0].pop("/search/?q=pain+in+the+calf")
    assert of_search <= MOST_QUERIES_OF_A_SEARCH
    assert max(counts[0].values()) <= MOST_QUERIES_OF_A_LIST, counts[0]
