"""How pages are ordered: BM25 over weighted fields, plus what the page's names and phrases share with the query.

The order depends on the words typed and on nothing else (``docs/search.md``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Avg, Count

from symptoms.models.search import Posting, SearchEntry

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson and Zaragoza 2009)."""
EXACT_BONUS = 1000.0
"""The whole query is a name of the page: it leads."""
NAME_WEIGHT, PHRASE_WEIGHT = 40.0, 30.0
"""A name or phrase that covers the whole query, and has no other word, is worth this much."""
KIND_WEIGHTS = {"urgent_sign": 1.1, "glossary_term": 0.5}
"""Fixed and the same for every query: urgent signs a little up, single words explained below whole pages."""
MOST_CANDIDATES = 200
"""Names and phrases are compared for the best pages by BM25 only, so that a query's cost has a bound."""


@dataclass
class Score:
    """How well a page answers. ``share`` is the part of the query's rarity found on it, from 0 to 1."""

    kind: str = ""
    bm25: float = 0.0
    bonus: float = 0.0
    share: float = 0.0
    reason: str = "mentions these words"

    @property
    def total(self) -> float:
        """The number pages are ordered by."""
        return KIND_WEIGHTS.get(self.kind, 1.0) * (self.bm25 + self.bonus)


@lru_cache(maxsize=2)
def _corpus(generation: int) -> tuple[int, float]:
    """Number of pages and their mean length; both change only with the generation."""
    facts = SearchEntry.objects.aggregate(count=Count("pk"), length=Avg("length"))
    return facts["count"], facts["length"] or 1.0


def rank(query_terms: list[str], query_key: str, generation: int) -> list[tuple[int, Score]]:
    """Page ids with their scores, best first; ties by page id, so that equal queries give equal lists."""
    ranking = _Ranking(query_terms, query_key, generation)
    return ranking.run()


class _Ranking:
    def __init__(self, query_terms: list[str], query_key: str, generation: int) -> None:
        self.terms, self.key = query_terms, query_key
        self.total, self.average = _corpus(generation)
        self.rarity: dict[str, float] = {}
        self.scores: defaultdict[int, Score] = defaultdict(Score)

    def run(self) -> list[tuple[int, Score]]:
        self._score_words()
        ranked = sorted(self.scores.items(), key=self._order)
        self._score_names(ranked[:MOST_CANDIDATES])
        return sorted(self.scores.items(), key=self._order)

    @staticmethod
    def _order(pair: tuple[int, Score]) -> tuple[float, int]:
        return (-pair[1].total, pair[0])

    def _weight(self, terms: Iterable[str]) -> float:
        """Summed rarity; a word that no page has is as rare as can be."""
        unknown = math.log(1 + (self.total + 0.5) / 0.5)
        # fsum: the same number whatever order a set gives its terms in.
        return math.fsum(self.rarity.get(term, unknown) for term in terms)

    def _score_words(self) -> None:
        postings: defaultdict[str, list[tuple[int, float, float, str]]] = defaultdict(list)
        rows = Posting.objects.filter(term__in=self.terms).values_list(
            "term", "entry__page_id", "weight", "entry__length", "entry__kind"
        )
        for term, page, weight, length, kind in rows:
            postings[term].append((page, weight, length, kind))
        for term, found in postings.items():
            self.rarity[term] = math.log(1 + (self.total - len(found) + 0.5) / (len(found) + 0.5))
        whole = self._weight(self.terms)
        # In the query's order, so that sums are the same to the last bit on every database.
        for term in filter(postings.__contains__, self.terms):
            for page, weight, length, kind in postings[term]:
                score = self.scores[page]
                norm = K1 * (1 - B + B * length / self.average)
                score.kind = kind
                score.bm25 += self.rarity[term] * weight * (K1 + 1) / (weight + norm)
                score.share += self.rarity[term] / whole

    def _score_names(self, candidates: list[tuple[int, Score]]) -> None:
        whole = self._weight(self.terms)
        entries = SearchEntry.objects.filter(page__in=[page for page, _ in candidates])
        for page, names, phrases in entries.values_list("page_id", "names", "phrases"):
            score = self.scores[page]
            if self.key in names:
                score.bonus, score.reason, score.share = EXACT_BONUS, "goes by this name", 1.0
                continue
            named = max((self._likeness(name, whole) for name in names), default=0.0)
            described = max((self._likeness(phrase, whole) for phrase in phrases), default=0.0)
            score.bonus = NAME_WEIGHT * named + PHRASE_WEIGHT * described
            if max(named, described) >= 0.5:
                score.reason = "its name is close to your words" if named > described else "people describe it this way"

    def _likeness(self, text: str, whole: float) -> float:
        """Share of the query found in a name or phrase, times share of the name or phrase found in the query."""
        mine = set(text.split())
        common = self._weight(mine.intersection(self.terms))
        return (common / whole) * (common / self._weight(mine)) if common else 0.0
