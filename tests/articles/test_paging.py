"""Long lists in pages: every row stands on one of them, and the page cache knows them apart."""

import re

import pytest
from django.conf import settings as django_settings

from articles import paging
from tests import factories as make

pytestmark = pytest.mark.django_db
LISTS = ("/articles/", "/conditions/", "/glossary/", "/urgent/", "/a-z/", "/topics/leg-arteries/", "/where/calf/")


@pytest.fixture(scope="module")
def shelf(shared_rows: None) -> None:
    """Five pages of each kind that a list shows."""
    make.vocabulary()
    topic = make.topic().key
    pages = []
    for kind in ("article", "condition", "glossary_term", "urgent_sign"):
        parts = {"features": {"where": ["calf"]}} if kind == "condition" else {}
        pages += [make.starter_page(kind, title=f"{kind} {n}", topics=[topic], parts=parts) for n in range(5)]
    make.publish_starters(django_settings, pages)


@pytest.fixture
def library(shelf: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shelf, where a page of a list has room for two."""
    monkeypatch.setattr(paging, "MOST_ROWS", 2)


def links_of(text: str) -> set[str]:
    """The pages that the main part leads to."""
    main = text.partition("<main")[2].partition("</main>")[0]
    return set(re.findall(r'href="(/(?:articles|conditions|glossary|urgent)/[a-z0-9-]+/)"', main))


def test_a_list_that_fits_on_one_page_says_nothing_of_pages(client) -> None:
    make.live_page("article")
    assert "Page 1" not in client.get("/articles/").text


@pytest.mark.parametrize("path", LISTS)
def test_every_page_of_a_long_list_is_reached_by_next_and_no_row_stands_twice(client, library, path: str) -> None:
    seen: list[str] = []
    following = path
    while following:
        answer = client.get(following)
        assert answer.status_code == 200
        assert f'<link rel="canonical" href="http://testserver{following}">' in answer.text
        seen += links_of(answer.text)
        found = re.search(r'href="([^"]+)" rel="next"', answer.text)
        following = found[1] if found else ""
    assert len(seen) == len(set(seen)) == (20 if path in {"/a-z/", "/topics/leg-arteries/"} else 5)


def test_a_page_that_a_list_does_not_have_is_not_found_and_nonsense_is_the_first(client, library) -> None:
    assert client.get("/articles/?page=4").status_code == 404
    first = client.get("/articles/")
    for nonsense in ("0", "-1", "x", "1.5", "٢", "99999", "1"):
        assert client.get("/articles/", {"page": nonsense}).content == first.content, nonsense
