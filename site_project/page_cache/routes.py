"""The pages that may be kept: a positive list, so that a new page is never kept by accident."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.http import QueryDict
from django.urls import Resolver404, resolve

from articles.paging import number_asked_for

PAGES = {
    "a-to-z",
    "about-page",
    "article-index",
    "compare",
    "emergency-numbers",
    "glossary-index",
    "guide",
    "guide-diary",
    "guide-visit-sheet",
    "home",
    "kind-index",
    "leaflet",
    "leaflet-footer",
    "page-detail",
    "topic-detail",
    "urgent-index",
    "where-detail",
}
DATA = {"feed", "robots", "sitemap"}
KEPT = PAGES | DATA
ASKED_WITH_PARAMETERS = {"compare", "guide"}
"""Their answers depend on what stands after the question mark; with anything there they are Django's alone."""

# A browser asks each time (a 304 costs next to nothing), so that a correction reaches the reader who was here a minute
# ago. For the same reason no stale-while-revalidate: some browsers obey it too. A cache between may wait ten minutes.
_CACHE_CONTROL = {
    **dict.fromkeys(PAGES, "public, max-age=0, s-maxage=600, stale-if-error=604800"),
    **dict.fromkeys(DATA, "public, max-age=300"),
}


def cache_control(route: str) -> str:
    """What browsers and proxies may do with a page of this route; empty where it says so itself."""
    return _CACHE_CONTROL.get(route, "")


PAGED = {"a-to-z", "article-index", "glossary-index", "kind-index", "topic-detail", "urgent-index", "where-detail"}
"""Long lists: ``page=2`` is a page of its own, and kept as one."""


def query_of(path_info: str, query: str) -> str:
    """What of a question leads to a page of its own: the number of a list's page. All else changes nothing."""
    if "page=" not in query or route_of(path_info) not in PAGED:
        return ""
    number = number_asked_for(QueryDict(query).get("page", ""))
    return f"page={number}" if number > 1 else ""


@lru_cache(maxsize=200)  # what is not kept, as search, is looked up here and by Django again
def route_of(path_info: str) -> str:
    """The name of the route at an address as WSGI writes it, if its pages may be kept; else nothing."""
    path = get_path_info({"PATH_INFO": path_info})
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        return ""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return ""
    return name if name in KEPT else ""
