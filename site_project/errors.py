"""The pages for what went wrong. Those for 500 and 503 need neither database nor request."""

from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request makes no sense."""
    try:
        request.get_host()
    except DisallowedHost:
        # The page is then made as if this site's own name had been asked for.
        request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0].lstrip(".")
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not allowed."""
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without its token."""
    return _page(request, 403, {"csrf_failure": True})


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page."""
    return _page(request, 404)


def too_many_requests(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: asked too often; may ask again after `seconds`."""
    response = _page(request, 429, {"minutes": -(-seconds // 60)})
    response.headers["Retry-After"] = str(seconds)
    return response


def locked_out(request: HttpRequest, *_details: Any) -> HttpResponse:
    """429: too many wrong passwords for one name from one address."""
    cool_off = get_cool_off(request)
    return too_many_requests(request, int(cool_off.total_seconds()) if cool_off else 60)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a mistake of ours."""
    return _bare(500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database does not answer; try again in a minute."""
    response = _bare(503)
    response.headers["Retry-After"] = "60"
    return response


def _page(request: HttpRequest, status: int, context: dict[str, Any] | None = None) -> HttpResponse:
    """Return the site's page for `status`."""
    return _answer(status, render_to_string(f"errors/{status}.html", context, request))


def _bare(status: int) -> HttpResponse:
    """Return the page for `status`, made without the request and without the site's context."""
    try:
        return _answer(status, render_to_string(f"errors/{status}.html"))
    except ValueError:  # a static file was not collected; the reader still needs an answer
        return _answer(status, _LAST_WORDS)


_LAST_WORDS = """<!doctype html><html lang="en"><title>Not working</title>
<h1>This site is not working just now</h1><p>In an emergency, call your local emergency number."""


def _answer(status: int, html: str) -> HttpResponse:
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})
