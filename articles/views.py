"""Public pages of the publishing core. Fetch, hand over, render."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone

from articles import about, kinds, live
from articles.content import content_of
from articles.display import Crumb, IndexGroup, LinkItem, Review
from articles.feeds import atom_feed
from articles.finished import finished
from articles.identity import site_for, words_of
from articles.linked import topics
from articles.live import Gone, Moved, Served
from articles.models.live import Address, LivePage
from articles.models.shared import Place
from articles.pages import builder_for
from articles.paging import paged

HOME = Crumb("Home", "/")


def page_detail(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    """A page of any kind: live, moved (301), withdrawn (410) or unknown (404)."""
    found = find_page(request, folder, slug)
    if isinstance(found, HttpResponse):
        return found
    builder = builder_for(content_of(found), site_for(request, found.generation), timezone.localdate())
    response = finished(request, "pages/page.html", lambda: {"page": builder.build()}, made_of=builder.made_of())
    return changing(response, builder.review)


def changing(response: HttpResponse, review: Review) -> HttpResponse:
    """The response with the moment at which it changes although nobody publishes, for whatever keeps it."""
    response.changes_at = review.overdue_from  # type: ignore[attr-defined]  # read by site_project.page_cache
    return response


def find_page(request: HttpRequest, folder: str, slug: str, ending: str = "") -> Served | HttpResponse:
    """What the address serves; or the answer where the page is not: moved, to the same ``ending`` there, or withdrawn.

    :class:`Http404` where nothing ever stood.
    """
    kind = kinds.by_folder(folder)
    found = live.resolve(kind.key, slug) if kind else None
    if found is None:
        raise Http404
    if isinstance(found, Moved):
        return HttpResponsePermanentRedirect(found.path + ending)
    if isinstance(found, Gone):
        return gone(request, found)
    return found


def gone(request: HttpRequest, found: Gone) -> HttpResponse:
    """A withdrawn page: why, and where to go instead."""
    instead = LinkItem(found.instead.title, found.instead.url, found.instead.summary) if found.instead else None
    return render(
        request,
        "errors/410.html",
        {"title": found.title, "reason": found.reason, "instead": instead},
        status=410,
    )


def article_index(request: HttpRequest) -> HttpResponse:
    """All articles, newest first."""
    newest = paged(request, lambda: Address.objects.live().of_kind("article").order_by("-first_published_at", "slug"))

    def context() -> dict[str, Any]:
        rows = [live.index_row(page) for page in newest.rows]
        return {"rows": rows, "crumbs": (HOME, Crumb("Articles")), "paging": newest}

    return finished(request, "pages/articles.html", context, made_of=newest.made_of)


def topic_detail(request: HttpRequest, key: str) -> HttpResponse:
    """Everything on one shelf, by kind."""
    topic = next((topic for topic in topics(site_for(request).generation) if topic.key == key), None)
    if topic is None:
        raise Http404
    shelf = paged(request, lambda: Address.objects.tagged("topic", key).order_by("kind", "slug"))

    def context() -> dict[str, Any]:
        return {
            "title": topic.title,
            "intro": topic.summary,
            "groups": groups_by_kind(shelf.rows),
            "crumbs": (HOME, Crumb(topic.title)),
            "paging": shelf,
            "show_letters": False,
        }

    return finished(request, "pages/index.html", context, made_of=(topic.title, topic.summary, shelf.made_of))


def groups_by_kind(addresses: Sequence[LivePage]) -> list[IndexGroup]:
    """Rows under their kinds, in the order kinds are declared."""
    groups = []
    for kind in kinds.every():
        rows = sorted(
            (live.index_row(a) for a in addresses if a.kind == kind.key), key=lambda row: row.title.casefold()
        )
        if rows:
            groups.append(IndexGroup(kind.plural, kind.folder, tuple(rows), kind.intro))
    return groups


def glossary_index(request: HttpRequest) -> HttpResponse:
    """All words explained, by letter."""
    page = paged(request, lambda: Address.objects.live().of_kind("glossary_term").order_by("slug"))

    def context() -> dict[str, Any]:
        groups = _terms_by_letter(page.rows)
        return {"groups": groups, "crumbs": (HOME, Crumb("Glossary")), "paging": page}

    return finished(request, "pages/glossary.html", context, made_of=page.made_of)


def _terms_by_letter(addresses: Iterable[LivePage]) -> list[tuple[str, list[dict[str, str]]]]:
    terms: dict[str, list[dict[str, str]]] = {}
    for address in sorted(addresses, key=lambda a: a.facts["title"].casefold()):
        facts = address.facts
        terms.setdefault(facts["title"][0].upper(), []).append(
            {
                "title": facts["title"],
                "say": facts["say"],
                "summary": facts["summary"],
                "anchor": address.slug,
                "url": address.path,
            }
        )
    return list(terms.items())


def about_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the pages about this site, true because of the site's identity."""
    page = about.find(slug)
    if page is None:
        raise Http404
    site = site_for(request)
    context = {
        "title": page.title,
        "html": page.html(site),
        "crumbs": (HOME, Crumb("About this site", "/about/"), Crumb(page.title)),
        "about_nav": about.nav(slug),
    }
    return render(request, "pages/about.html", context)


def about_index(request: HttpRequest) -> HttpResponse:
    """Leads to the first of the About pages."""
    return HttpResponsePermanentRedirect(about.PAGES[0].url)


def emergency_numbers(request: HttpRequest) -> HttpResponse:
    """Whom to call in every place we know: the site's own first, those without a number last."""
    here = site_for(request).place
    places = [words_of(place) for place in Place.objects.all()]
    context = {
        "places": sorted(places, key=lambda place: (place.name != here.name, not place.emergency_number, place.name)),
        "crumbs": (HOME, Crumb("Emergency numbers")),
    }
    return render(request, "pages/emergency_numbers.html", context)


def feed(request: HttpRequest) -> HttpResponse:
    """Atom feed of the newest changes."""
    return HttpResponse(atom_feed(site_for(request)), content_type="application/atom+xml; charset=utf-8")
