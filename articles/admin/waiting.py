"""Work that waits for a user, by what the user may do: what the admin's front page shows first."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from articles import publishing
from articles.admin.lists import form_url
from articles.admin.standing import overdue, review_months, unsigned, with_standing
from articles.models import Page

SHOWN = 8
"""Rows a panel shows; the rest are a link away."""


def panels(user: Any) -> list[dict[str, Any]]:
    """A panel for each sort of work this user can do."""
    if not user.has_perm("articles.view_page"):
        return []
    pages = with_standing(Page.objects.all()).order_by("-updated_at")
    panels = [_panel("The review is overdue", "?needs=review", pages.filter(overdue(review_months())))]
    if user.has_perm("articles.publish_page"):
        ready = pages.filter(is_signed=True).exclude(standing="live")
        panels.insert(0, _panel("Signed, waiting to be published", "?state=changed", ready))
    if user.has_perm("articles.sign_off_page"):
        panels.insert(0, _to_sign(pages, user))
    if user.has_perm("articles.add_article"):
        drafts = pages.filter(standing__in=("draft", "changed"))
        panels.insert(0, _panel("Drafts readers do not see yet", "?state=changed", drafts))
    return panels


def _panel(title: str, query: str, pages: QuerySet) -> dict[str, Any]:
    shown = list(pages[: SHOWN + 1])
    return {"title": title, "query": query, "rows": [_row(page) for page in shown[:SHOWN]], "more": len(shown) > SHOWN}


def _to_sign(pages: QuerySet, user: Any) -> dict[str, Any]:
    """Drafts nobody has signed, without those this user helped to write."""
    waiting = pages.filter(unsigned()).exclude(standing="live").exclude(publishing.helped_write(user))
    return _panel("Waiting for your sign-off", "?needs=sign-off", waiting)


def _row(page: Any) -> dict[str, Any]:
    return {
        "title": page.title,
        "kind": page.spec.label,
        "url": form_url(page),
        "edition": page.newest_number,
        "at": page.updated_at,
    }
