"""“Why can't this go live yet?” Tiny conditions, each with its own words; the form shows all that apply."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet

from articles import kinds
from articles.models import Address, Edition, SignOff
from articles.models.live import TOGETHER
from articles.rendering import errors
from articles.snapshot import address_of


@dataclass(frozen=True)
class Candidate:
    """An edition that somebody wants to publish, with what its readiness depends on.

    ``live`` is the edition of its page that readers have now, as row id and number; ``is_taken`` says that another
    page has its address.
    """

    edition: Edition
    data: dict[str, Any]
    is_signed: bool
    is_taken: bool
    live: tuple[int, int] | None


Condition = Callable[[Candidate], Iterator[str]]


def reasons_not_ready(edition: Edition) -> list[str]:
    """Every reason this edition cannot be published now, in words for its editor; empty when it can."""
    return next(reasons for _, reasons in each_not_ready([edition]))


def each_not_ready(editions: Sequence[Edition]) -> Iterator[tuple[Candidate, list[str]]]:
    """The same for each of these editions (three queries for every :data:`TOGETHER` of them)."""
    for start in range(0, len(editions), TOGETHER):
        for candidate in _candidates(editions[start : start + TOGETHER]):
            yield candidate, [reason for condition in CONDITIONS for reason in condition(candidate)]


def _candidates(editions: Sequence[Edition]) -> Iterator[Candidate]:
    ids, pages = [edition.pk for edition in editions], [edition.page_id for edition in editions]
    signed = set(_valid_sign_offs().filter(edition__in=ids).values_list("edition", flat=True))
    addresses = Address.objects.filter(is_current=True)
    live = {
        page: (edition, number)
        for page, edition, number in addresses.live()
        .filter(page__in=pages)
        .values_list("page", "edition", "edition__number")
    }
    data = [edition.snapshot for edition in editions]
    rows = addresses.filter(slug__in={one["slug"] for one in data}).values_list("kind", "language", "slug", "page")
    owners = {(kind, language, slug): page for kind, language, slug, page in rows}
    for edition, words in zip(editions, data, strict=True):
        owner = owners.get(address_of(words), edition.page_id)
        yield Candidate(edition, words, edition.pk in signed, owner != edition.page_id, live.get(edition.page_id))


def valid_sign_offs(edition: Edition) -> QuerySet[SignOff]:
    """Sign-offs of exactly these bytes."""
    return _valid_sign_offs().filter(edition=edition)


def _valid_sign_offs() -> QuerySet[SignOff]:
    return SignOff.objects.filter(sha256=F("edition__sha256"))


def may_go_unsigned(edition: Edition) -> bool:
    """Whether this edition is starter content on a site that shows starter content before its review."""
    return settings.LEGWISE_ALLOW_UNSIGNED_STARTER and edition.origin == Edition.Origin.LIBRARY


def _is_signed(asked: Candidate) -> Iterator[str]:
    if not (asked.is_signed or may_go_unsigned(asked.edition)):
        yield f"Edition {asked.edition.number} has not been signed off by a clinical reviewer."


def _has_no_errors(asked: Candidate) -> Iterator[str]:
    for finding in errors(asked.edition.findings):
        yield f"{finding}"


def _has_free_address(asked: Candidate) -> Iterator[str]:
    if asked.is_taken:
        yield f"Another page already has the address “{asked.data['slug']}”."


def _is_not_older_than_live(asked: Candidate) -> Iterator[str]:
    if asked.live is None:
        return
    live, number = asked.live
    if number > asked.edition.number:
        yield f"A newer edition ({number}) is live. Restore edition {asked.edition.number} instead."
    if live == asked.edition.pk:
        yield f"Edition {asked.edition.number} is live already."


def _has_enough_links(asked: Candidate) -> Iterator[str]:
    for relation in kinds.bounded_relations(asked.data["kind"]):
        count = len(asked.data["links"].get(relation.key, []))
        if not relation.least <= count <= (relation.most or count):
            yield f"“{relation.forward}” names {count} pages; it takes {relation.least} to {relation.most}."


CONDITIONS: tuple[Condition, ...] = (
    _is_signed,
    _has_no_errors,
    _has_enough_links,
    _has_free_address,
    _is_not_older_than_live,
)
