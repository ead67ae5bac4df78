"""A leaflet holds all a page says, and says which edition it is, who checked it and where the newest stands."""

import datetime as dt
import html
import re

import pytest
import segno
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.leaflets import WITHOUT, qr_code
from articles.models import Page, SiteIdentity
from articles.shared import save_shared
from articles.templatetags.legwise_leaflet import on_paper
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SIZES = ("leaflet/", "leaflet/large/")


def leaflet(page: Page, ending: str = SIZES[0]) -> str:
    answer = Client().get(make.path_of(page) + ending)
    assert answer.status_code == 200
    return answer.text


def identity(**values: str) -> None:
    site = SiteIdentity.load()
    for name, value in values.items():
        setattr(site, name, value)
    save_shared(site, by=None)


def rich_page() -> Page:
    """A page with something in every part of a leaflet."""
    identity(name="Bridge Clinic", url="https://legs.example.org")
    make.vocabulary()
    make.source("guide"), make.source("study")
    term = make.live_page("glossary_term", title="Plaque", summary="Fatty matter in a wall.")
    now = make.live_page("urgent_sign", fields={"level": "emergency", "card": "one leg is suddenly cold"})
    today = make.live_page("urgent_sign", fields={"level": "same-day", "card": "a sore does not heal"})
    treatment = make.live_page("treatment", title="Walking plan")
    drawing = make.picture()
    return make.live_page(
        "condition",
        title="Narrow “leg” arteries & more",
        summary="Blood has less room.",
        medical_name="Peripheral artery disease",
        fields={"seek_care": ["walking hurts [@study]."]},
        body=f"First words about [[{term.uid}|plaque]] [@guide].\n\n::: picture {drawing.sha256} A square\n:::\n\n"
        "## What helps {#treatment}\n\nMove [@study].\n",
        links={"urgent_signs": [now, today], "treatments": [make.link(treatment, note="Often helps [@guide].")]},
    )


@pytest.mark.parametrize("ending", SIZES)
def test_it_holds_everything_a_sheet_of_paper_needs(ending: str) -> None:
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False):
        page = rich_page()
        text = html.unescape(leaflet(page, ending))
    address = f"https://legs.example.org{make.path_of(page)}"
    for words in (
        "<h1>Narrow “leg” arteries & more</h1>",
        "Bridge Clinic",
        "Medical name: Peripheral artery disease",
        "Blood has less room.",
        "one leg is suddenly cold",
        "a sore does not heal",
        "walking hurts",
        "First words about",
        "A teal square",
        "Often helps",
        "<dt>Plaque</dt><dd>Fatty matter in a wall.</dd>",
        "edition 1, published 21 November 2026",
        "Reviewed by Dr Rita Reviewer, Vascular surgeon, on 21 November 2026. Next review due by 21 November 2028.",
        f'<a href="{address}">{address}</a>',
        f'<link rel="canonical" href="{address}">',
        '<meta name="robots" content="noindex">',
        "Creative Commons Attribution 4.0",
        "it does not replace a doctor or nurse",
    ):
        assert words in text, words
    assert 'href="#source-1"' in text
    for key in ("guide", "study"):
        assert f">https://example.org/{key}</a>" in text


def test_cards_stand_together_before_the_text() -> None:
    text = leaflet(rich_page())
    levels = re.findall(r'class="box box--([a-z-]+)"', text)
    assert levels == ["emergency", "same-day", "routine"]
    assert text.rindex("box box--routine") < text.index("In short")
    assert text.count("walking hurts") == 1
    assert "When to see someone" not in text


@pytest.mark.parametrize("kind", [kind for kind in make.KINDS if kind not in WITHOUT])
def test_every_kind_has_one_and_its_page_leads_to_both_sizes(client: Client, kind: str) -> None:
    page = make.live_page(kind)
    text = client.get(make.path_of(page)).text
    for ending in SIZES:
        assert f'href="{make.path_of(page)}{ending}"' in text
        assert "<h1>" in leaflet(page, ending)


def test_words_explained_have_none(client: Client) -> None:
    term = make.live_page("glossary_term")
    assert "leaflet" not in client.get(make.path_of(term)).text
    for ending in (*SIZES, "leaflet/footer.css"):
        assert client.get(make.path_of(term) + ending).status_code == 404


@pytest.mark.parametrize("ending", [*SIZES, "leaflet/footer.css", "leaflet/large/footer.css"])
def test_it_is_where_its_page_is(client: Client, ending: str) -> None:
    assert client.get(f"/conditions/none/{ending}").status_code == 404
    assert client.get(make.draft_page(slug="draft").uid.join(("/", f"/{ending}"))).status_code == 404
    moved = make.live_page("condition", slug="old-slug")
    make.edit(moved, slug="new-slug")
    make.republish(moved)
    answer = client.get(f"/conditions/old-slug/{ending}")
    where = f"/conditions/new-slug/{ending.removesuffix('footer.css')}"
    assert (answer.status_code, answer["Location"]) == (301, where)
    publishing.withdraw(page=moved, by=make.publisher(), reason="It was wrong.")
    assert client.get(f"/conditions/new-slug/{ending}").status_code == 410


