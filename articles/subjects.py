"""The pages of each topic in reading order, for "previous" and "next". Kept in memory for one generation."""

from __future__ import annotations

from functools import lru_cache

from articles import kinds
from articles.display import LinkItem
from articles.models.live import Address, LivePage, LiveTag

NOT_LEAFED_THROUGH = "glossary_term"
"""Words are looked up, not read one after the other."""


@lru_cache(maxsize=2)
def shelves(generation: int) -> dict[str, tuple[LinkItem, ...]]:
    """Topic → its live pages, by kind and title. ``generation`` names the state of the library this is true of."""
    addresses = {page.page_id: page for page in Address.objects.live().exclude(kind=NOT_LEAFED_THROUGH).in_brief()}
    places = {kind.key: number for number, kind in enumerate(kinds.every())}
    found: dict[str, list[LivePage]] = {}
    for page_id, topic in LiveTag.objects.filter(facet="topic").values_list("page", "value"):
        if page_id in addresses:
            found.setdefault(topic, []).append(addresses[page_id])
    return {
        topic: tuple(
            LinkItem(a.facts["title"], a.path, kind_label=kinds.get(a.kind).label)
            for a in sorted(rows, key=lambda a: (places[a.kind], a.facts["title"].casefold()))
        )
        for topic, rows in found.items()
    }
