"""Reading side: finds what an address serves. Reads :class:`Address` and live rows only, never the working copy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from articles import kinds
from articles.display import IndexRow
from articles.models.live import Address, LivePage, path_of
from articles.prepared import Prepared


@dataclass(frozen=True)
class Moved:
    """The slug is a former one; readers go to ``path``."""

    path: str


@dataclass(frozen=True)
class Gone:
    """The page was withdrawn."""

    title: str
    reason: str
    instead: IndexRow | None


@dataclass(frozen=True)
class Served:
    """The live edition at an address, as it is stored, and the library's generation at the same moment."""

    page_id: int
    kind: str
    slug: str
    first_published_at: dt.datetime
    published_at: dt.datetime
    number: int
    changed_at: dt.datetime
    sha256: str
    brief: dict[str, Any]
    canonical: str
    rendered: str
    signed: dict[str, Any] | None
    generation: int

    @property
    def path(self) -> str:
        """The address on this site."""
        return path_of(self.kind, self.slug)


def _served(kind: str, slug: str, language: str) -> QuerySet:
    """The columns of :class:`Served`. The HTML stays text: what is made of it may be in memory."""
    live = Address.objects.live().filter(kind=kind, slug=slug, language=language).with_sign_off().with_generation()
    return live.values_list(
        "page_id", "kind", "slug", "first_published_at", "published_at", "edition__number", "edition__at",
        "edition__sha256", "edition__brief", "edition__canonical", Cast("edition__rendered", TextField()), "signed",
        "generation",
    )  # fmt: skip


_SERVED = Prepared(_served, kind=str, slug=str, language=str)


def resolve(kind: str, slug: str, language: str = "en") -> Served | Moved | Gone | None:
    """What stands at this address: a live edition, a redirect, a withdrawn page, or nothing."""
    for row in _SERVED.ask(kind=kind, slug=slug, language=language):
        return Served(*row)
    address = Address.objects.filter(kind=kind, slug=slug, language=language).first()
    if address is None:
        return None
    if not address.is_current:
        current = Address.objects.filter(page=address.page_id, is_current=True).first()
        return Moved(current.path) if current else None
    if address.edition_id:  # published since the first question
        return resolve(kind, slug, language)
    return Gone("This page was withdrawn", address.gone_reason, _row_of(address.gone_to_id))


def _row_of(page_id: int | None) -> IndexRow | None:
    if page_id is None:
        return None
    address = Address.objects.live().brief().filter(page=page_id).first()
    return index_row(address) if address else None


def index_row(address: Address | LivePage) -> IndexRow:
    """A live address as a row of a list."""
    facts = address.facts
    return IndexRow(
        title=facts["title"],
        url=address.path,
        summary=facts["summary"],
        kind_label=kinds.get(address.kind).label,
        care_level=facts.get("level", ""),
        card=facts.get("card", ""),
    )
