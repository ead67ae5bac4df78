"""The search index: plain tables, so that SQLite and PostgreSQL give the same answers. Written by
:mod:`symptoms.search.index`, and derived from live editions alone: ``manage.py rebuild_search`` makes it anew."""

from __future__ import annotations

from django.db import models
from django.db.models import F

from articles.models import Page


class SearchEntry(models.Model):
    """One live page as search sees it."""

    page = models.OneToOneField(Page, primary_key=True, on_delete=models.CASCADE, related_name="search_entry")
    uid = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200, help_text="Folded and stemmed.")
    names = models.JSONField(help_text="Title and names, folded and stemmed.")
    phrases = models.JSONField(help_text="How people describe it, folded and stemmed.")
    text = models.TextField(help_text="Plain words of the page, for snippets.")
    tie = models.BigIntegerField(help_text="From the uid: settles equal scores, and is no alphabet.")

    class Meta:
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return self.uid


class Posting(models.Model):
    """What a term adds to the score of a page, before the term's rarity. It depends on this page alone."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="postings")
    term = models.CharField(max_length=40)
    impact = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["term", "entry"], name="posting_once")]
        indexes = [models.Index("term", F("impact").desc(), "entry", name="posting_best_first")]

    def __str__(self) -> str:
        return f"{self.term}: {self.impact}"


class NameKey(models.Model):
    """A whole name, misspelling or phrase of a page, so that it can be looked up when it stands in a query."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="name_keys")
    key = models.CharField(max_length=120, db_index=True)
    source = models.CharField(max_length=12, choices=[(s, s) for s in ("name", "misspelling", "phrase")])

    def __str__(self) -> str:
        return self.key


class SearchTerm(models.Model):
    """In how many live pages a term stands, in how many as part of a name or phrase, and in how many of a name."""

    term = models.CharField(max_length=40, unique=True)
    pages = models.IntegerField(default=0)
    named = models.IntegerField(default=0)
    in_names = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.term


class SearchWord(models.Model):
    """A word as it is written on pages, for putting spelling right. Words stay; their term knows who uses them."""

    word = models.CharField(max_length=40, unique=True)
    term = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.word
