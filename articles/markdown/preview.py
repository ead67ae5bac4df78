"""The small preview under a Markdown field (django-markdownx calls it). The whole-page preview is in
:mod:`articles.admin.preview`."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString

from articles.markdown.parse import parse
from articles.markdown.render import sections
from articles.markdown.slots import Filler
from articles.rendering import known_for


def preview_html(text: str) -> SafeString:
    """HTML of a text as it would stand on a page; links show the titles of the working copy."""
    parsed = parse(text, where="body")
    rendered = sections(parsed, known_for([parsed.refs]))
    html = "".join(f"<h2>{escape(part.heading)}</h2>{part.html}" if part.heading else part.html for part in rendered)
    return Filler(pages={}).fill(html)
