"""``/compare/``: the pages that say what separates things, and any two to four conditions or tests side by side.

Which ones comes from the address alone: the same address gives everybody the same page, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles import kinds, linked, live
from articles.display import Comparison, Crumb, LinkItem, SourceItem
from articles.identity import Site, site_for
from articles.markdown.slots import Filler, named_in
from articles.models.live import Address, LivePage
from articles.pages import caution_texts, link_targets, number_sources
from articles.paging import MOST_ROWS
from articles.views import HOME
from symptoms.clinical_kinds import FEWEST_COMPARED, MOST_COMPARED
from symptoms.neighbours import COMPARE, page_comparing
from symptoms.side_by_side import Compared
from symptoms.words_shown import facets

CHOSEN_FROM = ("condition", "test")
"""Kinds whose pages anybody may put side by side; each stands beside its own kind only."""
PROBLEMS = {
    "few": "Choose at least 2 things to compare.",
    "many": f"That is too many to see side by side. Choose up to {MOST_COMPARED}.",
    "unknown": "One of the pages you asked for is not here. Choose from the lists below.",
    "mixed": "A condition and a test have little in common. Choose conditions only, or tests only.",
}


@dataclass(frozen=True)
class SideBySide:
    """The table of an address, with its sources and the page that explains exactly these things."""

    table: Comparison
    sources: tuple[SourceItem, ...]
    explained: LinkItem | None


def compare(request: HttpRequest) -> HttpResponse:
    """The table that was asked for, or what is wrong with the question; always with the form to choose."""
    site = site_for(request)
    names = list(dict.fromkeys(name.strip().strip("/") for name in request.GET.getlist("with") if name.strip()))
    found = _find(names) if FEWEST_COMPARED <= len(names) <= MOST_COMPARED else []
    problem = _problem(names, found)
    shown = None if problem or not names else _side_by_side(site, found)
    pages = [] if shown else [live.index_row(a) for a in Address.objects.live().of_kind("comparison").in_brief()]
    context = {
        "shown": shown,
        "problem": PROBLEMS.get(problem, ""),
        "pages": sorted(pages, key=lambda row: row.title.casefold()),
        "choices": _choices(),
        "places": [names[number] if number < len(names) else "" for number in range(MOST_COMPARED)],
        "asked": "with" in request.GET,
        "canonical": site.absolute(shown.explained.url if shown and shown.explained else COMPARE),
        "crumbs": (HOME, Crumb(kinds.get("comparison").plural, COMPARE), Crumb("Side by side")) if shown else CRUMBS,
    }
    response = render(request, "pages/compare.html", context)
    if context["asked"]:
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
    return response


CRUMBS = (HOME, Crumb("Which is it?"))


def _find(names: list[str]) -> list[Address]:
    """The live pages of these names, in their order; names that no page has are passed over (one query)."""
    wanted = [(kinds.by_folder(folder), slug) for folder, _, slug in (name.partition("/") for name in names)]
    asked = [(kind.key, slug) for kind, slug in wanted if kind and kind.key in CHOSEN_FROM]
    question = Q(pk__in=[])
    for kind, slug in asked:
        question |= Q(kind=kind, slug=slug)
    pages = {(a.kind, a.slug): a for a in Address.objects.live().filter(question).select_related("edition")}
    return [pages[key] for key in asked if key in pages]


def _problem(names: list[str], found: list[Address]) -> str:
    """What is wrong with the question, as a key of :data:`PROBLEMS`; empty where nothing is, or nothing was asked."""
    if not names:
        return ""
    if len(names) < FEWEST_COMPARED:
        return "few"
    if len(names) > MOST_COMPARED:
        return "many"
    if len(found) < len(names):
        return "unknown"
    return "mixed" if len({a.kind for a in found}) > 1 else ""


def _side_by_side(site: Site, addresses: list[Address]) -> SideBySide | None:
    """The table with its sources (at most two queries, whatever the number of links)."""
    compared = Compared(addresses)
    others = {page.facts["uid"]: page for page in linked.pages.get(compared.uids(), site.generation).values()}
    keys = named_in([*compared.texts(), *caution_texts(others.values())]).sources
    sources = linked.sources.get(keys, site.generation)
    filler = Filler(link_targets(others), site.place, frozenset(sources))
    table = compared.table(others, filler, facets(site.generation))
    if table is None:
        return None
    explained = page_comparing((a.page_id for a in addresses), site.generation)
    return SideBySide(table, number_sources(filler.cited, sources), explained)


def _choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What one may choose from, by kind: name in the address and title (a query each). Of more than a list shows, the
    form has the first; the others are compared from their own pages.
    """
    live = {key: Address.objects.live().of_kind(key).order_by("slug")[:MOST_ROWS].in_brief() for key in CHOSEN_FROM}
    return [(kinds.get(key).plural, _titled(pages)) for key, pages in live.items()]


def _titled(addresses: Iterable[LivePage]) -> list[tuple[str, str]]:
    return sorted(((a.path.strip("/"), a.facts["title"]) for a in addresses), key=lambda item: item[1].casefold())
