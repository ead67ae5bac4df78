"""Conditions that describe much the same, and the pages that compare them. Kept in memory for one generation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from math import fsum, log
from urllib.parse import urlencode

from articles import linked
from articles.display import LinkItem
from articles.models.live import Address, LiveLink, LiveTag, path_of
from symptoms.side_by_side import ABSENT_FACET

COMPARE = "/compare/"
MOST_NEIGHBOURS = 3
LEAST_LIKENESS = 0.2
"""Below this, two pages of the starter library share little more than the calf or the foot."""
NOT_FELT = ("topic", ABSENT_FACET)
"""Tags that are no features."""

Feature = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Described:
    """A live condition with the features it describes."""

    path: str
    features: tuple[Feature, ...]


@dataclass(frozen=True)
class Conditions:
    """All live conditions by page, the pages that describe each feature, and what it weighs: the fewer, the more."""

    by_page: dict[int, Described]
    carriers: dict[Feature, tuple[int, ...]]
    weights: dict[Feature, float]
    whole: dict[int, float]
    """What all features of a page weigh together."""

    def likeness(self, page: int) -> dict[int, float]:
        """The part of both pages' features that each other page shares with this one, by weight."""
        shared: defaultdict[int, list[float]] = defaultdict(list)
        for feature in self.by_page[page].features:
            for other in self.carriers[feature]:
                shared[other].append(self.weights[feature])
        common = {other: fsum(weights) for other, weights in shared.items() if other != page}
        return {other: both / (self.whole[page] + self.whole[other] - both) for other, both in common.items()}


@lru_cache(maxsize=2)
def _conditions(generation: int) -> Conditions:
    """What all live conditions describe (two queries)."""
    found: dict[int, set[Feature]] = {}
    tags = LiveTag.objects.filter(page__kind="condition").exclude(facet__in=NOT_FELT)
    features: dict[Feature, Feature] = {}  # each once, however many pages have it
    for page, facet, word in tags.values_list("page", "facet", "value"):
        found.setdefault(page, set()).add(features.setdefault((facet, word), (facet, word)))
    by_page = {
        page: Described(path_of("condition", slug), tuple(sorted(found.pop(page))))
        for page, slug in Address.objects.live().of_kind("condition").values_list("page_id", "slug")
        if page in found
    }
    carriers: defaultdict[Feature, list[int]] = defaultdict(list)
    for page, described in by_page.items():
        for feature in described.features:
            carriers[feature].append(page)
    weights = {feature: log(1 + len(by_page) / len(pages)) for feature, pages in carriers.items()}
    whole = {page: fsum(weights[feature] for feature in described.features) for page, described in by_page.items()}
    return Conditions(by_page, {feature: tuple(pages) for feature, pages in carriers.items()}, weights, whole)


@lru_cache(maxsize=2)
def _curated(generation: int) -> dict[frozenset[int], LinkItem]:
    """The pages that a live comparison is about → that comparison (two queries)."""
    compared: dict[int, set[int]] = {}
    for owner, target in LiveLink.objects.filter(relation="compares").values_list("owner", "target"):
        compared.setdefault(owner, set()).add(target)
    pages = Address.objects.live().of_kind("comparison").order_by("slug").in_brief()
    return {
        frozenset(compared[a.page_id]): LinkItem(a.facts["title"], a.path, a.facts["summary"])
        for a in pages
        if a.page_id in compared
    }


def page_comparing(page_ids: Iterable[int], generation: int) -> LinkItem | None:
    """The live comparison of exactly these pages."""
    return _curated(generation).get(frozenset(page_ids))


@lru_cache(maxsize=500)
def neighbours(page_id: int, generation: int) -> tuple[LinkItem, ...]:
    """Up to three conditions that share most features with this one, each with the address that puts both side by
    side. Those that a page of its own compares with this one are left out: that page is linked already.

    The measure is the part of both pages' features that they share, by weight, so a page with many features has no
    head start and what nearly every page describes counts for little.
    """
    conditions = _conditions(generation)
    me = conditions.by_page.get(page_id)
    if me is None:
        return ()
    told_apart = {page for pages in _curated(generation) if page_id in pages for page in pages}
    near = [
        (-likeness, conditions.by_page[page].path, page)
        for page, likeness in conditions.likeness(page_id).items()
        if likeness >= LEAST_LIKENESS and page not in told_apart
    ]
    others = [page for *_, page in nsmallest(MOST_NEIGHBOURS, near)]
    live = linked.pages.get(others, generation)
    return tuple(
        LinkItem(live[page].facts["title"], address_of(me.path, conditions.by_page[page].path))
        for page in others
        if page in live  # it may be withdrawn at this moment
    )


def address_of(*paths: str) -> str:
    """The address that puts these pages side by side."""
    return f"{COMPARE}?{urlencode([('with', path.strip('/')) for path in paths], safe='/')}"
