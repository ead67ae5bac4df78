"""Start-up checks of the publishing core."""

from __future__ import annotations

from django.core.checks import Error, register
from django.urls import get_resolver


@register()
def markdownx_urls_are_not_included(app_configs, **kwargs) -> list[Error]:
    """markdownx's own views are open to everyone and store what they are sent; ours replace them."""
    routed = {getattr(pattern.callback, "__module__", "") for pattern in _patterns(get_resolver().url_patterns)}
    if "markdownx.views" in routed:
        return [
            Error(
                "markdownx's own addresses are routed.",
                hint="Remove include('markdownx.urls'); the admin serves preview and upload for staff.",
                id="articles.E001",
            )
        ]
    return []


def _patterns(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern
