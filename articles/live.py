"""Reading side: finds what an address serves. Reads :class:`Address` and live rows only, never the working copy."""

from __future__ import annotations

from dataclasses import dataclass

from articles import kinds
from articles.display import IndexRow
from articles.models.live import Address, LivePage


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


def resolve(kind: str, slug: str, language: str = "en") -> Address | Moved | Gone | None:
    """What stands at this address: a live address, a redirect, a withdrawn page, or nothing."""
    addresses = Address.objects.select_related("edition").with_sign_off().with_generation()
    address = next(iter(addresses.filter(kind=kind, slug=slug, language=language)), None)
    if address is None:
        return None
    if not address.is_current:
        current = Address.objects.filter(page=address.page_id, is_current=True).first()
        return Moved(current.path) if current else None
    if address.edition is None:
        return Gone("This page was withdrawn", address.gone_reason, _row_of(address.gone_to_id))
    return address


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
