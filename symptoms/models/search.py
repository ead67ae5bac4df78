"""The search index: plain tables, so that SQLite and PostgreSQL give the same answers. Written by
:mod:`symptoms.search.index`."""

from __future__ import annotations

from django.db import models

from articles.models import Page


class SearchEntry(models.Model):
    """One live page as search sees it."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="search_entry")
    kind = models.CharField(max_length=20)
    names = models.JSONField(help_text="Title and names, folded and stemmed, for whole-name matches.")
    phrases = models.JSONField(help_text="How people describe it, folded and stemmed.")
    length = models.FloatField(help_text="Weighted number of terms.")
    text = models.TextField(help_text="Plain words of the page, for snippets.")

    class Meta:
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return self.page.uid


class Posting(models.Model):
    """How often a term stands on a page, weighted by field."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="postings")
    term = models.CharField(max_length=40)
    weight = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "entry"], name="posting_once")]

    def __str__(self) -> str:
        return f"{self.term}: {self.weight}"
