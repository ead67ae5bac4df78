"""What is written: every page of readers that needs no server, and the file of each address."""

from __future__ import annotations

from collections.abc import Iterator

from articles import about, kinds, leaflets
from articles.models.live import Address
from articles.models.shared import Topic
from symptoms.regions import REGIONS

NOT_FOUND = "/404.html"
"""What web servers send for a file that is not there. No address of the site: Django's own answer to it is taken."""
_ALONE = (
    "/",
    "/a-z/",
    "/emergency-numbers/",
    "/guide/",
    "/guide/diary/",
    "/guide/how-we-check/",
    "/guide/visit-sheet/",
    "/feed.xml",
    "/robots.txt",
    "/sitemap.xml",
    "/.well-known/security.txt",
    NOT_FOUND,
)
_LEAFLET = ("leaflet/", "leaflet/footer.css", "leaflet/large/", "leaflet/large/footer.css")


def addresses() -> list[str]:
    """Every address of the tree, each once. Of long lists the first page, which leads to the others."""
    lists = (f"/{kind.folder}/" for kind in kinds.every())
    places = (f"/where/{region.key}/" for region in REGIONS)
    topics = (f"/topics/{key}/" for key in Topic.objects.values_list("key", flat=True))
    about_us = (page.url for page in about.PAGES)
    return list(dict.fromkeys([*_ALONE, *lists, *places, *topics, *about_us, *_pages()]))


def _pages() -> Iterator[str]:
    """Live pages, and their leaflets where they have some."""
    for address in Address.objects.live().only("kind", "slug").order_by("kind", "slug"):
        yield address.path
        if address.kind not in leaflets.WITHOUT:
            yield from (address.path + ending for ending in _LEAFLET)


def file_of(address: str) -> str:
    """The file of an address, from the top of the tree: ``index-2.html`` for the second page of a long list."""
    path, _, query = address.partition("?")
    number = query.removeprefix("page=")
    name = f"index-{number}.html" if number else "index.html"
    return f"{path}{name}".lstrip("/") if path.endswith("/") else path.lstrip("/")
