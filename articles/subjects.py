"""The pages of each topic in reading order, for "previous" and "next". Kept in memory for one generation."""

from __future__ import annotations

from functools import lru_cache

from articles import kinds
from articles.display import LinkItem
from articles.models.live import Address, path_of

NOT_LEAFED_THROUGH = "glossary_term"
"""Words are looked up, not read one after the other."""

Shelf = tuple[LinkItem, ...]


class Shelves:
    """Topic → its live pages, by kind and title. A shelf is read when a page first asks for it (one query): a reader
    waits."""

    def __init__(self) -> None:
        self._read: dict[str, Shelf] = {}

    def get(self, topic: str, nothing: Shelf = ()) -> Shelf:
        """The pages of a topic; ``nothing`` where it has none."""
        if topic not in self._read:
            self._read[topic] = _read(topic)
        return self._read[topic] or nothing


@lru_cache(maxsize=2)
def shelves(generation: int) -> Shelves:
    """The shelves of one generation, which names the state of the library that they are true of."""
    return Shelves()


def _read(topic: str) -> Shelf:
    places = {kind.key: number for number, kind in enumerate(kinds.every())}
    pages = Address.objects.tagged("topic", topic).exclude(kind=NOT_LEAFED_THROUGH)
    return tuple(
        LinkItem(title, path_of(kind, slug), kind_label=kinds.get(kind).label)
        for _, kind, slug, title in sorted(pages.titles(), key=lambda row: (places[row[1]], row[3].casefold(), row[2]))
    )
