"""The article and the glossary term, and the list of all pages."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.lists import EveryPageAdmin
from articles.admin.pages import PageAdmin
from articles.models import Article, GlossaryTerm, Page


@admin.register(Article)
class ArticleAdmin(PageAdmin):
    """Longer reads."""


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(PageAdmin):
    """Words explained; the summary is the meaning."""

    own_heading = "How to say it"


admin.site.register(Page, EveryPageAdmin)
