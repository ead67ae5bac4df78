"""The working copy: what editors type. Readers never see these rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from markdownx.models import MarkdownxField

from articles import kinds
from articles.models.shared import Topic
from articles.text import lines

BODY_LIMIT = 100_000
"""Longest body in characters; keeps rendering time bounded whatever is pasted."""

CODE_SYSTEMS = ("icd-10", "icd-10-cm", "snomed-ct", "loinc", "mesh")


def validate_codes(value: str) -> None:
    """Each line is ``system code`` with a system we know."""
    for number, line in enumerate(lines(value), 1):
        system, _, code = line.partition(" ")
        if system not in CODE_SYSTEMS or not code.strip():
            known = ", ".join(CODE_SYSTEMS)
            raise ValidationError(
                f"Line {number}: write a code system and a code, for example “icd-10 I73.9”. Systems: {known}."
            )


class Page(models.Model):
    """A page of any kind, as its editors have it now.

    Saving never changes what the public sees; :mod:`articles.editions` freezes each real change as a numbered edition
    and :mod:`articles.publishing` alone makes an edition live.
    """

    KIND = ""

    uid = models.CharField(
        "permanent name",
        max_length=160,
        unique=True,
        editable=False,
        help_text="Given once; other pages refer to it.",
    )
    kind = models.CharField(max_length=20, editable=False)
    language = models.CharField(max_length=16, default="en")
    slug = models.SlugField(
        "address",
        max_length=120,
        help_text="The last part of the web address. A change takes effect when you publish; "
        "the old address then leads here.",
    )
    title = models.CharField(
        max_length=120, help_text="Plain words first: what a reader would say, under 70 characters."
    )
    medical_name = models.CharField(
        max_length=120, blank=True, help_text="The medical name, where it differs from the title."
    )
    summary = models.TextField(
        max_length=300,
        help_text="One or two plain sentences that say what this is. "
        "It opens the page and stands in lists and search results.",
    )
    body = MarkdownxField(
        blank=True,
        validators=[MaxLengthValidator(BODY_LIMIT)],
        help_text="Markdown. Cite with [@source], link with [[conditions/varicose-veins]]. "
        "The help page lists everything.",
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="pages")
    lay_names = models.TextField(
        "other names",
        blank=True,
        help_text="One a line. Each becomes a “see …” row in the A–Z, and search leads here.",
    )
    phrases = models.TextField(
        "how people describe it",
        blank=True,
        help_text="One a line, in the reader’s own words. Only search uses them.",
    )
    misspellings = models.TextField(
        blank=True,
        help_text="One a line: sound-alikes that spelling correction would miss. Only search uses them.",
    )
    codes = models.TextField(
        blank=True,
        validators=[validate_codes],
        help_text="One a line: code system and code, for example “icd-10 I73.9”.",
    )
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "slug"], name="page_slug_unique_in_kind"),
            models.CheckConstraint(condition=~models.Q(uid="") & ~models.Q(kind=""), name="page_has_uid_and_kind"),
        ]
        permissions = [
            ("sign_off_page", "Can sign off an edition as a clinical reviewer"),
            ("publish_page", "Can publish and withdraw pages"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        """Give a new page its kind and its permanent name."""
        if self._state.adding:
            self.kind = self.kind or self.KIND
            self.uid = self.uid or self._free_uid()
        super().save(*args, **kwargs)

    def _free_uid(self) -> str:
        stem = f"{self.spec.folder}/{self.slug}"
        taken = set(Page.objects.filter(uid__startswith=stem).values_list("uid", flat=True))
        number, uid = 1, stem
        while uid in taken:
            number += 1
            uid = f"{stem}-{number}"
        return uid

    @property
    def spec(self) -> kinds.Kind:
        """The declaration of this page's kind."""
        return kinds.get(self.kind or self.KIND)

    def as_kind(self) -> Page:
        """This page as a row of its kind's own table."""
        return as_kinds([self])[0]


def as_kinds(pages: Sequence[Page]) -> list[Page]:
    """These pages, in their order, as rows of their kinds' own tables (one query a kind)."""
    ids: dict[str, list[int]] = {}
    for page in pages:
        if type(page) is not page.spec.model:
            ids.setdefault(page.kind, []).append(page.pk)
    rows: dict[int, Page] = {}
    for kind, some in ids.items():
        rows |= kinds.get(kind).model._default_manager.in_bulk(some)
    return [page if type(page) is page.spec.model else rows[page.pk] for page in pages]


class Article(Page):
    """A longer read that follows one question from start to end."""

    KIND = "article"

    class Meta:
        verbose_name = "article"


class GlossaryTerm(Page):
    """A medical word, how to say it, and what it means; the summary is the meaning."""

    KIND = "glossary_term"

    say = models.CharField(
        "how to say it",
        max_length=120,
        blank=True,
        help_text="Capital letters mark the stressed part: klaw-dih-KAY-shun.",
    )

    class Meta:
        verbose_name = "glossary term"
