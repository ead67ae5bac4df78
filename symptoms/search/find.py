"""The one door to search: BM25 over weighted fields, words OR-ed, a page whose name stands in the query first.

An index, not an adviser: the words typed decide, and the same words give everyone the same list.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Avg, Count
from django.utils.safestring import SafeString

from articles import kinds as declared
from articles.models.live import Address, Library
from symptoms.models.search import Posting, SearchEntry
from symptoms.search.snippets import snippet
from symptoms.search.spelling import correct
from symptoms.search.words import STOP_WORDS, key, terms, words

K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson and Zaragoza 2009)."""
EXACT_BONUS, NAME_BONUS, PHRASE_BONUS = 1000.0, 40.0, 25.0
"""The whole query is a name: that page leads. A name or phrase in the query: a bonus by how much of the query it
covers."""
KIND_WEIGHTS = {"urgent_sign": 1.1, "glossary_term": 0.5}
"""Fixed and the same for every query (docs/search.md): urgent signs a little up, single words explained below
whole pages."""
LONGEST_QUERY = 300
CONFIDENT_SHARE = 0.4
"""Least share of the query's rarity that the best page must hold for its answer to be called close."""


@dataclass(frozen=True)
class SearchResult:
    """One page, and why it was found."""

    title: str
    url: str
    kind: str
    kind_label: str
    snippet_html: SafeString
    reason: str
    care_level: str = ""


@dataclass(frozen=True)
class ResultGroup:
    """Results of one kind; groups stand in the order of their best result."""

    label: str
    items: tuple[SearchResult, ...]


@dataclass(frozen=True)
class SearchResults:
    """What was found: ``ranked`` best first, ``groups`` the same by kind. ``corrected`` is the query as it was
    searched, when that differs from what was typed."""

    groups: tuple[ResultGroup, ...] = ()
    ranked: tuple[SearchResult, ...] = ()
    corrected: str = ""
    confident: bool = False
    total: int = 0
    suggestions: tuple[str, ...] = field(default=())


@dataclass
class _Score:
    bm25: float = 0.0
    bonus: float = 0.0
    share: float = 0.0
    reason: str = ""

    @property
    def total(self) -> float:
        return self.bm25 + self.bonus


def find(query: str, *, language: str = "en", kinds: Collection[str] | None = None, limit: int = 20) -> SearchResults:
    """Live pages for what a reader typed, best first. Never raises for odd input; a database fault is not caught
    here."""
    query = query[:LONGEST_QUERY]
    generation = Library.current_generation()
    searched, changed = correct(query, generation)
    wanted = list(dict.fromkeys(terms(searched)))
    if not wanted:
        return SearchResults()
    scores = _score(wanted, searched, generation)
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1].total, pair[0]))
    return _present(ranked, searched, changed, wanted, language, kinds, limit)


@lru_cache(maxsize=2)
def _corpus(generation: int) -> tuple[int, float]:
    """Number of pages and their mean length; both change only with the generation."""
    facts = SearchEntry.objects.aggregate(count=Count("pk"), length=Avg("length"))
    return facts["count"], facts["length"] or 1.0


def _score(wanted: list[str], searched: str, generation: int) -> dict[int, _Score]:
    total, average = _corpus(generation)
    postings: defaultdict[str, list[tuple[int, float, float, str]]] = defaultdict(list)
    rows = Posting.objects.filter(term__in=wanted).values_list(
        "term", "entry__page_id", "weight", "entry__length", "entry__kind"
    )
    for term, page, weight, length, kind in rows:
        postings[term].append((page, weight, length, kind))
    rarity = {term: math.log(1 + (total - len(found) + 0.5) / (len(found) + 0.5)) for term, found in postings.items()}
    unknown = math.log(1 + (total + 0.5) / 0.5)
    whole = sum(rarity.get(term, unknown) for term in wanted)
    scores: defaultdict[int, _Score] = defaultdict(_Score)
    for term, found in postings.items():
        for page, weight, length, kind in found:
            gain = rarity[term] * weight * (K1 + 1) / (weight + K1 * (1 - B + B * length / average))
            score = scores[page]
            score.bm25 += gain * KIND_WEIGHTS.get(kind, 1.0)
            score.share += rarity[term] / whole
    _add_names(
        scores,
        key(searched),
        lambda name: sum(rarity.get(term, unknown) for term in set(name.split())) / whole,
    )
    return dict(scores)


def _add_names(scores: dict[int, _Score], query_key: str, covers: Callable[[str], float]) -> None:
    """``covers`` gives the share of the query's rarity that a name holds."""
    padded = f" {query_key} "
    entries = SearchEntry.objects.filter(page__in=scores).values_list("page_id", "kind", "names", "phrases")
    for page, kind, names, phrases in entries:
        score = scores[page]
        if query_key in names:
            score.bonus, score.reason, score.share = EXACT_BONUS, "goes by this name", 1.0
            continue
        named = max((covers(name) for name in names if f" {name} " in padded), default=0.0)
        described = max((covers(phrase) for phrase in phrases if f" {phrase} " in padded), default=0.0)
        weight = KIND_WEIGHTS.get(kind, 1.0)
        score.bonus = weight * max(NAME_BONUS * named**2, PHRASE_BONUS * described)
        if score.bonus:
            score.reason = "a name of this page is among your words" if named else "people describe it this way"


def _present(
    ranked: list[tuple[int, _Score]],
    searched: str,
    changed: bool,
    wanted: list[str],
    language: str,
    kinds: Collection[str] | None,
    limit: int,
) -> SearchResults:
    pages = [page for page, _ in ranked[: limit * 3]]
    addresses = {a.page_id: a for a in Address.objects.live().brief().filter(page__in=pages, language=language)}
    shown = [
        (addresses[page], score)
        for page, score in ranked
        if page in addresses and (kinds is None or addresses[page].kind in kinds)
    ][:limit]
    texts = dict(SearchEntry.objects.filter(page__in=[a.page_id for a, _ in shown]).values_list("page_id", "text"))
    results = [_result(address, score, texts[address.page_id], wanted) for address, score in shown]
    groups: dict[str, list[SearchResult]] = {}
    for result in results:
        groups.setdefault(declared.get(result.kind).plural, []).append(result)
    confident = bool(shown) and shown[0][1].share >= CONFIDENT_SHARE
    return SearchResults(
        groups=tuple(ResultGroup(label, tuple(items)) for label, items in groups.items()),
        ranked=tuple(results),
        corrected=searched if changed else "",
        confident=confident,
        total=len(shown),
    )


def _result(address: Address, score: _Score, text: str, wanted: list[str]) -> SearchResult:
    facts = address.facts
    return SearchResult(
        title=facts["title"],
        url=address.path,
        kind=address.kind,
        kind_label=declared.get(address.kind).label,
        snippet_html=snippet(text, wanted),
        reason=score.reason or "mentions these words",
        care_level=facts.get("level", ""),
    )


def is_meaningful(query: str) -> bool:
    """Whether anything but stop words was typed."""
    return any(word not in STOP_WORDS for word in words(query))
