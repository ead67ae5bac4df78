"""What pages show of other live pages and of shared records, kept in memory by generation: most of it is the same on
many pages. The links between pages are kept by the rows they stand in, as those are never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q, QuerySet

from articles.markdown.slots import Named, named_in
from articles.memory import Memory, Recent, digest
from articles.models.live import Address, LiveLink, LivePage
from articles.models.shared import Source, Topic
from articles.prepared import Prepared


@dataclass(frozen=True, slots=True)
class LinkedPage(LivePage):
    """A live page as others show it."""

    cites: frozenset[str]
    """The sources of what speaks against its advice: that stands wherever the advice does."""
    digest: bytes
    """A name for all of the above: another when anything is."""


def linked_page(page: LivePage) -> LinkedPage:
    """The page with what those that show it must know."""
    return LinkedPage(
        page.page_id, page.kind, page.slug, page.facts, page.first_published_at, page.published_at, page.path,
        cites=named_in(caution["html"] for caution in page.facts.get("cautions", ())).sources,
        digest=digest(page),
    )  # fmt: skip


def _read_pages(keys: Collection[int | str]) -> dict[int | str, LinkedPage]:
    ids = [key for key in keys if isinstance(key, int)]
    uids = [key for key in keys if isinstance(key, str)]
    found = Address.objects.live().filter(Q(page__in=ids) | Q(page__uid__in=uids)).in_brief()
    live = [linked_page(page) for page in found]
    return {page.page_id: page for page in live} | {page.facts["uid"]: page for page in live}


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as pages show it."""

    title: str
    publisher: str
    year: int | None
    url: str
    digest: bytes
    """A name for all of the above, and for the key that texts cite it by."""


def _read_sources(keys: Collection[str]) -> dict[str, Cited]:
    found = Source.objects.filter(key__in=keys).values_list("key", "title", "publisher", "year", "url")
    return {row[0]: Cited(*row[1:], digest=digest(*row)) for row in found}


pages: Memory[int | str, LinkedPage] = Memory(_read_pages, most=2000)
"""Live pages by the id of their row, as links have it, or by uid, as text has it."""
sources: Memory[str, Cited] = Memory(_read_sources, most=1000)
"""Sources by key."""


@lru_cache(maxsize=2)
def topics(generation: int) -> tuple[Topic, ...]:
    """All topics in their order (one query). ``generation`` names the state of the library this is true of."""
    return tuple(Topic.objects.all())


class LinkRow(NamedTuple):
    """One live cross-link seen from the page being built."""

    other_id: int
    outgoing: bool
    relation: str
    note_html: str
    qualifier: str
    position: int


@dataclass(frozen=True)
class Links:
    """The cross-links of a page, at both of their ends."""

    rows: tuple[LinkRow, ...]
    named: Named
    """What their notes name."""
    digest: bytes
    keys: tuple[int, ...]
    """The rows they stand in. They name the links: a publish writes new rows and never changes one."""

    @classmethod
    def of(cls, rows: Iterable[LinkRow], keys: Iterable[int] = ()) -> Links:
        """With what follows from the rows."""
        kept = tuple(rows)
        return cls(kept, named_in(row.note_html for row in kept), digest(*map(tuple, kept)), tuple(sorted(keys)))


def links_of(page: int) -> Links:
    """The live links of this page (one query; a second where they are not those that are in memory)."""
    return links.get(page, lambda: _read_links(page), still=lambda kept: kept.keys == _keys_of(page))


def _keys_of(page: int) -> tuple[int, ...]:
    return tuple(sorted(key for (key,) in _KEYS.ask(page=page)))


def _read_links(page: int) -> Links:
    found = _LINKS.ask(page=page)
    rows = (LinkRow(target if owner == page else owner, owner == page, *row) for _, owner, target, *row in found)
    return Links.of(rows, keys=(row[0] for row in found))


def _at_both_ends(page: int) -> QuerySet:
    return LiveLink.objects.filter(Q(owner=page) | Q(target=page))


_KEYS = Prepared(lambda page: _at_both_ends(page).order_by().values_list("pk"), page=int)
_LINKS = Prepared(
    lambda page: (
        _at_both_ends(page)
        .order_by("relation", "position", "pk")
        .values_list("pk", "owner", "target", "relation", "note_html", "qualifier", "position")
    ),
    page=int,
)
links: Recent[int, Links] = Recent(most=6000, size=lambda kept: 1 + len(kept.rows))
"""The links of a page by the id of its row; about 300 bytes a link."""
