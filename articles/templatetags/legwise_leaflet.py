"""What a leaflet does to the HTML of a page."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def on_paper(html: str) -> SafeString:
    """Nothing stays folded, and no picture waits until somebody scrolls to it."""
    words = conditional_escape(html)
    return mark_safe(words.replace("<details ", "<details open ").replace(' loading="lazy"', ""))  # noqa: S308 - escaped above or cleaned by the renderer; no value changes
