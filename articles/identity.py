"""Who runs this site and where its readers are, as templates and builders need it. Kept by generation."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from articles.markdown.slots import PlaceWords
from articles.models.live import Library
from articles.models.shared import Place, SiteIdentity

PURPOSE = (
    "This site explains legs, circulation and vascular disease in plain words. "
    "It is education: it cannot tell you what you have, and it does not replace a doctor or nurse."
)
"""The one sentence of purpose (DEV-6); shown in the footer, on search and on the About pages."""


@dataclass(frozen=True)
class NavItem:
    """One entry of the main navigation. ``current``: "page" on that very page, "true" below it."""

    label: str
    url: str
    current: str = ""


NAV = (
    ("Symptoms", "/symptoms/"),
    ("Conditions", "/conditions/"),
    ("Urgent signs", "/urgent/"),
    ("Tests", "/tests/"),
    ("Treatments", "/treatments/"),
    ("Prevention", "/prevention/"),
    ("Articles", "/articles/"),
    ("A–Z", "/a-z/"),
)


@dataclass(frozen=True)
class Site:
    """The site's identity for one request. ``url`` has no slash at its end."""

    name: str
    tagline: str
    url: str
    contact_email: str
    responsible_body: str
    funding: str
    review_months: int
    place: PlaceWords
    generation: int = 0
    logo_url: str = ""
    nav: tuple[NavItem, ...] = ()
    purpose: str = PURPOSE
    asks_feedback: bool = True
    counts_missed_words: bool = True

    def absolute(self, path: str) -> str:
        """A full address on this site."""
        return self.url + path


def site_for(request: HttpRequest, generation: int | None = None) -> Site:
    """The site's identity. One query a request, for the generation; none for who knows that already."""
    known = getattr(request, "legwise_site", None)
    if known is None:
        known = _site(_identity(generation or Library.current_generation()), request)
        request.legwise_site = known  # type: ignore[attr-defined]  # cached on the request, like request.user
    return known


@lru_cache(maxsize=2)
def _identity(generation: int) -> SiteIdentity:
    return SiteIdentity.load()


def _site(identity: SiteIdentity, request: HttpRequest) -> Site:
    return Site(
        name=identity.name,
        tagline=identity.tagline,
        url=identity.url.rstrip("/") or f"{request.scheme}://{request.get_host()}",
        contact_email=identity.contact_email,
        responsible_body=identity.responsible_body,
        funding=identity.funding,
        review_months=identity.review_months,
        place=place_words(identity),
        generation=identity.generation,
        logo_url=identity.logo.url if identity.logo else "",
        asks_feedback=settings.LEGWISE_FEEDBACK,
        counts_missed_words=settings.LEGWISE_COUNT_MISSED_WORDS,
        nav=tuple(NavItem(label, url, _current(request.path, url)) for label, url in NAV),
    )


def _current(path: str, url: str) -> str:
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""


def place_words(identity: SiteIdentity) -> PlaceWords:
    """The numbers and words of the site's place; neutral words where no place is set."""
    place = identity.place
    if place is None:
        return PlaceWords()
    return words_of(place)


def words_of(place: Place) -> PlaceWords:
    """The numbers and words of one place; neutral ones where it says nothing."""
    said = {field.name: getattr(place, field.name) for field in dataclasses.fields(PlaceWords)}
    return PlaceWords(**{name: value for name, value in said.items() if value})
