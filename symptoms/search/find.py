"""The one door to search: BM25 over weighted fields, words OR-ed, a page whose name stands in the query first.

An index, not an adviser: the words typed decide, and the same words give everyone the same list.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.safestring import SafeString

from articles import kinds as declared
from articles.models.live import Address, Library
from symptoms.models.search import SearchEntry
from symptoms.search.ranking import Score, rank
from symptoms.search.snippets import snippet
from symptoms.search.spelling import correct
from symptoms.search.words import STOP_WORDS, key, terms, words

LONGEST_QUERY = 300
CONFIDENT_SHARE = 0.45
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


def find(query: str, *, language: str = "en", kinds: Collection[str] | None = None, limit: int = 20) -> SearchResults:
    """Live pages for what a reader typed, best first. Never raises for odd input; a database fault is not caught
    here."""
    query = query[:LONGEST_QUERY]
    generation = Library.current_generation()
    searched, changed = correct(query, generation)
    wanted = list(dict.fromkeys(terms(searched)))
    if not wanted:
        return SearchResults()
    ranked = rank(wanted, key(searched), generation)
    return _present(ranked, searched, changed, wanted, language, kinds, limit)


def _present(
    ranked: list[tuple[int, Score]],
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


def _result(address: Address, score: Score, text: str, wanted: list[str]) -> SearchResult:
    facts = address.facts
    return SearchResult(
        title=facts["title"],
        url=address.path,
        kind=address.kind,
        kind_label=declared.get(address.kind).label,
        snippet_html=snippet(text, wanted),
        reason=score.reason,
        care_level=facts.get("level", ""),
    )


def is_meaningful(query: str) -> bool:
    """Whether anything but stop words was typed."""
    return any(word not in STOP_WORDS for word in words(query))
