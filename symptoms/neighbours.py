"""Conditions that describe much the same, and the pages that compare them. Kept in memory for one generation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log
from urllib.parse import urlencode

from articles.display import LinkItem
from articles.models.live import Address, LiveLink, LiveTag
from symptoms.side_by_side import ABSENT_FACET

COMPARE = "/compare/"
MOST_NEIGHBOURS = 3
LEAST_LIKENESS = 0.2
"""Below this, two pages of the starter library share little more than the calf or the foot."""
NOT_FELT = ("topic", ABSENT_FACET)
"""Tags that are no features."""

Feature = tuple[str, str]


@dataclass(frozen=True)
class Described:
    """A live condition with the features it describes."""

    title: str
    path: str
    features: frozenset[Feature]


@dataclass(frozen=True)
class Conditions:
    """All live conditions by page, and what each feature weighs: the fewer describe it, the more."""

    by_page: dict[int, Described]
    weights: dict[Feature, float]

    def weigh(self, features: Iterable[Feature]) -> float:
        """What these features weigh together."""
        return sum(self.weights[feature] for feature in features)


@lru_cache(maxsize=2)
def _conditions(generation: int) -> Conditions:
    """What all live conditions describe (two queries)."""
    found: dict[int, set[Feature]] = {}
    tags = LiveTag.objects.exclude(facet__in=NOT_FELT)
    for page, facet, word in tags.values_list("page", "facet", "value"):
        found.setdefault(page, set()).add((facet, word))
    by_page = {
        a.page_id: Described(a.facts["title"], a.path, frozenset(found[a.page_id]))
        for a in Address.objects.live().of_kind("condition").in_brief()
        if a.page_id in found
    }
    pages = Counter(feature for described in by_page.values() for feature in described.features)
    return Conditions(by_page, {feature: log(1 + len(by_page) / count) for feature, count in pages.items()})


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
    others = [other for page, other in conditions.by_page.items() if page != page_id and page not in told_apart]
    ranked = sorted((-_likeness(conditions, me, other), other.path, other) for other in others)
    near = [other for likeness, _, other in ranked if -likeness >= LEAST_LIKENESS]
    return tuple(LinkItem(other.title, address_of(me.path, other.path)) for other in near[:MOST_NEIGHBOURS])


def _likeness(conditions: Conditions, one: Described, other: Described) -> float:
    return conditions.weigh(one.features & other.features) / conditions.weigh(one.features | other.features)


def address_of(*paths: str) -> str:
    """The address that puts these pages side by side."""
    return f"{COMPARE}?{urlencode([('with', path.strip('/')) for path in paths], safe='/')}"