def test_urgent_signs_say_what_to_do_and_treatments_whom_they_may_harm() -> None:
    sign = make.live_page("urgent_sign", fields={"do_now": ["Call for help."], "do_not": ["Do not wait."]})
    text = leaflet(sign)
    assert text.index("Call for help.") < text.index("Do not wait.") < text.index("In short")
    arteries = make.live_page("condition", title="Narrow arteries")
    caution = {"level": "not-if", "page": arteries.uid, "text": "Not with narrow arteries"}
    text = leaflet(make.live_page("treatment", parts={"cautions": [caution]}))
    assert "<strong>Not safe:</strong> Not with narrow arteries" in text


def test_who_has_not_been_reviewed_or_is_overdue_says_so(settings) -> None:
    assert "Not yet reviewed by a clinician here." in leaflet(make.unreviewed_live_page(settings))
    text = leaflet(make.overdue_page())
    assert "The next review was due by 15 March 2023 and is overdue." in text


def test_whom_to_ask_stands_there_when_it_is_known() -> None:
    page = make.live_page()
    assert "Ask us" not in leaflet(page)
    identity(contact_email="ask@clinic.example", responsible_body="Bridge Clinic")
    assert 'Ask us: <a href="mailto:ask@clinic.example">ask@clinic.example</a> (Bridge Clinic)' in leaflet(page)


def test_nothing_is_folded_and_no_picture_waits() -> None:
    typed = '<details class="x"><summary>a</summary></details><img src="/a" loading="lazy">'
    assert on_paper("<details >") == "&lt;details &gt;"
    from django.utils.safestring import SafeString

    assert on_paper(SafeString(typed)) == '<details open class="x"><summary>a</summary></details><img src="/a">'
    text = leaflet(rich_page())
    assert "<img" in text.split("<main>", 1)[1]
    assert "lazy" not in text


def modules(svg: str) -> list[list[int]]:
    """The dark and light squares of a QR code drawn as lines of a path: M x y, h right, m on."""
    path = re.search(r'<path stroke="#000" d="([^"]+)"', svg)[1]
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    grid = [[0] * size for _ in range(size)]
    x = y = 0.0
    for letter, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        found = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if letter == "h":
            for column in range(int(x), int(x + found[0])):
                grid[int(y)][column] = 1
            x += found[0]
        else:
            x, y = (found[0], found[1]) if letter == "M" else (x + found[0], y + found[1])
    return grid


@pytest.mark.parametrize("ending", SIZES)
def test_the_code_holds_the_address_of_the_page_with_its_quiet_zone(ending: str) -> None:
    identity(url="https://legs.example.org")
    page = make.live_page("condition", slug="narrow")
    drawn = modules(leaflet(page, ending))
    code = segno.make("https://legs.example.org/conditions/narrow/", error="m", micro=False)
    wanted = [list(row) for row in code.matrix_iter(border=4)]
    assert drawn == wanted
    assert drawn != modules(qr_code("https://legs.example.org/conditions/other/"))


@pytest.mark.parametrize(("size", "points"), [("leaflet/", "9pt"), ("leaflet/large/", "14pt")])
def test_every_sheet_says_which_edition_it_is(client: Client, size: str, points: str) -> None:
    title = 'Legs"; } @import url(//x); \\ <b>\u2028now'
    with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC), tick=False):
        page = make.live_page("condition", title="Legs")
    answer = client.get(make.path_of(page) + size + "footer.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert '"Legwise · Legs · Edition 1, 21 November 2026"' in answer.text
    assert points in answer.text
    make.edit(page, title=title)
    make.republish(page)
    css = client.get(make.path_of(page) + size + "footer.css").text
    assert '"Legwise · Legs\\22 ; } @import url(//x); \\5c  \\3c b> now · Edition 2, ' in css
    assert css.count(chr(34)) == 4
    assert 'href="footer.css" media="print"' in leaflet(page)


@pytest.mark.parametrize("ending", SIZES)
def test_it_asks_the_database_no_more_often_than_the_page(client: Client, ending: str) -> None:
    page = rich_page()
    client.get(make.path_of(page))
    counts = []
    for address in (make.path_of(page), make.path_of(page) + ending):
        with CaptureQueriesContext(connection, ) as asked:  # fmt: skip
            client.get(address)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 1


def test_it_is_not_in_the_sitemap(client: Client) -> None:
    make.live_page()
    assert "leaflet" not in client.get("/sitemap.xml").text
