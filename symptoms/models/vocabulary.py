"""The vocabulary of what people feel, and which page describes what. Words are edited in the admin."""

from __future__ import annotations

from django.db import models

from articles.models import Page


class Facet(models.Model):
    """One side of what is felt: where, brought on by, eased by …"""

    key = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=60)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label


class Word(models.Model):
    """One word of a facet, for example Calf under Where, with the phrases by which people say it."""

    facet = models.ForeignKey(Facet, on_delete=models.PROTECT, related_name="words")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=80)
    phrases = models.TextField(blank=True, help_text="One a line: how people say it. Only search uses them.")
    in_guide = models.BooleanField(
        "in the leg guide",
        default=True,
        help_text="Readers may tick it. Never for what happened before, how long it lasts or what somebody measured.",
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["facet__position", "position"]
        constraints = [models.UniqueConstraint(fields=["facet", "key"], name="word_once_in_facet")]

    def __str__(self) -> str:
        return f"{self.facet.label}: {self.label}"


class Feature(models.Model):
    """A page describes something that feels like this word."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="features")
    word = models.ForeignKey(Word, on_delete=models.PROTECT, related_name="features")

    class Meta:
        ordering = ["word__facet__position", "word__position"]
        constraints = [models.UniqueConstraint(fields=["page", "word"], name="feature_once")]

    def __str__(self) -> str:
        return f"{self.page}: {self.word}"
