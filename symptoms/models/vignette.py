"""Invented people and the pages they must find (“examples” in the admin and to readers), and the last check of them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from articles.models.shared import KEY


class Vignette(models.Model):
    """One invented person: what they tick or type, and the pages that must stand on the first screen.

    It carries no advice and readers' own words never get here. Whether it passes is asked in :mod:`symptoms.vignettes`.
    """

    key = models.CharField(
        max_length=80, unique=True, validators=[KEY], help_text="Its name in the library files. It never changes."
    )
    description = models.CharField(max_length=160, help_text="An invented person, in one line. Never a real one.")
    sentence = models.CharField(
        max_length=300, blank=True, help_text="What they would type into search, in their own words."
    )
    ticks = models.ManyToManyField("symptoms.Word", blank=True, related_name="vignettes")
    pages = models.ManyToManyField("articles.Page", related_name="vignettes")

    class Meta:
        ordering = ["key"]
        verbose_name = "example"

    def __str__(self) -> str:
        return self.description


def faults(*, sentence: str, ticks: Any, pages: Any) -> dict[str, str]:
    """What a vignette with these still lacks, by field, in words for whoever writes it."""
    found = {}
    if not sentence and not ticks:
        found["ticks"] = "Tick what the person notices, or write what they would type, or both."
    if not pages:
        found["pages"] = "Name at least one page that the person must find."
    return found


class VignetteRun(models.Model):
    """One row: how the last check of all vignettes went, and which state of the library it was about."""

    at = models.DateTimeField()
    generation = models.PositiveBigIntegerField()
    total = models.PositiveIntegerField()
    failing = models.JSONField(default=list, help_text="Keys of the vignettes that did not pass.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="vignette_run_is_one_row")]

    def __str__(self) -> str:
        return f"{self.passed} of {self.total}"

    @property
    def passed(self) -> int:
        """How many passed."""
        return self.total - len(self.failing)
