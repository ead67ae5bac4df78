"""Links that other apps add to the acts on a page's form. Each leads to a view of theirs about this page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from articles.models import Page


@dataclass(frozen=True)
class Tool:
    """A link, for those who may change the page; ``url_name`` takes the page's id."""

    label: str
    url_name: str


_tools: list[Tool] = []


def register(tool: Tool) -> None:
    """Offer a tool on the form of every page."""
    _tools.append(tool)


def links_for(page: Page) -> list[tuple[str, str]]:
    """Label and address of every tool."""
    return [(tool.label, reverse(tool.url_name, args=[page.pk])) for tool in _tools]
