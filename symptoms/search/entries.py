"""What the ranking compares of a page: its names and phrases, laid out so that a query looks only at those that have
one of its terms."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from sys import intern
from typing import NamedTuple

from symptoms.models.search import SearchEntry

MOST_KEPT = 1000
"""So many pages are kept in memory, at about 8 kB each."""


class Entry(NamedTuple):
    """A page as it is compared. Its names, then its phrases, are numbered: ``places`` has the numbers of those that
    have a term, ``weights`` what the terms of each are worth together; the first ``names`` are names."""

    page: int
    kind: str
    language: str
    title: str
    whole_names: tuple[str, ...]
    names: int
    places: dict[str, tuple[int, ...]]
    weights: tuple[float, ...]
    tie: int


def read_entries(pages: Collection[int], worth: Callable[[str], float]) -> dict[int, Entry]:
    """These pages (one query); ``worth`` is what a term counts."""
    columns = ("page", "kind", "language", "title", "names", "phrases", "tie")
    rows = SearchEntry.objects.filter(page__in=pages).values_list(*columns)
    return {row[0]: _entry(row, worth) for row in rows}


def _entry(
    row: tuple[int, str, str, str, list[str], list[str], int],
    worth: Callable[[str], float],
) -> Entry:
    page, kind, language, title, names, phrases, tie = row
    texts = [frozenset(text.split()) for text in (*names, *phrases)]
    places: dict[str, tuple[int, ...]] = {}
    for number, terms in enumerate(texts):
        for term in terms:
            # Pages share their words, so each is kept once.
            places[intern(term)] = (*places.get(term, ()), number)
    weights = tuple(math.fsum(map(worth, terms)) for terms in texts)
    return Entry(page, intern(kind), intern(language), title, tuple(names), len(names), places, weights, tie)
