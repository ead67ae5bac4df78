"""Which pages are compared with a query: the best by words, those whose name stands in it, and those that describe what
it describes. So many of each, however large the library."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from symptoms.search import lookups
from symptoms.search.lexicon import Lexicon
from symptoms.search.postings import MOST_POSTINGS, Postings, postings
from symptoms.search.query import Query

MOST_CANDIDATES = 24
"""So many of the best pages by words are compared exactly, which bounds a query's cost."""
MOST_DESCRIBING = 6
"""So many pages that describe what the query describes are added."""
MOST_NAMED = 12
"""So many pages whose whole name stands in the query are added."""
Name = tuple[str, str]
"""A name that stands whole in the query, and whether it is a name, a misspelling or a phrase."""


def named(query: Query) -> dict[int, list[Name]]:
    """Pages whose whole name or phrase stands in the query, those with the longest."""
    found = lookups.named(query.runs)
    if len(found) <= MOST_NAMED:
        return found
    longest = {page: max([len(name) for name, _ in names]) for page, names in found.items()}
    return {page: found[page] for page in _best(longest, MOST_NAMED)}


class Words:
    """What the words of a query add to pages, by BM25. Of a common one only the best pages are looked for; what it adds
    to other pages is asked for the chosen ones alone."""

    def __init__(self, query: Query, lexicon: Lexicon) -> None:
        found = postings(query.weights, lexicon)
        common = {term for term in found if lexicon.pages.get(term, 0) > MOST_POSTINGS}
        self._common = [(term, weight, found[term]) for term, weight in query.weights.items() if term in common]
        self._sums: dict[int, float] = {}
        for term, weight in query.weights.items():
            if term not in common:
                _add(self._sums, found[term], weight)

    def candidates(self) -> list[int]:
        """The best pages."""
        sums = self._sums.copy()
        for _, weight, found in self._common:
            _add(sums, found, weight)
        return _best(sums, MOST_CANDIDATES)

    def on(self, pages: Collection[int]) -> dict[int, float]:
        """What all words add to each of these pages."""
        sums = {page: self._sums.get(page, 0.0) for page in pages}
        for term, weight, found in self._common:
            if found.whole:
                found.add_to(sums, weight)
            else:
                for page, impact in lookups.impacts_on(pages, term).items():
                    sums[page] += weight * impact
        return sums


def _add(sums: dict[int, float], found: Postings, weight: float) -> None:
    before = sums.get
    for page, impact in zip(found.best_pages, found.best_impacts, strict=True):
        sums[page] = before(page, 0.0) + weight * impact


def _best(sums: Mapping[int, float], most: int) -> list[int]:
    """The pages with the largest sums, so many."""
    found = list(sums)
    if len(sums) > most:
        least = sorted(sums.values())[-most]  # quicker than a heap: postings come sorted
        found = [page for page, held in sums.items() if held >= least]
    return sorted(found, key=lambda page: (-sums[page], page))[:most]


def describing(query: Query, lexicon: Lexicon) -> list[int]:
    """The pages that have most of the described features, rare ones counting more."""
    sums: dict[int, float] = {}
    for feature in sorted({one.feature for one in query.described if not one.negated}):
        pages, rarity = lexicon.carriers.get(feature, frozenset()), lexicon.feature_rarity(feature)
        if len(pages) <= MOST_POSTINGS:
            for page in pages:
                sums[page] = sums.get(page, 0.0) + rarity
    return _best(sums, MOST_DESCRIBING)
