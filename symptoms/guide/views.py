"""The guide, how we check it, and two sheets of paper to bring to a visit. Nothing here keeps a thing about readers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.display import Crumb
from articles.views import HOME
from symptoms.guide import examples, sheets, ticks
from symptoms.guide.results import FIRST, URGENT_FIRST, look_up

GUIDE = Crumb("Leg guide", "/guide/")


def guide(request: HttpRequest) -> HttpResponse:
    """Pages by what is ticked. With parameters never kept by a cache; the emergency box is the same for all ticks."""
    found = ticks.read(request.GET)
    chosen = any(tick.chosen for tick in found)
    context = {
        "groups": ticks.grouped(found),
        "results": look_up(found) if chosen else None,
        "asked": bool(request.GET),
        "crumbs": (HOME, Crumb(GUIDE.label)),
    }
    response = render(request, "pages/guide.html", context)
    if request.GET:
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
    return response


def how_we_check(request: HttpRequest) -> HttpResponse:
    """The invented people we try search and guide with. Changes after a publish too, so it is for no cache that is
    kept by generation."""
    context = {
        "report": examples.report(),
        "first": FIRST,
        "urgent_first": URGENT_FIRST,
        "crumbs": (HOME, GUIDE, Crumb("How we check it")),
    }
    return render(request, "pages/how_we_check.html", context)


def visit_sheet(request: HttpRequest) -> HttpResponse:
    """A sheet to fill in before a visit."""
    context = {"groups": sheets.VISIT, "crumbs": (HOME, GUIDE, Crumb("Visit sheet"))}
    return render(request, "pages/visit_sheet.html", context)


def diary(request: HttpRequest) -> HttpResponse:
    """Two weeks of legs and walks, to fill in."""
    context = {"columns": sheets.DIARY, "days": range(1, sheets.DAYS + 1), "crumbs": (HOME, GUIDE, Crumb("Leg diary"))}
    return render(request, "pages/diary.html", context)
