"""What every page shows of its review, its address and itself to machines; the feed and the sitemap."""

import datetime as dt
import json
import re
from xml.etree import ElementTree as ET

import pytest
import time_machine

from articles.editions import newest
from articles.models import SiteIdentity, Topic
from articles.pages import add_months, first_sentence
from articles.shared import save_shared
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)


def graph(text: str) -> dict[str, dict]:
    """The page's JSON-LD by type."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    nodes = json.loads(found[1])["@graph"]
    return {node["@type"] if isinstance(node["@type"], str) else node["@type"][0]: node for node in nodes}


def text_of(client, page) -> str:
    return client.get(make.path_of(page)).text


# -- review --


def test_an_unreviewed_page_says_so_and_names_no_reviewer(client, settings) -> None:
    text = text_of(client, make.unreviewed_live_page(settings))
    assert "Not yet reviewed by a clinician here" in text
    assert "has not yet been reviewed" in text
    node = graph(text)["MedicalWebPage"]
    assert not {"reviewedBy", "lastReviewed"} & set(node)


def test_a_reviewed_page_names_reviewer_role_date_and_next_review(client) -> None:
    with time_machine.travel(NOON, tick=False):
        text = text_of(client, make.live_page())
    for words in ("Dr Rita Reviewer", "Vascular surgeon", "31 March 2026", "31 March 2028"):
        assert words in text
    node = graph(text)["MedicalWebPage"]
    assert (node["reviewedBy"]["name"], node["lastReviewed"]) == ("Dr Rita Reviewer", "2026-03-31")


def test_a_page_past_its_date_says_its_review_is_overdue(client) -> None:
    text = text_of(client, make.overdue_page())
    assert "The review of this page is overdue" in text
    assert "Dr Rita Reviewer" in text


@pytest.mark.parametrize(("day", "overdue"), [(dt.date(2028, 3, 31), False), (dt.date(2028, 4, 1), True)])
def test_a_review_is_overdue_on_the_day_after_it_was_due(client, day: dt.date, overdue: bool) -> None:
    with time_machine.travel(NOON, tick=False):
        page = make.live_page()
    with time_machine.travel(dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC), tick=False):
        assert ("is overdue" in text_of(client, page)) is overdue


def test_the_newest_signature_counts(client) -> None:
    page = make.overdue_page()
    from articles.publishing import sign_off

    sign_off(edition=newest(page), by=make.make_user("Clinical reviewer", name="Dr Second", role="Nurse"))
    text = text_of(client, page)
    assert "Dr Second" in text
    assert "is overdue" not in text


def test_the_site_decides_how_long_a_review_holds(client) -> None:
    identity = SiteIdentity.load()
    identity.review_months = 6
    save_shared(identity, by=None)
    with time_machine.travel(NOON, tick=False):
        assert "30 September 2026" in text_of(client, make.live_page())


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [("2026-01-31", 1, "2026-02-28"), ("2023-11-30", 3, "2024-02-29"), ("2026-12-15", 12, "2027-12-15")],
)
def test_months_are_added_by_the_calendar(day: str, months: int, result: str) -> None:
    assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(result)


# -- for machines --


@pytest.mark.parametrize("kind", make.KINDS)
def test_every_page_has_one_canonical_address_and_open_graph_words(client, kind: str) -> None:
    page = make.live_page(kind, title="Legs & more", summary="About “legs”.")
    text, path = text_of(client, page), make.path_of(page)
    assert text.count('rel="canonical"') == 1
    assert f'<link rel="canonical" href="http://testserver{path}">' in text
    for name, words in {
        "type": "article",
        "title": "Legs &amp; more",
        "description": "About “legs”.",
        "url": f"http://testserver{path}",
    }.items():
        assert f'<meta property="og:{name}" content="{words}">' in text
    assert '<meta name="description" content="About “legs”.">' in text
    assert text.count("<h1") == 1


@pytest.mark.parametrize("kind", make.KINDS)
def test_breadcrumbs_count_from_one_and_end_at_the_page(client, kind: str) -> None:
    page = make.live_page(kind)
    trail = graph(text_of(client, page))["BreadcrumbList"]["itemListElement"]
    assert [item["position"] for item in trail] == [1, 2, 3]
    assert [item["item"] for item in trail] == [
        "http://testserver/",
        f"http://testserver/{page.spec.folder}/",
        f"http://testserver{make.path_of(page)}",
    ]


def test_a_title_cannot_end_the_script_it_stands_in(client) -> None:
    title = "</script><script>alert(1)</script>&<!--"
    text = text_of(client, make.live_page(title=title))
    assert "</script><script>" not in text
    assert graph(text)["MedicalCondition"]["name"] == title


def test_the_public_address_of_the_site_is_used_everywhere(client) -> None:
    identity = SiteIdentity.load()
    identity.url = "https://legs.example.org/"
    save_shared(identity, by=None)
    page = make.live_page(slug="pad")
    assert '<link rel="canonical" href="https://legs.example.org/conditions/pad/">' in text_of(client, page)
    assert "https://legs.example.org/conditions/pad/" in client.get("/sitemap.xml").text
    for path in ("/", "/feed.xml", "/sitemap.xml", "/conditions/", "/conditions/pad/", "/search/"):
        assert "example.org//" not in client.get(path).text


# -- feed and sitemap --


def entries(client) -> list[dict[str, str]]:
    feed = ET.fromstring(client.get("/feed.xml").content)
    return [
        {
            name: entry.findtext(f"a:{name}", namespaces=ATOM)
            for name in ("id", "title", "updated", "published", "summary")
        }
        | {"href": entry.find("a:link", ATOM).get("href")}
        for entry in feed.findall("a:entry", ATOM)
    ]


def test_the_feed_lists_the_newest_first_and_keeps_its_ids_when_a_slug_changes(client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        page = make.live_page(slug="one", title="First & best")
        clock.shift(60)
        make.live_page("symptom", title="Second")
        first = entries(client)
        assert [entry["title"] for entry in first] == ["Second", "First & best"]
        clock.shift(60)
        make.edit(page, slug="two")
        make.republish(page)
    after = entries(client)
    assert [entry["title"] for entry in after] == ["First & best", "Second"]
    assert after[0]["id"] == first[1]["id"] == "tag:testserver,2026-11-21:conditions/one"
    assert after[0]["href"].endswith("/conditions/two/")
    assert (after[0]["published"], after[0]["updated"]) == ("2026-03-31T12:00:00Z", "2026-03-31T12:02:00Z")


def test_the_feed_says_what_it_is(client) -> None:
    answer = client.get("/feed.xml")
    feed = ET.fromstring(answer.content)
    assert answer["Content-Type"].startswith("application/atom+xml")
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"a:{name}", namespaces=ATOM)
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == "http://testserver/feed.xml"


def test_the_sitemap_lists_live_pages_and_indexes_and_nothing_else(client) -> None:
    live = {make.path_of(make.live_page(kind)) for kind in make.KINDS}
    moved = make.live_page(slug="old-slug")
    make.edit(moved, slug="new-slug")
    make.republish(moved)
    make.draft_page()
    make.signed_page()
    make.withdrawn_page()
    found = [
        loc.text.removeprefix("http://testserver")
        for loc in ET.fromstring(client.get("/sitemap.xml").content).iter(f"{{{MAP['s']}}}loc")
    ]
    assert len(found) == len(set(found))
    of_the_guide = {"/guide/visit-sheet/", "/guide/diary/", "/guide/how-we-check/"}
    pages = {path for path in found if path.count("/") == 3} - of_the_guide
    assert pages == live | {"/conditions/new-slug/"}
    for path in found:
        assert client.get(path).status_code == 200, path


# -- odds and ends --


def test_no_public_page_sets_a_cookie(client) -> None:
    Topic.objects.all().delete()
    make.topic()
    page = make.live_page(topics=["leg-arteries"])
    gone = make.withdrawn_page("symptom")
    paths = [
        "/",
        "/conditions/",
        "/articles/",
        "/glossary/",
        "/a-z/",
        "/urgent/",
        "/where/calf/",
        "/topics/leg-arteries/",
    ]
    paths += [
        "/search/",
        "/search/?q=calf",
        "/feed.xml",
        "/sitemap.xml",
        "/conditions/none/",
        make.path_of(page),
        make.path_of(gone),
    ]
    for path in paths:
        answer = client.get(path)
        assert not answer.cookies, path
        assert "Cookie" not in answer.get("Vary", ""), path


def test_unknown_addresses_are_not_found(client) -> None:
    make.live_page(slug="pad")
    for path in (
        "/conditions/none/",
        "/symptoms/pad/",
        "/where/moon/",
        "/topics/none/",
        "/moon/",
        "/moon/pad/",
        "/about/none/",
    ):
        assert client.get(path).status_code == 404, path


def test_a_page_shows_its_sources_in_the_order_they_are_cited_and_no_others(client) -> None:
    for key in ("one", "two", "three", "four"):
        make.source(key)
    other = make.live_page("symptom", title="Other", body="[@four]")
    term = make.live_page("glossary_term")
    page = make.live_page(
        body="a [@two] b [@one]\n\n## Signs {#symptoms}\n\nc",
        links={"symptoms": [make.link(other, "d [@three; @one]")]},
    )
    make.edit(term, links={"related": [make.link(page, "not shown here [@four]")]})
    make.republish(term)
    text = text_of(client, page)
    places = [text.index(f"https://example.org/{key}") for key in ("two", "one", "three")]
    assert places == sorted(places)
    assert "https://example.org/four" not in text


def test_a_source_that_is_renamed_is_renamed_on_every_page_at_once(client) -> None:
    guide = make.source("one")
    page = make.live_page(body="a [@one]")
    guide.title = "A better title"
    save_shared(guide, by=make.author())
    assert "A better title" in text_of(client, page)


@pytest.mark.parametrize(
    ("summary", "shown"),
    [
        ("A tablet. It can make you bleed.", "A tablet."),
        ("A test of the pulse", "A test of the pulse"),
        ("It takes 1.5 hours. Then you rest.", "It takes 1.5 hours."),
    ],
)
def test_a_link_shows_whole_sentences_only(summary: str, shown: str) -> None:
    assert first_sentence(summary) == shown
