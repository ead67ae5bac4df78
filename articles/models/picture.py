"""The picture library. Files are named by the hash of their content and never overwritten.

A drawing is a picture with a name: an SVG file that came with the library's own files.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.text import normalise


class Picture(models.Model):
    """A picture after checking and re-encoding; the text refers to it by hash, to a drawing by name."""

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    extension = models.CharField(max_length=5, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(
        "description",
        max_length=300,
        blank=True,
        help_text="What the picture shows, for readers who cannot see it.",
    )
    decorative = models.BooleanField(
        default=False, help_text="Tick only if the page loses nothing without this picture."
    )
    name = models.SlugField(max_length=60, blank=True, editable=False)
    words = models.TextField("in words", blank=True, editable=False)
    credit = models.CharField(max_length=200, blank=True, help_text="Who made it, and under which licence.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decorative=True, alt="") | (Q(decorative=False) & ~Q(alt="")),
                name="picture_described_or_decorative",
            ),
            models.UniqueConstraint(fields=["name"], condition=~Q(name=""), name="picture_name_once"),
        ]

    def __str__(self) -> str:
        return self.alt or f"Decorative picture {self.sha256[:8]}"

    @property
    def filename(self) -> str:
        """Name under ``MEDIA_ROOT/pictures``."""
        return f"{self.sha256}.{self.extension}"

    @property
    def facts(self) -> dict[str, Any]:
        """What an edition keeps of it, so that the words served are the words signed."""
        facts: dict[str, Any] = {
            "alt": normalise(self.alt),
            "credit": normalise(self.credit),
            "extension": self.extension,
            "width": self.width,
            "height": self.height,
        }
        return facts | ({"name": self.name, "words": normalise(self.words)} if self.name else {})

    @property
    def url(self) -> str:
        """Where readers get it."""
        return f"{settings.MEDIA_URL}pictures/{self.filename}"
