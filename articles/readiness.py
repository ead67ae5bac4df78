"""“Why can't this go live yet?” Tiny conditions, each with its own words; the form shows all that apply."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings

from articles import kinds
from articles.models import Address, Edition, SignOff
from articles.rendering import errors

Condition = Callable[[Edition], Iterator[str]]


def reasons_not_ready(edition: Edition) -> list[str]:
    """Every reason this edition cannot be published now, in words for its editor; empty when it can."""
    return [reason for condition in CONDITIONS for reason in condition(edition)]


def valid_sign_offs(edition: Edition):
    """Sign-offs of exactly these bytes."""
    return SignOff.objects.filter(edition=edition, sha256=edition.sha256)


def may_go_unsigned(edition: Edition) -> bool:
    """Whether this edition is starter content on a site that shows starter content before its review."""
    return settings.LEGWISE_ALLOW_UNSIGNED_STARTER and edition.origin == Edition.Origin.LIBRARY


def _is_signed(edition: Edition) -> Iterator[str]:
    if not (may_go_unsigned(edition) or valid_sign_offs(edition).exists()):
        yield f"Edition {edition.number} has not been signed off by a clinical reviewer."


def _has_no_errors(edition: Edition) -> Iterator[str]:
    for finding in errors(edition.findings):
        yield f"{finding}"


def _has_free_address(edition: Edition) -> Iterator[str]:
    data = edition.snapshot
    taken = Address.objects.filter(kind=data["kind"], language=data["language"], slug=data["slug"])
    if taken.exclude(page=edition.page_id).filter(is_current=True).exists():
        yield f"Another page already has the address “{data['slug']}”."


def _is_not_older_than_live(edition: Edition) -> Iterator[str]:
    live = Address.objects.live().filter(page=edition.page_id).select_related("edition").first()
    if live and live.edition.number > edition.number:
        yield f"A newer edition ({live.edition.number}) is live. Restore edition {edition.number} instead."
    if live and live.edition_id == edition.pk:
        yield f"Edition {edition.number} is live already."


def _has_enough_links(edition: Edition) -> Iterator[str]:
    data = edition.snapshot
    for relation in kinds.bounded_relations(data["kind"]):
        count = len(data["links"].get(relation.key, []))
        if not relation.least <= count <= (relation.most or count):
            yield f"“{relation.forward}” names {count} pages; it takes {relation.least} to {relation.most}."


CONDITIONS: tuple[Condition, ...] = (
    _is_signed,
    _has_no_errors,
    _has_enough_links,
    _has_free_address,
    _is_not_older_than_live,
)
