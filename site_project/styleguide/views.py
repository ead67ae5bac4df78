"""Pages of the style guide, for staff and for whoever works on the code."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from site_project.styleguide import tokens
from site_project.styleguide.examples import COMPONENTS


def _for_makers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nobody else learns that there is a page; no cache keeps it and no search engine lists it."""

    @wraps(view)
    def guarded(request: HttpRequest, **named: str | int) -> HttpResponse:
        if not (settings.DEBUG or request.user.is_staff):
            raise Http404
        response = view(request, **named)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@_for_makers
def guide(request: HttpRequest) -> HttpResponse:
    """Tokens, and every component with its first example."""
    read = tokens.read(tokens.style_sheet())
    context = {
        "palette": tokens.palette(read),
        "purposes": tokens.purposes(read),
        "type_scale": tokens.sizes(read, "size-"),
        "spaces": tokens.sizes(read, "space-"),
        "contrasts": list(tokens.contrasts(read)),
        "components": COMPONENTS,
    }
    return render(request, "styleguide/guide.html", context)


@_for_makers
def example(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One example by itself, so that it can be looked at, tested and photographed."""
    component = next((c for c in COMPONENTS if c.name == name), None)
    if component is None or not 1 <= number <= len(component.examples):
        raise Http404
    context = {"component": component, "example": component.examples[number - 1], "number": number}
    return render(request, "styleguide/example.html", context)
