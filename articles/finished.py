"""Finished pages, kept by everything they are made of (docs/adr/0017).

A page made of the same things has the same words, whatever was published since. So what is kept here is true as long as
it is found, and a publish makes only those pages anew that show something of what was published.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from articles.identity import Site, site_for
from articles.memory import Recent, digest

HELD = "legwise.held"
"""Key of the WSGI environment, for who keeps pages itself: a name for what the page it holds is made of, or nothing. If
the page is still made of that, the answer is an empty 304."""
MOST_BYTES = 4 * 1024**2
"""In the memory of a process: a hundred pages and more, those asked for last. Unpacked, because unpacking would take
half as long again as all the rest of an answer."""
_OVERHEAD = 400
"""About what a page takes besides its bytes."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The bytes of a page and the tag that names them."""

    body: bytes
    tag: str

    @property
    def size(self) -> int:
        """About the memory it takes, in bytes."""
        return len(self.body) + _OVERHEAD


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a kept page may know of the request it is made for, besides the site's identity."""

    path: str


pages: Recent[bytes, Finished] = Recent(most=MOST_BYTES, size=lambda page: page.size)
_sites: Recent[tuple[object, ...], bytes] = Recent(most=20)


def finished(
    request: HttpRequest, template: str, context: Callable[[], dict[str, Any]], *, made_of: tuple[Any, ...]
) -> HttpResponse:
    """The answer that this template gives. ``context`` is asked for only where no page of the same things is kept.

    ``made_of`` is everything the context depends on, but for the address and the site: plain values, or dataclasses of
    them, in an order that stays. In DEBUG templates change, so nothing is kept.
    """
    site = site_for(request)
    if settings.DEBUG:
        return _answer(_make(template, context(), site, request.path))
    key = digest(template, request.path, _named(site), made_of)
    held = request.META.get(HELD)
    if held is None:
        return _answer(pages.get(key, lambda: _make(template, context(), site, request.path)))
    unchanged = held == key
    response = HttpResponse(status=304) if unchanged else _answer(_make(template, context(), site, request.path))
    response.made_of = key  # type: ignore[attr-defined]  # read by site_project.page_cache
    return response


def _answer(page: Finished) -> HttpResponse:
    return HttpResponse(page.body, headers={"ETag": page.tag})


def _make(template: str, context: dict[str, Any], site: Site, path: str) -> Finished:
    # Not given the request itself: nothing of it but these two can get into a page that others are given.
    body = render_to_string(template, context | {"site": site, "request": Asked(path)}).encode()
    return Finished(body, f'"{blake2b(body, digest_size=16, usedforsecurity=False).hexdigest()}"')


def _named(site: Site) -> bytes:
    """A digest of all that pages show of the site. The navigation follows from the address."""
    known = (site.generation, site.url, site.asks_feedback, site.counts_missed_words)
    return _sites.get(known, lambda: digest(dataclasses.replace(site, generation=0, nav=())))
