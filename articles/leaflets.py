"""A page as a leaflet to print: the words of the same :class:`articles.display.PageDisplay`, on paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles.content import content_of
from articles.identity import site_for
from articles.live import Served
from articles.pages import build
from articles.views import changing, find_page

WITHOUT = ("glossary_term",)
"""Kinds too short for a sheet of their own."""


def leaflet(request: HttpRequest, folder: str, slug: str, *, large: bool = False) -> HttpResponse:
    """The leaflet of a live page; ``large`` is the edition in large print."""
    found = _find(request, folder, slug, large)
    if isinstance(found, HttpResponse):
        return found
    page = build(content_of(found), site_for(request, found.generation), timezone.localdate())
    # The routine card closes a page; on paper all cards stand together at the top.
    cards = (*page.cards, *(card for section in page.sections for card in section.cards))
    context = {"page": page, "cards": cards, "large": large, "code": qr_code(page.canonical)}
    return changing(render(request, "leaflet/leaflet.html", context), page.review)


def running_footer(request: HttpRequest, folder: str, slug: str, *, large: bool = False) -> HttpResponse:
    """The style that prints title, edition and page number below every sheet of a leaflet.

    A style sheet of its own, because the words are the page's and our policy forbids styles inside a page.
    """
    found = _find(request, folder, slug, large)
    if isinstance(found, HttpResponse):
        return found
    content = content_of(found)
    published = date_format(found.published_at.date(), "j F Y")
    words = (
        f"{site_for(request, found.generation).name} · {content.brief['title']} · Edition {content.number}, {published}"
    )
    css = (
        f"@page {{ font: {'14' if large else '9'}pt sans-serif; "
        f"@bottom-left {{ content: {_css_string(words)}; width: 80%; }} "
        '@bottom-right { content: counter(page) " / " counter(pages); width: 20%; } }\n'
    )
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def qr_code(address: str) -> SafeString:
    """A QR code of an address as inline SVG, with its quiet zone. Error correction M: it survives a coffee stain."""
    import segno  # noqa: PLC0415 - most pages have no code

    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass=None, dark="#000", light="#fff")
    return format_html('<div role="img" aria-label="QR code of this page’s address">{}</div>', mark_safe(svg))  # noqa: S308 - the drawing holds numbers only, the address in its modules


def _find(request: HttpRequest, folder: str, slug: str, large: bool) -> Served | HttpResponse:
    found = find_page(request, folder, slug, ending="leaflet/large/" if large else "leaflet/")
    if isinstance(found, Served) and found.kind in WITHOUT:
        raise Http404
    return found


def _css_string(words: str) -> str:
    """Quoted for a style sheet; nothing in it can end the string."""
    plain = "".join(c if c.isprintable() else " " for c in words)
    return '"' + plain.replace("\\", "\\5c ").replace('"', "\\22 ").replace("<", "\\3c ") + '"'
