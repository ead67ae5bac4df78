"""The pages about this site. Their words live in ``templates/about/`` and are true because of the site's identity."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.identity import NavItem, Site


@dataclass(frozen=True)
class AboutPage:
    """One page about this site."""

    slug: str
    title: str

    @property
    def url(self) -> str:
        """Its address."""
        return f"/about/{self.slug}/"

    def html(self, site: Site) -> SafeString:
        """Its words, with this site's facts filled in."""
        return render_to_string(f"about/{self.slug}.html", {"site": site})


PAGES = (
    AboutPage("who-is-responsible", "Who is responsible"),
    AboutPage("how-we-write-and-review", "How we write and review"),
    AboutPage("not-a-diagnosis", "Not a diagnosis"),
    AboutPage("privacy", "Privacy"),
    AboutPage("accessibility", "Accessibility"),
    AboutPage("report-a-mistake", "Report a mistake"),
)


def find(slug: str) -> AboutPage | None:
    """The page at this slug."""
    return next((page for page in PAGES if page.slug == slug), None)


def nav(current: str) -> tuple[NavItem, ...]:
    """Links to all of them."""
    return tuple(NavItem(page.title, page.url, "page" if page.slug == current else "") for page in PAGES)
