"""Which pages have a term and what it adds to each, kept in memory by generation: a few terms make most queries."""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable
from typing import NamedTuple

from symptoms.search import lookups
from symptoms.search.lexicon import Lexicon

MOST_POSTINGS = 250
"""Of a term with more pages than this, the best so many are looked for."""
MOST_WHOLE = 20_000
"""Of a term with more pages than this only the best are kept: what it adds to another page is asked of the database."""
MOST_KEPT = 300_000
"""So many pages of terms are kept in memory, at 12 bytes each."""


class Postings(NamedTuple):
    """The pages of one term in the order of their ids, and what it adds to each; the same of the best ones alone.
    ``whole`` when all its pages are here."""

    pages: array[int]
    impacts: array[float]
    best_pages: array[int]
    best_impacts: array[float]
    whole: bool

    def add_to(self, sums: dict[int, float], weight: float) -> None:
        """Add what the term adds to the pages that have a sum, times ``weight``."""
        pages, impacts, end = self.pages, self.impacts, len(self.pages)
        for page in sums:
            place = bisect_left(pages, page)
            if place < end and pages[place] == page:
                sums[page] += weight * impacts[place]


_lock = threading.Lock()
_kept: OrderedDict[tuple[int, str], Postings] = OrderedDict()


def postings(terms: Iterable[str], lexicon: Lexicon) -> dict[str, Postings]:
    """The postings of these terms; one query for each that is not in memory."""
    return {term: _of(term, lexicon.pages.get(term, 0), lexicon.generation) for term in terms}


def _of(term: str, pages: int, generation: int) -> Postings:
    if not pages:
        return _postings([], whole=True)  # what is no word of ours may be anybody's, and is not kept
    with _lock:
        if known := _kept.get((generation, term)):
            _kept.move_to_end((generation, term))
            return known
    whole = pages <= MOST_WHOLE
    read = _postings(lookups.best_of(term, most=MOST_WHOLE if whole else MOST_POSTINGS), whole=whole)
    with _lock:
        _kept[generation, term] = read
        size = sum(len(found.pages) for found in _kept.values())
        while size > MOST_KEPT:
            size -= len(_kept.popitem(last=False)[1].pages)
    return read


def _postings(best_first: list[tuple[int, float]], *, whole: bool) -> Postings:
    pages, impacts = _columns(sorted(best_first))
    if len(pages) <= MOST_POSTINGS:
        return Postings(pages, impacts, pages, impacts, whole)
    return Postings(pages, impacts, *_columns(best_first[:MOST_POSTINGS]), whole)


def _columns(rows: list[tuple[int, float]]) -> tuple[array[int], array[float]]:
    return array("I", [page for page, _ in rows]), array("d", [impact for _, impact in rows])
