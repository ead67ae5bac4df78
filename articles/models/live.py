"""What readers see: addresses, live links and tags, and the generation. Written only by :mod:`articles.publishing`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import JSONObject

from articles import kinds
from articles.models.edition import Edition, SignOff
from articles.models.page import Page
from articles.prepared import Prepared

HEAVY = ("edition__canonical", "edition__rendered", "edition__findings")
"""Columns that lists and links do not need."""
BRIEF = ("page_id", "kind", "slug", "edition__brief", "first_published_at", "published_at")
"""What a :class:`LivePage` is made of."""
TOGETHER = 400
"""Rows of one question where many are gone through."""


@dataclass(frozen=True, slots=True)
class LivePage:
    """A live page in brief, enough for a list or a link. ``facts`` are its edition's short facts: title, summary and
    what lists need; they may be shared, so nobody changes them.
    """

    page_id: int
    kind: str
    slug: str
    facts: dict[str, Any]
    first_published_at: dt.datetime
    published_at: dt.datetime
    path: str
    """The address on this site."""


def path_of(kind: str, slug: str) -> str:
    """The address of a page on this site."""
    return f"/{kinds.get(kind).folder}/{slug}/"


def _in_brief(row: tuple[Any, ...]) -> LivePage:
    page, kind, slug, facts, first_published_at, published_at = row
    return LivePage(page, kind, slug, facts, first_published_at, published_at, path_of(kind, slug))


class AddressQuerySet(models.QuerySet):
    """The questions public code asks."""

    def live(self) -> AddressQuerySet:
        """Addresses that serve a page now."""
        return self.filter(is_current=True, edition__isnull=False)

    def of_kind(self, kind: str) -> AddressQuerySet:
        """Addresses of one kind."""
        return self.filter(kind=kind)

    def in_brief(self) -> list[LivePage]:
        """What these live addresses serve, in brief (a third of the work that whole rows take)."""
        return [_in_brief(row) for row in self.values_list(*BRIEF)]

    def titles(self) -> models.QuerySet:
        """Page, kind, slug and title of these live addresses. The database takes the title out of the short facts: a
        third of the work of :meth:`in_brief`, for what reads many pages while somebody waits."""
        return self.values_list("page_id", "kind", "slug", KeyTextTransform("title", "edition__brief"))

    def each_in_brief(self) -> Iterator[LivePage]:
        """The same one after the other, some in memory at a time. Not by ``iterator()``: its cursor on the
        PostgreSQL server does not pass through a pool of connections."""
        rows, last = self.order_by("pk"), 0
        while some := list(rows.filter(pk__gt=last).values_list("pk", *BRIEF)[:TOGETHER]):
            last = some[-1][0]
            yield from (_in_brief(row[1:]) for row in some)
            if len(some) < TOGETHER:
                return

    def brief(self) -> AddressQuerySet:
        """With the edition's short facts only, for questions that add columns of their own."""
        return self.select_related("edition").defer(*HEAVY)

    def tagged(self, facet: str, value: str) -> AddressQuerySet:
        """Live pages that carry a tag, for example ``("topic", "leg-cramps")`` or ``("where", "calf")``."""
        return self.live().filter(page__live_tags__facet=facet, page__live_tags__value=value)

    def with_sign_off(self) -> AddressQuerySet:
        """With the newest valid sign-off of the live edition as ``signed`` (a dictionary or ``None``)."""
        return self.annotate(signed=_newest_sign_off())

    def with_generation(self) -> AddressQuerySet:
        """With the library's generation at the same moment."""
        return self.annotate(generation=_generation())


# Putting these two together takes longer than asking them, and they are always the same.
@cache
def _newest_sign_off() -> Subquery:
    valid = SignOff.objects.filter(edition=OuterRef("edition"), sha256=OuterRef("edition__sha256"))
    newest = valid.order_by("-at").values(data=JSONObject(by="by_name", role="role", at="at"))[:1]
    return Subquery(newest, output_field=models.JSONField())


@cache
def _generation() -> Subquery:
    return Subquery(Library.objects.filter(pk=1).values("generation"))


class Address(models.Model):
    """A public address: current (live or withdrawn) or former (leads to the current one)."""

    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=16)
    slug = models.SlugField(max_length=120)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="addresses")
    is_current = models.BooleanField(default=True)
    edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="+")
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField()
    gone_reason = models.CharField(max_length=500, blank=True)
    gone_to = models.ForeignKey(Page, null=True, on_delete=models.PROTECT, related_name="+")
    generation: int

    objects = AddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "slug"], name="address_once"),
            models.UniqueConstraint(fields=["page"], condition=Q(is_current=True), name="address_one_current_per_page"),
            models.CheckConstraint(
                condition=Q(is_current=True) | Q(edition__isnull=True), name="address_former_serves_nothing"
            ),
            models.CheckConstraint(
                condition=Q(edition__isnull=True) | Q(gone_reason="", gone_to__isnull=True),
                name="address_live_is_not_gone",
            ),
        ]

    def __str__(self) -> str:
        return self.path

    def get_absolute_url(self) -> str:
        """The address on this site, under Django's usual name."""
        return self.path

    @property
    def path(self) -> str:
        """The address on this site."""
        return path_of(self.kind, self.slug)

    @property
    def facts(self) -> dict[str, Any]:
        """The live edition's short facts: title, summary and what lists need."""
        return self.edition.brief if self.edition else {}


class LiveLink(models.Model):
    """A cross-link as the owner's live edition has it. Shown at both ends when both are live.

    A row is written once and never changed, only deleted: its number names it (:mod:`articles.linked`).
    """

    owner = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="live_links")
    target = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="live_links_here")
    relation = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    note_html = models.TextField(blank=True)
    qualifier = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["relation", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "target", "relation"], name="live_link_once")]

    def __str__(self) -> str:
        return f"{self.owner_id} → {self.target_id} ({self.relation})"


class LiveTag(models.Model):
    """A word the live edition carries: its topics, and the features readers may feel."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="live_tags")
    facet = models.CharField(max_length=40)
    value = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "facet", "value"], name="live_tag_once")]
        indexes = [models.Index(fields=["facet", "value"])]

    def __str__(self) -> str:
        return f"{self.facet}: {self.value}"


class Library(models.Model):
    """One row: the generation of everything readers see. It only ever rises."""

    generation = models.PositiveBigIntegerField(default=1)
    content_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="library_is_one_row")]

    def __str__(self) -> str:
        return f"generation {self.generation}"

    @classmethod
    def current_generation(cls) -> int:
        """The number that names the present state of the library."""
        for (generation,) in _THE_LIBRARY.ask(pk=1):
            return generation
        raise cls.DoesNotExist


_THE_LIBRARY = Prepared(lambda pk: Library.objects.filter(pk=pk).values_list("generation"), pk=int)
