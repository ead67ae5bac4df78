"""History that nobody can rewrite: editions, sign-offs and events. Database triggers refuse updates (see migration
0002)."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models

from articles.models.page import Page
from articles.upcast import upcast


class AppendOnlyError(Exception):
    """Something tried to change or delete history."""


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses bulk changes; the database refuses them too."""

    def update(self, **kwargs: Any) -> int:
        """Always refuses."""
        raise AppendOnlyError("History is only added to, never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Always refuses."""
        raise AppendOnlyError("History is only added to, never deleted.")


class AppendOnly(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        """Write a new row; refuses to change an old one."""
        if not self._state.adding:
            raise AppendOnlyError("History is only added to, never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Always refuses."""
        raise AppendOnlyError("History is only added to, never deleted.")


class Edition(AppendOnly):
    """The page's words at one moment: canonical bytes, their hash, and the HTML made from them once.

    ``by`` is empty for editions that came from files (``origin`` is then ``library``).
    """

    class Origin(models.TextChoices):
        """Where the words came from."""

        EDITOR = "editor", "typed in the admin"
        LIBRARY = "library", "came with the library files"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    schema = models.PositiveSmallIntegerField(default=1)
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    brief = models.JSONField(help_text="What lists and links show of this page.")
    rendered = models.JSONField(help_text="HTML with slots, by part.")
    renderer = models.PositiveSmallIntegerField()
    findings = models.JSONField(default=list)
    origin = models.CharField(max_length=10, choices=Origin)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="edition_number_once"),
            models.CheckConstraint(
                condition=models.Q(origin="library") | models.Q(by__isnull=False), name="edition_has_author"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brief['title']}, edition {self.number}"

    @property
    def snapshot(self) -> dict[str, Any]:
        """The canonical words as data, brought up to the current schema."""
        return upcast(json.loads(self.canonical))


class SignOff(AppendOnly):
    """A clinical reviewer's yes to exactly one edition's bytes."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sign_offs")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    role = models.CharField(max_length=150, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["edition", "by"], name="sign_off_once_each")]

    def __str__(self) -> str:
        return f"{self.by_name} signed {self.edition}"


class Event(AppendOnly):
    """One line of the library's history: who did what to which subject, when and why.

    ``subject`` is a page's uid or a shared record's name; ``by`` is empty when the command line did it.
    """

    subject = models.CharField(max_length=180, db_index=True)
    verb = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    edition_number = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.by_name} {self.verb} {self.subject}"
