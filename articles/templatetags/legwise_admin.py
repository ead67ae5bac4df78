"""What the admin's front page shows besides the list of tables."""

from __future__ import annotations

from typing import Any

from django import template

from articles.models.shared import Place, SiteIdentity

register = template.Library()


@register.inclusion_tag("admin/legwise/choose_place.html", takes_context=True)
def choose_place(context: dict[str, Any]) -> dict[str, Any]:
    """The places to choose from, for those who may, until one is chosen."""
    open_question = SiteIdentity.load().place_id is None and context["user"].has_perm("articles.change_siteidentity")
    return {"places": Place.objects.all() if open_question else (), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("admin/legwise/needs_you.html", takes_context=True)
def needs_you(context: dict[str, Any]) -> dict[str, Any]:
    """Work that waits for this user, by what the user may do."""
    from articles.admin import waiting  # noqa: PLC0415 - a reader's first page imports every module of tags

    return {"panels": waiting.panels(context["user"])}
