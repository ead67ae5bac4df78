"""A page cache by itself: before a small application in Django's place, over a generation that the test can raise."""

from __future__ import annotations

import sqlite3

from site_project.page_cache.generation import Generation
from site_project.page_cache.layer import PageCache, Site
from tests.site_project.wsgi import Pages

SITE = Site(frozenset({"localhost", "legs.example"}), "__Host-session", believes_proxy=False)
PATH = "/conditions/cramp/"
PACKED = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


class Library:
    """A generation the test can raise, and a database that can be away."""

    def __init__(self) -> None:
        self.number, self.away = 1, False

    def read(self) -> int:
        """As the database would answer."""
        if self.away:
            raise sqlite3.OperationalError
        return self.number


def new_cache(library: Library, pages: Pages, *, site: Site = SITE, most_bytes: int = 10**6) -> PageCache:
    """A cache that does not warm by itself."""
    generation = Generation(library.read, each_time=True)
    return PageCache(pages, generation=generation, site=site, most_bytes=most_bytes, warms=False)
