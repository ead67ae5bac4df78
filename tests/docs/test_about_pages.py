"""The About pages are true of the site they stand on."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from articles import about
from articles.identity import PURPOSE
from articles.models import Place, SiteIdentity
from articles.shared import save_shared
from tests.docs.pages import ROOT

SLUGS = [page.slug for page in about.PAGES]

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def main_of(slug: str) -> str:
    """The article of one About page."""
    response = Client().get(f"/about/{slug}/")
    assert response.status_code == 200
    assert not response.cookies
    html = response.content.decode()
    return " ".join(html.split('<article class="with-side__main prose">', 1)[1].split("</article>", 1)[0].split())


def set_identity(**values: Any) -> None:
    """Fill in the site's identity."""
    identity = SiteIdentity.load()
    for name, value in values.items():
        setattr(identity, name, value)
    save_shared(identity, by=None)


@pytest.fixture
def filled_in() -> None:
    """A site whose operator has filled in everything."""
    place = Place.objects.create(
        key="here",
        name="Here",
        emergency_number="112",
        emergency_words="Call 112 now",
        urgent_words="Call a doctor today",
    )
    set_identity(
        responsible_body="Bridge <Street> Clinic",
        funding="Paid for by the clinic.",
        contact_email="legs@clinic.example",
        review_months=12,
        place=place,
    )


def test_there_is_a_file_of_words_for_each_page_and_no_other() -> None:
    assert {path.stem for path in (ROOT / "templates" / "about").iterdir()} == set(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_has_one_first_heading_then_second_ones(slug: str) -> None:
    levels = re.findall(r"<h([1-6])", main_of(slug))
    assert levels[0] == "1"
    assert set(levels[1:]) == {"2"}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_keeps_no_gap_for_what_is_not_filled_in(slug: str) -> None:
    html = main_of(slug)
    assert "mailto:" not in html
    assert "<p></p>" not in html
    assert "None" not in re.sub(r"<[^>]+>", "", html)


def test_an_operator_who_said_nothing_is_not_hidden() -> None:
    html = main_of("who-is-responsible")
    assert "have not yet said who they are" in html
    assert "have not yet said who pays" in html
    assert "Site identity" in html


@pytest.mark.usefixtures("filled_in")
def test_the_operator_is_named_and_escaped() -> None:
    html = main_of("who-is-responsible")
    assert "<strong>Bridge &lt;Street&gt; Clinic</strong> runs" in html
    assert "Paid for by the clinic." in html
    assert "have not yet said" not in html


@pytest.mark.usefixtures("filled_in")
@pytest.mark.parametrize("slug", ["who-is-responsible", "privacy", "accessibility", "report-a-mistake"])
def test_the_contact_is_given_where_readers_may_want_it(slug: str) -> None:
    assert 'href="mailto:legs@clinic.example' in main_of(slug)


@pytest.mark.usefixtures("filled_in")
def test_the_months_to_the_next_review_are_the_sites_own() -> None:
    assert "due for review 12 months after" in main_of("how-we-write-and-review")
    set_identity(review_months=1)
    assert "due for review 1 month after" in main_of("how-we-write-and-review")


@pytest.mark.parametrize("counts", [True, False])
def test_readers_are_told_of_counted_words_where_words_are_counted(settings: Any, counts: bool) -> None:
    settings.LEGWISE_COUNT_MISSED_WORDS = counts
    assert ("counts single words" in main_of("privacy")) == counts


def test_the_purpose_stands_word_for_word() -> None:
    assert PURPOSE in main_of("not-a-diagnosis")


@pytest.mark.usefixtures("filled_in")
@pytest.mark.parametrize("slug", ["not-a-diagnosis", "report-a-mistake"])
def test_the_emergency_words_are_those_of_the_place(slug: str) -> None:
    assert re.search(r'<a[^>]* href="tel:112">Call 112 now</a>', main_of(slug))


@pytest.mark.parametrize("slug", ["not-a-diagnosis", "report-a-mistake"])
def test_a_site_without_a_place_prints_no_number(slug: str) -> None:
    html = main_of(slug)
    assert "tel:" not in html
    assert "Call your local emergency number now" in html


def test_the_accessibility_statement_says_when_it_was_written() -> None:
    written = re.search(r'<time datetime="([\d-]+)">([^<]+)</time>', main_of("accessibility"))
    assert written
    day = dt.date.fromisoformat(written[1])
    assert written[2] == f"{day.day} {day:%B %Y}"
