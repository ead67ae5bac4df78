"""What pages show of other live pages and of shared records, kept in memory by generation: most of it is the same on
many pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from articles.markdown.slots import named_in
from articles.memory import Memory, digest
from articles.models.live import Address, LivePage
from articles.models.shared import Source, Topic


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


def _read_sources(keys: Collection[str]) -> dict[str, Source]:
    return {source.key: source for source in Source.objects.filter(key__in=keys)}


pages: Memory[int | str, LinkedPage] = Memory(_read_pages, most=2000)
"""Live pages by the id of their row, as links have it, or by uid, as text has it."""
sources: Memory[str, Source] = Memory(_read_sources, most=1000)
"""Sources by key."""


@lru_cache(maxsize=2)
def topics(generation: int) -> tuple[Topic, ...]:
    """All topics in their order (one query). ``generation`` names the state of the library this is true of."""
    return tuple(Topic.objects.all())
